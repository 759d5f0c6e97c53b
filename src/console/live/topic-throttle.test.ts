import { expect, test } from "vitest";
import { FakeTime } from "./fake-time.fixture.ts";
import { TopicThrottle } from "./topic-throttle.ts";

test("passes the first at once, and what follows within a second once at its end", () => {
  const time = new FakeTime();
  const passed: [number, string][] = [];
  const throttle = new TopicThrottle((topic) => passed.push([time.now(), topic]), time);
  for (let at = 0; at < 20; at++) {
    throttle.add("rollouts");
    time.pass(100);
  }
  expect(passed).toEqual([
    [0, "rollouts"],
    [1_000, "rollouts"],
    [2_000, "rollouts"],
  ]);
});

test("topics do not wait for one another", () => {
  const time = new FakeTime();
  const passed: string[] = [];
  const throttle = new TopicThrottle((topic) => passed.push(topic), time);
  throttle.add("rollout:a");
  throttle.add("rollout:b");
  expect(passed).toEqual(["rollout:a", "rollout:b"]);
});
