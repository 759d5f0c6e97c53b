import type { RolloutSummary } from "../../http/contract/rollouts.ts";
import { plusMs, type Instant } from "../../kit/instant.ts";
import type { FleetWorker } from "../fleet/fleet-worker-client.ts";
import type { VirtualClock } from "../fleet/virtual-clock.ts";
import type { PacedDial } from "./demo-dial.ts";
import type { StoryKey } from "./story-key.ts";

/** The server as the demo meets it: an address, the clock they share, its timer, which the demo rings, and the speed dial. */
export type DemoStage = Readonly<{
  origin: string;
  clock: VirtualClock;
  /** Of a person who may make tokens. */
  adminToken: string;
  /** What `serve` does every few seconds. */
  ringTimer: () => Promise<void>;
  dial: PacedDial;
}>;

/** `isWatched`: somebody sits before the console, and may do what they like to the stories. */
export type DemoSettings = Readonly<{ seed: number; devices: number; isWatched: boolean }>;
export type DemoMoment = Readonly<{
  step: string;
  now: Instant;
  startedAt: Instant;
  rollouts: readonly Readonly<{ story: StoryKey; summary: RolloutSummary }>[];
}>;
/** First the devices live up to that moment, then the timer looks at what they said. Gives up at once when told to. */
export async function passTime(
  { clock, ringTimer }: DemoStage,
  fleet: FleetWorker,
  spanMs: number,
  until: AbortSignal,
): Promise<void> {
  if (spanMs > 0) {
    const next = plusMs(clock.now(), spanMs);
    clock.advanceTo(next);
    await orAborted(fleet.runUntil(next), until);
  }
  await ringTimer();
}

export async function orAborted<T>(work: Promise<T>, until: AbortSignal): Promise<T> {
  until.throwIfAborted();
  const { promise, reject } = Promise.withResolvers<never>();
  const stop = () => reject(until.reason);
  until.addEventListener("abort", stop, { once: true });
  try {
    return await Promise.race([work, promise]);
  } finally {
    until.removeEventListener("abort", stop);
  }
}
