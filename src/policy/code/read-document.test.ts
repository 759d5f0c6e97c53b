import { describe, expect, test } from "vitest";
import { policyDocument } from "./policy-document.ts";
import { isPolicyDocument, readPolicyDocument } from "./read-document.ts";
import { yamlText } from "./yaml-text.ts";

const WHOLE = {
  tidegate: "policy/v1",
  name: "Everything",
  kind: "compliance",
  platforms: ["windows"],
  sourceType: "#microsoft.graph.windows10CompliancePolicy",
  channel: "device",
  applicabilityRule: { editions: { mode: "include", names: ["windowsEnterprise"] }, versionMin: "10.0.22000", versionMax: null },
  noncomplianceActions: [{ action: "block", graceHours: 12, notificationTemplateId: null }],
  assignments: [{ include: "all-devices" }, { exclude: { group: "g-1" } }],
  settings: [
    { id: "a", choice: "a_1", children: [{ id: "b", values: ["x", 2, { secret: true, state: "notEncrypted" }] }] },
    { id: "c", groups: [[{ id: "d", value: 3 }], []] },
    { id: "e", choices: [{ option: "e_1", children: [{ id: "f", value: "" }] }] },
    { id: "g", group: [] },
    { id: "h", property: null },
  ],
};

describe("a policy's document", () => {
  test("what is read is written again as it stood", () => {
    const read = readPolicyDocument(WHOLE);
    if (!read.ok) throw new Error(JSON.stringify(read.error));
    expect(policyDocument(read.value)).toEqual(WHOLE);
  });

  test("everything that is wrong is told at once, each with its field", () => {
    const read = readPolicyDocument({
      ...WHOLE,
      nmae: "slip",
      platforms: ["windows", "windows", "amiga"],
      channel: "both",
      applicabilityRule: { editions: { mode: "some", names: "x" }, versionMin: 10 },
      noncomplianceActions: [{ action: "block", graceHours: -1 }],
      assignments: [{ include: "all-devices", exclude: "all-users" }, { include: "everybody" }, { include: { group: " " } }],
      settings: [
        { id: "a" },
        { id: "a", value: 1, choice: "a_1" },
        { id: "", value: true },
        { id: "b", value: { secret: "swordfish", state: "x" } },
        { id: "c", value: 1, children: [] },
        "d",
      ],
    });
    expect(read.ok ? [] : read.error.map(({ field }) => field)).toEqual([
      "/nmae",
      "/assignments/0",
      "/assignments/1/include",
      "/assignments/2/include/group",
      "/platforms/2",
      "/platforms",
      "/settings/0",
      "/settings/1",
      "/settings/2/id",
      "/settings/2/value",
      "/settings/3/value/secret",
      "/settings/4/children",
      "/settings/5",
      "/channel",
      "/applicabilityRule/editions/mode",
      "/applicabilityRule/editions/names",
      "/applicabilityRule/versionMin",
      "/noncomplianceActions/0/graceHours",
    ]);
  });

  test("another form, an opaque policy with settings, and nesting without end are refused", () => {
    const faultsOf = (value: object) => {
      const read = readPolicyDocument(value as never);
      return read.ok ? [] : read.error.map(({ field }) => field);
    };
    expect(faultsOf({ tidegate: "policy/v2" })).toEqual(["/tidegate"]);
    expect(faultsOf({ ...WHOLE, kind: "script" })).toEqual(["/settings"]);
    let deep: object = { id: "x", value: 1 };
    for (let level = 0; level < 60; level += 1) deep = { id: "x", group: [deep] };
    expect(faultsOf({ ...WHOLE, settings: [deep] })).toHaveLength(1);
    expect([isPolicyDocument(WHOLE), isPolicyDocument({ tidegate: 3 }), isPolicyDocument([])]).toEqual([true, false, false]);
  });
});

describe("its text", () => {
  test("words are plain, what could be read as something else is quoted, lines are kept", () => {
    const text = yamlText({
      plain: "Windows - Firewall v1.0",
      no: "no",
      number: "6",
      empty: "",
      script: "one\n  two\n\nthree",
      list: [[1], []],
    });
    expect(text).toBe(
      'plain: Windows - Firewall v1.0\n"no": "no"\nnumber: "6"\nempty: ""\nscript: |-\n  one\n    two\n\n  three\nlist:\n  - - 1\n  - []\n',
    );
  });
});
