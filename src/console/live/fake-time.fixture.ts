/** A clock that only moves when told to, and runs what falls due on the way. */
export class FakeTime {
  #nowMs = 0;
  #waiting: { atMs: number; run: () => void }[] = [];

  readonly now = (): number => this.#nowMs;

  readonly later = (run: () => void, delayMs: number): (() => void) => {
    const entry = { atMs: this.#nowMs + delayMs, run };
    this.#waiting.push(entry);
    return () => {
      this.#waiting = this.#waiting.filter((other) => other !== entry);
    };
  };

  pass(ms: number): void {
    const untilMs = this.#nowMs + ms;
    for (;;) {
      const [next] = this.#waiting.filter(({ atMs }) => atMs <= untilMs).sort((a, b) => a.atMs - b.atMs);
      if (next === undefined) break;
      this.#waiting = this.#waiting.filter((other) => other !== next);
      this.#nowMs = next.atMs;
      next.run();
    }
    this.#nowMs = untilMs;
  }
}
