import { useSyncExternalStore } from "react";

/**
 * The server's clock, as of its latest answer; in a demo its time passes faster than ours. Ages on the screen are counted
 * against it, because the browser's own clock may be wrong and knows nothing of a demo's time.
 */
type Reading = Readonly<{ serverMs: number; atLocalMs: number; rate: number }>;

let reading: Reading | null = null;
const listeners = new Set<() => void>();

/** `serverMs`: the answer's `tidegate-time`. */
export function noteServerTime(serverMs: number): void {
  if (!Number.isFinite(serverMs) || serverMs <= 0) return;
  reading = { serverMs, atLocalMs: performance.now(), rate: reading?.rate ?? 1 };
}

/** How fast the server's time passes: 1 is life, 0 a demo that stands. */
export function setServerRate(rate: number): void {
  if (reading === null || reading.rate === rate) return;
  reading = { serverMs: serverNow(), atLocalMs: performance.now(), rate };
}

/** Milliseconds since 1970; before the first answer the browser's own clock has to do. */
export function serverNow(): number {
  if (reading === null) return Date.now();
  return reading.serverMs + (performance.now() - reading.atLocalMs) * reading.rate;
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
