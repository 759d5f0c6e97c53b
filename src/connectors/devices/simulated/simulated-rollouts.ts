import type { BackendChange } from "../../../app/ports/device-backend.ts";
import type { DeviceId, RolloutId } from "../../../kit/ids.ts";
import type { Instant } from "../../../kit/instant.ts";
import { devicesConcerned } from "./map.ts";
import type { Order, SimulatedFleet } from "./simulated-fleet.ts";

type Standing = { isPublished: boolean; isStopped: boolean; isRestored: boolean };

/**
 * Carries changes out on the fleet. INVARIANT: what is stopped stays stopped until `offer-again`, and what is restored stays
 * so for ever, whatever arrives late: a stop may overtake the publish that was tried before it.
 */
export function createSimulatedRollouts(fleet: SimulatedFleet): (change: BackendChange, key: string, now: Instant) => void {
  const standings = new Map<RolloutId, Standing>();
  const standingOf = (rolloutId: RolloutId) => {
    const standing = standings.get(rolloutId) ?? { isPublished: false, isStopped: false, isRestored: false };
    standings.set(rolloutId, standing);
    return standing;
  };
  return (change, key, now) => {
    const standing = standingOf(change.rolloutId);
    switch (change.kind) {
      case "publish-phase":
        standing.isPublished = true;
        return offer(fleet, standing, change, key, now);
      case "land":
        return offer(fleet, standing, change, key, now);
      case "offer-again":
        standing.isStopped = false;
        return offer(fleet, standing, change, key, now);
      case "stop-offering":
        standing.isStopped = true;
        return fleet.withdrawOffers(change.rolloutId);
      case "restore-previous":
        standing.isRestored = true;
        return restore(fleet, change, key, now);
    }
  };
}

/** To the devices named that have neither tried this rollout's version nor are about to. */
function offer(fleet: SimulatedFleet, standing: Standing, change: BackendChange, key: string, now: Instant): void {
  if (!standing.isPublished || standing.isStopped || standing.isRestored) return;
  for (const deviceId of devicesConcerned(change, fleet.knows)) {
    if (fleet.isExposed(change.rolloutId, deviceId)) continue;
    if (fleet.waitingOrder(deviceId, change.policyId)?.rolloutId === change.rolloutId) continue;
    fleet.order(orderFor("offer", change, deviceId, key), now);
  }
}

function restore(fleet: SimulatedFleet, change: BackendChange, key: string, now: Instant): void {
  fleet.withdrawOffers(change.rolloutId);
  for (const deviceId of devicesConcerned(change, fleet.knows)) {
    if (fleet.isExposed(change.rolloutId, deviceId)) fleet.order(orderFor("restore", change, deviceId, key), now);
  }
}

function orderFor(
  purpose: Order["purpose"],
  { rolloutId, policyId, versionHash }: BackendChange,
  deviceId: DeviceId,
  key: string,
): Order {
  return { rolloutId, purpose, deviceId, policyId, versionHash, key };
}
