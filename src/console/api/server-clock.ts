import { useSyncExternalStore } from "react";

/**
 * The server's clock, as of its latest answer; in a demo its time passes faster than ours. Ages on the screen are counted
 * against it, because the browser's own clock may be wrong and knows nothing of a demo's time.
 */
type Reading = Readonly<{ serverMs: number; atLocalMs: number }>;

let reading: Reading | null = null;
let rateMax = 1;
let rate = 1;
const listeners = new Set<() => void>();

const RATE_OVER_MS = 1_500;

/** `serverMs`: the answer's `tidegate-time`. */
export function noteServerTime(serverMs: number): void {
  if (!Number.isFinite(serverMs) || serverMs <= 0) return;
  const atLocalMs = performance.now();
  if (reading !== null && atLocalMs - reading.atLocalMs > RATE_OVER_MS) {
    // A demo's machine may not keep up with the speed that was set: what was seen counts.
    const seen = (serverMs - reading.serverMs) / (atLocalMs - reading.atLocalMs);
    rate = rateMax === 1 ? 1 : Math.min(rateMax, Math.max(0, seen));
  }
  reading = { serverMs, atLocalMs };
}

/** How fast the server's time may pass: 1 is life, 0 a demo that stands. */
export function setServerRate(most: number): void {
  if (rateMax === most) return;
  if (reading !== null) reading = { serverMs: serverNow(), atLocalMs: performance.now() };
  rateMax = most;
  rate = most;
}

/** Milliseconds since 1970; before the first answer the browser's own clock has to do. */
export function serverNow(): number {
  if (reading === null) return Date.now();
  return reading.serverMs + (performance.now() - reading.atLocalMs) * rate;
}

const TICK_MS = 1_000;
let tickNow = 0;
let ticker: ReturnType<typeof setInterval> | null = null;

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  ticker ??= setInterval(tick, TICK_MS);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0 || ticker === null) return;
    clearInterval(ticker);
    ticker = null;
  };
}

function tick(): void {
  tickNow = serverNow();
  for (const listener of listeners) listener();
}

function snapshot(): number {
  if (tickNow === 0) tickNow = serverNow();
  return tickNow;
}

/** The server's time, anew every second. */
export function useServerNow(): number {
  return useSyncExternalStore(subscribe, snapshot);
}
