import { canonicalJson } from "../../kit/canonical-json.ts";
import { compareText, type PolicyId } from "../../kit/ids.ts";
import { hashOf } from "../../kit/sha256.ts";
import { countOf, emptySet, intersection, overlapCount, union } from "../../audience/device-set.ts";
import type { ConflictRule } from "../conflict-rule.ts";
import { otherScopeOf, scopeOfNode, type NodeId } from "../node.ts";
import { askedBy } from "../contribution.ts";
import { isDeliverable, isUnreadable } from "../policy.ts";
import type { ReachedPolicy } from "../reached-policy.ts";
import { CONFLICT_CLASSES, severityOf, type ConflictSide, type PolicyConflict } from "./conflict-class.ts";
import { conflictIndex, eachMeeting, eachMeetingOf, type Asker, type ConflictIndex } from "./conflict-index.ts";
import { meetingsOf } from "./meetings.ts";
import { pairOutcomes, type PairOutcome, type PairOutcomes } from "./pair-outcomes.ts";

/**
 * Every two policies that get in each other's way on at least one device, over the whole estate, and every policy that cannot be
 * read. One row for two policies at one node; of several values the heaviest pair. Heaviest first, then most devices, then by node.
 */
export function policyConflicts(policies: readonly ReachedPolicy[], rule: ConflictRule): readonly PolicyConflict[] {
  const index = conflictIndex(policies);
  const met = meetingConflicts(index, rule, (visit) => eachMeeting(index, visit));
  return [...met, ...opaqueConflicts(index.policies)].sort(compareConflicts);
}

/** Those at nodes in which one policy takes part, with others or with itself. */
export function conflictsOfPolicy(
  ours: ReachedPolicy,
  others: readonly ReachedPolicy[],
  rule: ConflictRule,
): readonly PolicyConflict[] {
  const nodes = askedBy(ours.content).flatMap(({ node }) => [node, otherScopeOf(node) ?? node]);
  const index = conflictIndex([ours, ...others.filter((other) => other.policyId !== ours.policyId)], new Set(nodes));
  const at = index.policies.findIndex(({ policyId }) => policyId === ours.policyId);
  return [...meetingConflicts(index, rule, (visit) => eachMeetingOf(at, index, visit))].sort(compareConflicts);
}

function meetingConflicts(
  index: ConflictIndex,
  rule: ConflictRule,
  each: (visit: (a: Asker, b: Asker) => void) => void,
): Iterable<PolicyConflict> {
  const outcomes = remembered(pairOutcomes(rule));
  const meetings = meetingsOf(index.policies);
  const found = new Map<string, PolicyConflict>();
  each((a, b) => {
    const devices = meetings(a.at, b.at);
    const outcome = devices === 0 ? null : outcomes(a, b);
    if (outcome === null) return;
    const key = `${a.at} ${a.node} ${b.at} ${b.node}`;
    const known = found.get(key);
    if (known === undefined || weightOf(outcome) < weightOf(known)) found.set(key, conflictOf(a, b, outcome, devices));
  });
  return found.values();
}

function conflictOf(a: Asker, b: Asker, outcome: PairOutcome, devices: number): PolicyConflict {
  return {
    id: conflictId([a.from.id, a.node, b.from.id, b.node]),
    ...outcome,
    severity: severityOf(outcome.class),
    node: a.node === b.node || scopeOfNode(a.node) === "device" ? a.node : b.node,
    scope: a.node === b.node ? scopeOfNode(a.node) : "both",
    a: sideOf(a),
    b: sideOf(b),
    devices,
    others: 1,
  };
}

/** What somebody does who cannot be read: not said pair by pair, since every pair would say the same. */
function opaqueConflicts(policies: readonly ReachedPolicy[]): readonly PolicyConflict[] {
  return policies
    .filter(({ content }) => isUnreadable(content.kind))
    .flatMap((opaque): PolicyConflict[] => {
      const met = policies.filter(
        (other) => other !== opaque && isDeliverable(other.content.kind) && overlapCount(opaque.reach, other.reach) > 0,
      );
      if (met.length === 0) return [];
      const everybody = met.reduce((all, { reach }) => union(all, reach), emptySet(opaque.reach.size));
      const { policyId, name, content } = opaque;
      return [
        {
          id: conflictId([policyId]),
          class: "opaque",
          severity: severityOf("opaque"),
          node: null,
          scope: null,
          a: { policyId, name, kind: content.kind, node: null, value: null },
          b: null,
          devices: countOf(intersection(opaque.reach, everybody)),
          others: met.length,
          rule: "unreadable",
          winner: null,
          weaker: null,
        },
      ];
    });
}

function conflictId(parts: readonly string[]): string {
  return `cf-${hashOf(parts).slice(0, 16)}`;
}

function sideOf({ from, node, value }: Asker): ConflictSide {
  return { policyId: from.id as PolicyId, name: from.name, kind: from.kind ?? "opaque", node, value };
}

/** Policies share values: an outcome depends on the values and the kinds of policies alone. */
function remembered(outcomes: PairOutcomes): (a: Asker, b: Asker) => PairOutcome | null {
  const known = new Map<NodeId, Map<string, PairOutcome | null>>();
  return (a, b) => {
    const key = `${a.node === b.node ? "" : b.node} ${a.kindKey} ${b.kindKey}`;
    const row = known.get(a.node) ?? new Map<string, PairOutcome | null>();
    known.set(a.node, row);
    const found = row.get(key);
    if (found !== undefined) return found;
    const outcome = outcomes(a, b);
    row.set(key, outcome);
    return outcome;
  };
}

function weightOf(conflict: Pick<PolicyConflict, "class">): number {
  return CONFLICT_CLASSES.indexOf(conflict.class);
}

/** The values as well, since a policy may meet itself at a node more than once. */
export function compareConflicts(one: PolicyConflict, other: PolicyConflict): number {
  return (
    weightOf(one) - weightOf(other) ||
    other.devices - one.devices ||
    compareText(one.node ?? "", other.node ?? "") ||
    compareText(one.a.policyId, other.a.policyId) ||
    compareText(one.b?.policyId ?? "", other.b?.policyId ?? "") ||
    compareText(one.a.node ?? "", other.a.node ?? "") ||
    compareText(canonicalJson([one.a.value, one.b?.value ?? null]), canonicalJson([other.a.value, other.b?.value ?? null]))
  );
}
