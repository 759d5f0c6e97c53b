import { countOf, indexesOf, intersection } from "../../audience/device-set.ts";
import type { Device } from "../../estate/device.ts";
import { err, ok, type Result } from "../../kit/result.ts";
import type { Instant } from "../../kit/instant.ts";
import { queryOf } from "../../policy/change-reach.ts";
import {
  CONFLICT_CLASSES,
  conflictRuleWords,
  conflictSentence,
  severityOf,
  type ConflictClass,
  type ConflictSeverity,
  type PolicyConflict,
} from "../../policy/conflict/conflict-class.ts";
import { repairsOf, type Repair } from "../../policy/conflict/repairs.ts";
import type { Store, Unit } from "../ports/store.ts";
import { problem, type Problem } from "../problems/problem.ts";
import { sliceOf, type Page, type PageRequest } from "../queries/page-of.ts";
import { namedAssignments, type NamedAssignment } from "../queries/policy-readings.ts";
import type { ConflictMemory, ConflictsReading } from "./conflict-memory.ts";

/** `devices` that carry both, of `ofDevices` in the estate. */
export type ConflictReading = PolicyConflict & Readonly<{ sentence: string }>;
export type ConflictCount = Readonly<{ class: ConflictClass; severity: ConflictSeverity; conflicts: number }>;
export type ConflictsPage = Page<ConflictReading> &
  Readonly<{ ofDevices: number; policies: number; counts: readonly ConflictCount[]; asOf: Instant }>;

export type ConflictsRequest = PageRequest &
  Readonly<{ class: ConflictClass | null; severity: ConflictSeverity | null; policy: string | null }>;

export type RepairReading = Omit<Repair, "change"> &
  Readonly<{ groupName: string | null; platforms: readonly string[]; assignments: readonly NamedAssignment[] }>;

export type ConflictDetail = ConflictReading &
  Readonly<{
    ruleWords: string;
    /** Distinct primary users of the devices. */
    users: number;
    ofDevices: number;
    /** Null: an opaque policy, which has no one other. */
    aReach: ConflictReach;
    bReach: ConflictReach | null;
    repairs: readonly RepairReading[];
    asOf: Instant;
  }>;
export type ConflictReach = Readonly<{ devices: number; assignments: readonly NamedAssignment[] }>;

/** `counts` are of all conflicts of the policy that is asked for, or of the estate, whatever the other filters are. */
export function listConflicts(
  store: Store,
  memory: ConflictMemory,
  request: ConflictsRequest,
  now: Instant,
): Promise<ConflictsPage> {
  return store.read(async (unit) => {
    const { conflicts, estate, policies } = await memory.read(unit);
    const wanted = request.policy;
    const ofPolicy = wanted === null ? conflicts : conflicts.filter(({ a, b }) => [a, b].some((side) => isNamed(side, wanted)));
    const found = ofPolicy.filter(
      (one) =>
        (request.class === null || one.class === request.class) &&
        (request.severity === null || one.severity === request.severity),
    );
    const page = sliceOf(found, request, (one) => one.id);
    return {
      ...page,
      items: page.items.map(readingOf),
      ofDevices: estate.devices.length,
      policies: policies.length,
      counts: CONFLICT_CLASSES.map((ofClass) => ({
        class: ofClass,
        severity: severityOf(ofClass),
        conflicts: ofPolicy.filter((one) => one.class === ofClass).length,
      })),
      asOf: now,
    };
  });
}

export function getConflict(
  store: Store,
  memory: ConflictMemory,
  id: string,
  now: Instant,
): Promise<Result<ConflictDetail, Problem>> {
  return store.read(async (unit) => {
    const found = await findConflict(unit, memory, id);
    if (!found.ok) return found;
    const { conflict, reading } = found.value;
    const { estate, engine, policies } = reading;
    const reachOf = (policyId: string | undefined) => policies.find((policy) => policy.id === policyId);
    const [a, b] = [reachOf(conflict.a.policyId), reachOf(conflict.b?.policyId)];
    const [aSet, bSet] = [a, b].map((policy) => (policy === undefined ? null : engine.reach(queryOf(policy))));
    const both = aSet !== null && aSet !== undefined && bSet !== null && bSet !== undefined ? intersection(aSet, bSet) : aSet;
    const devices = both === null || both === undefined ? [] : indexesOf(both).map((at) => estate.devices[at] as Device);
    const reachReading = (policy: typeof a, set: typeof aSet): ConflictReach => ({
      devices: set === null || set === undefined ? 0 : countOf(set),
      assignments: policy === undefined ? [] : namedAssignments(estate, policy.assignments),
    });
    return ok({
      ...readingOf(conflict),
      ruleWords: conflictRuleWords(memory.rule, conflict.rule),
      users: new Set(devices.flatMap(({ primaryUserId }) => primaryUserId ?? [])).size,
      ofDevices: estate.devices.length,
      aReach: reachReading(a, aSet),
      bReach: conflict.b === null ? null : reachReading(b, bSet),
      repairs: repairsOf(conflict, { ...reading, rule: memory.rule }).map((repair) => repairReading(repair, reading)),
      asOf: now,
    });
  });
}

export async function findConflict(
  unit: Unit,
  memory: ConflictMemory,
  id: string,
): Promise<Result<Readonly<{ conflict: PolicyConflict; reading: ConflictsReading }>, Problem>> {
  const reading = await memory.read(unit);
  const conflict = reading.conflicts.find((one) => one.id === id);
  if (conflict === undefined) return err(problem("conflict-unknown", `no conflict \`${id}\` stands today`));
  return ok({ conflict, reading });
}

function readingOf(conflict: PolicyConflict): ConflictReading {
  return { ...conflict, sentence: conflictSentence(conflict) };
}

function repairReading({ change, ...repair }: Repair, { estate }: ConflictsReading): RepairReading {
  return {
    ...repair,
    groupName: repair.groupId === null ? null : (estate.groupsById.get(repair.groupId)?.name ?? null),
    platforms: change.content.platforms,
    assignments: namedAssignments(estate, change.assignments),
  };
}

function isNamed(side: PolicyConflict["b"], text: string): boolean {
  return side !== null && (side.policyId === text || side.name === text);
}
