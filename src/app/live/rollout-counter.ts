import type { RolloutId } from "../../kit/ids.ts";
import type { Instant } from "../../kit/instant.ts";
import type { Rollout } from "../../rollout/rollout.ts";
import type { Store, Unit } from "../ports/store.ts";
import { allCountsOf, type CountsByPhase, type RolloutCounter } from "../queries/rollout-summary.ts";

/** Up to so many devices are counted for every reader, in some tens of milliseconds; more of them cost a second. */
const COUNTED_ANEW_UP_TO = 20_000;
/** Counting takes at most a fourth of a processor's time, however many look. */
const REST_PER_COUNTING = 3;
const REST_MS_MIN = 1_000;
/** Nobody is shown what is older; who comes after so long waits for the counting. */
const AGE_MS_MAX = 30_000;
const ROLLOUTS_MAX = 100;

type Held = Readonly<{ counts: CountsByPhase; phases: number; countedAtMs: number; tookMs: number }>;

/**
 * Large rollouts are shown as they were counted last, and counted again behind the reader's back: a page of a hundred
 * thousand devices answers at once, and its numbers say from when they are.
 * @param monotonicMs a clock that never jumps: how old a counting may be is real time, also where the world's is virtual.
 */
export function createRolloutCounter(store: Store, monotonicMs: () => number): RolloutCounter {
  const held = new Map<RolloutId, Held>();
  const counting = new Map<RolloutId, Promise<void>>();

  async function count(unit: Unit, rollout: Rollout, phases: number, now: Instant): Promise<CountsByPhase> {
    const startedMs = monotonicMs();
    const counts = await allCountsOf(unit, rollout, now);
    const endedMs = monotonicMs();
    held.delete(rollout.id);
    held.set(rollout.id, { counts, phases, countedAtMs: startedMs, tookMs: endedMs - startedMs });
    if (held.size > ROLLOUTS_MAX) held.delete(held.keys().next().value as RolloutId);
    return counts;
  }

  function countBehind(rollout: Rollout, now: Instant): void {
    if (counting.has(rollout.id)) return;
    const running = store
      .read(async (unit) => {
        await count(unit, rollout, (await unit.rollouts.phases(rollout.id)).length, now);
      })
      // The next reader tries again, and waits for it once what is held is too old.
      .catch(() => undefined)
      .finally(() => counting.delete(rollout.id));
    counting.set(rollout.id, running);
  }

  return async (unit, rollout, phases, now) => {
    const members = phases.reduce((sum, { cohortSize }) => sum + cohortSize, 0);
    if (members <= COUNTED_ANEW_UP_TO) return allCountsOf(unit, rollout, now);
    const known = held.get(rollout.id);
    const ageMs = known === undefined ? Number.POSITIVE_INFINITY : monotonicMs() - known.countedAtMs;
    // A phase that has opened since is missing from the counts.
    if (known === undefined || known.phases !== phases.length || ageMs > AGE_MS_MAX)
      return count(unit, rollout, phases.length, now);
    if (ageMs > Math.max(REST_MS_MIN, (1 + REST_PER_COUNTING) * known.tookMs)) countBehind(rollout, now);
    return known.counts;
  };
}
