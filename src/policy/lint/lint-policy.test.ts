import { describe, expect, test } from "vitest";
import type { Assignment } from "../../audience/assignment.ts";
import type { GroupId } from "../../kit/ids.ts";
import { applicableOn, bareFacts, type SettingCatalogue, type SettingFacts } from "../catalogue.ts";
import type { PolicyContent } from "../policy.ts";
import type { Setting } from "../setting.ts";
import { hasErrors, lintPolicy } from "./lint-policy.ts";

const DEFINITIONS: readonly SettingFacts[] = [
  {
    ...bareFacts("s_mode", "Mode"),
    kind: "choice",
    options: new Map([
      ["s_mode_0", { value: 0, name: "Off" }],
      ["s_mode_1", { value: 1, name: "On" }],
    ]),
  },
  {
    ...bareFacts("s_length", "Length"),
    kind: "simple",
    integerMin: 4,
    integerMax: 16,
    dependsOn: [{ definitionId: "s_mode", option: "s_mode_1" }],
  },
  { ...bareFacts("s_text", "Text"), kind: "simple", lengthMin: 1, lengthMax: 3, applicability: applicableOn(["macOS"]) },
  { ...bareFacts("s_old", "Old"), kind: "simple", applicability: { ...applicableOn(["windows"]), successors: ["s_text"] } },
];
const catalogue = (complete: boolean): SettingCatalogue => ({
  size: DEFINITIONS.length,
  complete,
  find: (id) => DEFINITIONS.find(({ definitionId }) => definitionId === id),
  acquaintance: (id) => (DEFINITIONS.some(({ definitionId }) => definitionId === id) ? "known" : "unknown"),
  ids: () => DEFINITIONS.map(({ definitionId }) => definitionId),
});
const choice = (option: string, children: readonly Setting[] = []): Setting => ({
  definitionId: "s_mode",
  value: { kind: "choice", option, children },
});
const simple = (definitionId: string, value: string | number): Setting => ({ definitionId, value: { kind: "simple", value } });
const policy = (settings: readonly Setting[], more: Partial<PolicyContent> = {}): PolicyContent => ({
  name: "Windows - Passwords",
  kind: "settings-catalog",
  platforms: ["windows"],
  sourceType: "",
  settings,
  raw: null,
  ...more,
});
const lint = (content: PolicyContent, assignments: readonly Assignment[] = [], complete = true) =>
  lintPolicy(content, assignments, catalogue(complete)).map(({ severity, code, field }) => `${severity} ${code} ${field}`);

describe("S10 the linter", () => {
  test("a policy that is right has no finding", () => {
    expect(lint(policy([choice("s_mode_1", [simple("s_length", 6)])]))).toEqual([]);
  });

  test("everything is told at once, each with its field in the document", () => {
    expect(
      lint(
        policy([
          choice("s_mode_7"),
          simple("s_length", 2),
          simple("s_text", "abcd"),
          simple("s_nothing", 1),
          simple("s_length", 4),
        ]),
      ),
    ).toEqual([
      "error setting-option-unknown /settings/0/choice",
      "error setting-out-of-range /settings/1/value",
      "warning setting-dependency-missing /settings/1",
      "error setting-length /settings/2/value",
      "warning setting-platform-mismatch /settings/2",
      "error setting-unknown /settings/3/id",
      "error setting-duplicate /settings/4",
      "warning setting-dependency-missing /settings/4",
    ]);
  });

  test("fields lead into children, lists and instances of groups", () => {
    const inside: Setting = {
      definitionId: "s_group",
      value: { kind: "groups", instances: [[simple("s_length", 5)], [choice("s_mode_1"), choice("s_mode_9")]] },
    };
    expect(lint(policy([inside], { kind: "custom" }), [], false)).toEqual([
      "warning setting-option-unknown /settings/0/groups/1/1/choice",
    ]);
  });

  test("what a catalogue denies that does not list everything is a warning", () => {
    const found = lint(policy([choice("s_mode_7")]), [], false);
    expect(found).toEqual(["warning setting-option-unknown /settings/0/choice"]);
    expect(hasErrors(lintPolicy(policy([choice("elsewhere")]), [], catalogue(false)))).toBe(true);
  });

  test("successors, scopes, names, platforms, emptiness and contradictions", () => {
    const group = { kind: "group", groupId: "g" as GroupId } as const;
    const lines: Assignment[] = [
      { mode: "include", target: group },
      { mode: "exclude", target: group },
    ];
    expect(lint(policy([simple("s_old", 1)]))).toEqual(["warning setting-superseded /settings/0"]);
    expect(lint(policy([], { name: "Copy of test 2", platforms: [] }), lines)).toEqual([
      "warning policy-name-unclear /name",
      "warning policy-platform-missing /platforms",
      "warning policy-empty /settings",
      "warning assignment-contradiction /assignments/1",
    ]);
    const both = [simple("device_vendor_msft_a", 1), simple("user_vendor_msft_a", 1)];
    expect(lint(policy(both, { kind: "custom" }))).toEqual(["warning policy-scope-mixed /settings"]);
    expect(lint(policy([], { kind: "script" }))).toEqual(["warning policy-effect-unknown /kind"]);
  });
});
