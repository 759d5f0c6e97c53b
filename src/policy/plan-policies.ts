import { canonicalJson, type Json } from "../kit/canonical-json.ts";
import { compareText, type GroupId, type PolicyId } from "../kit/ids.ts";
import type { Instant } from "../kit/instant.ts";
import { err, ok, type Result } from "../kit/result.ts";
import { hashOf } from "../kit/sha256.ts";
import type { Estate } from "../estate/estate.ts";
import { assignmentKey, type Assignment } from "../audience/assignment.ts";
import type { AudienceEngine } from "../audience/audience-engine.ts";
import { countOf, difference, intersection, isEmpty, type DeviceSet } from "../audience/device-set.ts";
import { accessConsequence } from "./access/access-consequence.ts";
import type { NodeNames } from "./behaviour/behaviour-of.ts";
import { planBehaviours } from "./behaviour/plan-behaviours.ts";
import type { SettingCatalogue } from "./catalogue.ts";
import type { PolicyChange } from "./change.ts";
import { changeReach, queryAfter, queryOf, type ChangeReach } from "./change-reach.ts";
import { EMBEDDED_CONFLICT_RULE, type ConflictRule } from "./conflict-rule.ts";
import { masterFindings } from "./conflict/master-conflicts.ts";
import { plannedConflicts, type PlannedConflicts } from "./conflict/planned-conflicts.ts";
import { reachOfDeclared, type DeclaredFact } from "./declared-fact.ts";
import { deviceImpact } from "./device-impact.ts";
import { planConsequences } from "./plan-consequences.ts";
import type { PlannedDeletion, PolicyPlan, SettingChange } from "./plan.ts";
import { isUnreadable, versionHash, type Policy, type PolicyContent } from "./policy.ts";
import type { ReachedPolicy } from "./reached-policy.ts";
import { askedBy } from "./resolve.ts";

export type PlanInputs = Readonly<{
  estate: Estate;
  /** Built from this estate. */
  engine: AudienceEngine;
  /** All live policies with their assignments, in any order. */
  policies: readonly Policy[];
  change: PolicyChange;
  /** The estate's date, for what counts as stale. Part of what `estateHash` stands for. */
  asOf: Instant;
  estateHash: string;
  policiesHash: string;
  /** The backend's; left out: the embedded one's. */
  conflictRule?: ConflictRule;
  /** What other masters are declared to set, in the order of ids; left out: nothing. */
  masters?: readonly DeclaredFact[];
  /** A catalogue's names for what no phrase tells; left out: names made of identifiers. */
  names?: NodeNames;
  /** Left out: nothing is known of any setting, and every answer that needs it is unknown. */
  catalogue?: SettingCatalogue;
}>;

export type PlanRefused =
  /** A change or a retirement of a policy that does not exist. */
  | Readonly<{ type: "PolicyUnknown"; policyId: PolicyId }>
  /** An addition under the id of a policy that exists. */
  | Readonly<{ type: "PolicyExists"; policyId: PolicyId }>
  /** Content and assignments are those of the live policy. */
  | Readonly<{ type: "NothingChanges"; policyId: PolicyId }>
  /** The new assignments name groups that the estate does not hold: all of them, in the order of their ids. */
  | Readonly<{ type: "GroupsMissing"; policyId: PolicyId; groupIds: readonly GroupId[] }>
  /** No device would be reached (for a retirement: none is). A policy is taken from everybody by retiring it. */
  | Readonly<{ type: "AudienceEmpty"; policyId: PolicyId }>
  /** What the new or the live content does cannot be read, so that no plan could be true. */
  | Readonly<{ type: "ContentOpaque"; policyId: PolicyId; side: "new" | "live" }>;

/** What a policy change would do. Pure; the same inputs, in whatever order their lists come, give the same bytes. Source: S7, S12. */
export function planPolicyChange(inputs: PlanInputs): Result<PolicyPlan, PlanRefused> {
  const { engine, change } = inputs;
  const live = inputs.policies.find((policy) => policy.id === change.policyId);
  const after = change.kind === "retire" ? null : change.content;
  const refused = refusal(engine, change, live);
  if (refused !== null) return err(refused);
  const reach = changeReach(engine, change, live);
  if (isEmpty(reach.inScope)) return err({ type: "AudienceEmpty", policyId: change.policyId });
  const others = reachedPolicies(engine, inputs.policies, change.policyId);
  const settings = settingChanges(live?.live.content ?? null, after);
  return ok({
    format: 1,
    inputsHash: inputsHashOf(inputs),
    change: {
      kind: change.kind,
      policyId: change.policyId,
      name: after?.name ?? live?.live.content.name ?? "",
      fromHash: live?.live.hash ?? null,
      toHash: after === null ? null : versionHash(after),
    },
    settings,
    devices: deviceImpact(inputs.estate, reach, inputs.asOf),
    behaviours: planBehaviours({ ...inputs, live, reach, others, rule: inputs.conflictRule ?? EMBEDDED_CONFLICT_RULE }),
    access: accessConsequence({ ...inputs, live, reach, others }),
    ...planConsequences({ ...inputs, live, inScope: reach.inScope, settings }),
    ...conflictsAround(inputs, live, reach, others),
    ...mastersAround(inputs, reach, others),
    unknownEffects: unknownEffects(reach.inScope, others),
    deletions: deletions(settings, reach, others),
  });
}

function refusal(engine: AudienceEngine, change: PolicyChange, live: Policy | undefined): PlanRefused | null {
  const { policyId } = change;
  if (change.kind === "add" && live !== undefined) return { type: "PolicyExists", policyId };
  if (change.kind !== "add" && live === undefined) return { type: "PolicyUnknown", policyId };
  if (change.kind !== "retire" && isUnreadable(change.content.kind)) return { type: "ContentOpaque", policyId, side: "new" };
  if (live !== undefined && isUnreadable(live.live.content.kind)) return { type: "ContentOpaque", policyId, side: "live" };
  if (change.kind === "change" && live !== undefined && isSame(change, live)) return { type: "NothingChanges", policyId };
  // A retirement may name groups that are gone: it is the way to get rid of them.
  const query = queryAfter(change);
  const groupIds = query === null ? [] : engine.missingGroups(query);
  return groupIds.length > 0 ? { type: "GroupsMissing", policyId, groupIds } : null;
}

function isSame(change: Readonly<{ content: PolicyContent; assignments: readonly Assignment[] }>, live: Policy): boolean {
  const sameLines = canonicalJson(lineKeys(change.assignments)) === canonicalJson(lineKeys(live.assignments));
  return sameLines && versionHash(change.content) === live.live.hash;
}

function lineKeys(assignments: readonly Assignment[]): readonly string[] {
  return [...new Set(assignments.map(assignmentKey))].sort(compareText);
}

/** The order in which assignment lines were written says nothing, so it must not reach the hash. */
function plainChange(change: PolicyChange): Json {
  if (change.kind === "retire") return { kind: change.kind, policyId: change.policyId };
  const { kind, policyId, content, assignments } = change;
  return { kind, policyId, content: content as unknown as Json, assignments: lineKeys(assignments) };
}

function reachedPolicies(engine: AudienceEngine, policies: readonly Policy[], except: PolicyId): readonly ReachedPolicy[] {
  const others = policies.filter((policy) => policy.id !== except).sort((a, b) => compareText(a.id, b.id));
  return others.map((policy) => {
    return {
      policyId: policy.id,
      name: policy.live.content.name,
      content: policy.live.content,
      reach: engine.reach(queryOf(policy)),
    };
  });
}

/** A policy that contradicts itself at a node shows the list of its values there. */
export function settingChanges(before: PolicyContent | null, after: PolicyContent | null): readonly SettingChange[] {
  const old = valuesByNode(before);
  const wanted = valuesByNode(after);
  const kept = [...wanted].flatMap(([node, value]): SettingChange[] => {
    const earlier = old.get(node);
    if (earlier === undefined) return [{ kind: "added", node, after: value }];
    return canonicalJson(earlier) === canonicalJson(value) ? [] : [{ kind: "changed", node, before: earlier, after: value }];
  });
  const gone = [...old].filter(([node]) => !wanted.has(node));
  return [...kept, ...gone.map(([node, value]): SettingChange => ({ kind: "removed", node, before: value }))];
}

/** In the order of the nodes. */
function valuesByNode(content: PolicyContent | null): ReadonlyMap<string, Json> {
  const lists = new Map<string, Json[]>();
  for (const { node, value } of content === null ? [] : askedBy(content)) lists.set(node, [...(lists.get(node) ?? []), value]);
  return new Map([...lists].map(([node, values]) => [node, values.length === 1 ? (values[0] as Json) : values]));
}

function conflictsAround(
  { change, conflictRule = EMBEDDED_CONFLICT_RULE }: PlanInputs,
  live: Policy | undefined,
  reach: ChangeReach,
  others: readonly ReachedPolicy[],
): PlannedConflicts {
  const { policyId } = change;
  const reached = (content: PolicyContent, devices: DeviceSet) => ({ policyId, name: content.name, content, reach: devices });
  const before = live === undefined ? null : reached(live.live.content, reach.before);
  const after = change.kind === "retire" ? null : reached(change.content, reach.after);
  return plannedConflicts(policyId, before, after, others, conflictRule);
}

/** Of the changed policy alone; the others decide only whether MDM wins. */
function mastersAround(
  { estate, engine, change, masters = [], conflictRule = EMBEDDED_CONFLICT_RULE }: PlanInputs,
  reach: ChangeReach,
  others: readonly ReachedPolicy[],
): Pick<PolicyPlan, "masters"> {
  if (masters.length === 0) return {};
  const { policyId } = change;
  const ours =
    change.kind === "retire" ? [] : [{ policyId, name: change.content.name, content: change.content, reach: reach.after }];
  const declared = masters.map((fact) => ({ fact, reach: reachOfDeclared(engine, fact) }));
  return { masters: masterFindings({ estate, asked: ours, all: [...ours, ...others], masters: declared, rule: conflictRule }) };
}

/** Masters are part of it only where some are declared, so that estates without any keep their hashes. */
function inputsHashOf({ estateHash, policiesHash, change, masters = [] }: PlanInputs): string {
  const declared = masters.map(({ id, master, groupId, rows, workloads }) => ({ id, master, groupId, rows, workloads }));
  const known = declared.length === 0 ? {} : { masters: declared as unknown as Json };
  return hashOf({ estateHash, policiesHash, change: plainChange(change), ...known });
}

function unknownEffects(inScope: DeviceSet, others: readonly ReachedPolicy[]): PolicyPlan["unknownEffects"] {
  const found = others.flatMap(({ policyId, name, content, reach }) => {
    const devices = isUnreadable(content.kind) ? countOf(intersection(inScope, reach)) : 0;
    return devices > 0 ? [{ policyId, name, devices }] : [];
  });
  return found.sort((a, b) => b.devices - a.devices);
}

/** A node that another readable policy still asks for on a device is not taken away there: it changes hands. */
function deletions(
  settings: readonly SettingChange[],
  reach: ChangeReach,
  others: readonly ReachedPolicy[],
): readonly PlannedDeletion[] {
  const removed = settings.filter((setting) => setting.kind === "removed").map((setting) => setting.node);
  const protectors = others.map((other) => ({
    reach: other.reach,
    nodes: new Set(askedBy(other.content).map((asked) => asked.node)),
  }));
  const found = removed.flatMap((node): PlannedDeletion[] => {
    const askers = protectors.filter((other) => other.nodes.has(node));
    const devices = countOf(askers.reduce((rest, asker) => difference(rest, asker.reach), reach.before));
    return devices > 0 ? [{ kind: "setting", node, devices }] : [];
  });
  const losing = countOf(difference(reach.before, reach.after));
  return losing > 0 ? [...found, { kind: "devices-lose-policy", devices: losing }] : found;
}
