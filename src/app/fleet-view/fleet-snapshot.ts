import { createSmallAudienceEngine } from "../../audience/small-audience-engine.ts";
import type { AudienceEngine } from "../../audience/audience-engine.ts";
import { has } from "../../audience/device-set.ts";
import type { Estate } from "../../estate/estate.ts";
import { compareText, type DeviceId, type PolicyId, type RolloutId, type VersionHash } from "../../kit/ids.ts";
import { hashOf } from "../../kit/sha256.ts";
import { queryOf } from "../../policy/change-reach.ts";
import { isDeliverable, type Policy } from "../../policy/policy.ts";
import { standingOfDevice, suspendedOn, type OverlayFacts } from "../../rollout/overlay.ts";
import type { ActiveRollout } from "../ports/rollout-store.ts";
import type { World } from "../ports/world-store.ts";

/** A version of a policy as part of what a device should hold. */
export type SetMember = Readonly<{ policyId: PolicyId; versionHash: VersionHash }>;

/** A ledger row that has to be written before the set may be offered. */
export type PendingExposure = Readonly<{
  rolloutId: RolloutId;
  phaseIndex: number;
  versionHash: VersionHash | null;
  rolloutRevision: number;
}>;

/** What a device should hold now: in the order of policy ids, named by the hash of its members. */
export type DesiredSet = Readonly<{
  setHash: string;
  members: readonly SetMember[];
  exposures: readonly PendingExposure[];
  inOpenCohort: boolean;
}>;

/** The answer to every check-in of one revision of the world. */
export type FleetSnapshot = Readonly<{
  world: World;
  deviceCount: number;
  /** Keys that are quarantined or revoked. */
  inactiveThumbprints: ReadonlySet<string>;
  /** Null: not a device of the estate. */
  desired: (deviceId: DeviceId) => DesiredSet | null;
  /** The ledger rows of these devices are committed: nothing of their sets is pending any more. */
  noteExposed: (deviceIds: readonly DeviceId[]) => void;
}>;

/** The part that only the estate and the live policies decide: which policies reach which device. */
export type BaseSets = Readonly<{
  estate: Estate;
  policies: readonly Policy[];
  engine: AudienceEngine;
  membersByDevice: readonly (readonly SetMember[])[];
}>;

export function baseSetsOf(estate: Estate, policies: readonly Policy[]): BaseSets {
  const engine = createSmallAudienceEngine(estate);
  const membersByDevice: SetMember[][] = estate.devices.map(() => []);
  for (const policy of [...policies].sort((a, b) => compareText(a.id, b.id))) {
    // What cannot be read is in no bundle: see policy/resolve.
    if (!isDeliverable(policy.live.content.kind)) continue;
    const reach = engine.reach(queryOf(policy));
    const member = { policyId: policy.id, versionHash: policy.live.hash };
    for (let index = 0; index < estate.devices.length; index++)
      if (has(reach, index)) (membersByDevice[index] as SetMember[]).push(member);
  }
  return { estate, policies, engine, membersByDevice };
}

/** Lazy: a device's set is worked out when it first asks, and set hashes are shared by all devices with equal members. */
export function fleetSnapshotOf(
  world: World,
  base: BaseSets,
  active: readonly ActiveRollout[],
  inactiveThumbprints: ReadonlySet<string>,
): FleetSnapshot {
  const hashByKey = new Map<string, string>();
  const desiredByDevice = new Map<DeviceId, DesiredSet>();
  const work = (deviceId: DeviceId, index: number): DesiredSet => {
    const { members, exposures, inOpenCohort } = withOverlays(base, active, deviceId, index);
    const key = members.map((member) => `${member.policyId}@${member.versionHash}`).join("|");
    const setHash = hashByKey.get(key) ?? hashOf(key);
    hashByKey.set(key, setHash);
    return { setHash, members, exposures, inOpenCohort };
  };
  const desired = (deviceId: DeviceId) => {
    const index = base.estate.indexByDeviceId.get(deviceId);
    if (index === undefined) return null;
    const known = desiredByDevice.get(deviceId) ?? work(deviceId, index);
    desiredByDevice.set(deviceId, known);
    return known;
  };
  const noteExposed = (deviceIds: readonly DeviceId[]) => {
    for (const deviceId of deviceIds) {
      const known = desired(deviceId);
      if (known !== null) desiredByDevice.set(deviceId, { ...known, exposures: [] });
    }
  };
  return { world, deviceCount: base.estate.devices.length, inactiveThumbprints, desired, noteExposed };
}

function withOverlays(
  base: BaseSets,
  active: readonly ActiveRollout[],
  deviceId: DeviceId,
  index: number,
): Omit<DesiredSet, "setHash"> {
  let members = base.membersByDevice[index] ?? [];
  const exposures: PendingExposure[] = [];
  let inOpenCohort = false;
  for (const one of active) {
    const facts: OverlayFacts = { ...one, state: one.rollout.state };
    const standing = standingOfDevice(facts, deviceId);
    inOpenCohort ||= one.phaseByDeviceId.has(deviceId);
    if (standing === "offer") exposures.push(exposureOf(one, deviceId));
    if (one.rollout.state.kind === "operations") {
      if (facts.heldBackDeviceIds.has(deviceId)) members = asBeforeLanding(members, base, one, index);
      continue;
    }
    if (standing === "before") continue;
    members = replaced(members, one.policyId, one.targetHash);
    const suspended = suspendedOn(facts, one.rollout.plan.suspendedWhileIsolated, deviceId);
    if (suspended.length > 0) members = members.filter((member) => !suspended.includes(member.policyId));
  }
  return { members, exposures, inOpenCohort };
}

/**
 * The change is the policy by now, and nobody told this device's people: it stays on what it held before, as long as what
 * landed is what is live.
 */
function asBeforeLanding(
  members: readonly SetMember[],
  base: BaseSets,
  { policyId, targetHash, previousHash, previousAudience }: ActiveRollout,
  index: number,
): readonly SetMember[] {
  const live = base.policies.find((policy) => policy.id === policyId)?.live.hash ?? null;
  if (live !== targetHash) return members;
  const wasReached = previousAudience !== null && base.engine.explain(previousAudience, index).kind === "included";
  return replaced(members, policyId, wasReached ? previousHash : null);
}

function exposureOf(one: ActiveRollout, deviceId: DeviceId): PendingExposure {
  const phaseIndex = one.phaseByDeviceId.get(deviceId) as number;
  return { rolloutId: one.rollout.id, phaseIndex, versionHash: one.targetHash, rolloutRevision: one.rollout.revision };
}

function replaced(members: readonly SetMember[], policyId: PolicyId, targetHash: VersionHash | null): readonly SetMember[] {
  const others = members.filter((member) => member.policyId !== policyId);
  if (targetHash === null) return others;
  return [...others, { policyId, versionHash: targetHash }].sort((a, b) => compareText(a.policyId, b.policyId));
}
