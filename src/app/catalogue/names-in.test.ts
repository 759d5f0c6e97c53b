import { describe, expect, test } from "vitest";
import { ok } from "../../kit/result.ts";
import { bareFacts, type SettingCatalogue } from "../../policy/catalogue.ts";
import { namesIn, withNames } from "./names-in.ts";

const NODE = "device_vendor_msft_policy_config_camera_allowcamera";
const facts = {
  ...bareFacts(NODE, "Allow camera"),
  kind: "choice" as const,
  options: new Map([
    [`${NODE}_0`, { value: 0, name: "Not allowed" }],
    [`${NODE}_1`, { value: 1, name: "Allowed" }],
  ]),
};
const catalogue: SettingCatalogue = {
  size: 1,
  complete: false,
  find: (id) => (id === NODE ? facts : undefined),
  acquaintance: () => "unverified",
  ids: () => [NODE],
};

describe("names in an answer", () => {
  test("every node, however deep, and the options beside it and no others", () => {
    const answer = {
      plan: { settings: [{ kind: "changed", node: NODE, before: `${NODE}_0`, after: `${NODE}_1` }] },
      conflicts: [{ node: "com.apple.applicationaccess_allowairdrop", candidates: [{ value: "x" }] }],
      title: `${NODE}_7`,
    };
    expect(namesIn(catalogue, answer)).toEqual({
      [NODE]: "Allow camera",
      [`${NODE}_0`]: "Not allowed",
      [`${NODE}_1`]: "Allowed",
      "com.apple.applicationaccess_allowairdrop": "Allow AirDrop",
    });
  });

  test("stand beside an answer, and not beside a problem", () => {
    expect(withNames(catalogue, ok({ a: 1 }))).toEqual(ok({ a: 1, names: {} }));
    const refused = { ok: false, error: { type: "Problem", code: "plan-unknown", detail: "", help: "", issues: [] } } as const;
    expect(withNames(catalogue, refused)).toBe(refused);
  });
});
