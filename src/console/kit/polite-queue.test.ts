import { expect, test } from "vitest";
import { FakeTime } from "../live/fake-time.fixture.ts";
import { PoliteQueue } from "./polite-queue.ts";

test("says the first at once, and then only the newest every ten seconds", () => {
  const time = new FakeTime();
  const said: [number, string][] = [];
  const queue = new PoliteQueue((text) => said.push([time.now(), text]), time);
  queue.add("one");
  queue.add("two");
  time.pass(4_000);
  queue.add("three");
  time.pass(20_000);
  queue.add("four");
  expect(said).toEqual([
    [0, "one"],
    [10_000, "three"],
    [24_000, "four"],
  ]);
});
