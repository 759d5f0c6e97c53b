import { countOf, indexesOf } from "../../audience/device-set.ts";
import type { Assignment } from "../../audience/assignment.ts";
import type { Device } from "../../estate/device.ts";
import type { Estate } from "../../estate/estate.ts";
import { ok, type Result } from "../../kit/result.ts";
import type { Instant } from "../../kit/instant.ts";
import type { PolicyId, RolloutId } from "../../kit/ids.ts";
import type { IntentReport } from "../../policy/applicability/intent.ts";
import type { SettingCatalogue } from "../../policy/catalogue.ts";
import { queryOf } from "../../policy/change-reach.ts";
import { policyIntent } from "../../policy/plan-consequences.ts";
import type { Policy, PolicyKind } from "../../policy/policy.ts";
import { askedBy } from "../../policy/resolve.ts";
import type { NodeValue } from "../../policy/setting.ts";
import type { Store, Unit } from "../ports/store.ts";
import type { Problem } from "../problems/problem.ts";
import type { EstateMemory, EstateReading } from "./estate-memory.ts";
import { findAny, findPolicy } from "./find-policy.ts";
import { sliceOf, type Page, type PageRequest } from "./page-of.ts";

export type NamedAssignment = Readonly<{
  mode: Assignment["mode"];
  target:
    | Readonly<{ kind: "group"; groupId: string; groupName: string | null }>
    | Readonly<{ kind: "all-devices" | "all-users" }>;
}>;

/** `devices` reached now, of `ofDevices` in the estate. */
export type PolicyReading = Readonly<{
  id: string;
  name: string;
  kind: PolicyKind;
  platforms: readonly string[];
  version: number;
  hash: string;
  settings: number;
  assignments: readonly NamedAssignment[];
  devices: number;
  ofDevices: number;
  openRolloutId: string | null;
  /** Gone from every device; `version` is the last that was live. */
  retired: boolean;
}>;
export type PolicyDetail = PolicyReading & Readonly<{ sourceType: string; nodes: readonly NodeValue[]; asOf: Instant }>;

/** `search`: part of a name or an id, whatever its case. */
export type PoliciesRequest = PageRequest & Readonly<{ search: string | null; retired: boolean; offset: number }>;

export function listPolicies(
  store: Store,
  memory: EstateMemory,
  { search, retired, offset, ...request }: PoliciesRequest,
  now: Instant,
): Promise<Page<PolicyReading> & Readonly<{ asOf: Instant }>> {
  return store.read(async (unit) => {
    const all = retired ? await unit.policies.loadRetired() : await unit.policies.loadLive();
    const wanted = search === null ? all : all.filter(matches(search));
    const page = { ...sliceOf(wanted.slice(offset), request, (policy) => policy.id), total: wanted.length };
    const readings = await readerOf(unit, memory);
    return { ...page, items: page.items.map((policy) => readings({ ...policy, retired })), asOf: now };
  });
}

export function getPolicy(
  store: Store,
  memory: EstateMemory,
  text: string,
  now: Instant,
): Promise<Result<PolicyDetail, Problem>> {
  return store.read(async (unit) => {
    const found = await findAny(unit, text);
    if (!found.ok) return found;
    const { content } = found.value.live;
    const reading = (await readerOf(unit, memory))(found.value);
    return ok({ ...reading, sourceType: content.sourceType, nodes: askedBy(content), asOf: now });
  });
}

/** On how many of the devices that it reaches now the policy wholly holds. */
export type PolicyApplicability = Readonly<{
  policyId: string;
  name: string;
  intent: IntentReport;
  ofDevices: number;
  asOf: Instant;
}>;

export function policyApplicability(
  store: Store,
  memory: EstateMemory,
  catalogue: SettingCatalogue,
  text: string,
  now: Instant,
): Promise<Result<PolicyApplicability, Problem>> {
  return store.read(async (unit) => {
    const found = findPolicy(await unit.policies.loadLive(), text);
    if (!found.ok) return found;
    const { estate, engine } = await memory.read(unit);
    const { content } = found.value.live;
    const devices = indexesOf(engine.reach(queryOf(found.value))).map((index) => estate.devices[index] as Device);
    const intent = policyIntent(content, estate, devices, catalogue);
    return ok({ policyId: found.value.id, name: content.name, intent, ofDevices: estate.devices.length, asOf: now });
  });
}

function matches(search: string): (policy: Policy) => boolean {
  const words = search
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== "");
  return ({ id, live: { content } }) => {
    const text = `${content.name} ${content.kind} ${content.platforms.join(" ")} ${id}`.toLowerCase();
    return words.every((word) => text.includes(word));
  };
}

export function namedAssignments(estate: Estate, assignments: readonly Assignment[]): readonly NamedAssignment[] {
  return assignments.map(({ mode, target }): NamedAssignment => {
    if (target.kind !== "group") return { mode, target };
    return { mode, target: { ...target, groupName: estate.groupsById.get(target.groupId)?.name ?? null } };
  });
}

async function readerOf(unit: Unit, memory: EstateMemory): Promise<(policy: MaybeRetired) => PolicyReading> {
  const reading = await memory.read(unit);
  const open = await unit.rollouts.openByPolicy();
  return (policy) => readingOf(policy, reading, open);
}

type MaybeRetired = Policy & Readonly<{ retired: boolean }>;

function readingOf(
  policy: MaybeRetired,
  { estate, engine }: EstateReading,
  open: ReadonlyMap<PolicyId, RolloutId>,
): PolicyReading {
  const { content, number, hash } = policy.live;
  return {
    id: policy.id,
    name: content.name,
    kind: content.kind,
    platforms: content.platforms,
    version: number,
    hash,
    settings: askedBy(content).length,
    assignments: namedAssignments(estate, policy.assignments),
    devices: policy.retired ? 0 : countOf(engine.reach(queryOf(policy))),
    ofDevices: estate.devices.length,
    openRolloutId: open.get(policy.id) ?? null,
    retired: policy.retired,
  };
}
