import type { Json } from "../../kit/canonical-json.ts";
import { compareText, type PolicyId } from "../../kit/ids.ts";
import { union } from "../../audience/device-set.ts";
import type { PolicyChange } from "../change.ts";
import type { ChangeReach } from "../change-reach.ts";
import { cellsOf } from "../cells.ts";
import type { ConflictRule } from "../conflict-rule.ts";
import type { ReachedPolicy } from "../reached-policy.ts";
import type { NodeId } from "../node.ts";
import { versionHash, type Policy, type PolicyContent } from "../policy.ts";
import { askedBy, resolveEffective, type ResolvedPolicy } from "../resolve.ts";
import { nodeValues } from "../setting.ts";
import { behavioursOf, NO_NAMES, type BehaviourRole, type BehaviourStep, type NodeNames, type NodeStep } from "./behaviour-of.ts";
import { nodeName } from "./node-name.ts";
import { unfoldedAll } from "./unfold.ts";

/** What people of `devices` devices meet after a change, in one sentence. `unsettled`: policies disagree, and no value is promised. */
export type PlannedBehaviour = Omit<BehaviourStep, "change"> &
  Readonly<{ change: BehaviourStep["change"] | "unsettled"; devices: number }>;

export type BehaviourInputs = Readonly<{
  change: PolicyChange;
  live: Policy | undefined;
  reach: ChangeReach;
  /** Every other live policy. */
  others: readonly ReachedPolicy[];
  rule: ConflictRule;
  names?: NodeNames;
}>;

/**
 * Before and after, as devices see it: a policy that asks what another asks already brings nothing, and one that takes away what
 * another goes on asking takes nothing. Devices with the same policies at the changed nodes are resolved once. S11.
 */
export function planBehaviours(inputs: BehaviourInputs): readonly PlannedBehaviour[] {
  const { change, live, reach, others, rule, names = NO_NAMES } = inputs;
  const before = live?.live.content ?? null;
  const after = change.kind === "retire" ? null : change.content;
  const nodes = new Set([before, after].flatMap((content) => (content === null ? [] : askedBy(content).map(({ node }) => node))));
  const askers = others.filter(({ content }) => askedBy(content).some(({ node }) => nodes.has(node)));
  const askersResolved = askers.map(({ policyId, content }) => touching(policyId, content, nodes));
  const own = (content: PolicyContent | null) => (content === null ? [] : [touching(change.policyId, content, nodes)]);
  const [ownBefore, ownAfter] = [own(before), own(after)];
  const sets = [reach.before, reach.after, ...askers.map((asker) => asker.reach)];
  const role: BehaviourRole = (after ?? before)?.kind === "compliance" ? "compliance" : "configuration";
  const tally = new Map<string, PlannedBehaviour>();
  for (const { devices, memberOf } of cellsOf(union(reach.before, reach.after), sets)) {
    const [heldBefore = false, heldAfter = false, ...asked] = memberOf;
    const present = askersResolved.filter((_, at) => asked[at]);
    const was = valuesIn([...present, ...(heldBefore ? ownBefore : [])], nodes, rule);
    const becomes = valuesIn([...present, ...(heldAfter ? ownAfter : [])], nodes, rule);
    for (const step of cellSteps(was, becomes, role, names)) add(tally, step, devices);
  }
  return [...tally.values()].sort(inOrder);
}

type Values = Readonly<{ known: ReadonlyMap<NodeId, Json>; unsettled: ReadonlySet<NodeId> }>;

function valuesIn(policies: readonly ResolvedPolicy[], nodes: ReadonlySet<NodeId>, rule: ConflictRule): Values {
  const touched = resolveEffective(policies, rule).nodes.filter(({ node }) => nodes.has(node));
  const settled = touched.flatMap((one) => (one.kind === "value" ? [{ node: one.node, value: one.value }] : []));
  return {
    known: unfoldedAll(settled),
    unsettled: new Set(touched.flatMap((one) => (one.kind === "conflict" ? [one.node] : []))),
  };
}

/** The policy with nothing but the settings that matter here: an estate's cells are resolved many times. */
function touching(policyId: PolicyId, content: PolicyContent, nodes: ReadonlySet<NodeId>): ResolvedPolicy {
  const settings = content.settings.filter((setting) => nodeValues([setting]).some(({ node }) => nodes.has(node)));
  const only = { ...content, settings };
  return { policyId, name: content.name, content: only, versionHash: versionHash(only) };
}

function cellSteps(
  was: Values,
  becomes: Values,
  role: BehaviourRole,
  names: NodeNames,
): readonly Omit<PlannedBehaviour, "devices">[] {
  const settled = [...new Set([...was.known.keys(), ...becomes.known.keys()])].filter((node) => !becomes.unsettled.has(node));
  const steps = settled.map((node): NodeStep => ({ node, before: was.known.get(node), after: becomes.known.get(node), role }));
  const fresh = [...becomes.unsettled].filter((node) => !was.unsettled.has(node));
  return [...behavioursOf(steps, names), ...fresh.map((node) => unsettledStep(node, names))];
}

function unsettledStep(node: NodeId, names: NodeNames): Omit<PlannedBehaviour, "devices"> {
  return {
    behaviour: `node:${node}`,
    area: "other",
    noticed: true,
    source: "fallback",
    change: "unsettled",
    sentence: `policies disagree about "${names(node) ?? nodeName(node)}": what the device does cannot be said`,
    nodes: [node],
  };
}

function add(tally: Map<string, PlannedBehaviour>, step: Omit<PlannedBehaviour, "devices">, devices: number): void {
  const key = `${step.change} ${step.behaviour} ${step.sentence}`;
  const known = tally.get(key);
  const nodes = [...new Set([...(known?.nodes ?? []), ...step.nodes])].sort(compareText);
  tally.set(key, { ...step, nodes, devices: (known?.devices ?? 0) + devices });
}

/** What people notice first, then what most devices meet. */
function inOrder(a: PlannedBehaviour, b: PlannedBehaviour): number {
  return (
    Number(b.noticed) - Number(a.noticed) ||
    b.devices - a.devices ||
    compareText(a.area, b.area) ||
    compareText(a.sentence, b.sentence)
  );
}
