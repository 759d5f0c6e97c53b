import { canonicalJson, type Json } from "../kit/canonical-json.ts";
import type { BundleContent, BundlePolicy } from "../policy/bundle/bundle.ts";
import type { Applier, NodeChange, NodeOutcome } from "./agent-ports.ts";
import type { HeldPolicy } from "./agent-state.ts";

/** What the device did with a bundle, by node; what the report and the new memory are made of. */
export type AppliedBundle = Readonly<{
  /** Nodes on which the policies of the bundle disagree: left as they are, no winner is promised. */
  conflicts: ReadonlySet<string>;
  /** Policies that failed and therefore keep their previous version whole (P-S8). */
  failedPolicyIds: ReadonlySet<string>;
  outcomes: ReadonlyMap<string, NodeOutcome>;
  errorCodes: ReadonlyMap<string, string>;
  /** After the change, of all nodes that were or are wanted. */
  actual: ReadonlyMap<string, Json>;
  held: readonly HeldPolicy[];
  managedNodes: readonly string[];
}>;

export type HeldBefore = Readonly<{ held: readonly HeldPolicy[]; managedNodes: readonly string[] }>;

/**
 * Brings the device to `content` and reads back. The applier does all or nothing; a policy with a failing node is then
 * left at its previous version and the others go again, so that one bad policy does not hold up the good ones and the
 * failure is put down to the policy that caused it.
 */
export async function applyBundle(content: BundleContent, before: HeldBefore, applier: Applier): Promise<AppliedBundle> {
  const conflicts = conflictNodes(content);
  const failedPolicyIds = new Set<string>();
  const errorCodes = new Map<string, string>();
  const stuckNodes = new Set<string>();
  const outcomes = new Map<string, NodeOutcome>();
  let change = changeFor(content, before, { conflicts, failedPolicyIds, stuckNodes });
  for (;;) {
    const failedNodes = new Set<string>();
    for (const [node, outcome] of await applier.apply(change)) {
      outcomes.set(node, outcome);
      if (outcome.outcome !== "error") continue;
      errorCodes.set(node, outcome.errorCode);
      failedNodes.add(node);
    }
    if (failedNodes.size === 0) break;
    if (!giveUpOn(failedNodes, content.policies, change, failedPolicyIds, stuckNodes)) {
      throw new Error(`the applier failed nodes it was not asked for: ${[...failedNodes].join(", ")}`);
    }
    change = changeFor(content, before, { conflicts, failedPolicyIds, stuckNodes });
  }
  const held = content.policies.map((policy) => holdingOf(policy, before, failedPolicyIds));
  const own = new Set([...before.managedNodes, ...change.set.map(({ node }) => node)]);
  const touched = new Set(own);
  for (const { nodes } of [...before.held, ...held]) for (const node of nodes) touched.add(node);
  const actual = await applier.readBack([...touched]);
  return {
    conflicts,
    failedPolicyIds,
    outcomes,
    errorCodes,
    actual,
    held,
    managedNodes: [...own].filter((node) => actual.has(node)),
  };
}

export function sameJson(a: Json, b: Json): boolean {
  return a === b || canonicalJson(a) === canonicalJson(b);
}

type Aside = Readonly<{ conflicts: ReadonlySet<string>; failedPolicyIds: ReadonlySet<string>; stuckNodes: ReadonlySet<string> }>;

function changeFor(
  { policies }: BundleContent,
  before: HeldBefore,
  { conflicts, failedPolicyIds, stuckNodes }: Aside,
): NodeChange {
  const wanted = new Map<string, Json>();
  for (const { policyId, settings } of policies) {
    if (failedPolicyIds.has(policyId)) continue;
    for (const { node, value } of settings) if (!conflicts.has(node)) wanted.set(node, value);
  }
  const kept = new Set(before.held.flatMap(({ policyId, nodes }) => (failedPolicyIds.has(policyId) ? nodes : [])));
  const mayGo = (node: string) => !wanted.has(node) && !kept.has(node) && !conflicts.has(node) && !stuckNodes.has(node);
  return { set: [...wanted].map(([node, value]) => ({ node, value })), remove: before.managedNodes.filter(mayGo) };
}

/** Takes out what failed. True if the next try is a smaller one: this is what makes the loop end. */
function giveUpOn(
  nodes: ReadonlySet<string>,
  policies: readonly BundlePolicy[],
  change: NodeChange,
  failedPolicyIds: Set<string>,
  stuckNodes: Set<string>,
): boolean {
  const sizeBefore = failedPolicyIds.size + stuckNodes.size;
  for (const { policyId, settings } of policies) if (settings.some(({ node }) => nodes.has(node))) failedPolicyIds.add(policyId);
  for (const node of change.remove) if (nodes.has(node)) stuckNodes.add(node);
  return failedPolicyIds.size + stuckNodes.size > sizeBefore;
}

/** Conflicts the server names, and nodes that two policies of the bundle set differently without its naming them. */
function conflictNodes({ policies, conflicts }: BundleContent): ReadonlySet<string> {
  const found = new Set(conflicts.map(({ node }) => node));
  const first = new Map<string, Json>();
  for (const { settings } of policies) {
    for (const { node, value } of settings) {
      const other = first.get(node);
      if (other === undefined) first.set(node, value);
      else if (!sameJson(other, value)) found.add(node);
    }
  }
  return found;
}

function holdingOf({ policyId, settings }: BundlePolicy, before: HeldBefore, failedPolicyIds: ReadonlySet<string>): HeldPolicy {
  const nodes = settings.map(({ node }) => node);
  if (!failedPolicyIds.has(policyId)) return { policyId, nodes };
  const previous = before.held.find((held) => held.policyId === policyId)?.nodes ?? [];
  return { policyId, nodes: [...new Set([...nodes, ...previous])] };
}
