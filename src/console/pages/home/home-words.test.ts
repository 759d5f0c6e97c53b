import { expect, test } from "vitest";
import type { DemoAnswer } from "../../../http/contract/live.ts";
import type { RolloutSummary } from "../../../http/contract/rollouts.ts";
import { inOrder, storyWords } from "./story-words.ts";
import { mostUrgentFirst } from "./urgency.ts";

type Story = DemoAnswer["stories"][number];
const story = (key: Story["key"], text = "x"): Story => ({ key, rolloutId: "ro-1", text, done: false });
const rollout = (name: string, more: Partial<RolloutSummary> = {}) =>
  ({ id: "ro-1", name, status: "waves", phase: null, createdAt: 0, waitsForApproval: null, ...more }) as RolloutSummary;

test("stories are told in their order", () => {
  expect(inOrder([story("waiting"), story("good"), story("bad")]).map(({ key }) => key)).toEqual(["good", "bad", "waiting"]);
});

test("the bad story is not said to be stopped before it is", () => {
  expect(storyWords(story("bad"), rollout("Launch", { status: "pilot-final" }))).toMatchObject({ go: "Watch its gate" });
  expect(storyWords(story("bad"), rollout("Launch", { status: "rolling-back" }))).toMatchObject({ go: "See why it was stopped" });
});

test("the waiting story leads to the decision, and after it to the rollout", () => {
  const waitsForApproval = { purpose: "start", given: 0, needed: 1, deniedBy: [] };
  expect(storyWords(story("waiting"), rollout("Sticks", { waitsForApproval })).href).toBe("/rollouts/ro-1/decision");
  expect(storyWords(story("waiting"), rollout("Sticks")).href).toBe("/rollouts/ro-1");
});

test("a name that stands above the text is not said twice", () => {
  expect(storyWords(story("good", "Screens: gate holds"), rollout("Screens")).text).toBe("Gate holds");
  expect(storyWords(story("good", "Screens"), undefined)).toMatchObject({ href: null, text: "Screens: begins in a moment" });
});

test("what is stopped comes before what moves, and the newest phase first", () => {
  const phase = (openedAt: number) => ({ phase: { index: 0, name: "p", kind: "wave" as const, openedAt } });
  const all = [
    rollout("a", phase(1)),
    rollout("b", phase(2)),
    rollout("c", { status: "held" }),
    rollout("d", { status: "halted" }),
  ];
  expect(mostUrgentFirst(all).map(({ name }) => name)).toEqual(["d", "c", "b", "a"]);
});
