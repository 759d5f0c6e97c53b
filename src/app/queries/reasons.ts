import type { AssignmentTarget } from "../../audience/assignment.ts";
import type { Verdict } from "../../audience/audience-engine.ts";
import type { DeviceId, PolicyId } from "../../kit/ids.ts";
import { formatInstant } from "../../kit/instant.ts";
import { queryOf } from "../../policy/change-reach.ts";
import { isUnreadable, type Policy } from "../../policy/policy.ts";
import { offersNew } from "../../rollout/lifecycle/step.ts";
import { standingOfDevice, suspendedOn, type OverlayFacts } from "../../rollout/overlay.ts";
import type { ActiveRollout } from "../ports/rollout-store.ts";
import type { EstateReading } from "./estate-memory.ts";

/** Why the live policy reaches the device or not, in the words of the line that decided. */
export function audienceReason({ estate, engine }: EstateReading, policy: Policy | undefined, deviceIndex: number): string {
  if (policy === undefined) return "the policy is not live";
  if (isUnreadable(policy.live.content.kind)) return "what this policy does cannot be read, so it is in no bundle";
  const verdict = engine.explain(queryOf(policy), deviceIndex);
  if (verdict.kind === "not-targeted")
    return `no line of its assignment names this device, its person or its platform (${policy.live.content.platforms.join(", ")})`;
  const groupName = verdict.by.kind === "group" ? estate.groupsById.get(verdict.by.groupId)?.name : undefined;
  return `${verdict.kind} by ${targetText(verdict.by, groupName)}${viaText(verdict)}`;
}

/** What a rollout under way makes of it for this device. */
export function rolloutReason(active: ActiveRollout, deviceId: DeviceId): string {
  const { rollout, phaseByDeviceId, publishedPhases } = active;
  const { state } = rollout;
  const phaseIndex = phaseByDeviceId.get(deviceId);
  const title = `rollout \`${rollout.name}\` (${state.kind})`;
  if (phaseIndex === undefined) return `${title} has not chosen this device yet: it stays as it was`;
  const phase = rollout.plan.phases[phaseIndex]?.name ?? `phase ${phaseIndex}`;
  const what = active.targetHash === null ? "takes the policy away" : "brings its new version";
  switch (standingOfDevice(factsOf(active), deviceId)) {
    case "after":
      return `${title} ${what}: offered in ${phase}`;
    case "offer":
      return `${title} ${what} at the next check-in, in ${phase}`;
    case "before":
      if (state.kind === "rolling-back") return `${title} restores the state before: since ${formatInstant(state.since)}`;
      if (active.heldBackDeviceIds.has(deviceId) && (offersNew(state) || state.kind === "operations"))
        return `${title} has this device in ${phase} and holds it back: nobody was told of it long enough ago`;
      if (!offersNew(state)) return `${title} offers nothing new: this device, in ${phase}, stays as it was`;
      return publishedPhases.has(phaseIndex)
        ? `${title} has this device in ${phase}, which is not open`
        : `${title} has this device in ${phase}, which is not published yet`;
  }
}

/** Rollouts that keep this policy off the device while it is in their isolated pilot. */
export function suspensionReasons(active: readonly ActiveRollout[], policyId: PolicyId, deviceId: DeviceId): readonly string[] {
  const suspending = active.filter((one) =>
    suspendedOn(factsOf(one), one.rollout.plan.suspendedWhileIsolated, deviceId).includes(policyId),
  );
  return suspending.map(({ rollout }) => `kept off while the device is in the isolated pilot of \`${rollout.name}\``);
}

function factsOf({ rollout, ...facts }: ActiveRollout): OverlayFacts {
  return { state: rollout.state, ...facts };
}

function targetText(target: AssignmentTarget, groupName: string | undefined): string {
  switch (target.kind) {
    case "all-devices":
      return "all devices";
    case "all-users":
      return "all users";
    case "group":
      return `group \`${groupName ?? target.groupId}\``;
  }
}

function viaText(verdict: Exclude<Verdict, { kind: "not-targeted" }>): string {
  if (verdict.by.kind === "all-devices") return "";
  return verdict.via === "user" ? ", through the device's person" : ", of which the device is a member";
}
