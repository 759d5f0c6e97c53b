import { compareText } from "../../kit/ids.ts";
import { contributorOf, type Contributor } from "../contribution.ts";
import { comparableValue, otherScopeOf, scopeOfNode, type NodeId } from "../node.ts";
import type { ReachedPolicy } from "../reached-policy.ts";
import type { Ask } from "./pair-outcomes.ts";

/**
 * An ask with the place of its policy in the index. `kindKey`: equal keys at one node meet everything alike, so that an outcome is
 * worked out once for all of them.
 */
export type Asker = Ask & Readonly<{ at: number; kindKey: number }>;

/** Who asks for what, by node. Policies that share no node are never compared. */
export type ConflictIndex = Readonly<{
  /** In the order of ids. */
  policies: readonly ReachedPolicy[];
  /** In the order of nodes; in each, the askers in the order of their policies. */
  askersByNode: ReadonlyMap<NodeId, readonly Asker[]>;
}>;

/** @param nodes left out: all that anybody asks for */
export function conflictIndex(policies: readonly ReachedPolicy[], nodes?: ReadonlySet<NodeId>): ConflictIndex {
  const inOrder = [...policies].sort((a, b) => compareText(a.policyId, b.policyId));
  const byNode = new Map<NodeId, Asker[]>();
  const keys = new Map<string, number>();
  inOrder.forEach((policy, at) => {
    const from = contributorOf(policy);
    const whom = whomKey(from);
    for (const { node, value } of from.asks) {
      if (nodes?.has(node) === false) continue;
      const text = `${whom} ${comparableValue(node, value)}`;
      const kindKey = keys.get(text) ?? keys.size;
      keys.set(text, kindKey);
      const askers = byNode.get(node);
      const asker = { from, node, value, at, kindKey };
      if (askers === undefined) byNode.set(node, [asker]);
      else askers.push(asker);
    }
  });
  const askersByNode = new Map([...byNode].sort(([a], [b]) => compareText(a, b)));
  return { policies: inOrder, askersByNode };
}

/** Calls back for each two asks that meet at a node, or at the two scopes of one setting: `a` is not after `b` in the index. */
export function eachMeeting({ askersByNode }: ConflictIndex, visit: (a: Asker, b: Asker) => void): void {
  for (const [node, askers] of askersByNode) {
    for (let left = 0; left < askers.length; left++)
      for (let right = left + 1; right < askers.length; right++) visit(askers[left] as Asker, askers[right] as Asker);
    const userNode = scopeOfNode(node) === "device" ? otherScopeOf(node) : null;
    const users = userNode === null ? [] : (askersByNode.get(userNode) ?? []);
    for (const device of askers)
      for (const user of users)
        if (device.at <= user.at) visit(device, user);
        else visit(user, device);
  }
}

/** The same for one policy alone: costs its own nodes, and no pair of others is looked at. */
export function eachMeetingOf(at: number, { askersByNode }: ConflictIndex, visit: (a: Asker, b: Asker) => void): void {
  const inOrder = (one: Asker, other: Asker) => (one.at <= other.at ? visit(one, other) : visit(other, one));
  for (const [node, askers] of askersByNode) {
    const own = askers.filter((asker) => asker.at === at);
    own.forEach((ours, place) => {
      for (const other of own.slice(place + 1)) visit(ours, other);
      for (const other of askers) if (other.at !== at) inOrder(ours, other);
      const sibling = otherScopeOf(node);
      for (const other of sibling === null ? [] : (askersByNode.get(sibling) ?? [])) {
        // A policy that meets itself across the scopes is seen from its device's side alone.
        if (other.at !== at || scopeOfNode(node) === "device") inOrder(ours, other);
      }
    });
  }
}

/** Everything about the one who asks that a rule looks at. */
function whomKey({ role, kind, priority, platforms }: Contributor): string {
  return `${role} ${kind ?? ""} ${priority ?? ""} ${[...platforms].sort(compareText).join(",")}`;
}
