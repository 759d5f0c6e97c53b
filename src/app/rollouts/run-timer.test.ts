import { expect, test } from "vitest";
import { runTimer } from "./run-timer.ts";

const NEVER_MS = 2 ** 30;

/** Resolves when the ring was heard so often; nothing sleeps. */
function countedRing(fails: (count: number) => boolean) {
  const waiting = new Map<number, () => void>();
  let count = 0;
  const ring = async () => {
    count += 1;
    waiting.get(count)?.();
    if (fails(count)) throw new Error(`no database (${count})`);
  };
  const heard = (times: number) =>
    count >= times ? Promise.resolve() : new Promise<void>((resolve) => waiting.set(times, resolve));
  return { ring, heard, count: () => count };
}

test("rings at once, again when woken, and not after it was stopped", async () => {
  const { ring, heard, count } = countedRing(() => false);
  const timer = runTimer(ring, NEVER_MS, () => undefined);
  await heard(1);
  timer.wake();
  await heard(2);
  await timer.stop();
  timer.wake();
  expect(count()).toBe(2);
});

test("tells every failure, goes on, and gives up after thirty in a row", async () => {
  const { ring, count } = countedRing((at) => at !== 5);
  const told: string[] = [];
  const timer = runTimer(ring, 0, (fault) => told.push(fault));
  expect(await timer.failed).toContain("30 times in a row");
  expect(count()).toBe(35);
  expect(told).toHaveLength(34);
  expect(told[3]).toBe("the timer could not look (4 in a row): no database (4)");
  await timer.stop();
});
