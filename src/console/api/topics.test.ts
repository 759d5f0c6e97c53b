import { describe, expect, test } from "vitest";
import { keys } from "./keys.ts";
import { isOldAfter } from "./topics.ts";

const A = "ro-2287589ad91daea0";
const B = "ro-b03221d6beb0be93";

describe("what a topic makes old", () => {
  test.each([
    ["rollouts", keys.rollouts("all"), true],
    ["rollouts", keys.inbox, true],
    ["rollouts", keys.rollout(A, "detail"), false],
    [`rollout:${A}`, keys.rollout(A, "devices", {}), true],
    [`rollout:${A}`, keys.rollout(B, "devices", {}), false],
    [`rollout:${A}`, keys.rollouts("all"), true],
    [`rollout:${A}`, keys.rollout("Printing fix", "detail"), true],
    [`communication:${A}`, keys.communication(A, "plan"), true],
    [`communication:${A}`, keys.communication(B, "plan"), false],
    ["help-requests", keys.helpRequests("page", {}), true],
    ["demo", keys.demo, true],
    ["demo", keys.session, false],
    ["unheard-of", keys.rollouts("all"), false],
  ] as const)("%s and %j: %s", (topic, key, isOld) => expect(isOldAfter(topic, key)).toBe(isOld));
});
