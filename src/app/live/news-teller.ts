import type { Instant } from "../../kit/instant.ts";

/** `beat`: nothing new as of `at`. `changed`: these have new facts. `number` counts the events of this process. */
export type LiveNews = Readonly<{ kind: "changed" | "beat"; number: number; at: Instant; topics: readonly string[] }>;
export type Listener = (news: LiveNews) => void;

export type TellerDeps = Readonly<{
  now: () => Instant;
  /** A clock that never jumps: pauses are real time even where the world's clock is virtual. */
  monotonicMs: () => number;
  /** @returns how to take it back. */
  later: (delayMs: number, run: () => void) => () => void;
}>;

/** Tells listeners what is new, neither too often nor too seldom. */
export type NewsTeller = Readonly<{
  listeners: Set<Listener>;
  /** What the listeners' next beat or news is as of. */
  setAsOf: (at: Instant) => void;
  greet: (listener: Listener) => void;
  /** @param isUrgent somebody did it here a moment ago, and looks whether it came about. */
  add: (topics: Iterable<string>, isUrgent: boolean) => void;
  /** Beats if nothing was told for a while. */
  beat: () => void;
  /** Forgets what was not told yet; the next beat is due at once. */
  reset: () => void;
}>;

const BEAT_EVERY_MS = 5_000;
/** At most two events in so long; news that is not urgent leaves one of them to what is. */
const WINDOW_MS = 1_000;
const SPACING_MS = 750;

export function createNewsTeller(deps: TellerDeps): NewsTeller {
  const listeners = new Set<Listener>();
  const pending = new Set<string>();
  const state = {
    asOf: null as Instant | null,
    number: 0,
    sentMs: [-Infinity, -Infinity] as [number, number],
    beatMs: -Infinity,
    isUrgent: false,
    cancel: (): void => undefined,
  };

  function tell(kind: LiveNews["kind"], topics: readonly string[], to: Iterable<Listener>): void {
    state.number += 1;
    const news = { kind, number: state.number, at: state.asOf ?? deps.now(), topics };
    for (const hear of to) hear(news);
  }

  function flush(): void {
    state.cancel();
    if (pending.size === 0 || listeners.size === 0) return;
    const nowMs = deps.monotonicMs();
    const [before, last] = state.sentMs;
    const waitMs = Math.max(before + WINDOW_MS - nowMs, state.isUrgent ? 0 : last + SPACING_MS - nowMs);
    if (waitMs > 0) {
      state.cancel = deps.later(waitMs, flush);
      return;
    }
    Object.assign(state, { sentMs: [last, nowMs], beatMs: nowMs, isUrgent: false });
    const topics = [...pending].sort();
    pending.clear();
    tell("changed", topics, listeners);
  }

  return {
    listeners,
    setAsOf: (at) => {
      state.asOf = at;
    },
    greet: (listener) => tell("beat", [], [listener]),
    add: (topics, isUrgent) => {
      for (const topic of topics) pending.add(topic);
      state.isUrgent ||= isUrgent && pending.size > 0;
      flush();
    },
    beat: () => {
      const nowMs = deps.monotonicMs();
      if (nowMs - state.beatMs < BEAT_EVERY_MS) return;
      state.beatMs = nowMs;
      tell("beat", [], listeners);
    },
    reset: () => {
      state.cancel();
      pending.clear();
      Object.assign(state, { asOf: null, beatMs: -Infinity, isUrgent: false });
    },
  };
}
