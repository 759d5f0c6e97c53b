import { canonicalJson } from "../../kit/canonical-json.ts";
import type { GroupId, PolicyId } from "../../kit/ids.ts";
import type { Assignment } from "../../audience/assignment.ts";
import type { AudienceEngine } from "../../audience/audience-engine.ts";
import { countOf, difference, intersection, isEmpty, overlapCount, type DeviceSet } from "../../audience/device-set.ts";
import type { Estate } from "../../estate/estate.ts";
import type { PolicyChange } from "../change.ts";
import { queryOf } from "../change-reach.ts";
import type { ConflictRule } from "../conflict-rule.ts";
import { askedBy } from "../contribution.ts";
import type { NodeId } from "../node.ts";
import { settingChanges } from "../plan-policies.ts";
import type { SettingChange } from "../plan.ts";
import type { Policy, PolicyContent } from "../policy.ts";
import type { ReachedPolicy } from "../reached-policy.ts";
import { changedDevices } from "./changed-devices.ts";
import { CONFLICT_CLASSES, type PolicyConflict } from "./conflict-class.ts";
import { withoutNode, withValueOf } from "./edit-settings.ts";
import { conflictsOfPolicy } from "./policy-conflicts.ts";

/**
 * Ways out of a conflict, each an edit of one of its two policies. `all`: at every node at which the two meet in this class, so
 * that one plan does what would otherwise take one plan each.
 */
export const REPAIR_KINDS = [
  "drop-a",
  "drop-b",
  "drop-all-a",
  "drop-all-b",
  "align-a",
  "align-b",
  "align-all-a",
  "align-all-b",
  "exclude-a",
  "exclude-b",
  "platforms-a",
  "platforms-b",
] as const;
export type RepairKind = (typeof REPAIR_KINDS)[number];

export type Repair = Readonly<{
  kind: RepairKind;
  policyId: PolicyId;
  name: string;
  change: Extract<PolicyChange, { kind: "change" }>;
  /** The group that is excluded; null for the other kinds. */
  groupId: GroupId | null;
  settings: readonly SettingChange[];
  /** Devices that end with something else at one node or more. */
  devicesChanged: number;
  /** Devices that the policy no longer reaches. */
  devicesLost: number;
  /** Conflicts of the two, of this class or a heavier one, that are gone after it. */
  solves: number;
  /** A rollout takes no policy from a part of its devices: such a repair is kept as a draft and cannot be planned yet. */
  plannable: boolean;
}>;

export type RepairInputs = Readonly<{
  estate: Estate;
  engine: AudienceEngine;
  policies: readonly Policy[];
  rule: ConflictRule;
}>;

type Side = Readonly<{ end: "a" | "b"; policy: Policy; node: NodeId; other: Policy; otherNode: NodeId }>;
type Edit = Readonly<{
  kind: RepairKind;
  side: Side;
  content: PolicyContent;
  assignments: readonly Assignment[];
  groupId: GroupId | null;
}>;

/**
 * Those that end the conflict and bring no other hard one, fewest changed devices first; what can be planned comes before what
 * cannot. Each is tried on the estate before it is offered. None for what cannot be read.
 */
export function repairsOf(conflict: PolicyConflict, inputs: RepairInputs): readonly Repair[] {
  const sides = sidesOf(conflict, inputs.policies);
  if (sides === null || conflict.class === "opaque") return [];
  const others = inputs.policies.map((policy): ReachedPolicy => reachedOf(policy, inputs.engine));
  const kept = new Map<string, Repair>();
  for (const edit of sides.flatMap((side) => editsOf(conflict, side, inputs, others))) {
    const repair = tried(edit, conflict, inputs, others);
    const key = canonicalJson([edit.side.policy.id, edit.content, edit.assignments]);
    if (repair !== null && !kept.has(key)) kept.set(key, repair);
  }
  return [...kept.values()].sort(
    (one, other) =>
      Number(other.plannable) - Number(one.plannable) ||
      one.devicesChanged - other.devicesChanged ||
      one.settings.length - other.settings.length ||
      REPAIR_KINDS.indexOf(one.kind) - REPAIR_KINDS.indexOf(other.kind),
  );
}

function sidesOf({ a, b }: PolicyConflict, policies: readonly Policy[]): readonly Side[] | null {
  const find = (id: PolicyId | undefined) => policies.find((policy) => policy.id === id);
  const [left, right] = [find(a.policyId), find(b?.policyId)];
  if (left === undefined || right === undefined || a.node === null || b === null || b.node === null) return null;
  const first: Side = { end: "a", policy: left, node: a.node, other: right, otherNode: b.node };
  const second: Side = { end: "b", policy: right, node: b.node, other: left, otherNode: a.node };
  return left === right && a.node === b.node ? [first] : [first, second];
}

function editsOf(conflict: PolicyConflict, side: Side, inputs: RepairInputs, others: readonly ReachedPolicy[]): readonly Edit[] {
  const { end } = side;
  const met = meetingsOf(conflict, side, others, inputs.rule);
  const one = [[side.node, side.otherNode] as const];
  const isTidying = conflict.severity === "low";
  return [
    ...settingEdits(`drop-${end}`, side, one, dropped),
    ...(met.length > 1 ? settingEdits(`drop-all-${end}`, side, met, dropped) : []),
    ...(isTidying ? [] : settingEdits(`align-${end}`, side, one, aligned)),
    ...(isTidying || met.length < 2 ? [] : settingEdits(`align-all-${end}`, side, met, aligned)),
    ...(isTidying || side.policy === side.other ? [] : [...exclusion(side, inputs), ...otherPlatforms(side)]),
  ];
}

/** The nodes at which the two meet in the same class, each with that of the other side. */
function meetingsOf(
  conflict: PolicyConflict,
  side: Side,
  others: readonly ReachedPolicy[],
  rule: ConflictRule,
): readonly (readonly [NodeId, NodeId])[] {
  const [own, their] = [side.policy.id, side.other.id].map((id) => others.find(({ policyId }) => policyId === id));
  if (own === undefined || their === undefined) return [];
  return conflictsOfPolicy(own, own === their ? [] : [their], rule).flatMap(({ class: ofClass, a, b }) => {
    if (ofClass !== conflict.class || b === null || a.node === null || b.node === null) return [];
    return [side.end === "a" ? ([a.node, b.node] as const) : ([b.node, a.node] as const)];
  });
}

type Settings = PolicyContent["settings"];

function settingEdits(
  kind: RepairKind,
  side: Side,
  nodes: readonly (readonly [NodeId, NodeId])[],
  edit: (settings: Settings, node: NodeId, side: Side, otherNode: NodeId) => Settings | null,
): readonly Edit[] {
  const { live, assignments } = side.policy;
  let settings: Settings = live.content.settings;
  for (const [node, otherNode] of nodes) {
    const edited = edit(settings, node, side, otherNode);
    if (edited === null) return [];
    settings = edited;
  }
  // A policy without any setting is no repair: it would be retired, which people decide with other eyes.
  return settings.length === 0 ? [] : [{ kind, side, content: { ...live.content, settings }, assignments, groupId: null }];
}

function dropped(settings: Settings, node: NodeId): Settings {
  return withoutNode(settings, node);
}

/** One unit may hold several of the nodes, so that a later one may be aligned already. */
function aligned(settings: Settings, node: NodeId, { other }: Side, otherNode: NodeId): Settings | null {
  const edited = withValueOf(settings, node, other.live.content.settings, otherNode);
  if (edited !== null) return edited;
  const valuesAt = (list: Settings, at: NodeId) =>
    canonicalJson(askedBy({ ...other.live.content, settings: list }).flatMap((one) => (one.node === at ? [one.value] : [])));
  return node === otherNode && valuesAt(settings, node) === valuesAt(other.live.content.settings, node) ? settings : null;
}

/** The group whose exclusion parts the two and takes the policy from the fewest devices. */
function exclusion(side: Side, { estate, engine }: RepairInputs): readonly Edit[] {
  const { policy, other, end } = side;
  const [before, theirs] = [engine.reach(queryOf(policy)), engine.reach(queryOf(other))];
  const overlap = intersection(before, theirs);
  const { platforms } = policy.live.content;
  let best: Readonly<{ edit: Edit; kept: number }> | null = null;
  for (const groupId of [...estate.groupsById.keys()].sort()) {
    const members = engine.reach({ platforms, assignments: [{ mode: "include", target: { kind: "group", groupId } }] });
    if (!isEmpty(difference(overlap, members))) continue;
    const assignments: readonly Assignment[] = [...policy.assignments, { mode: "exclude", target: { kind: "group", groupId } }];
    const after: DeviceSet = engine.reach({ platforms, assignments });
    const kept = countOf(after);
    if (kept === 0 || overlapCount(after, theirs) > 0 || (best !== null && best.kept >= kept)) continue;
    best = { kept, edit: { kind: `exclude-${end}`, side, content: policy.live.content, assignments, groupId } };
  }
  return best === null ? [] : [best.edit];
}

/** Where the policy is also for platforms that the other is not for. */
function otherPlatforms(side: Side): readonly Edit[] {
  const { content } = side.policy.live;
  const platforms = content.platforms.filter((platform) => !side.other.live.content.platforms.includes(platform));
  if (platforms.length === 0) return [];
  const { assignments } = side.policy;
  return [{ kind: `platforms-${side.end}`, side, content: { ...content, platforms }, assignments, groupId: null }];
}

function tried(edit: Edit, conflict: PolicyConflict, inputs: RepairInputs, all: readonly ReachedPolicy[]): Repair | null {
  const { policy } = edit.side;
  const others = all.filter(({ policyId }) => policyId !== policy.id);
  const before = all.find(({ policyId }) => policyId === policy.id);
  if (before === undefined) return null;
  const { engine, rule } = inputs;
  const reach = engine.reach({ platforms: edit.content.platforms, assignments: edit.assignments });
  const after: ReachedPolicy = { policyId: policy.id, name: edit.content.name, content: edit.content, reach };
  const [today, later] = [before, after].map((one) => conflictsOfPolicy(one, others, rule)) as [Found, Found];
  const standing = new Set(today.filter(isHard).map(({ id }) => id));
  const atLeast = (found: Found) => found.filter((one) => isSamePair(one, conflict) && weight(one) <= weight(conflict));
  const left = atLeast(later);
  const isSolved = !left.some(({ id }) => id === conflict.id) && later.filter(isHard).every(({ id }) => standing.has(id));
  if (isEmpty(reach) || !isSolved) return null;
  const settings = settingChanges(policy.live.content, edit.content);
  const moved = countOf(difference(before.reach, reach)) > 0;
  const nodes = moved ? askedBy(policy.live.content).map(({ node }) => node) : settings.map(({ node }) => node);
  const devicesLost = countOf(difference(before.reach, reach));
  return {
    kind: edit.kind,
    policyId: policy.id,
    name: policy.live.content.name,
    change: { kind: "change", policyId: policy.id, content: edit.content, assignments: edit.assignments },
    groupId: edit.groupId,
    settings,
    devicesChanged: changedDevices(before, after, others, new Set(nodes), rule),
    devicesLost,
    solves: atLeast(today).length - left.length,
    plannable: devicesLost === 0,
  };
}

type Found = readonly PolicyConflict[];

function isHard(conflict: PolicyConflict): boolean {
  return conflict.class === "hard";
}

function isSamePair(one: PolicyConflict, other: PolicyConflict): boolean {
  return one.a.policyId === other.a.policyId && one.b?.policyId === other.b?.policyId;
}

function weight(conflict: PolicyConflict): number {
  return CONFLICT_CLASSES.indexOf(conflict.class);
}

function reachedOf(policy: Policy, engine: AudienceEngine): ReachedPolicy {
  const { content } = policy.live;
  return { policyId: policy.id, name: content.name, content, reach: engine.reach(queryOf(policy)) };
}
