import type { DeviceId, PolicyId } from "../kit/ids.ts";
import { offersNew } from "./lifecycle/step.ts";
import type { State } from "./lifecycle/types.ts";

/**
 * Where one device stands in one rollout. `before`: as if the rollout did not exist. `after`: it holds the change (it is in
 * the exposure ledger). `offer`: it may be offered the change now, by way of the ledger.
 */
export type Standing = "before" | "after" | "offer";

/** What is asked of a rollout for that; see ActiveRollout of the store's port. */
export type OverlayFacts = Readonly<{
  state: State;
  /** Phases whose publication the backend has confirmed. */
  publishedPhases: ReadonlySet<number>;
  phaseByDeviceId: ReadonlyMap<DeviceId, number>;
  exposedDeviceIds: ReadonlySet<DeviceId>;
  /** Members whose people were not told long enough ago: they are offered nothing, whatever the state. */
  heldBackDeviceIds: ReadonlySet<DeviceId>;
}>;

/** P-S2, P-S5 and S22 in one place: only members of the frozen cohort of an open, published phase are offered anything new, and only those whose people were told. */
export function standingOfDevice(facts: OverlayFacts, deviceId: DeviceId): Standing {
  const { state } = facts;
  if (isUndone(state)) return "before";
  const phaseIndex = facts.phaseByDeviceId.get(deviceId);
  if (phaseIndex === undefined) return "before";
  if (facts.exposedDeviceIds.has(deviceId)) return "after";
  if (facts.heldBackDeviceIds.has(deviceId)) return "before";
  if (state.kind === "operations") return "offer";
  if (!offersNew(state) || !("open" in state)) return "before";
  return phaseIndex <= state.open.phaseIndex && facts.publishedPhases.has(phaseIndex) ? "offer" : "before";
}

/** Policies kept off this device while it is in the isolated pilot (S23); they come back by themselves when the phase is over. */
export function suspendedOn(facts: OverlayFacts, suspended: readonly PolicyId[], deviceId: DeviceId): readonly PolicyId[] {
  const { state } = facts;
  if (isUndone(state) || !("open" in state) || state.open.phaseKind !== "pilot-isolated") return [];
  if (facts.phaseByDeviceId.get(deviceId) !== state.open.phaseIndex) return [];
  return standingOfDevice(facts, deviceId) === "before" ? [] : suspended;
}

function isUndone(state: State): boolean {
  return (
    state.kind === "scope" ||
    state.kind === "rolling-back" ||
    state.kind === "rolled-back" ||
    state.kind === "aborted" ||
    state.kind === "closed"
  );
}
