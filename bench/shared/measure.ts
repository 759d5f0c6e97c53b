/** The middle one; of an even number the upper of the two. */
export function medianOf(values: readonly number[]): number {
  const inOrder = [...values].sort((a, b) => a - b);
  return inOrder[Math.floor(inOrder.length / 2)] ?? Number.NaN;
}

export type Timed<T> = Readonly<{ value: T; tookMs: number }>;

export async function timed<T>(work: () => T | Promise<T>): Promise<Timed<T>> {
  const startMs = performance.now();
  const value = await work();
  return { value, tookMs: performance.now() - startMs };
}

/** Does the work so often, one after the other, and gives every round's milliseconds and the last value. */
export async function rounds<T>(
  count: number,
  work: () => T | Promise<T>,
): Promise<Readonly<{ value: T; tookMs: readonly number[] }>> {
  const done: Timed<T>[] = [];
  for (let round = 0; round < count; round += 1) done.push(await timed(work));
  const last = done.at(-1);
  if (last === undefined) throw new Error("no round was asked for");
  return { value: last.value, tookMs: done.map((one) => one.tookMs) };
}

/** `lanes` loops that each take the next item until there is none. */
export async function inParallel<T>(lanes: number, items: readonly T[], work: (item: T) => Promise<void>): Promise<void> {
  const waiting = items.values();
  const lane = async () => {
    for (const item of waiting) await work(item);
  };
  await Promise.all(Array.from({ length: lanes }, lane));
}
