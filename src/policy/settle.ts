import { assert, unreachable } from "../kit/assert.ts";
import type { Json } from "../kit/canonical-json.ts";
import { compareText } from "../kit/ids.ts";
import { matchesPattern, type ConflictRule, type ConflictRuleRow, type MdmWins } from "./conflict-rule.ts";
import type { Contribution, ContributionRole, ContributorId } from "./contribution.ts";
import type { MergeFacts, MergeFactsOf } from "./merge-facts.ts";
import { mergedValue, unionOf } from "./merge-values.ts";
import { comparableValue, deviceValue, type NodeId } from "./node.ts";

/** Somebody whose value the device does not hold, and the rule by which it lost. */
export type Loser = Readonly<{ policyId: ContributorId; role: ContributionRole; value: Json; rule: string }>;
export type Candidate = Readonly<{ policyId: ContributorId; value: Json }>;

/**
 * How one node ends on a device. `policyIds`: who stands behind the value; where the platform makes a value out of several, all
 * of them. `rule`: id of the row that settled it last. `losers` are in the order of their ids.
 */
export type Settled = Readonly<{ rule: string; losers: readonly Loser[] }> &
  Readonly<
    { kind: "value"; value: Json; policyIds: readonly ContributorId[] } | { kind: "conflict"; candidates: readonly Candidate[] }
  >;

export type SettleFacts = Readonly<{ mergeFactsOf: MergeFactsOf; mdmWins: MdmWins }>;

/**
 * Settles what is asked of one node. The one place where winners are made: plan, bundle, why and the conflicts of a fleet all
 * come here. @param contributions in the order of their contributors, at least one
 */
export function settleNode(
  node: NodeId,
  contributions: readonly Contribution[],
  rule: ConflictRule,
  facts: SettleFacts,
): Settled {
  let standing = contributions;
  let losers: readonly Loser[] = [];
  let decided: string | null = null;
  for (;;) {
    const [first] = standing;
    assert(first !== undefined, `node ${node} has no candidate`);
    if (agree(node, standing)) {
      const undisputed = standing.length === 1 ? "only-one" : "same-value";
      return { ...valueOf(first.value, standing), rule: decided ?? undisputed, losers: inOrder(losers) };
    }
    const row = rule.rows.find((one) => fits(one, node, standing, facts));
    if (row === undefined) return conflictOf(standing, "no-rule", losers);
    decided = row.id;
    if (row.then.kind !== "role-wins") return byRow(row, node, standing, losers, facts.mergeFactsOf(node));
    const { over } = row.then;
    const beaten = standing.filter(({ from }) => over.includes(from.role));
    losers = [...losers, ...beaten.map((one) => loserOf(one, row.id))];
    standing = standing.filter((one) => !beaten.includes(one));
  }
}

function agree(node: NodeId, contributions: readonly Contribution[]): boolean {
  const [first, ...rest] = contributions;
  if (first === undefined) return true;
  const value = comparableValue(node, first.value);
  return rest.every((one) => comparableValue(node, one.value) === value);
}

function fits(row: ConflictRuleRow, node: NodeId, standing: readonly Contribution[], { mdmWins }: SettleFacts): boolean {
  const { present, only, kinds, platforms, nodes, mdmWins: asked } = row.when;
  // It speaks of two nodes, and never decides between values of one.
  if (row.then.kind === "user-over-device") return false;
  if (asked !== undefined && asked !== mdmWins) return false;
  const roles = new Set(standing.map(({ from }) => from.role));
  if (present !== undefined && !present.every((role) => roles.has(role))) return false;
  if (only !== undefined && ![...roles].every((role) => only.includes(role))) return false;
  if (kinds !== undefined && !standing.some(({ from }) => from.kind !== null && kinds.includes(from.kind))) return false;
  if (platforms !== undefined && !standing.every(({ from }) => from.platforms.every((one) => platforms.includes(one))))
    return false;
  if (nodes !== undefined && !nodes.some((pattern) => matchesPattern(node, pattern))) return false;
  // A role that beats nobody who stands would go round for ever.
  if (row.then.kind !== "role-wins") return true;
  const { winners, over } = row.then;
  return winners.some((role) => roles.has(role)) && over.some((role) => roles.has(role));
}

function byRow(
  row: ConflictRuleRow,
  node: NodeId,
  standing: readonly Contribution[],
  losers: readonly Loser[],
  facts: MergeFacts,
): Settled {
  const { then: strategy } = row;
  const values = standing.map((one) => one.value);
  const merged = (value: Readonly<{ value: Json }> | null): Settled =>
    value === null ? conflictOf(standing, row.id, losers) : settledOn(value.value, node, standing, row.id, losers);
  switch (strategy.kind) {
    case "most-restrictive":
    case "merge":
      return merged(mergedValue(node, values, facts));
    case "union":
      return merged(unionOf(node, values));
    case "most-restrictive-or-default":
      if (!values.every((value) => isNumericEntry(node, value))) return merged(mergedValue(node, values, facts));
      return merged(facts.recommendedDefault === undefined ? null : { value: facts.recommendedDefault });
    case "priority":
      return merged(byPriority(standing));
    case "undetermined":
    case "user-over-device":
    case "role-wins":
      return conflictOf(standing, row.id, losers);
    default:
      return unreachable(strategy);
  }
}

/** A field that takes a number or a period of time (Graph writes those as ISO 8601 durations). */
function isNumericEntry(node: NodeId, value: Json): boolean {
  const seen = deviceValue(node, value);
  return typeof seen === "number" || (typeof seen === "string" && /^P(?=[\dT])/.test(seen));
}

/** 1 stands first. 0 is the tenant's default, which counts only where nothing else is; without a place nothing can be said. */
function byPriority(standing: readonly Contribution[]): Readonly<{ value: Json }> | null {
  const placed = standing.map((one) => ({ one, place: one.from.priority === 0 ? Number.MAX_SAFE_INTEGER : one.from.priority }));
  if (placed.some(({ place }) => place === null)) return null;
  const sorted = [...placed].sort((a, b) => (a.place as number) - (b.place as number));
  const [first, second] = sorted;
  return first === undefined || first.place === second?.place ? null : { value: first.one.value };
}

/** The value was made of what all of them asked (a union, a default), or it is that of some, and the others lose. */
function settledOn(
  value: Json,
  node: NodeId,
  standing: readonly Contribution[],
  rule: string,
  losers: readonly Loser[],
): Settled {
  const chosen = comparableValue(node, value);
  const holders = standing.filter((one) => comparableValue(node, one.value) === chosen);
  if (Array.isArray(value)) return { ...valueOf(value, standing), rule, losers: inOrder(losers) };
  const beaten = standing.filter((one) => !holders.includes(one)).map((one) => loserOf(one, rule));
  const behind = holders.length > 0 ? holders : standing;
  return { ...valueOf(value, behind), rule, losers: inOrder([...losers, ...beaten]) };
}

function valueOf(value: Json, behind: readonly Contribution[]) {
  return { kind: "value" as const, value, policyIds: [...new Set(behind.map(({ from }) => from.id))] };
}

function conflictOf(standing: readonly Contribution[], rule: string, losers: readonly Loser[]): Settled {
  const candidates = standing.map(({ from, value }) => ({ policyId: from.id, value }));
  return { kind: "conflict", candidates, rule, losers: inOrder(losers) };
}

function loserOf({ from, value }: Contribution, rule: string): Loser {
  return { policyId: from.id, role: from.role, value, rule };
}

function inOrder(losers: readonly Loser[]): readonly Loser[] {
  return [...losers].sort((a, b) => compareText(a.policyId, b.policyId));
}
