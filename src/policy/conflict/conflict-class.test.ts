import { describe, expect, test } from "vitest";
import { setOf } from "../../audience/device-set.ts";
import type { Json } from "../../kit/canonical-json.ts";
import type { PolicyId } from "../../kit/ids.ts";
import { makeContent } from "../../../tests/helpers/random-estate.ts";
import { INTUNE_CONFLICT_RULE } from "../conflict-rule.ts";
import type { PolicyContent, PolicyKind } from "../policy.ts";
import type { ReachedPolicy } from "../reached-policy.ts";
import type { Setting } from "../setting.ts";
import { conflictRuleWords, conflictSentence, type PolicyConflict } from "./conflict-class.ts";
import { policyConflicts } from "./policy-conflicts.ts";

const CSP = "vendor_msft_policy_config_devicelock_mindevicepasswordlength";

function policy(id: string, kind: PolicyKind, settings: readonly Setting[], overrides: Partial<PolicyContent> = {}) {
  const content = { ...makeContent({}), name: id, kind, settings, ...overrides };
  return { policyId: id as PolicyId, name: id, content, reach: setOf(4, [0, 1, 2]) } satisfies ReachedPolicy;
}
const asks = (definitionId: string, value: Json): Setting => ({ definitionId, value: { kind: "property", value } });

function conflict(...policies: readonly ReachedPolicy[]): PolicyConflict {
  const found = policyConflicts(policies, INTUNE_CONFLICT_RULE);
  expect(found).toHaveLength(1);
  return found[0] as PolicyConflict;
}

describe("S12 the classes of conflicts", () => {
  test("hard: two configurations with different values, and nobody wins", () => {
    const found = conflict(policy("a", "settings-catalog", [asks("x", 1)]), policy("b", "endpoint-security", [asks("x", 2)]));
    expect(found).toMatchObject({
      class: "hard",
      severity: "high",
      rule: "configuration-undetermined",
      winner: null,
      devices: 3,
    });
    expect(conflictSentence(found)).toBe("No value is promised: a device with both policies gets neither.");
    expect(conflictRuleWords(INTUNE_CONFLICT_RULE, found.rule)).toMatch(/^Two configurations with different values/);
  });

  test("hard: a custom profile, whose order is random", () => {
    const found = conflict(policy("a", "custom", [asks("x", 1)]), policy("b", "settings-catalog", [asks("x", 2)]));
    expect(found).toMatchObject({ class: "hard", rule: "custom-undetermined" });
  });

  test("silently weaker: compliance wins over a stricter configuration", () => {
    const node = "passcode_minimumlength";
    const found = conflict(policy("a", "settings-catalog", [asks(node, 12)]), policy("b", "compliance", [asks(node, 6)]));
    expect(found).toMatchObject({ class: "silently-weaker", severity: "medium", winner: "b", weaker: "yes" });
    expect(found.rule).toBe("compliance-over-configuration");
    expect(conflictSentence(found)).toBe('"b" wins, and what "a" asks for is stricter: nobody is told that it is lost.');
  });

  test("silently weaker, perhaps: where nobody knows which of the two is stricter", () => {
    const found = conflict(policy("a", "settings-catalog", [asks("x", 12)]), policy("b", "compliance", [asks("x", 6)]));
    expect(found).toMatchObject({ class: "silently-weaker", winner: "b", weaker: "unknown" });
  });

  test("silently weaker: app protection falls back to the default of a numeric entry", () => {
    const node = "androidManagedAppProtection.minimumPinLength";
    const found = conflict(policy("a", "app-protection", [asks(node, 6)]), policy("b", "app-protection", [asks(node, 8)]));
    expect(found).toMatchObject({ class: "silently-weaker", winner: null, rule: "app-protection-most-restrictive" });
    expect(conflictSentence(found)).toMatch(/^Neither value counts/);
  });

  test("redundant: the value that counts is the stricter one anyway", () => {
    const node = "windows10CompliancePolicy.passwordMinimumLength";
    const found = conflict(policy("a", "compliance", [asks(node, 6)]), policy("b", "compliance", [asks(node, 8)]));
    expect(found).toMatchObject({ class: "redundant", severity: "low", winner: "b", rule: "compliance-most-restrictive" });
  });

  test("duplicate: both ask for the same, however it is written", () => {
    const node = `device_${CSP}`;
    const found = conflict(
      policy("a", "settings-catalog", [{ definitionId: node, value: { kind: "choice", option: `${node}_8`, children: [] } }]),
      policy("b", "device-configuration", [asks(node, 8)]),
    );
    expect(found).toMatchObject({ class: "duplicate", severity: "low", rule: "same-value" });
  });

  test("scope: the user's value is in effect, whichever policy has the lower id", () => {
    const device = policy("a", "settings-catalog", [asks(`device_${CSP}`, 8)]);
    const user = policy("b", "settings-catalog", [asks(`user_${CSP}`, 6)]);
    const found = conflict(device, user);
    expect(found).toMatchObject({ class: "scope", scope: "both", node: `device_${CSP}`, winner: "b", rule: "user-over-device" });
    expect(conflict({ ...device, policyId: "z" as PolicyId }, user)).toMatchObject({ winner: "a", node: `device_${CSP}` });
  });

  test("opaque: a policy that cannot be read is told once, with how many others it meets", () => {
    const found = policyConflicts(
      [
        policy("a", "script", []),
        policy("b", "settings-catalog", [asks("x", 1)]),
        policy("c", "settings-catalog", [asks("y", 1)]),
        policy("d", "conditional-access", []),
      ],
      INTUNE_CONFLICT_RULE,
    );
    expect(found).toMatchObject([{ class: "opaque", severity: "medium", node: null, b: null, devices: 3, others: 2 }]);
  });

  test("opaque: two secrets, of which nobody can say whether they are the same", () => {
    const secret = { secret: true, state: "encryptedValueToken" };
    const found = conflict(
      policy("a", "settings-catalog", [asks("x", secret)]),
      policy("b", "settings-catalog", [asks("x", secret)]),
    );
    expect(found).toMatchObject({ class: "opaque", rule: "secret", node: "x" });
  });

  test("none: lists that the platform adds up, and rules of attack surface reduction that differ", () => {
    const exclusions = "device_vendor_msft_policy_config_defender_excludedpaths";
    const lists = [["c:\\a"], ["c:\\b"]].map((list, at) => policy(`list-${at}`, "settings-catalog", [asks(exclusions, list)]));
    expect(policyConflicts(lists, INTUNE_CONFLICT_RULE)).toEqual([]);
    const group = "device_vendor_msft_policy_config_defender_attacksurfacereductionrules";
    const rules = (id: string, children: readonly Setting[]) =>
      policy(id, "endpoint-security", [{ definitionId: group, value: { kind: "groups", instances: [children] } }]);
    const adobe = rules("a", [asks(`${group}_blockadobe`, "block"), asks(`${group}_blockwmi`, "audit")]);
    expect(policyConflicts([adobe, rules("b", [asks(`${group}_blockoffice`, "audit")])], INTUNE_CONFLICT_RULE)).toEqual([]);
    expect(conflict(adobe, rules("b", [asks(`${group}_blockwmi`, "block")]))).toMatchObject({
      class: "hard",
      node: `${group}_blockwmi`,
    });
  });

  test("an Apple payload in Intune's wrapper meets the same key of a configuration profile", () => {
    const node = "com.apple.applicationaccess_allowcamera";
    const wrapper = "com.apple.applicationaccess_com.apple.applicationaccess";
    const catalog = policy("a", "settings-catalog", [
      {
        definitionId: wrapper,
        value: {
          kind: "groups",
          instances: [[{ definitionId: node, value: { kind: "choice", option: `${node}_false`, children: [] } }]],
        },
      },
    ]);
    expect(conflict(catalog, policy("b", "custom", [asks(node, true)]))).toMatchObject({ class: "hard", node });
    expect(conflict(catalog, policy("b", "custom", [asks(node, false)]))).toMatchObject({ class: "duplicate", node });
  });
});
