import type { Json } from "../../kit/canonical-json.ts";
import { matchesPattern, type ConflictRule, type MdmWins } from "../conflict-rule.ts";
import type { Contributor } from "../contribution.ts";
import { mergeFactsFrom, type MergeFactsOf } from "../merge-facts.ts";
import { compareStrictness } from "../merge-values.ts";
import { comparableValue, otherScopeOf, scopeOfNode, type NodeId } from "../node.ts";
import { settleNode, type SettleFacts } from "../settle.ts";
import type { PolicyConflict } from "./conflict-class.ts";

/** One value that one policy asks for at one node. */
export type Ask = Readonly<{ from: Contributor; node: NodeId; value: Json }>;

export type PairOutcome = Pick<PolicyConflict, "class" | "rule" | "winner" | "weaker">;

/** What becomes of two asks on a device that has both; null: they do not disturb each other. */
export type PairOutcomes = (a: Ask, b: Ask) => PairOutcome | null;

/**
 * By the rule that the resolver uses (`settleNode`), so that what is said of a pair is what a device with both gets. Two asks meet
 * at one node, or at the two scopes of one Windows setting.
 * @param mdmWins whether MDM wins over Group Policy on the devices in question; between two policies it does not matter
 */
export function pairOutcomes(rule: ConflictRule, mdmWins: MdmWins = "no"): PairOutcomes {
  const mergeFactsOf = mergeFactsFrom(null);
  return (a, b) =>
    a.node === b.node ? atOneNode(a, b, rule, { mergeFactsOf, mdmWins }) : acrossScopes(a, b, rule, mergeFactsOf);
}

function atOneNode(a: Ask, b: Ask, rule: ConflictRule, facts: SettleFacts): PairOutcome | null {
  const { node } = a;
  if (isSecret(a.value) && isSecret(b.value)) return { class: "opaque", rule: "secret", winner: null, weaker: null };
  const settled = settleNode(node, [a, b], rule, facts);
  if (settled.kind === "conflict") return { class: "hard", rule: settled.rule, winner: null, weaker: null };
  if (settled.rule === "same-value") return { class: "duplicate", rule: settled.rule, winner: null, weaker: null };
  const [loser, second] = settled.losers;
  // Joined of both: each has what it asks for.
  if (loser === undefined) return null;
  if (second !== undefined) return { class: "silently-weaker", rule: settled.rule, winner: null, weaker: null };
  const lost = comparableValue(node, loser.value) === comparableValue(node, a.value) && loser.policyId === a.from.id ? a : b;
  return lostTo(lost === a ? "b" : "a", node, lost === a ? b : a, lost, settled.rule, facts.mergeFactsOf);
}

function lostTo(winner: "a" | "b", node: NodeId, won: Ask, lost: Ask, rule: string, mergeFactsOf: MergeFactsOf): PairOutcome {
  const order = compareStrictness(node, won.value, lost.value, mergeFactsOf(node));
  if (order !== null && order <= 0) return { class: "redundant", rule, winner, weaker: null };
  return { class: "silently-weaker", rule, winner, weaker: order === null ? "unknown" : "yes" };
}

function acrossScopes(a: Ask, b: Ask, rule: ConflictRule, mergeFactsOf: MergeFactsOf): PairOutcome | null {
  const row = rule.rows.find(({ then, when }) => {
    return then.kind === "user-over-device" && (when.nodes ?? ["*"]).some((pattern) => matchesPattern(a.node, pattern));
  });
  if (row === undefined || otherScopeOf(a.node) !== b.node) return null;
  if (comparableValue(a.node, a.value) === comparableValue(b.node, b.value)) return null;
  const winner = scopeOfNode(a.node) === "user" ? "a" : "b";
  const [won, lost] = winner === "a" ? [a, b] : [b, a];
  const { weaker } = lostTo(winner, lost.node, { ...won, node: lost.node }, lost, row.id, mergeFactsOf);
  return { class: "scope", rule: row.id, winner, weaker };
}

function isSecret(value: Json): boolean {
  return typeof value === "object" && value !== null && !Array.isArray(value) && (value as { secret?: Json }).secret === true;
}
