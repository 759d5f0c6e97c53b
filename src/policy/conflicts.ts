import { canonicalJson, type Json } from "../kit/canonical-json.ts";
import { compareText, type PolicyId } from "../kit/ids.ts";
import { countOf, intersection, type DeviceSet } from "../audience/device-set.ts";
import type { ConflictRule } from "./conflict-rule.ts";
import { askedBy, contributorOf } from "./contribution.ts";
import { mergeFactsFrom } from "./merge-facts.ts";
import type { PolicyContent } from "./policy.ts";
import { settleNode } from "./settle.ts";

/** A policy version and the devices that carry it. */
export type ReachedPolicy = Readonly<{ policyId: PolicyId; name: string; content: PolicyContent; reach: DeviceSet }>;

export type ConflictSide = Readonly<{ policyId: PolicyId; name: string; value: Json }>;

/** Two values asked of one node on devices that carry both policies. */
export type FleetConflict = Readonly<{ node: string; a: ConflictSide; b: ConflictSide; devices: number }>;

/**
 * Every pair of policies that disagree on a node and meet on at least one device, over the whole fleet. `a` has the lower id
 * (for a policy that contradicts itself both are the same). Order: node, then a, then b, then the values.
 * Costs by node: policies without a common node are never compared.
 */
export function fleetConflicts(policies: readonly ReachedPolicy[], rule: ConflictRule): readonly FleetConflict[] {
  const inOrder = [...policies].sort((a, b) => compareText(a.policyId, b.policyId));
  const askersByNode = askersOf(inOrder);
  const meetings = meetingCounter();
  const found: FleetConflict[] = [];
  for (const [node, askers] of [...askersByNode].sort(([a], [b]) => compareText(a, b))) {
    askers.forEach((a, at) => {
      for (const b of askers.slice(at + 1)) {
        if (!areInConflict(rule, node, a, b)) continue;
        const devices = meetings(a.policy, b.policy);
        if (devices > 0) found.push({ node, a: sideOf(a), b: sideOf(b), devices });
      }
    });
  }
  return found;
}

/** Seen from one policy. */
export type PolicyConflict = Readonly<{ node: string; ours: ConflictSide; theirs: ConflictSide; devices: number }>;

/** The conflicts between one policy (or with itself) and others, in the order of node, their policy, the values. */
export function conflictsOf(
  ours: ReachedPolicy,
  others: readonly ReachedPolicy[],
  rule: ConflictRule,
): readonly PolicyConflict[] {
  const nodes = new Set(askedBy(ours.content).map((asked) => asked.node));
  const mine = askersOf([ours]);
  const theirsByNode = askersOf(others.filter((other) => other.policyId !== ours.policyId));
  const meetings = meetingCounter();
  const found: PolicyConflict[] = [];
  for (const node of nodes) {
    const askers = mine.get(node) ?? [];
    askers.forEach((our, at) => {
      for (const their of [...askers.slice(at + 1), ...(theirsByNode.get(node) ?? [])]) {
        if (!areInConflict(rule, node, our, their)) continue;
        const devices = meetings(our.policy, their.policy);
        if (devices > 0) found.push({ node, ours: sideOf(our), theirs: sideOf(their), devices });
      }
    });
  }
  return found.sort(compareConflicts);
}

type Asker = Readonly<{ policy: ReachedPolicy; value: Json }>;

function askersOf(policies: readonly ReachedPolicy[]): Map<string, Asker[]> {
  const byNode = new Map<string, Asker[]>();
  for (const policy of policies) {
    for (const { node, value } of askedBy(policy.content)) {
      const askers = byNode.get(node) ?? [];
      askers.push({ policy, value });
      byNode.set(node, askers);
    }
  }
  return byNode;
}

/** Devices that carry both; counted once a pair, however many nodes the two share. */
function meetingCounter(): (a: ReachedPolicy, b: ReachedPolicy) => number {
  const counts = new Map<ReachedPolicy, Map<ReachedPolicy, number>>();
  return (a, b) => {
    const row = counts.get(a) ?? new Map<ReachedPolicy, number>();
    counts.set(a, row);
    const known = row.get(b);
    if (known !== undefined) return known;
    const devices = countOf(intersection(a.reach, b.reach));
    row.set(b, devices);
    return devices;
  };
}

function areInConflict(rule: ConflictRule, node: string, a: Asker, b: Asker): boolean {
  const contributions = [a, b].map(({ policy, value }) => ({ from: contributorOf(policy), value }));
  return settleNode(node, contributions, rule, { mergeFactsOf: mergeFactsFrom(null), mdmWins: "no" }).kind === "conflict";
}

function sideOf({ policy, value }: Asker): ConflictSide {
  return { policyId: policy.policyId, name: policy.name, value };
}

function compareConflicts(a: PolicyConflict, b: PolicyConflict): number {
  return (
    compareText(a.node, b.node) ||
    compareText(a.theirs.policyId, b.theirs.policyId) ||
    compareText(canonicalJson(a.ours.value), canonicalJson(b.ours.value)) ||
    compareText(canonicalJson(a.theirs.value), canonicalJson(b.theirs.value))
  );
}
