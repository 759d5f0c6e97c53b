import type { RolloutId } from "../../kit/ids.ts";
import type { Instant } from "../../kit/instant.ts";
import { audit, rolloutSubject, TIMER_ACTOR } from "../audit.ts";
import type { Store } from "../ports/store.ts";

/** The embedded backend's receipt: from this commit on the door may offer the phase. Publishing twice changes nothing. */
export function publishPhase(
  store: Store,
  rolloutId: RolloutId,
  phaseIndex: number,
  now: Instant,
): Promise<"done" | "already-done"> {
  return store.write(async (unit) => {
    const phase = (await unit.rollouts.phases(rolloutId)).find((row) => row.phaseIndex === phaseIndex);
    if (phase === undefined) throw new Error(`rollout ${rolloutId} has no open phase ${phaseIndex}`);
    if (phase.publishedAt !== null) return "already-done";
    await unit.world.bump({ estate: false });
    await unit.rollouts.markPublished(rolloutId, phaseIndex, now);
    await audit(unit, now, TIMER_ACTOR, "rollout.phase-published", rolloutSubject(rolloutId), { phaseIndex, name: phase.name });
    return "done";
  });
}
