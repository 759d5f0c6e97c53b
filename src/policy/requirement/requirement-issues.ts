import type { Json } from "../../kit/canonical-json.ts";
import type { SettingCatalogue, SettingFacts } from "../catalogue.ts";
import { factsOfNode } from "../naming/name-of-node.ts";
import { comparableValue, isPropertyNode } from "../node.ts";
import type { Acceptance, ExpectedSetting, Requirement } from "./requirement.ts";

/** `field`: where in the requirement, as `expected/2/node`. */
export type RequirementIssue = Readonly<{ field: string; code: RequirementIssueCode; message: string }>;

export type RequirementIssueCode =
  | "platform-twice"
  | "platform-outside"
  | "node-unknown"
  | "node-twice"
  | "value-not-an-option"
  | "range-empty"
  | "range-outside"
  | "range-of-no-number";

/**
 * Everything that keeps a requirement from ever being judged, not only the first thing. A node of which the catalogue cannot say
 * whether it exists is taken: the catalogue does not list every family wholly.
 */
export function requirementIssues(requirement: Requirement, catalogue: SettingCatalogue): readonly RequirementIssue[] {
  const issues: RequirementIssue[] = [];
  const add = (field: string, code: RequirementIssueCode, message: string) => issues.push({ field, code, message });
  const { platforms, expected } = requirement;
  if (new Set(platforms).size < platforms.length) add("platforms", "platform-twice", "a platform stands there twice");
  expected.forEach((one, at) => {
    const field = `expected/${at}`;
    const outside = one.platforms.filter((platform) => !platforms.includes(platform));
    if (outside.length > 0)
      add(`${field}/platforms`, "platform-outside", `${outside.join(", ")} is not among the requirement's platforms`);
    if (new Set(one.platforms).size < one.platforms.length)
      add(`${field}/platforms`, "platform-twice", "a platform stands there twice");
    const twin = expected.findIndex((other, index) => index < at && sharesPlatform(one, other) && one.node === other.node);
    if (twin >= 0) add(`${field}/node`, "node-twice", `\`${one.node}\` is expected by entry ${twin} already`);
    issues.push(...settingIssues(one, catalogue, field));
  });
  return issues;
}

function settingIssues(
  { node, accept }: ExpectedSetting,
  catalogue: SettingCatalogue,
  field: string,
): readonly RequirementIssue[] {
  const facts = factsOfNode(catalogue, node);
  const { complete } = catalogue;
  if (facts === undefined && catalogue.acquaintance(node) === "unknown" && !isPropertyNode(node))
    return [{ field: `${field}/node`, code: "node-unknown", message: `the catalogue knows no setting \`${node}\`` }];
  switch (accept.kind) {
    case "any":
      return [];
    case "one-of":
      return facts === undefined ? [] : optionIssues(node, accept.values, { facts, complete }, `${field}/accept/values`);
    case "range":
      return rangeIssues(accept, facts, complete, `${field}/accept`);
  }
}

/** Options and ranges grow with the systems: what a catalogue that is not complete lacks may exist, if it has the form of it. */
function optionIssues(
  node: string,
  values: readonly Json[],
  { facts, complete }: Readonly<{ facts: SettingFacts; complete: boolean }>,
  field: string,
): readonly RequirementIssue[] {
  if (facts.options === null || facts.kind !== "choice") return [];
  const known = new Set([...facts.options].flatMap(([id, { value }]) => [id, value].map((one) => comparableValue(node, one))));
  return values.flatMap((value, at): RequirementIssue[] => {
    const mayExist = !complete && typeof value === "string" && value.startsWith(`${facts.definitionId}_`);
    if (mayExist || known.has(comparableValue(node, value))) return [];
    const message = `\`${shown(value)}\` is no option of \`${node}\``;
    return [{ field: `${field}/${at}`, code: "value-not-an-option", message }];
  });
}

type Range = Extract<Acceptance, { kind: "range" }>;

function rangeIssues(
  { min, max }: Range,
  facts: SettingFacts | undefined,
  complete: boolean,
  field: string,
): readonly RequirementIssue[] {
  if (min === null && max === null) return [{ field, code: "range-empty", message: "the range has no end: use `any`" }];
  if (min !== null && max !== null && min > max)
    return [{ field, code: "range-empty", message: `no number is from ${min} to ${max}` }];
  if (facts === undefined) return [];
  if (facts.valueType !== null && facts.valueType !== "integer")
    return [{ field, code: "range-of-no-number", message: `\`${facts.definitionId}\` holds no number` }];
  const { integerMin, integerMax } = facts;
  const isBelow = max !== null && integerMin !== null && max < integerMin;
  const isAbove = min !== null && integerMax !== null && min > integerMax;
  if (!complete || (!isBelow && !isAbove)) return [];
  const message = `no value in it is possible: the setting takes ${integerMin ?? "any"} to ${integerMax ?? "any"}`;
  return [{ field, code: "range-outside", message }];
}

function sharesPlatform(one: ExpectedSetting, other: ExpectedSetting): boolean {
  return one.platforms.some((platform) => other.platforms.includes(platform));
}

function shown(value: Json): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}
