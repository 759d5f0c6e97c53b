const GAP_MS = 10_000;

type Timers = Readonly<{ now: () => number; later: (run: () => void, delayMs: number) => void }>;
const REAL: Timers = { now: () => performance.now(), later: (run, delayMs) => void setTimeout(run, delayMs) };

/** Lets through at most one text in ten seconds, and of those that wait only the newest: numbers that move must not chatter. */
export class PoliteQueue {
  readonly #say: (text: string) => void;
  readonly #timers: Timers;
  #freeAtMs = Number.NEGATIVE_INFINITY;
  #waiting: string | null = null;

  constructor(say: (text: string) => void, timers: Timers = REAL) {
    this.#say = say;
    this.#timers = timers;
  }

  add(text: string): void {
    const waitMs = this.#freeAtMs - this.#timers.now();
    if (waitMs <= 0) return this.#sayNow(text);
    if (this.#waiting === null) this.#timers.later(() => this.#sayWaiting(), waitMs);
    this.#waiting = text;
  }

  #sayWaiting(): void {
    const text = this.#waiting;
    this.#waiting = null;
    if (text !== null) this.#sayNow(text);
  }

  #sayNow(text: string): void {
    this.#freeAtMs = this.#timers.now() + GAP_MS;
    this.#say(text);
  }
}
