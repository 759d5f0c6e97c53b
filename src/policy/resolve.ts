import { assert } from "../kit/assert.ts";
import type { Json } from "../kit/canonical-json.ts";
import { compareText, type PolicyId, type VersionHash } from "../kit/ids.ts";
import type { BundleConflict, BundleContent, BundlePolicy } from "./bundle/bundle.ts";
import { MDM_WINS_NODE, MDM_WINS_VERSION_MIN, type ConflictRule, type MdmWins } from "./conflict-rule.ts";
import { askedBy, contributorOf, type Contribution, type Contributor, type ContributorId } from "./contribution.ts";
import { mergeFactsFrom, type MergeFactsOf } from "./merge-facts.ts";
import { comparableValue, deviceValue, otherScopeOf, scopeOfNode, type NodeId } from "./node.ts";
import { isDeliverable, type Policy, type PolicyContent } from "./policy.ts";
import { settleNode, type Candidate, type Loser, type Settled } from "./settle.ts";

export { askedBy };

/** One policy version as it takes part in a resolution. */
export type ResolvedPolicy = Readonly<{ policyId: PolicyId; versionHash: VersionHash; name: string; content: PolicyContent }>;

/**
 * What a device ends with at one node, who stands behind it, by which rule (`conflict-rule.ts`), and who lost. Policies in the
 * order of their ids. `overriddenBy`: the user's node whose value is in effect instead for this device's person.
 */
export type EffectiveNode = Readonly<{ node: NodeId; rule: string; losers: readonly Loser[]; overriddenBy: NodeId | null }> &
  Readonly<
    { kind: "value"; value: Json; policyIds: readonly ContributorId[] } | { kind: "conflict"; candidates: readonly Candidate[] }
  >;

/** In the order of the nodes; each node once. */
export type Effective = Readonly<{ nodes: readonly EffectiveNode[] }>;

/** What a resolution may know beyond the policies. Left out: no other master, nothing known of the device. */
export type ResolutionContext = Readonly<{
  /** What other masters are declared to set on the device. */
  declared?: readonly Contributor[];
  mergeFactsOf?: MergeFactsOf;
  device?: Readonly<{ osVersion: string | null; edition: string | null }>;
}>;

/** The live version of a policy, ready to be resolved. */
export function liveOf(policy: Policy): ResolvedPolicy {
  return { policyId: policy.id, versionHash: policy.live.hash, name: policy.live.content.name, content: policy.live.content };
}

/**
 * The effective policy of every device that carries exactly these policies: the same whatever their order.
 * Throws when a policy is given twice, since a device holds one version of a policy (P-S8).
 */
export function resolveEffective(
  policies: readonly ResolvedPolicy[],
  rule: ConflictRule,
  context: ResolutionContext = {},
): Effective {
  const contributors = [...inOrder(policies).map(contributorOf), ...(context.declared ?? [])];
  return { nodes: resolveContributors(contributors, rule, context) };
}

/** The same for contributors that are made already. They may come in any order. */
export function resolveContributors(
  contributors: readonly Contributor[],
  rule: ConflictRule,
  context: ResolutionContext,
): readonly EffectiveNode[] {
  const mergeFactsOf = context.mergeFactsOf ?? mergeFactsFrom(null);
  const byNode = contributionsByNode([...contributors].sort((a, b) => compareText(a.id, b.id)));
  const mdmWins = mdmWinsOn(byNode.get(MDM_WINS_NODE) ?? [], rule, mergeFactsOf, context.device ?? null);
  const settled = new Map<NodeId, Settled>();
  for (const [node, contributions] of byNode) settled.set(node, settleNode(node, contributions, rule, { mergeFactsOf, mdmWins }));
  const scopesFight = rule.rows.some((row) => row.then.kind === "user-over-device");
  const nodes = [...settled].sort(([a], [b]) => compareText(a, b));
  return nodes.map(([node, one]) => ({ ...one, node, overriddenBy: scopesFight ? userNodeOver(node, one, settled) : null }));
}

/** What a device with these policies gets: every readable policy, with what it wins, and no node on which no value is promised. */
export function bundleContentOf(
  policies: readonly ResolvedPolicy[],
  rule: ConflictRule,
  context: ResolutionContext = {},
): BundleContent {
  const { nodes } = resolveEffective(policies, rule, context);
  const conflicts = nodes.flatMap((node): BundleConflict[] =>
    node.kind === "conflict"
      ? [{ node: node.node, policyIds: distinct(node.candidates.map((candidate) => candidate.policyId)) }]
      : [],
  );
  const won = new Map<ContributorId, BundlePolicy["settings"][number][]>();
  for (const one of nodes) {
    if (one.kind === "conflict") continue;
    for (const id of one.policyIds) won.set(id, [...(won.get(id) ?? []), { node: one.node, value: one.value }]);
  }
  const readable = inOrder(policies).filter((policy) => isDeliverable(policy.content.kind));
  const bundled = readable.map(({ policyId, versionHash, name }) => {
    return { policyId, versionHash, name, settings: won.get(policyId) ?? [] };
  });
  return { policies: bundled, conflicts };
}

function contributionsByNode(contributors: readonly Contributor[]): ReadonlyMap<NodeId, readonly Contribution[]> {
  const byNode = new Map<NodeId, Contribution[]>();
  for (const from of contributors) {
    for (const { node, value } of from.asks) {
      const contributions = byNode.get(node);
      if (contributions === undefined) byNode.set(node, [{ from, value }]);
      else contributions.push({ from, value });
    }
  }
  return byNode;
}

/** Windows 10 1803 and later, not Home. What is not known of a device is not taken for granted (requirements.md 2.8, rule 6). */
export function mdmWinsOn(
  contributions: readonly Contribution[],
  rule: ConflictRule,
  mergeFactsOf: MergeFactsOf,
  device: ResolutionContext["device"] | null,
): MdmWins {
  if (contributions.length === 0) return "no";
  const asked = settleNode(MDM_WINS_NODE, contributions, rule, { mergeFactsOf, mdmWins: "no" });
  if (asked.kind === "conflict") return "unknown";
  if (deviceValue(MDM_WINS_NODE, asked.value) !== 1) return "no";
  return device === null || device === undefined ? "unknown" : obeysMdmWins(device);
}

export function obeysMdmWins(device: Readonly<{ osVersion: string | null; edition: string | null }>): MdmWins {
  if (device.edition !== null && /^(?:core|home)/i.test(device.edition)) return "no";
  const parts = device.osVersion === null ? [] : device.osVersion.split(".").map(Number);
  const known = parts.length >= MDM_WINS_VERSION_MIN.length && parts.every(Number.isInteger);
  if (!known) return "unknown";
  const gap = MDM_WINS_VERSION_MIN.map((least, at) => (parts[at] as number) - least).find((difference) => difference !== 0) ?? 0;
  if (gap < 0) return "no";
  return device.edition === null ? "unknown" : "yes";
}

function userNodeOver(node: NodeId, one: Settled, settled: ReadonlyMap<NodeId, Settled>): NodeId | null {
  const userNode = scopeOfNode(node) === "device" ? otherScopeOf(node) : null;
  const user = userNode === null ? undefined : settled.get(userNode);
  if (userNode === null || user === undefined || user.kind === "conflict" || one.kind === "conflict") return null;
  return comparableValue(userNode, user.value) === comparableValue(node, one.value) ? null : userNode;
}

function inOrder(policies: readonly ResolvedPolicy[]): readonly ResolvedPolicy[] {
  assert(new Set(policies.map((policy) => policy.policyId)).size === policies.length, "a policy is given twice");
  return [...policies].sort((a, b) => compareText(a.policyId, b.policyId));
}

function distinct<T>(ids: readonly T[]): readonly T[] {
  return [...new Set(ids)];
}
