/** Runs work when it is its turn; `busy` where too many wait already. */
export type Turns = <T>(work: () => Promise<T>) => Promise<Readonly<{ value: T }> | "busy">;

/** At most so many at once; whoever comes later waits in line. */
export function createTurns(atOnceMax: number, waitingMax: number): Turns {
  const line: (() => void)[] = [];
  const count = { running: 0 };
  return async (work) => {
    if (count.running >= atOnceMax) {
      if (line.length >= waitingMax) return "busy";
      // Whoever leaves hands the place on: it is never free in between.
      await new Promise<void>((resolve) => line.push(resolve));
    } else count.running += 1;
    try {
      return { value: await work() };
    } finally {
      const next = line.shift();
      if (next === undefined) count.running -= 1;
      else next();
    }
  };
}
