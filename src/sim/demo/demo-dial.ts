import type { DemoAnswer } from "../../http/contract/live.ts";
import { DAY_MS, HOUR_MS, MINUTE_MS, type Instant } from "../../kit/instant.ts";

export type DemoSpeed = DemoAnswer["speed"];
export type DemoStory = DemoAnswer["stories"][number];

/** Virtual milliseconds in one second of ours. Normal: a week passes in less than two minutes. */
export const VIRTUAL_MS_PER_SECOND: Readonly<Record<DemoSpeed, number>> = {
  paused: 0,
  slow: 10 * MINUTE_MS,
  normal: 90 * MINUTE_MS,
  fast: DAY_MS,
};

/** How our own time is read and waited for; a test brings its own. `pause` ends early, without an error, when `wake` is aborted. */
export type DialTime = Readonly<{ nowMs: () => number; pause: (durationMs: number, wake: AbortSignal) => Promise<void> }>;

export type DialPart = Partial<Pick<DemoAnswer, "step" | "storiesOver" | "note"> & { stories: readonly DemoStory[] }>;
export type PacedDial = Readonly<{
  read: () => DemoAnswer;
  setSpeed: (speed: DemoSpeed) => void;
  /** Calls back when the speed, the step or a story is another one. */
  onChange: (told: () => void) => void;
  tell: (part: DialPart) => void;
  /** Somebody did something that the timer should look at, also while time stands still. */
  nudge: () => void;
  /**
   * Waits until time may go on, and says by how many virtual milliseconds; 0: only look, time stands still.
   * @param isIdle nothing moves any more: time passes slowly at most, so that a demo that was left alone leaves the machine alone.
   */
  nextSlot: (isIdle: boolean, until: AbortSignal) => Promise<number>;
}>;

/** The demo's speed dial, and what the console reads of the demo. */
export function createDemoDial(clock: Readonly<{ now: () => Instant }>, time: DialTime, speed: DemoSpeed): PacedDial {
  const startedAt = clock.now();
  const state = {
    told: { step: "starting", stories: [] as readonly DemoStory[], storiesOver: false, note: null as string | null },
    speed,
    isNudged: false,
    slotFromMs: time.nowMs(),
    waiting: new AbortController(),
    changed: () => undefined as void,
  };
  const wake = () => {
    state.waiting.abort();
    state.waiting = new AbortController();
  };
  return {
    read: () => ({
      ...state.told,
      stories: [...state.told.stories],
      speed: state.speed,
      virtualMsPerSecond: VIRTUAL_MS_PER_SECOND[state.speed],
      startedAt,
      now: clock.now(),
    }),
    setSpeed: (next) => {
      state.speed = next;
      wake();
      state.changed();
    },
    onChange: (told) => {
      state.changed = told;
    },
    tell: (part) => {
      Object.assign(state.told, part);
      state.changed();
    },
    nudge: () => {
      state.isNudged = true;
      wake();
    },
    nextSlot: async (isIdle, until) => {
      const stop = () => wake();
      until.addEventListener("abort", stop);
      try {
        return await nextSlot(state, time, isIdle, until);
      } finally {
        until.removeEventListener("abort", stop);
      }
    },
  };
}

type DialState = { speed: DemoSpeed; isNudged: boolean; slotFromMs: number; waiting: AbortController };

async function nextSlot(state: DialState, time: DialTime, isIdle: boolean, until: AbortSignal): Promise<number> {
  for (;;) {
    until.throwIfAborted();
    const rate = Math.min(VIRTUAL_MS_PER_SECOND[state.speed], isIdle ? VIRTUAL_MS_PER_SECOND.slow : VIRTUAL_MS_PER_SECOND.fast);
    const slotMs = rate > VIRTUAL_MS_PER_SECOND.slow ? HOUR_MS : SLOW_SLOT_MS;
    const waitMs = rate === VIRTUAL_MS_PER_SECOND.fast ? 0 : waitMsFor(state, time, rate, slotMs);
    if (waitMs <= 0) {
      state.isNudged = false;
      state.slotFromMs = slotBegin(state.slotFromMs + (slotMs / rate) * 1_000, time.nowMs());
      return slotMs;
    }
    if (state.isNudged) {
      state.isNudged = false;
      return 0;
    }
    await time.pause(waitMs, state.waiting.signal);
    // Time that stood still is not made up for.
    if (rate === 0) state.slotFromMs = time.nowMs();
  }
}

function waitMsFor({ slotFromMs }: DialState, time: DialTime, rate: number, slotMs: number): number {
  return rate === 0 ? STILL_MS : slotFromMs + (slotMs / rate) * 1_000 - time.nowMs();
}

/** A slot that was late makes the next one come sooner, but no more than this is made up for: time would run after a hiccup. */
const LATE_MS_MAX = 2_000;
const slotBegin = (dueMs: number, nowMs: number) => Math.max(dueMs, nowMs - LATE_MS_MAX);

/** Fine steps where somebody looks closely. */
const SLOW_SLOT_MS = 10 * MINUTE_MS;
/** Until the dial is turned; timers know no longer wait than about 24 days. */
const STILL_MS = 24 * HOUR_MS;
