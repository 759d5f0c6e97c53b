import { setTimeout as pause } from "node:timers/promises";

/** `wake`: look now instead of waiting out the pause. `failed` settles with the reason when the timer gave up. */
export type Timer = Readonly<{ wake: () => void; failed: Promise<string>; stop: () => Promise<void> }>;

/** A timer that failed so often in a row has lost its database for good: better to stop and be started again. */
const FAILURES_MAX = 30;

/** Rings, waits, rings again; never two at once. A failed look is told and tried again. */
export function runTimer(ring: () => Promise<void>, everyMs: number, tell: (fault: string) => void): Timer {
  const stopping = new AbortController();
  const bell = { woken: new AbortController() };
  const run = async (): Promise<string | null> => {
    let failures = 0;
    while (!stopping.signal.aborted) {
      const woken = new AbortController();
      bell.woken = woken;
      const fault = await faultOf(ring);
      failures = fault === null ? 0 : failures + 1;
      if (fault !== null) tell(`the timer could not look (${failures} in a row): ${fault}`);
      if (failures >= FAILURES_MAX) return `the timer failed ${failures} times in a row: ${fault ?? ""}`;
      const signal = AbortSignal.any([woken.signal, stopping.signal]);
      await pause(everyMs, undefined, { signal }).catch(() => undefined);
    }
    return null;
  };
  const running = run();
  return {
    wake: () => bell.woken.abort(),
    failed: running.then((reason) => (reason === null ? new Promise<string>(() => undefined) : reason)),
    stop: async () => {
      stopping.abort();
      await running;
    },
  };
}

async function faultOf(ring: () => Promise<void>): Promise<string | null> {
  try {
    await ring();
    return null;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
