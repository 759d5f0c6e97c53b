import { union } from "../../audience/device-set.ts";
import { cellsOf } from "../cells.ts";
import type { ConflictRule } from "../conflict-rule.ts";
import { contributorOf, type Contributor } from "../contribution.ts";
import { comparableValue, otherScopeOf, type NodeId } from "../node.ts";
import type { ReachedPolicy } from "../reached-policy.ts";
import { resolveContributors } from "../resolve.ts";

/**
 * On how many devices something ends otherwise at one of the nodes when `before` becomes `after`: another value, one where none was
 * promised, or none where one was. Devices with the same policies at these nodes are resolved once.
 */
export function changedDevices(
  before: ReachedPolicy,
  after: ReachedPolicy,
  others: readonly ReachedPolicy[],
  nodes: ReadonlySet<NodeId>,
  rule: ConflictRule,
): number {
  const looked = new Set([...nodes].flatMap((node) => [node, otherScopeOf(node) ?? node]));
  const only = (policy: ReachedPolicy): Contributor => {
    const contributor = contributorOf(policy);
    return { ...contributor, asks: contributor.asks.filter(({ node }) => looked.has(node)) };
  };
  const askers = others.map((other) => ({ reach: other.reach, from: only(other) })).filter(({ from }) => from.asks.length > 0);
  const [was, becomes] = [only(before), only(after)];
  const sets = [before.reach, after.reach, ...askers.map(({ reach }) => reach)];
  let changed = 0;
  for (const { devices, memberOf } of cellsOf(union(before.reach, after.reach), sets)) {
    const [heldBefore, heldAfter, ...asked] = memberOf;
    const present = askers.filter((_, at) => asked[at]).map(({ from }) => from);
    const earlier = heldBefore === true ? [...present, was] : present;
    const later = heldAfter === true ? [...present, becomes] : present;
    if (endOf(earlier, rule) !== endOf(later, rule)) changed += devices;
  }
  return changed;
}

/** Everything that the device ends with, as one text. */
function endOf(contributors: readonly Contributor[], rule: ConflictRule): string {
  return resolveContributors(contributors, rule, {})
    .map((one) => {
      const value = one.kind === "conflict" ? "conflict" : comparableValue(one.node, one.value);
      return `${one.node} ${value} ${one.overriddenBy ?? ""}`;
    })
    .join("\n");
}
