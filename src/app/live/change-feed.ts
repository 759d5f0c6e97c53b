import type { Pulse, PulseMark } from "../ports/live-store.ts";
import { topicsOf } from "./live-topics.ts";
import { createNewsTeller, type Listener, type TellerDeps } from "./news-teller.ts";

export type ChangeFeed = Readonly<{
  /** Hears a beat as soon as the feed knows where it stands, then all news. @returns how to leave. */
  subscribe: (hear: Listener) => () => void;
  /** Looks at once: something was written here a moment ago. */
  wake: () => void;
  /** For what is not in the database: the demo's own progress. */
  announce: (topic: string) => void;
  /** Nobody hears anything any more, and the look that is under way is over. */
  close: () => Promise<void>;
}>;

export type ChangeFeedDeps = TellerDeps &
  Readonly<{
    pulse: (since: PulseMark | null) => Promise<Pulse>;
    /** A look failed: the database does not answer. It is tried again; no beat is sent meanwhile. */
    onFailure: (error: unknown) => void;
  }>;

const LOOK_EVERY_MS = 500;

/**
 * One look at the database for everybody who watches through this process, and none while nobody does. Looks follow one
 * another; what happens before somebody comes is no news to them.
 */
export function createChangeFeed(deps: ChangeFeedDeps): ChangeFeed {
  const teller = createNewsTeller(deps);
  const { listeners } = teller;
  const place = { mark: null as PulseMark | null, told: {} as Pulse["told"] };
  const running = { look: null as Promise<void> | null, isWoken: false, cancel: (): void => undefined };

  function start(): void {
    running.cancel();
    const isUrgent = running.isWoken;
    running.isWoken = false;
    running.look = look(isUrgent).finally(next);
  }

  async function look(isUrgent: boolean): Promise<void> {
    try {
      const pulse = await deps.pulse(place.mark);
      const topics = place.mark === null ? [] : topicsOf(pulse, place.told);
      Object.assign(place, { mark: pulse.mark, told: pulse.told });
      teller.setAsOf(deps.now());
      teller.add(topics, isUrgent);
      teller.beat();
    } catch (error) {
      deps.onFailure(error);
    }
  }

  function next(): void {
    running.look = null;
    if (listeners.size === 0) stop();
    else if (running.isWoken) start();
    else running.cancel = deps.later(LOOK_EVERY_MS, start);
  }

  function stop(): void {
    running.cancel();
    running.isWoken = false;
    teller.reset();
    Object.assign(place, { mark: null, told: {} });
  }

  return {
    subscribe: (hear) => {
      listeners.add(hear);
      if (place.mark !== null) teller.greet(hear);
      else if (running.look === null) start();
      return () => {
        listeners.delete(hear);
        if (listeners.size === 0 && running.look === null) stop();
      };
    },
    wake: () => {
      if (listeners.size === 0) return;
      running.isWoken = true;
      if (running.look === null) start();
    },
    announce: (topic) => {
      if (listeners.size > 0) teller.add([topic], false);
    },
    close: async () => {
      listeners.clear();
      stop();
      await running.look;
    },
  };
}
