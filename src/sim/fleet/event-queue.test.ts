import { expect, it } from "vitest";
import { instant } from "../../kit/instant.ts";
import { seededRandom } from "../../kit/seeded-random.ts";
import { createEventQueue } from "./event-queue.ts";

it("gives 5,000 random events back in order of time, then of arrival, and none before it is due", () => {
  const random = seededRandom("queue");
  const queue = createEventQueue<number>();
  const pushed = Array.from({ length: 5_000 }, (_, event) => ({ at: instant(random.int(0, 700)), event }));
  for (const { at, event } of pushed) queue.push(at, event);
  expect(queue.nextAt()).toBe(Math.min(...pushed.map(({ at }) => at)));
  const taken: number[] = [];
  for (let until = 0; until < 700; until++) {
    for (let event = queue.popDue(instant(until)); event !== null; event = queue.popDue(instant(until))) {
      expect(pushed[event]?.at).toBe(until);
      taken.push(event);
    }
  }
  expect(taken).toEqual([...pushed].sort((a, b) => a.at - b.at || a.event - b.event).map(({ event }) => event));
  expect(queue.nextAt()).toBeNull();
  expect(queue.popDue(instant(10_000))).toBeNull();
});
