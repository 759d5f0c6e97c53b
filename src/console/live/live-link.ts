import type { LiveEvent } from "../../http/contract/live.ts";

/** `live`: events arrive. `reconnecting`: not for a moment. `stale`: not for so long that the numbers are old. */
export type LiveState = "live" | "reconnecting" | "stale";

/** What the browser gives us; tests hand in their own. */
export type LiveWorld = Readonly<{
  open: (on: Readonly<{ message: (text: string) => void; error: () => void; opened: () => void }>) => () => void;
  now: () => number;
  later: (run: () => void, delayMs: number) => () => void;
}>;
type Listeners = Readonly<{
  onEvent: (event: LiveEvent) => void;
  /** After a gap everything may have changed. */
  onGap: () => void;
  onState: (state: LiveState) => void;
}>;

const STALE_AFTER_MS = 15_000;
const RETRY_MS_MIN = 1_000;
const RETRY_MS_MAX = 30_000;

/** One stream of server-sent events that comes back by itself, and says when it is not to be trusted. */
export class LiveLink {
  readonly #world: LiveWorld;
  readonly #listeners: Listeners;
  #close: (() => void) | null = null;
  #cancelRetry: (() => void) | null = null;
  #cancelStale: (() => void) | null = null;
  #failures = 0;
  #hadGap = false;
  #isRunning = false;

  constructor(world: LiveWorld, listeners: Listeners) {
    this.#world = world;
    this.#listeners = listeners;
  }

  start(): void {
    if (this.#isRunning) return;
    this.#isRunning = true;
    this.#watchSilence();
    this.#open();
  }

  /** For tabs that nobody looks at. */
  pause(): void {
    if (!this.#isRunning) return;
    this.#isRunning = false;
    this.#hadGap = true;
    this.#failures = 0;
    this.#shut();
    this.#cancelRetry?.();
    this.#cancelStale?.();
  }

  #open(): void {
    this.#close = this.#world.open({
      opened: () => this.#heard(),
      message: (text) => this.#read(text),
      error: () => this.#lost(),
    });
  }

  #read(text: string): void {
    this.#heard();
    const event = parseEvent(text);
    if (event !== null) this.#listeners.onEvent(event);
  }

  #heard(): void {
    this.#failures = 0;
    this.#watchSilence();
    this.#listeners.onState("live");
    if (!this.#hadGap) return;
    this.#hadGap = false;
    this.#listeners.onGap();
  }

  #lost(): void {
    if (!this.#isRunning) return;
    this.#shut();
    this.#hadGap = true;
    if (this.#failures === 0) this.#listeners.onState("reconnecting");
    const waitMs = Math.min(RETRY_MS_MAX, RETRY_MS_MIN * 2 ** this.#failures);
    this.#failures += 1;
    this.#cancelRetry = this.#world.later(() => this.#open(), waitMs);
  }

  /** A connection may be dead without anybody saying so: no beat for too long is a loss as well. */
  #watchSilence(): void {
    this.#cancelStale?.();
    this.#cancelStale = this.#world.later(() => {
      this.#listeners.onState("stale");
      if (this.#close !== null) {
        this.#failures = Math.max(1, this.#failures);
        this.#lost();
      }
    }, STALE_AFTER_MS);
  }

  #shut(): void {
    this.#close?.();
    this.#close = null;
  }
}

/** Null for anything that is no event of ours. */
export function parseEvent(text: string): LiveEvent | null {
  try {
    const read: unknown = JSON.parse(text);
    if (typeof read !== "object" || read === null) return null;
    const { kind, at, topics } = read as Partial<Record<keyof LiveEvent, unknown>>;
    const isOurs = (kind === "changed" || kind === "beat") && typeof at === "number" && Array.isArray(topics);
    return isOurs ? (read as LiveEvent) : null;
  } catch {
    return null;
  }
}
