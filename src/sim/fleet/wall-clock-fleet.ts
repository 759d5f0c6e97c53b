import { setTimeout as sleep } from "node:timers/promises";
import { instant, SECOND_MS, type Instant } from "../../kit/instant.ts";
import { createFleet, type FleetSettings } from "./fleet.ts";
import type { FleetStats } from "./fleet-stats.ts";

export type WallClockFleetSettings = FleetSettings &
  Readonly<{
    /** Called with fresh figures at the start, about every `progressEveryMs`, and once at the end. */
    onProgress: (stats: FleetStats) => void;
    progressEveryMs?: number;
    /** Ends the run after what is in flight. */
    signal: AbortSignal;
    /** The wall clock and its timers, unless a test brings its own. */
    time?: WallTime;
  }>;

export type WallTime = Readonly<{
  now: () => Instant;
  /** Resolves after the time has passed, or at once when the signal stops the run. */
  pause: (durationMs: number, signal: AbortSignal) => Promise<void>;
}>;

/** Events that come together within this time are done together. */
const STEP_MS = 50;

/** The same fleet against a server on real time. Resolves with the last figures once the signal stops it or all devices are gone. */
export async function runWallClockFleet(settings: WallClockFleetSettings): Promise<FleetStats> {
  const { onProgress, signal, progressEveryMs = SECOND_MS, time = WALL_TIME, ...fleetSettings } = settings;
  // Real time passes by itself: there is nothing to advance.
  const fleet = createFleet({ ...fleetSettings, clock: { now: time.now, advanceTo: () => undefined } });
  const progress = setInterval(() => onProgress(fleet.stats()), progressEveryMs);
  try {
    onProgress(fleet.stats());
    await fleet.enrolAll(signal);
    for (let at = fleet.nextEventAt(); at !== null && !signal.aborted; at = fleet.nextEventAt()) {
      await time.pause(Math.max(at - time.now(), STEP_MS), signal);
      await fleet.runUntil(time.now(), signal);
    }
  } finally {
    clearInterval(progress);
    await fleet.close();
  }
  onProgress(fleet.stats());
  return fleet.stats();
}

/** A timer holds at most 2^31 ms; waking up early is harmless, since nothing is due then. */
const TIMER_MS_MAX = 2 ** 31 - 1;

const WALL_TIME: WallTime = {
  now: () => instant(Date.now()),
  pause: (durationMs, signal) => sleep(Math.min(durationMs, TIMER_MS_MAX), undefined, { signal }).catch(() => undefined),
};
