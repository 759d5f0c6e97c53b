import { MINUTE_MS, plusMs, type Instant } from "../../kit/instant.ts";
import { err, ok, type Result } from "../../kit/result.ts";

export type AttemptsSpent = Readonly<{
  retryAt: Instant;
  /** The first refusal of this window: worth a line in the audit log, the others are not. */
  isFirst: boolean;
}>;

/** Counts failures to sign in, by who is tried from where, and by where alone. In this process only. */
export type Attempts = Readonly<{
  /** Counts an attempt before it is made, so that many at once are not all let through. */
  take: (from: string, login: string, now: Instant) => Result<null, AttemptsSpent>;
  /** It was no failure after all. */
  succeeded: (from: string, login: string) => void;
}>;

const WINDOW_MS = 15 * MINUTE_MS;
const PER_LOGIN_MAX = 10;
/** Offices and proxies come from one address. */
const PER_PLACE_MAX = 50;
/** What is remembered is bounded; the oldest windows go first. */
const WINDOWS_MAX = 20_000;

type Window = { readonly since: Instant; taken: number; isTold: boolean };

export function createAttempts(): Attempts {
  const windows = new Map<string, Window>();
  const windowOf = (key: string, now: Instant): Window => {
    const known = windows.get(key);
    if (known !== undefined && now < plusMs(known.since, WINDOW_MS)) return known;
    // Put in anew at the end: the map is in the order in which windows began.
    windows.delete(key);
    const window = { since: now, taken: 0, isTold: false };
    windows.set(key, window);
    const oldest = windows.keys().next().value;
    if (windows.size > WINDOWS_MAX && oldest !== undefined) windows.delete(oldest);
    return window;
  };
  return {
    take: (from, login, now) => {
      const place = windowOf(placeKey(from), now);
      if (place.taken >= PER_PLACE_MAX) return spent(place);
      const pair = windowOf(pairKey(from, login), now);
      if (pair.taken >= PER_LOGIN_MAX) return spent(pair);
      place.taken += 1;
      pair.taken += 1;
      return ok(null);
    },
    succeeded: (from, login) => {
      const place = windows.get(placeKey(from));
      if (place !== undefined) place.taken = Math.max(0, place.taken - 1);
      windows.delete(pairKey(from, login));
    },
  };
}

function spent(window: Window): Result<never, AttemptsSpent> {
  const isFirst = !window.isTold;
  window.isTold = true;
  return err({ retryAt: plusMs(window.since, WINDOW_MS), isFirst });
}

function placeKey(from: string): string {
  return JSON.stringify([from]);
}

function pairKey(from: string, login: string): string {
  return JSON.stringify([from, login]);
}
