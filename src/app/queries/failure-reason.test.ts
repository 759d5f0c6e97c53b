import { describe, expect, test } from "vitest";
import { firstFailure, reasonOfFailure } from "./failure-reason.ts";

const NODE = "device_vendor_msft_policy_config_deviceguard_configuresystemguardlaunch";

describe("why a device is not well", () => {
  test("is its first setting in error, before conflicts and before values that do not read back", () => {
    const unread = { node: "a", state: "succeeded", applied: true, verified: false };
    const conflict = { node: "b", state: "conflict", applied: false, verified: false };
    const late = { node: "z", state: "error", applied: false, verified: false, errorCode: "E2" };
    const early = { node: "y", state: "error", applied: false, verified: false, errorCode: "E1" };
    const fine = { node: "0", state: "succeeded", applied: true, verified: true };
    const notMine = { node: "1", state: "notApplicable", applied: false, verified: false };
    expect(firstFailure([fine, notMine, unread, conflict, late, early])).toEqual({ node: "y", state: "error", errorCode: "E1" });
    expect(firstFailure([unread, conflict])).toEqual({ node: "b", state: "conflict" });
    expect(firstFailure([fine, unread])).toEqual({ node: "a", state: "succeeded" });
    expect([firstFailure([fine, notMine]), firstFailure([]), firstFailure(null), firstFailure("x")]).toEqual([
      null,
      null,
      null,
      null,
    ]);
  });

  test("is told in words without the registry's common beginning, and keyed by what failed and how", () => {
    const error = reasonOfFailure({ node: NODE, state: "error", errorCode: "0x87d1fde8" });
    expect(error?.text).toBe("deviceguard › configuresystemguardlaunch fails with 0x87D1FDE8");
    expect(error?.key).toMatch(/^[0-9a-f]{16}$/);
    expect(reasonOfFailure({ node: NODE, state: "error", errorCode: "0x87D1FDE8" })).toEqual(error);
    expect(reasonOfFailure({ errorCode: "0x87d1fde8", state: "error", node: NODE })).toEqual(error);
    const others = [
      reasonOfFailure({ node: NODE, state: "error", errorCode: "0x1" }),
      reasonOfFailure({ node: NODE, state: "error" }),
      reasonOfFailure({ node: NODE, state: "conflict" }),
      reasonOfFailure({ node: NODE, state: "succeeded" }),
      reasonOfFailure({ code: "bundle-expired", detail: "x" }),
    ];
    expect(new Set([error, ...others].map((one) => one?.key)).size).toBe(6);
    expect(others.map((one) => one?.text.replace("deviceguard › configuresystemguardlaunch", "it"))).toEqual([
      "it fails with 0x1",
      "it fails",
      "it conflicts with another policy on the device",
      "it was set and does not read back",
      "The device refused its bundle: bundle-expired",
    ]);
    expect([reasonOfFailure(null), reasonOfFailure({}), reasonOfFailure([])]).toEqual([null, null, null]);
  });
});
