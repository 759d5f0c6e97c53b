import type { BackendCall, BackendChange } from "../../../app/ports/device-backend.ts";

/** What the embedded backend does for a change, in words for people. Pure. */
export function callOf(change: BackendChange): BackendCall {
  return { operation: operationOf(change), target: targetOf(change), devices: devicesConcerned(change) };
}

/** A device that is named twice is one device. */
export function devicesConcerned({ deviceIds }: BackendChange): number {
  return new Set(deviceIds).size;
}

function operationOf({ kind, rolloutId, phaseIndex }: BackendChange): string {
  const phase = phaseIndex === null ? "all phases" : `phase ${phaseIndex + 1}`;
  switch (kind) {
    case "publish-phase":
      return `offer ${phase} of rollout ${rolloutId} at check-ins`;
    case "stop-offering":
      return `offer nothing new of rollout ${rolloutId} (${phase})`;
    case "offer-again":
      return `offer ${phase} of rollout ${rolloutId} at check-ins again`;
    case "restore-previous":
      return `offer what was held before rollout ${rolloutId} at check-ins`;
    case "land":
      return `make rollout ${rolloutId}'s version the one that all its devices hold`;
  }
}

function targetOf({ policyId, versionHash }: BackendChange): string {
  return versionHash === null ? `policy ${policyId}, none` : `policy ${policyId}, version ${versionHash}`;
}
