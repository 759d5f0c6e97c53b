import { describe, expect, it } from "vitest";
import type { DeviceId } from "../../kit/ids.ts";
import type { DriveEncryption } from "../../estate/device.ts";
import { makeDevice } from "../../../tests/helpers/random-estate.ts";
import { momentOf } from "./moment.ts";
import { takingEffect } from "./taking-effect.ts";

const METHOD = "device_vendor_msft_bitlocker_encryptionmethodbydrivetype_encryptionmethodwithxtsosdropdown_name";

function fleet(counts: Readonly<Partial<Record<DriveEncryption | "unreported", number>>>) {
  return Object.entries(counts).flatMap(([method, count]) =>
    Array.from({ length: count }, (_, at) =>
      makeDevice({
        id: `${method}-${at}` as DeviceId,
        driveEncryption: method === "unreported" ? null : (method as DriveEncryption),
      }),
    ),
  );
}

describe("S9 when a value takes effect", () => {
  it.each([
    [METHOD, "new-encryption"],
    ["device_vendor_msft_bitlocker_requiredeviceencryption", "at-once"],
    ["device_vendor_msft_policy_config_deviceguard_lsacfgflags", "restart"],
    ["user_vendor_msft_policy_config_x_y", "next-sign-in"],
    ["com.apple.mcx.filevault2_enable", "next-sign-in"],
    ["com.apple.applicationaccess_allowcamera", "at-once"],
    ["windows10EnrollmentCompletionPageConfiguration.showInstallationProgress", "new-enrolment"],
    ["iosCompliancePolicy.passcodeRequired", "at-once"],
    ["device_vendor_msft_policy_config_system_allowlocation", "not-documented"],
  ])("%s: %s", (node, moment) => {
    expect(momentOf(node).moment).toBe(moment);
    expect(momentOf(node).source === null).toBe(moment === "not-documented");
  });

  it("a drive that is encrypted keeps its method, and the plan says how many do", () => {
    const devices = [...fleet({ "xts-aes-128": 5, "aes-cbc-128": 2, "xts-aes-256": 3, none: 4, unreported: 1 })];
    const mac = makeDevice({ id: "mac" as DeviceId, platform: "macOS", driveEncryption: "filevault" });
    const { moments, encryption } = takingEffect([{ kind: "added", node: METHOD, after: `${METHOD}_7` }], [...devices, mac]);
    expect(moments).toMatchObject([{ moment: "new-encryption", nodes: [METHOD] }]);
    expect(encryption).toEqual([
      {
        node: METHOD,
        target: "xts-aes-256",
        devices: 15,
        alreadyTarget: 3,
        stay: [
          { method: "xts-aes-128", devices: 5 },
          { method: "aes-cbc-128", devices: 2 },
        ],
        notEncrypted: 4,
        unknown: 1,
        words:
          "Target XTS-AES 256-bit; 7 of 15 devices are encrypted already and stay at XTS-AES 128-bit (5), AES-CBC 128-bit (2)",
      },
    ]);
  });

  it("one method is named without its count, and nobody is named where nobody stays", () => {
    const asked = [{ kind: "changed", node: METHOD, before: 6, after: 7 }] as const;
    expect(takingEffect(asked, fleet({ "xts-aes-128": 3_812, none: 1 })).encryption[0]?.words).toBe(
      "Target XTS-AES 256-bit; 3,812 of 3,813 devices are encrypted already and stay at XTS-AES 128-bit",
    );
    expect(takingEffect(asked, fleet({ none: 2 })).encryption[0]?.words).toContain("no device is known");
  });

  it("what is taken away and what is no method of encryption says nothing here", () => {
    expect(takingEffect([{ kind: "removed", node: METHOD, before: 7 }], fleet({ none: 1 }))).toEqual({
      moments: [],
      encryption: [],
    });
    expect(takingEffect([{ kind: "added", node: METHOD, after: 99 }], fleet({ none: 1 })).encryption).toEqual([]);
  });
});
