import { describe, expect, test } from "vitest";
import type { SourceFile } from "../../app/ports/source-files.ts";
import { SOURCE_PROBLEMS } from "../../app/ports/source-problem-codes.ts";
import { loadCatalogueNdjson } from "../catalogue/definition-catalogue.ts";
import { loadShippedCatalogue } from "../catalogue/shipped-catalogue.ts";
import { createSourceFileReader } from "./source-file-reader.ts";

const CAMERA = "device_vendor_msft_policy_config_camera_allowcamera";
const reader = createSourceFileReader(loadShippedCatalogue());

describe("reading policies", () => {
  test.each([
    ["UTF-8", (text: string) => Buffer.from(text, "utf8")],
    ["UTF-8 with a mark", (text: string) => Buffer.from(`\ufeff${text}`, "utf8")],
    ["UTF-16 LE", (text: string) => Buffer.from(text, "utf16le")],
    ["UTF-16 LE with a mark", (text: string) => Buffer.from(`\ufeff${text}`, "utf16le")],
    ["UTF-16 BE", (text: string) => Buffer.from(text, "utf16le").swap16()],
    ["UTF-16 BE with a mark", (text: string) => Buffer.from(`\ufeff${text}`, "utf16le").swap16()],
  ])("%s", (_name, encode) => {
    const bytes = encode(JSON.stringify(policy({ name: "Kamera für 東京" })));
    const { policies, problems } = reader.readPolicies([{ path: "a.json", bytes }]);
    expect(problems).toEqual([]);
    expect(policies[0]?.content.name).toBe("Kamera für 東京");
  });

  test("every kind of instance, nested, with secrets dropped", () => {
    const catalogue = anyCatalogue();
    const text = json(
      policy({
        settings: [
          instance("Choice", "x", { choiceSettingValue: { value: "x_1", children: [simple("x_a", 3)] } }),
          instance("ChoiceSettingCollection", "y", { choiceSettingCollectionValue: [{ value: "y_0", children: [] }] }),
          instance("SimpleSettingCollection", "z", {
            simpleSettingCollectionValue: [{ "@odata.type": `${TYPE}StringSettingValue`, value: "one" }],
          }),
          instance("Group", "g", { groupSettingValue: { children: [simple("g_a", 1)] } }),
          instance("GroupSettingCollection", "h", {
            groupSettingCollectionValue: [{ children: [simple("h_a", 1)] }, { children: [simple("h_a", 2)] }],
          }),
          instance("Simple", "s", {
            simpleSettingValue: { "@odata.type": `${TYPE}SecretSettingValue`, value: "hunter2", valueState: "notEncrypted" },
          }),
        ].map((settingInstance) => ({ settingInstance })),
      }),
    );
    const read = createSourceFileReader(catalogue).readPolicies([file("a.json", text)]);
    expect(read.problems).toEqual([]);
    expect(read.settings).toBe(10);
    expect(read.policies[0]?.content.settings).toEqual([
      {
        definitionId: "x",
        value: { kind: "choice", option: "x_1", children: [{ definitionId: "x_a", value: { kind: "simple", value: 3 } }] },
      },
      { definitionId: "y", value: { kind: "choices", choices: [{ option: "y_0", children: [] }] } },
      { definitionId: "z", value: { kind: "simples", values: ["one"] } },
      { definitionId: "g", value: { kind: "group", children: [{ definitionId: "g_a", value: { kind: "simple", value: 1 } }] } },
      {
        definitionId: "h",
        value: {
          kind: "groups",
          instances: [
            [{ definitionId: "h_a", value: { kind: "simple", value: 1 } }],
            [{ definitionId: "h_a", value: { kind: "simple", value: 2 } }],
          ],
        },
      },
      { definitionId: "s", value: { kind: "simple", value: { secret: true, state: "notEncrypted" } } },
    ]);
    expect(JSON.stringify(read)).not.toContain("hunter2");
  });

  test.each([
    ["a half-written file", json(policy()).slice(0, 200), "json-invalid", /line 1, column 201: the text ends/],
    ["a key twice", '{"name":"a",\n "name":"b"}', "json-duplicate-key", /line 2, column 2: the key `name`/],
    ["too deep", "[".repeat(101), "json-too-deep", /line 1, column 101/],
    ["a zero character", '{"name":"a\\u0000"}', "json-text-unstorable", /zero character/],
    ["half a pair", '{"name":"\\ud800"}', "json-text-unstorable", /half a surrogate pair/],
    ["no Intune object", '{"compilerOptions":{}}', "policy-shape-unknown", /`compilerOptions`/],
    ["a huge number", '{"a":1e999}', "json-invalid", /too large/],
    ["too many values", `[${"0,".repeat(500_001)}0]`, "json-too-large", /more than 500000 values/],
    ["too many policies", `[${"0,".repeat(20_001)}0]`, "json-too-large", /a list of 20002 policies/],
    ["an empty file", "", "json-invalid", /line 1, column 1/],
  ])("%s", (_name, text, code, message) => {
    const { policies, problems } = reader.readPolicies([file("a.json", text)]);
    expect(policies).toEqual([]);
    expect(problems).toEqual([expect.objectContaining({ code, severity: "error", file: "a.json" })]);
    expect(problems[0]?.message).toMatch(message);
  });

  test("bytes that are no text name the place", () => {
    const bytes = Uint8Array.from([...new TextEncoder().encode('{"name":"'), 0xc3, 0x28, 0x22, 0x7d]);
    const [problem] = reader.readPolicies([{ path: "a.json", bytes }]).problems;
    expect(problem).toMatchObject({ code: "file-not-text", message: "byte 10 is not valid UTF-8" });
  });

  test("a key named __proto__ changes no object", () => {
    const text = `{"@odata.type":"#microsoft.graph.mobileThing","displayName":"a","__proto__":{"admin":true}}`;
    const { policies } = reader.readPolicies([file("a.json", text)]);
    expect(policies[0]?.content.kind).toBe("opaque");
    expect(({} as Record<string, unknown>)["admin"]).toBeUndefined();
    const raw = policies[0]?.content.raw as Record<string, unknown> | undefined;
    expect(raw?.["admin"]).toBeUndefined();
    expect(JSON.stringify(policies[0]?.content.raw)).toContain('"__proto__":{"admin":true}');
  });

  test("all problems of all files at once, with pointers", () => {
    const broken = policy({
      settings: [
        { settingInstance: choice("nosuch_setting", "nosuch_setting_1") },
        {
          settingInstance: choice(
            "device_vendor_msft_policy_config_nosucharea_x",
            "device_vendor_msft_policy_config_nosucharea_x_1",
          ),
        },
        { settingInstance: choice(CAMERA, "other_1") },
        { settingInstance: choice(CAMERA, `${CAMERA}_1`) },
        { settingInstance: simple(`${CAMERA}x`, 1.5) },
        {},
      ],
    });
    const { policies, problems, unknownSettings } = reader.readPolicies([file("b.json", "{"), file("a.json", json(broken))]);
    expect(policies).toEqual([]);
    expect(problems.map(({ file: name, code, pointer }) => `${name} ${code} ${pointer}`)).toEqual([
      "a.json setting-unknown /settings/0/settingInstance/settingDefinitionId",
      "a.json setting-unknown /settings/1/settingInstance/settingDefinitionId",
      "a.json setting-option-unknown /settings/2/settingInstance/choiceSettingValue/value",
      "a.json setting-duplicate /settings/3/settingInstance",
      "a.json setting-value-invalid /settings/4/settingInstance/simpleSettingValue/value",
      "a.json setting-invalid /settings/5/settingInstance",
      "b.json json-invalid ",
    ]);
    expect(unknownSettings.map(({ definitionId }) => definitionId)).toEqual([
      "nosuch_setting",
      "device_vendor_msft_policy_config_nosucharea_x",
    ]);
  });

  test("an unlisted setting of a known family is unverified, and only a complete catalogue refuses it", () => {
    const text = json(policy({ settings: [{ settingInstance: choice(`${CAMERA}new`, `${CAMERA}new_1`) }] }));
    const open = reader.readPolicies([file("a.json", text)]);
    expect([open.unverifiedSettings, open.problems]).toEqual([1, []]);
    const closed = createSourceFileReader(anyCatalogue()).readPolicies([file("a.json", text)]);
    expect([closed.unverifiedSettings, closed.problems.map(({ code }) => code)]).toEqual([0, ["setting-unknown"]]);
  });

  test("options and ranges of a complete catalogue", () => {
    const text = json(
      policy({
        settings: [
          { settingInstance: choice("x", "x_9") },
          { settingInstance: simple("x_a", 11) },
          { settingInstance: instance("Simple", "y", { simpleSettingValue: { value: "text" } }) },
        ],
      }),
    );
    const { problems } = createSourceFileReader(anyCatalogue()).readPolicies([file("a.json", text)]);
    expect(problems.map(({ code, severity }) => [code, severity])).toEqual([
      ["setting-option-unknown", "error"],
      ["setting-out-of-range", "error"],
      ["setting-kind-mismatch", "warning"],
    ]);
  });

  test("wrapped: Graph's list, a plain list, text inside text, and a backup entry with its assignment", () => {
    const one = policy({ name: "one", id: "1" });
    const two = policy({ name: "two", id: "2" });
    const target = { "@odata.type": "#microsoft.graph.allDevicesAssignmentTarget" };
    const entry = [
      json(policy({ name: "three", id: "3" })),
      "https://graph.microsoft.com/beta/x",
      "three",
      ["3"],
      { id: "z", target },
    ];
    const { policies, problems } = reader.readPolicies([
      file("a.json", json({ value: [one] })),
      file("b.json", json([json(two)])),
      file("c.json", json([{ value: entry, Count: 5 }])),
    ]);
    expect(problems).toEqual([]);
    expect(policies.map(({ content }) => content.name)).toEqual(["one", "two", "three"]);
    expect(policies[2]?.assignments).toEqual([{ mode: "include", target: { kind: "all-devices" } }]);
  });

  test("compliance: properties become settings, metadata and nulls do not, actions are kept", () => {
    const text = json({
      "@odata.type": "#microsoft.graph.iosCompliancePolicy",
      id: "c1",
      displayName: "iOS",
      version: 3,
      passcodeRequired: true,
      osMinimumVersion: "18.1",
      osMaximumVersion: null,
      restrictedApps: [],
      "restrictedApps@odata.type": "x",
      "#microsoft.graph.assign": {},
      scheduledActionsForRule: [
        {
          scheduledActionConfigurations: [
            { actionType: "block", gracePeriodHours: 48, notificationTemplateId: "00000000-0000-0000-0000-000000000000" },
            { actionType: "notification", gracePeriodHours: 0, notificationTemplateId: "n1" },
            {},
          ],
        },
      ],
    });
    const { policies, problems, settings } = reader.readPolicies([file("a.json", text)]);
    expect(policies[0]?.content).toEqual({
      name: "iOS",
      kind: "compliance",
      platforms: ["iOS", "iPadOS"],
      sourceType: "#microsoft.graph.iosCompliancePolicy",
      settings: [
        { definitionId: "iosCompliancePolicy.osMinimumVersion", value: { kind: "property", value: "18.1" } },
        {
          definitionId: "com.apple.mobiledevice.passwordpolicy_forcepin",
          value: { kind: "choice", option: "com.apple.mobiledevice.passwordpolicy_forcepin_true", children: [] },
        },
      ],
      raw: null,
      noncomplianceActions: [
        { action: "notification", graceHours: 0, notificationTemplateId: "n1" },
        { action: "block", graceHours: 48, notificationTemplateId: null },
      ],
    });
    expect(settings).toBe(0);
    expect(problems).toEqual([
      expect.objectContaining({
        code: "policy-part-kept-out",
        pointer: "/scheduledActionsForRule/0/scheduledActionConfigurations/2",
      }),
    ]);
  });

  test("assignments: what cannot be read adds nobody", () => {
    const target = (type: string, rest: object = {}) => ({ target: { "@odata.type": `#microsoft.graph.${type}`, ...rest } });
    const filter = { deviceAndAppManagementAssignmentFilterId: "f1", deviceAndAppManagementAssignmentFilterType: "include" };
    const read = (assignments: readonly object[]) => reader.readPolicies([file("a.json", json(policy({ assignments })))]);
    const plain = read([
      target("groupAssignmentTarget", { groupId: "g1" }),
      target("groupAssignmentTarget", { groupId: "g2", ...filter }),
      target("exclusionGroupAssignmentTarget", { groupId: "g3", ...filter }),
      target("allLicensedUsersAssignmentTarget", { deviceAndAppManagementAssignmentFilterType: "none" }),
    ]);
    expect(plain.policies[0]?.assignments).toEqual([
      { mode: "include", target: { kind: "group", groupId: "g1" } },
      { mode: "exclude", target: { kind: "group", groupId: "g3" } },
      { mode: "include", target: { kind: "all-users" } },
    ]);
    expect(plain.problems.map(({ code, pointer }) => `${code} ${pointer}`)).toEqual([
      "assignment-filter-unsupported /assignments/1/target",
      "assignment-filter-unsupported /assignments/2/target",
    ]);
    const unknown = read([target("allDevicesAssignmentTarget"), target("configurationManagerCollectionAssignmentTarget")]);
    expect([unknown.policies[0]?.assignments, unknown.problems.map(({ code }) => code)]).toEqual([
      [],
      ["assignment-target-unsupported"],
    ]);
    expect(read([target("groupAssignmentTarget")]).problems.map(({ code }) => code)).toEqual(["assignment-invalid"]);
  });

  test("one id in two files: copies are fine, different content is not", () => {
    const read = (second: object) =>
      reader.readPolicies([file("a.json", json(policy({ id: "1" }))), file("b.json", json(policy({ id: "1", ...second })))]);
    expect(read({}).problems.map(({ code, severity }) => [code, severity])).toEqual([["policy-copy", "warning"]]);
    const differing = read({ name: "other" });
    expect(differing.policies.map(({ file: path }) => path)).toEqual(["a.json"]);
    expect(differing.problems).toEqual([
      expect.objectContaining({
        code: "policy-id-duplicate",
        severity: "error",
        file: "b.json",
      }),
    ]);
    expect(differing.problems[0]?.message).toContain("`a.json`");
  });

  test("other files are counted once per kind", () => {
    const { files, problems } = reader.readPolicies([file("README.md", ""), file("x/b.md", ""), file("LICENSE", "")]);
    expect(files).toBe(0);
    expect(problems.map(({ code, severity, message }) => [code, severity, message])).toEqual([
      ["file-kind-skipped", "warning", "1 file without an ending skipped"],
      ["file-kind-skipped", "warning", "2 files of the kind `.md` skipped"],
    ]);
  });

  test("the order of the files does not change the answer", () => {
    const files = ["c", "a", "b"].map((name) => file(`${name}.json`, json(policy({ name, id: "same" }))));
    expect(reader.readPolicies(files)).toEqual(reader.readPolicies([...files].reverse()));
  });
});

test("every code has words, and codes are kebab-case", () => {
  const entries = Object.entries(SOURCE_PROBLEMS);
  expect(entries.filter(([code]) => !/^[a-z]+(-[a-z]+)+$/.test(code))).toEqual([]);
  expect(entries.filter(([, { title, help }]) => title.length < 10 || help.length < 10)).toEqual([]);
});

const TYPE = "#microsoft.graph.deviceManagementConfiguration";

function policy(overrides: Readonly<Record<string, unknown>> = {}): object {
  return {
    "@odata.type": `${TYPE}Policy`,
    name: "camera",
    platforms: "windows10",
    settings: [{ settingInstance: choice(CAMERA, `${CAMERA}_0`) }],
    ...overrides,
  };
}

function instance(word: string, settingDefinitionId: string, value: object): object {
  const type = word.endsWith("Collection") || word === "Group" || word === "Simple" || word === "Choice" ? word : "";
  return {
    "@odata.type": `${TYPE}${type.endsWith("Collection") ? type : `${type}Setting`}Instance`,
    settingDefinitionId,
    ...value,
  };
}

function choice(id: string, option: string): object {
  return instance("Choice", id, { choiceSettingValue: { value: option, children: [] } });
}

function simple(id: string, value: number): object {
  return instance("Simple", id, { simpleSettingValue: { "@odata.type": `${TYPE}IntegerSettingValue`, value } });
}

/** A complete catalogue of the few ids above. */
function anyCatalogue() {
  const line = (word: string, id: string, rest: object = {}) =>
    JSON.stringify({ "@odata.type": `${TYPE}${word}Definition`, id, ...rest });
  const range = { valueDefinition: { "@odata.type": `${TYPE}IntegerSettingValueDefinition`, minimumValue: 0, maximumValue: 10 } };
  const lines = [
    line("ChoiceSetting", "x", { options: [{ itemId: "x_0" }, { itemId: "x_1" }] }),
    line("SimpleSetting", "x_a", range),
    line("ChoiceSettingCollection", "y", { options: [{ itemId: "y_0" }] }),
    line("SimpleSettingCollection", "z"),
    line("SettingGroup", "g"),
    line("SimpleSetting", "g_a"),
    line("SettingGroupCollection", "h"),
    line("SimpleSetting", "h_a"),
    line("SimpleSetting", "s"),
  ];
  const loaded = loadCatalogueNdjson(new TextEncoder().encode(lines.join("\n")));
  if (!loaded.ok) throw new Error(loaded.error.message);
  return loaded.value;
}

function json(value: unknown): string {
  return JSON.stringify(value);
}

function file(path: string, text: string): SourceFile {
  return { path, bytes: new TextEncoder().encode(text) };
}
