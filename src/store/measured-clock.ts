import type { Clock } from "../app/ports/clock.ts";
import { instant, type Instant } from "../kit/instant.ts";

/** The Clock port in production: the database's time, carried between two readings by a clock that never jumps. */
export type MeasuredClock = Clock &
  Readonly<{
    /** Reads the database's time again. Rejects when the database does not answer; the clock then goes on from its last reading. */
    measure: () => Promise<void>;
    /** How far the last reading was from what the clock said, in milliseconds; watched, since a soak is measured by it. */
    lastStepMs: () => number;
  }>;

/**
 * @param readNowMs the database's clock; @param monotonicMs never jumps, for example `performance.now`.
 * The clock never goes back: where the database's does, it stands still until it is caught up with.
 */
export async function createMeasuredClock(readNowMs: () => Promise<Instant>, monotonicMs: () => number): Promise<MeasuredClock> {
  const state = { baseMs: 0, atMs: 0, latest: instant(0), stepMs: 0 };
  const now = (): Instant => {
    const reading = instant(state.baseMs + (monotonicMs() - state.atMs));
    state.latest = reading > state.latest ? reading : state.latest;
    return state.latest;
  };
  const measure = async () => {
    const askedMs = monotonicMs();
    const answer = await readNowMs();
    const answeredMs = monotonicMs();
    const isFirst = state.baseMs === 0;
    // The reading was taken somewhere between question and answer.
    const middleMs = (askedMs + answeredMs) / 2;
    state.stepMs = isFirst ? 0 : answer - (state.baseMs + (middleMs - state.atMs));
    state.baseMs = answer;
    state.atMs = middleMs;
  };
  await measure();
  return { now, measure, lastStepMs: () => state.stepMs };
}
