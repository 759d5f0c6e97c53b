import { assert } from "../../../kit/assert.ts";
import type { RolloutId } from "../../../kit/ids.ts";
import type { Instant } from "../../../kit/instant.ts";
import { PLATFORMS } from "../../../estate/platform.ts";
import { EMBEDDED_CONFLICT_RULE } from "../../../policy/conflict-rule.ts";
import type { BackendChange, BackendObservation, DeviceBackend } from "../../../app/ports/device-backend.ts";
import { callOf, devicesConcerned } from "./map.ts";

/** What the roof lends. Each may throw BackendUnavailable, and anything else that means a lost database or a bug. */
export type EmbeddedBackendDeps = Readonly<{
  /** Marks the phase published in one transaction, so that check-ins may offer it. */
  publishPhase: (rolloutId: RolloutId, phaseIndex: number) => Promise<"done" | "already-done">;
  /** The door's snapshot looks again now. Where it returns a promise, its end means that the door has looked. */
  wakeDoor: () => void | Promise<void>;
  /** What devices reported after the cursor, oldest first, at most `limit`; null: from the start, and: nothing yet. */
  observations: (since: string | null, limit: number) => Promise<ObservationPage>;
  now: () => Instant;
  /** How often a device asks, in ms: it reports right after, so within this time most have. */
  checkInIntervalMs: number;
}>;

export type ObservationPage = Readonly<{ observations: readonly BackendObservation[]; cursor: string | null }>;

const OBSERVATIONS_MAX = 1_000;

/**
 * The product's own devices, which ask at the device door. Everything is pull: what a device may hold follows from the
 * database, so a change is done once it is committed, and `apply` says so to the door. README.md has the reasons.
 */
export function createEmbeddedBackend(deps: EmbeddedBackendDeps): DeviceBackend {
  return {
    id: "embedded",
    capabilities: {
      platforms: PLATFORMS,
      isolation: true,
      rollback: true,
      reportLatencyMs: deps.checkInIntervalMs,
      conflictRule: EMBEDDED_CONFLICT_RULE,
    },
    plan: (changes) => changes.map(callOf),
    apply: async (change, key) => {
      const outcome = await settle(change, deps);
      // Also after "already-done": the process may have died between the transaction and the call to the door.
      await deps.wakeDoor();
      return { key, outcome, at: deps.now(), devices: devicesConcerned(change) };
    },
    observe: async (since) => {
      const { observations, cursor } = await deps.observations(since, OBSERVATIONS_MAX);
      return { observations, cursor: cursor ?? since };
    },
  };
}

/** The only change that the database does not hold already when it is asked for is the mark of a published phase. */
async function settle(
  { kind, rolloutId, phaseIndex }: BackendChange,
  { publishPhase }: EmbeddedBackendDeps,
): Promise<"done" | "already-done"> {
  if (kind !== "publish-phase") return "already-done";
  assert(phaseIndex !== null, "a phase to publish has an index");
  return publishPhase(rolloutId, phaseIndex);
}
