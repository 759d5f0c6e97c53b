import { expect, test } from "vitest";
import { targetWords } from "./assignments.ts";

test("a group that the estate does not hold is said to be missing", () => {
  const group = { kind: "group", groupId: "g-1", groupName: null } as const;
  expect(targetWords({ mode: "include", target: group })).toBe("the group g-1 (not in the estate)");
  expect(targetWords({ mode: "exclude", target: { kind: "all-users" } })).toBe("all users");
});
