import { compareText, type PolicyId } from "../kit/ids.ts";
import { err, ok, type Result } from "../kit/result.ts";
import {
  addTo,
  countOf,
  difference,
  emptySet,
  has,
  indexesOf,
  intersection,
  union,
  type DeviceSet,
} from "../audience/device-set.ts";
import type { ReachedPolicy } from "../policy/reached-policy.ts";
import { isUnreadable, type PolicyContent } from "../policy/policy.ts";
import { askedBy } from "../policy/resolve.ts";
import { choosePilot, type PilotChoice, type PilotInputs } from "./pilot.ts";
import { deviceAt, pilotCandidates, placeKey, type Population } from "./population.ts";

export type IsolatedPilotInputs = Omit<PilotInputs, "allowed"> &
  Readonly<{
    /** What is to be tried alone; for a retirement the live content. */
    content: PolicyContent;
    /** All other live policies with their reach. */
    others: readonly ReachedPolicy[];
    /** Security, certificate and network policies: like compliance policies, these are never suspended. */
    protectedPolicyIds: ReadonlySet<PolicyId>;
  }>;

export type IsolatedPilot = PilotChoice &
  Readonly<{
    /** Devices that could have been chosen. */
    eligible: number;
    /** What comes off at least one chosen device while the phase lasts, in the order of ids. */
    suspendedPolicyIds: readonly PolicyId[];
    /** By chosen device, in the order of `devices`. */
    suspensions: readonly Readonly<{ index: number; policyIds: readonly PolicyId[] }>[];
    /** On chosen devices, with an effect that cannot be read: whether these touch the change is not known. */
    unreadablePolicyIds: readonly PolicyId[];
  }>;

/** `blockedBy`: protected policies that touch the change, with the candidates they reach, most first. */
export type NoIsolatedDevice = Readonly<{
  type: "NoIsolatedDevice";
  candidates: number;
  blockedBy: readonly Readonly<{ policyId: PolicyId; name: string; devices: number }>[];
}>;

/**
 * Chooses devices on which the change can be tried alone: every other policy that shares a node with it can be suspended
 * there without taking protection away (S23, requirements.md 2.12). A person of whom one device is not eligible stays out
 * with all devices.
 */
export function chooseIsolatedPilot(inputs: IsolatedPilotInputs): Result<IsolatedPilot, NoIsolatedDevice> {
  const { population, content, others, protectedPolicyIds, alreadyIn } = inputs;
  const touching = policiesTouching(content, others);
  const isProtected = (policy: ReachedPolicy) => policy.content.kind === "compliance" || protectedPolicyIds.has(policy.policyId);
  const candidates = difference(pilotCandidates(population), alreadyIn);
  const guards = touching.filter(isProtected);
  const guarded = guards.reduce((all, policy) => union(all, intersection(policy.reach, candidates)), emptySet(candidates.size));
  const allowed = difference(candidates, withWholePeople(population, candidates, guarded));
  const eligible = countOf(allowed);
  if (eligible === 0)
    return err({ type: "NoIsolatedDevice", candidates: countOf(candidates), blockedBy: blockers(guards, candidates) });
  const choice = choosePilot({ ...inputs, allowed });
  const suspendable = touching.filter((policy) => !isProtected(policy));
  const suspensions = choice.devices.map((index) => ({ index, policyIds: idsOn(index, suspendable) }));
  const unreadable = others.filter((policy) => isUnreadable(policy.content.kind));
  return ok({
    ...choice,
    eligible,
    suspendedPolicyIds: distinct(suspensions.flatMap((device) => device.policyIds)),
    suspensions,
    unreadablePolicyIds: distinct(choice.devices.flatMap((index) => idsOn(index, unreadable))),
  });
}

function policiesTouching(content: PolicyContent, others: readonly ReachedPolicy[]): readonly ReachedPolicy[] {
  const nodes = new Set(askedBy(content).map((asked) => asked.node));
  return others.filter((other) => askedBy(other.content).some((asked) => nodes.has(asked.node)));
}

function withWholePeople(population: Population, candidates: DeviceSet, guarded: DeviceSet): DeviceSet {
  const keyOf = (index: number) => placeKey(deviceAt(population.estate, index));
  const keys = new Set(indexesOf(guarded).map(keyOf));
  const all = emptySet(candidates.size);
  for (const index of indexesOf(candidates)) if (keys.has(keyOf(index))) addTo(all, index);
  return all;
}

function blockers(guards: readonly ReachedPolicy[], candidates: DeviceSet): NoIsolatedDevice["blockedBy"] {
  const found = guards.map(({ policyId, name, reach }) => ({
    policyId,
    name,
    devices: countOf(intersection(reach, candidates)),
  }));
  return found.filter((row) => row.devices > 0).sort((a, b) => b.devices - a.devices || compareText(a.policyId, b.policyId));
}

function idsOn(index: number, policies: readonly ReachedPolicy[]): readonly PolicyId[] {
  return distinct(policies.filter((policy) => has(policy.reach, index)).map((policy) => policy.policyId));
}

function distinct(policyIds: readonly PolicyId[]): readonly PolicyId[] {
  return [...new Set(policyIds)].sort(compareText);
}
