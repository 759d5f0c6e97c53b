const GAP_MS = 1_000;

type Timers = Readonly<{ now: () => number; later: (run: () => void, delayMs: number) => void }>;

/** Lets each topic through at once, and then at most once a second; what comes between is said once at the end of it. */
export class TopicThrottle {
  readonly #pass: (topic: string) => void;
  readonly #timers: Timers;
  readonly #freeAtMs = new Map<string, number>();
  readonly #waiting = new Set<string>();

  constructor(pass: (topic: string) => void, timers: Timers) {
    this.#pass = pass;
    this.#timers = timers;
  }

  add(topic: string): void {
    if (this.#waiting.has(topic)) return;
    const waitMs = (this.#freeAtMs.get(topic) ?? Number.NEGATIVE_INFINITY) - this.#timers.now();
    if (waitMs <= 0) return this.#passNow(topic);
    this.#waiting.add(topic);
    this.#timers.later(() => this.#passNow(topic), waitMs);
  }

  #passNow(topic: string): void {
    this.#waiting.delete(topic);
    this.#freeAtMs.set(topic, this.#timers.now() + GAP_MS);
    this.#pass(topic);
  }
}
