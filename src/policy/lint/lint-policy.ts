import { assignmentKey, type Assignment } from "../../audience/assignment.ts";
import type { SettingCatalogue, SettingFacts } from "../catalogue.ts";
import { nodeOfDefinition, scopeOfNode } from "../node.ts";
import { isUnreadable, type PolicyContent } from "../policy.ts";
import { LINT_FINDINGS, type LintCode } from "./lint-findings.ts";
import { quotedId, settingFaults } from "./setting-faults.ts";
import { settingsAt, valueField, type SettingAt } from "./walk-settings.ts";

export type Severity = "error" | "warning";

export type LintFinding = Readonly<{
  code: LintCode;
  severity: Severity;
  /** JSON pointer into the policy's document; empty: the policy as a whole. */
  field: string;
  /** The definition id that it is about; null: none. */
  setting: string | null;
  message: string;
  help: string;
}>;

/**
 * Everything that is wrong with a policy as it stands, all at once, in the order of the document. Only what is certain is an error:
 * the settings catalog lists its ids wholly, every other road may reach nodes that no list has.
 */
export function lintPolicy(
  content: PolicyContent,
  assignments: readonly Assignment[],
  catalogue: SettingCatalogue,
): readonly LintFinding[] {
  return [...policyFindings(content), ...assignmentFindings(assignments), ...settingFindings(content, catalogue)];
}

export function hasErrors(findings: readonly Readonly<{ severity: Severity }>[]): boolean {
  return findings.some(({ severity }) => severity === "error");
}

function finding(
  code: LintCode,
  field: string,
  message: string,
  about: Readonly<{ setting?: string; severity?: Severity }> = {},
): LintFinding {
  const { severity, help } = LINT_FINDINGS[code];
  return { code, severity: about.severity ?? severity, field, setting: about.setting ?? null, message, help };
}

/** Names that people type to get on, and that say nothing to the next person. */
const UNCLEAR = /^(?:(?:new|my|test|copy of|untitled|temp|tmp|policy|profile|configuration|settings|\d+)[\s_-]*)+$/i;

function policyFindings(content: PolicyContent): readonly LintFinding[] {
  const { name, kind, platforms, settings } = content;
  const found: LintFinding[] = [];
  if (UNCLEAR.test(name) || name.trim() !== name || name.length < NAME_CHARACTERS_MIN)
    found.push(finding("policy-name-unclear", "/name", `${quotedId(name)} does not say what the policy is for`));
  if (platforms.length === 0) found.push(finding("policy-platform-missing", "/platforms", "the policy is for no platform"));
  if (isUnreadable(kind))
    found.push(finding("policy-effect-unknown", "/kind", `the effect of a policy of the kind \`${kind}\` is unknown`));
  else if (settings.length === 0 && kind !== "conditional-access")
    found.push(finding("policy-empty", "/settings", "the policy sets nothing"));
  const scopes = new Set(settings.map(({ definitionId }) => scopeOfNode(nodeOfDefinition(definitionId))));
  if (scopes.has("device") && scopes.has("user"))
    found.push(finding("policy-scope-mixed", "/settings", "some settings are the device's, some are its users'"));
  return found;
}

const NAME_CHARACTERS_MIN = 4;

function assignmentFindings(assignments: readonly Assignment[]): readonly LintFinding[] {
  const keyOf = (line: Assignment) => assignmentKey({ ...line, mode: "include" });
  const included = new Set(assignments.filter(({ mode }) => mode === "include").map(keyOf));
  return assignments.flatMap((line, index) => {
    if (line.mode === "include" || !included.has(keyOf(line))) return [];
    const message = "the same devices or users are included and excluded: the exclusion wins";
    return [finding("assignment-contradiction", `/assignments/${index}`, message)];
  });
}

function settingFindings(content: PolicyContent, catalogue: SettingCatalogue): readonly LintFinding[] {
  const places = settingsAt(content.settings);
  const isListed = content.kind === "settings-catalog";
  const chosen = chosenOptions(places);
  const seen = new Set<string>();
  return places.flatMap((place) => {
    const { definitionId, value } = place.setting;
    if (value.kind === "property") return [];
    const facts = catalogue.find(definitionId);
    const key = `${place.set} ${definitionId}`;
    const isTwice = isListed && seen.has(key);
    seen.add(key);
    return [
      ...(isListed && catalogue.acquaintance(definitionId) === "unknown"
        ? [
            finding("setting-unknown", `${place.field}/id`, `no setting ${quotedId(definitionId)} exists`, {
              setting: definitionId,
            }),
          ]
        : []),
      ...(isTwice
        ? [finding("setting-duplicate", place.field, `${quotedId(definitionId)} is set twice`, { setting: definitionId })]
        : []),
      ...valueFindings(place, catalogue, isListed),
      ...(facts === undefined ? [] : factFindings(place, facts, content, chosen)),
    ];
  });
}

function valueFindings(place: SettingAt, catalogue: SettingCatalogue, isListed: boolean): readonly LintFinding[] {
  const { definitionId, value } = place.setting;
  return settingFaults(catalogue, definitionId, value).map(({ code, item, message, isCertain }) => {
    const field = code === "setting-kind-mismatch" ? place.field : valueField(place, item);
    return finding(code, field, message, { setting: definitionId, severity: isCertain && isListed ? "error" : "warning" });
  });
}

/** Options that the policy chooses, by definition; an empty set: it is set, and not to an option. */
function chosenOptions(places: readonly SettingAt[]): ReadonlyMap<string, ReadonlySet<string>> {
  const chosen = new Map<string, Set<string>>();
  for (const { setting } of places) {
    const options = chosen.get(setting.definitionId) ?? new Set();
    chosen.set(setting.definitionId, options);
    if (setting.value.kind === "choice") options.add(setting.value.option);
    if (setting.value.kind === "choices") for (const { option } of setting.value.choices) options.add(option);
  }
  return chosen;
}

function factFindings(
  { setting: { definitionId }, field }: SettingAt,
  { dependsOn, applicability }: SettingFacts,
  { platforms }: PolicyContent,
  chosen: ReadonlyMap<string, ReadonlySet<string>>,
): readonly LintFinding[] {
  const about = { setting: definitionId };
  const found: LintFinding[] = [];
  const isMet = dependsOn.some(({ definitionId: other, option }) => {
    const options = chosen.get(other);
    return options !== undefined && (option === null || options.has(option));
  });
  if (dependsOn.length > 0 && !isMet) {
    const [first] = dependsOn;
    const wanted = first?.option ?? first?.definitionId ?? "";
    found.push(finding("setting-dependency-missing", field, `${quotedId(definitionId)} needs ${quotedId(wanted)}`, about));
  }
  if (applicability === null) return found;
  const { platforms: exists, successors } = applicability;
  if (exists.length > 0 && platforms.length > 0 && !platforms.some((platform) => exists.includes(platform))) {
    const message = `${quotedId(definitionId)} exists on ${exists.join(", ")}, the policy is for ${platforms.join(", ")}`;
    found.push(finding("setting-platform-mismatch", field, message, about));
  }
  const missing = successors.filter((successor) => !chosen.has(successor));
  if (missing.length > 0) {
    const message = `${quotedId(definitionId)} has a successor, ${quotedId(missing[0] ?? "")}, which the policy does not set`;
    found.push(finding("setting-superseded", field, message, about));
  }
  return found;
}
