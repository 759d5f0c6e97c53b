import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Json } from "../kit/canonical-json.ts";
import type { MergeRule } from "./catalogue.ts";
import { EMBEDDED_CONFLICT_RULE, INTUNE_CONFLICT_RULE, matchesPattern, wordsOfRule, type MdmWins } from "./conflict-rule.ts";
import type { Contribution, ContributionRole, ContributorId } from "./contribution.ts";
import { mergeFactsFrom, NOTHING_KNOWN, type MergeFacts } from "./merge-facts.ts";
import type { PolicyKind } from "./policy.ts";
import { settleNode } from "./settle.ts";

const CSP = "device_vendor_msft_policy_config_devicelock_mindevicepasswordlength";
const OTHER_CSP = "device_vendor_msft_bitlocker_requiredeviceencryption";

type Ask = Readonly<{ role?: ContributionRole; kind?: PolicyKind | null; priority?: number | null; value: Json }>;
const asks = (...all: readonly Ask[]): readonly Contribution[] =>
  all.map(({ role = "configuration", kind = "settings-catalog", priority = null, value }, at) => ({
    from: { id: "abcdefgh".charAt(at) as ContributorId, name: "", role, kind, priority, platforms: ["windows"], asks: [] },
    value,
  }));

type Case = Readonly<{ node?: string; merge?: MergeRule; facts?: Partial<MergeFacts>; mdmWins?: MdmWins }>;
function settle({ node = CSP, merge, facts = {}, mdmWins = "no" }: Case, ...all: readonly Ask[]) {
  const known: MergeFacts = { ...NOTHING_KNOWN, ...(merge === undefined ? {} : { rule: merge }), ...facts };
  return settleNode(node, asks(...all), INTUNE_CONFLICT_RULE, { mergeFactsOf: () => known, mdmWins });
}
const CONFLICT = { kind: "conflict" } as const;

describe("S11 how different values of one node are settled", () => {
  it("rule 1: compliance wins over configuration, even where the configuration is stricter", () => {
    expect(settle({ merge: "highest" }, { value: 14 }, { role: "compliance", kind: "compliance", value: 6 })).toEqual({
      kind: "value",
      value: 6,
      policyIds: ["b"],
      rule: "compliance-over-configuration",
      losers: [{ policyId: "a", role: "configuration", value: 14, rule: "compliance-over-configuration" }],
    });
  });

  it("rule 2: of compliance policies the most restrictive counts, and configurations lose to both", () => {
    const settled = settle(
      { merge: "highest" },
      { role: "compliance", kind: "compliance", value: 6 },
      { role: "compliance", kind: "compliance", value: 8 },
      { value: 10 },
    );
    expect(settled).toMatchObject({ kind: "value", value: 8, policyIds: ["b"], rule: "compliance-most-restrictive" });
    expect(settled.losers.map(({ policyId, rule }) => [policyId, rule])).toEqual([
      ["a", "compliance-most-restrictive"],
      ["c", "compliance-over-configuration"],
    ]);
  });

  it("rule 2: where nobody knows which end is the restrictive one, no winner is promised", () => {
    const both: readonly Ask[] = [6, 8].map((value) => ({ role: "compliance", kind: "compliance", value }));
    expect(settle({}, ...both)).toMatchObject({ ...CONFLICT, rule: "compliance-most-restrictive" });
    expect(settle({ merge: "last-write" }, ...both)).toMatchObject(CONFLICT);
    expect(settle({ merge: "highest" }, { ...both[0], value: "a" }, { ...both[1], value: "b" })).toMatchObject(CONFLICT);
  });

  it("rule 3: configurations with different values have no winner, whatever the merge rule; with the same value they agree", () => {
    expect(settle({ merge: "highest" }, { value: 6 }, { value: 8 })).toMatchObject({
      ...CONFLICT,
      rule: "configuration-undetermined",
      candidates: [
        { policyId: "a", value: 6 },
        { policyId: "b", value: 8 },
      ],
    });
    expect(settle({}, { value: 6 }, { value: `${CSP}_6` })).toMatchObject({
      kind: "value",
      rule: "same-value",
      policyIds: ["a", "b"],
    });
    expect(settle({}, { value: 6 })).toMatchObject({ kind: "value", rule: "only-one" });
  });

  const app = (value: Json): Ask => ({ role: "app-protection", kind: "app-protection", value });
  it("rule 4: app protection takes the most restrictive, and numeric entry fields fall back to the recommended default", () => {
    const node = "iosManagedAppProtection.pinRequired";
    const settleReal = (at: string, ...values: readonly Json[]) =>
      settleNode(at, asks(...values.map(app)), INTUNE_CONFLICT_RULE, { mergeFactsOf: mergeFactsFrom(null), mdmWins: "no" });
    expect(settleReal(node, false, true)).toMatchObject({ kind: "value", value: true, policyIds: ["b"] });
    expect(settleReal("iosManagedAppProtection.maximumPinRetries", 3, 10)).toMatchObject({
      kind: "value",
      value: 5,
      rule: "app-protection-most-restrictive",
      losers: [{ value: 3 }, { value: 10 }],
    });
    expect(settleReal("androidManagedAppProtection.periodOfflineBeforeWipeIsEnforced", "P30D", "P60D")).toMatchObject({
      value: "P90D",
    });
    expect(settleReal("iosManagedAppProtection.periodOfflineBeforeAccessCheck", "PT1H", "PT2H")).toMatchObject(CONFLICT);
  });

  it("rule 5: against a custom profile nothing is promised, even where the values would join", () => {
    const custom = { kind: "custom", value: ["a"] } as const;
    const node = "device_vendor_msft_policy_config_defender_excludedpaths";
    expect(settle({ node }, custom, { value: ["b"] })).toMatchObject({ ...CONFLICT, rule: "custom-undetermined" });
    expect(settle({ node }, custom, { value: ["a"] })).toMatchObject({ kind: "value", rule: "same-value" });
  });

  describe("rule 6: Group Policy", () => {
    const gp: Ask = { role: "group-policy", kind: null, value: 8 };
    it("beats MDM by default, compliance included", () => {
      expect(settle({}, gp, { value: 6 })).toMatchObject({
        kind: "value",
        value: 8,
        policyIds: ["a"],
        rule: "group-policy-over-mdm",
      });
      const three = settle({}, gp, { role: "compliance", kind: "compliance", value: 4 }, { value: 6 });
      expect(three).toMatchObject({
        value: 8,
        losers: [{ rule: "group-policy-over-mdm" }, { rule: "compliance-over-configuration" }],
      });
    });
    it("loses where the device lets MDM win, on nodes of the Policy CSP only", () => {
      expect(settle({ mdmWins: "yes" }, gp, { value: 6 })).toMatchObject({ value: 6, rule: "mdm-over-group-policy" });
      expect(settle({ mdmWins: "yes", node: OTHER_CSP }, gp, { value: 6 })).toMatchObject({ value: 8 });
    });
    it("is undetermined where it is not known whether the device obeys", () => {
      expect(settle({ mdmWins: "unknown" }, gp, { value: 6 })).toMatchObject({ ...CONFLICT, rule: "group-policy-or-mdm" });
      expect(settle({ mdmWins: "unknown", node: OTHER_CSP }, gp, { value: 6 })).toMatchObject({ value: 8 });
    });
    it("cannot be weighed against itself", () => {
      expect(settle({}, gp, { ...gp, value: 9 })).toMatchObject(CONFLICT);
    });
  });

  it.each<[MergeRule, readonly Json[], Json]>([
    ["lowest", [5, 3], 3],
    ["highest", [5, 3], 5],
    ["lowest-not-zero", [0, 3], 3],
    ["lowest-not-zero", [0, 0.5], 0.5],
    ["highest-or-zero", [0, 3], 3],
    ["highest", ["10.0.9.1", "10.0.19045.1"], "10.0.19045.1"],
    ["highest", [true, 7], 7],
    ["lowest", ["x", 7], "conflict"],
    ["highest", ["10.0", 7], "conflict"],
    ["last-write", [5, 3], "conflict"],
  ])("other masters' values join by the Windows merge algorithm %s: %j", (merge, values, expected) => {
    const [first = null, second = null] = values;
    const settled = settle({ merge }, { role: "other-mdm", kind: null, value: first }, { value: second });
    if (expected === "conflict") expect(settled).toMatchObject({ ...CONFLICT, rule: "windows-merge-algorithm" });
    else expect(settled).toMatchObject({ kind: "value", value: expected, rule: "windows-merge-algorithm" });
  });

  const APPLE = "com.apple.configuration.softwareupdate.settings_key";
  it.each<[MergeRule, readonly Json[], Json]>([
    ["boolean-or", [false, true], true],
    ["boolean-and", [true, false], false],
    ["boolean-and", [true, "yes"], "conflict"],
    ["lowest", [5, 3], 3],
    ["highest", [5, 3], 5],
    ["enum-first", ["Allowed", "AlwaysOff"], "Allowed"],
    ["enum-last", ["Allowed", "AlwaysOff"], "AlwaysOff"],
    ["enum-last", ["Allowed", "Unheard"], "conflict"],
    ["first", ["a", "b"], "conflict"],
    ["array-append", [["b"], ["a"]], ["a", "b"]],
    [
      "set-union",
      [
        ["b", "a"],
        ["a", "c"],
      ],
      ["a", "b", "c"],
    ],
    [
      "set-intersection",
      [
        ["b", "a"],
        ["a", "c"],
      ],
      ["a"],
    ],
    ["set-union", ["a", ["a"]], "conflict"],
  ])("rule 7: Apple declarations join by combine type %s: %j", (merge, values, expected) => {
    const order = ["Allowed", "AlwaysOn", "AlwaysOff"];
    const settled = settle({ node: APPLE, merge, facts: { order } }, ...values.map((value) => ({ value })));
    if (expected === "conflict") expect(settled).toMatchObject({ ...CONFLICT, rule: "apple-combine" });
    else expect(settled).toMatchObject({ kind: "value", value: expected, rule: "apple-combine" });
  });

  it.each<[string, Json, Json, Json]>([
    ["requirepasscode", false, true, true],
    ["requirecomplexpasscode", true, false, true],
    ["minimumlength", 6, 8, 8],
    ["maximumfailedattempts", 6, 8, 6],
    ["passcodereuselimit", 6, 8, 6],
  ])("rule 7: Apple's passcode key %s takes the stricter of %j and %j", (key, a, b, expected) => {
    const node = `com.apple.configuration.passcode.settings_${key}`;
    const settled = settleNode(node, asks({ value: a }, { value: b }), INTUNE_CONFLICT_RULE, {
      mergeFactsOf: mergeFactsFrom(null),
      mdmWins: "no",
    });
    expect(settled).toMatchObject({ kind: "value", value: expected });
  });

  it("rule 8: enrolment configurations go by their place, the tenant's default last, equal places unsettled", () => {
    const node = "windows10EnrollmentCompletionPageConfiguration.showInstallationProgress";
    expect(settle({ node }, { value: true, priority: 2 }, { value: false, priority: 1 })).toMatchObject({
      value: false,
      rule: "enrolment-priority",
    });
    expect(settle({ node }, { value: true, priority: 0 }, { value: false, priority: 3 })).toMatchObject({ value: false });
    expect(settle({ node }, { value: true, priority: 1 }, { value: false, priority: 1 })).toMatchObject(CONFLICT);
    expect(settle({ node }, { value: true }, { value: false, priority: 1 })).toMatchObject(CONFLICT);
  });

  it("collections add up where the platform adds them up, and all who ask stand behind the result", () => {
    const node = "device_vendor_msft_firewall_mdmstore_firewallrules_{firewallrulename}";
    const rule = (name: string) => ({ name, action: 0 });
    expect(settle({ node }, { value: [rule("a")] }, { value: [rule("b"), rule("a")] })).toEqual({
      kind: "value",
      value: [rule("a"), rule("b")],
      policyIds: ["a", "b"],
      rule: "firewall-rules-add-up",
      losers: [],
    });
  });

  it("has a sentence and a source for every row, and every row's id once", () => {
    for (const rule of [INTUNE_CONFLICT_RULE, EMBEDDED_CONFLICT_RULE]) {
      expect(new Set(rule.rows.map((row) => row.id)).size).toBe(rule.rows.length);
      for (const row of rule.rows)
        expect([row.words, row.source, wordsOfRule(rule, row.id)]).toEqual([row.words, row.source, row.words]);
    }
    expect(INTUNE_CONFLICT_RULE.rows.at(-1)?.then.kind).toBe("undetermined");
  });
});

describe("patterns of nodes", () => {
  it.each([
    ["a_b", "a_b", true],
    ["a_b", "a_*", true],
    ["a_b_c", "a_*_c", true],
    ["a_c", "a_*_c", false],
    ["abab", "ab*ab", true],
    ["aba", "ab*ba", false],
    ["b", "a*", false],
  ])("`%s` against `%s`: %s", (node, pattern, expected) => {
    expect(matchesPattern(node, pattern)).toBe(expected);
  });
});

describe("whatever is asked", () => {
  const ask = fc.record({
    role: fc.constantFrom<ContributionRole>("configuration", "compliance", "app-protection", "group-policy", "other-mdm"),
    kind: fc.constantFrom<PolicyKind>("settings-catalog", "custom"),
    priority: fc.constantFrom(null, 0, 1, 2),
    value: fc.constantFrom<Json>(0, 1, 2, true, "x", ["a"], ["b"]),
  });
  const merge = fc.constantFrom<MergeRule>("lowest", "highest-or-zero", "boolean-or", "set-union", "last-write", "enum-first");

  it("everybody is a winner, a candidate or a loser; the order does not matter; nothing is lost or made up in a conflict", () => {
    const node = fc.constantFrom(
      CSP,
      OTHER_CSP,
      "com.apple.configuration.x_y",
      "windows10CompliancePolicy.z",
      "device_vendor_msft_firewall_mdmstore_firewallrules",
    );
    fc.assert(
      fc.property(
        fc.array(ask, { minLength: 1, maxLength: 6 }),
        merge,
        node,
        fc.constantFrom<MdmWins>("yes", "no", "unknown"),
        (all, rule, at, mdmWins) => {
          const facts = { mergeFactsOf: () => ({ ...NOTHING_KNOWN, rule }), mdmWins };
          const contributions = asks(...all);
          const settled = settleNode(at, contributions, INTUNE_CONFLICT_RULE, facts);
          const named = settled.kind === "value" ? settled.policyIds : settled.candidates.map(({ policyId }) => policyId);
          const everybody = new Set([...named, ...settled.losers.map(({ policyId }) => policyId)]);
          expect([...everybody].sort()).toEqual(contributions.map(({ from }) => from.id));
          const again = settleNode(at, [...contributions].reverse(), INTUNE_CONFLICT_RULE, facts);
          expect({ ...again, losers: again.losers, kind: again.kind, rule: again.rule }).toMatchObject({
            kind: settled.kind,
            rule: settled.rule,
            losers: settled.losers,
          });
        },
      ),
      { numRuns: 2000 },
    );
  });
});
