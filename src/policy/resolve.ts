import { assert } from "../kit/assert.ts";
import { canonicalJson, type Json } from "../kit/canonical-json.ts";
import { compareText, type PolicyId, type VersionHash } from "../kit/ids.ts";
import type { BundleConflict, BundleContent, BundlePolicy } from "./bundle/bundle.ts";
import { areInConflict, type ConflictRule } from "./conflict-rule.ts";
import { isDeliverable, type Policy, type PolicyContent } from "./policy.ts";
import { nodeValues, type NodeValue } from "./setting.ts";

/** One policy version as it takes part in a resolution. */
export type ResolvedPolicy = Readonly<{ policyId: PolicyId; versionHash: VersionHash; name: string; content: PolicyContent }>;

/** What a device ends with at one node, and who asked for it. Policies in the order of their ids. */
export type EffectiveNode =
  | Readonly<{ kind: "value"; node: string; value: Json; policyIds: readonly PolicyId[] }>
  | Readonly<{ kind: "conflict"; node: string; candidates: readonly Readonly<{ policyId: PolicyId; value: Json }>[] }>;

/** In the order of the nodes; each node once. */
export type Effective = Readonly<{ nodes: readonly EffectiveNode[] }>;

/** The live version of a policy, ready to be resolved. */
export function liveOf(policy: Policy): ResolvedPolicy {
  return { policyId: policy.id, versionHash: policy.live.hash, name: policy.live.content.name, content: policy.live.content };
}

/**
 * What the content asks for: distinct (node, value) pairs in the order of node, then of canonical value. A node stands
 * here twice only when the policy contradicts itself. Opaque content asks for nothing that could be read.
 */
export function askedBy(content: PolicyContent): readonly NodeValue[] {
  if (!isDeliverable(content.kind)) return [];
  const byKey = new Map<string, NodeValue & Readonly<{ valueText: string }>>();
  for (const { node, value } of nodeValues(content.settings)) {
    const valueText = canonicalJson(value);
    byKey.set(canonicalJson([node, valueText]), { node, value, valueText });
  }
  const inOrder = [...byKey.values()].sort((a, b) => compareText(a.node, b.node) || compareText(a.valueText, b.valueText));
  return inOrder.map(({ node, value }) => ({ node, value }));
}

/**
 * The effective policy of every device that carries exactly these policies: the same whatever their order.
 * Throws when a policy is given twice, since a device holds one version of a policy (P-S8).
 */
export function resolveEffective(policies: readonly ResolvedPolicy[], rule: ConflictRule): Effective {
  const candidatesByNode = new Map<string, { policyId: PolicyId; value: Json }[]>();
  for (const policy of inOrder(policies)) {
    for (const { node, value } of askedBy(policy.content)) {
      const candidates = candidatesByNode.get(node) ?? [];
      candidates.push({ policyId: policy.policyId, value });
      candidatesByNode.set(node, candidates);
    }
  }
  const nodes = [...candidatesByNode].sort(([a], [b]) => compareText(a, b));
  return { nodes: nodes.map(([node, candidates]) => settle(node, candidates, rule)) };
}

/** What a device with these policies gets: every readable policy, without the nodes on which no value is promised. */
export function bundleContentOf(policies: readonly ResolvedPolicy[], rule: ConflictRule): BundleContent {
  const conflicts = resolveEffective(policies, rule).nodes.flatMap((node): BundleConflict[] =>
    node.kind === "conflict"
      ? [{ node: node.node, policyIds: distinct(node.candidates.map((candidate) => candidate.policyId)) }]
      : [],
  );
  const inConflict = new Set(conflicts.map((conflict) => conflict.node));
  const readable = inOrder(policies).filter((policy) => isDeliverable(policy.content.kind));
  return { policies: readable.map((policy) => bundlePolicy(policy, inConflict)), conflicts };
}

function bundlePolicy(policy: ResolvedPolicy, inConflict: ReadonlySet<string>): BundlePolicy {
  const settings = askedBy(policy.content).filter((asked) => !inConflict.has(asked.node));
  return { policyId: policy.policyId, versionHash: policy.versionHash, name: policy.name, settings };
}

function settle(
  node: string,
  candidates: readonly Readonly<{ policyId: PolicyId; value: Json }>[],
  rule: ConflictRule,
): EffectiveNode {
  const [first] = candidates;
  assert(first !== undefined, `node ${node} has no candidate`);
  // Candidates agree or not with the first: agreement is an equality, so that one comparison each is enough.
  const conflict = candidates.some((candidate) => areInConflict(rule, node, first.value, candidate.value));
  if (conflict) return { kind: "conflict", node, candidates };
  return { kind: "value", node, value: first.value, policyIds: candidates.map((candidate) => candidate.policyId) };
}

function inOrder(policies: readonly ResolvedPolicy[]): readonly ResolvedPolicy[] {
  assert(new Set(policies.map((policy) => policy.policyId)).size === policies.length, "a policy is given twice");
  return [...policies].sort((a, b) => compareText(a.policyId, b.policyId));
}

function distinct(policyIds: readonly PolicyId[]): readonly PolicyId[] {
  return [...new Set(policyIds)];
}
