import type { BackendCall, BackendChange } from "../../../app/ports/device-backend.ts";
import type { DeviceId } from "../../../kit/ids.ts";

const OPERATIONS: Readonly<Record<BackendChange["kind"], string>> = {
  "publish-phase": "offer to simulated devices",
  "stop-offering": "withdraw offers from simulated devices",
  "offer-again": "offer again to simulated devices",
  "restore-previous": "restore on simulated devices",
  land: "offer to simulated devices for good",
};

/** What the simulated backend does for a change, in words for people. Pure. */
export function callOf(change: BackendChange, knows: (deviceId: DeviceId) => boolean): BackendCall {
  const { kind, rolloutId, policyId, versionHash } = change;
  const target = `rollout ${rolloutId}, policy ${policyId}, version ${versionHash ?? "none"}`;
  return { operation: OPERATIONS[kind], target, devices: devicesConcerned(change, knows).length };
}

/** Each once, in the order they are named; those that the fleet does not have are left out. */
export function devicesConcerned({ deviceIds }: BackendChange, knows: (deviceId: DeviceId) => boolean): readonly DeviceId[] {
  return [...new Set(deviceIds)].filter(knows);
}
