import { expect, test } from "vitest";
import { draftProblems, EMPTY_DRAFT, linkReason, requestOf } from "./request-words.ts";

test("every fault of a draft is said at once", () => {
  expect(draftProblems({ ...EMPTY_DRAFT, requester: "  ", summary: "x".repeat(201) })).toEqual({
    summary: "has 201 characters, and 200 are kept",
    description: "is empty",
    requester: "is empty",
  });
});

test("characters are counted as people see them", () => {
  const draft = { ...EMPTY_DRAFT, summary: "😀".repeat(200), description: "d", requester: "r" };
  expect(draftProblems(draft)).toEqual({});
});

test("what is left empty is sent as not known", () => {
  const draft = { ...EMPTY_DRAFT, summary: " black screen ", description: "since 9:40", requester: "nina.koch", device: " " };
  expect(requestOf(draft, "f-1")).toEqual({
    summary: "black screen",
    description: "since 9:40",
    requester: "nina.koch",
    device: null,
    workedBefore: "unknown",
    source: "form",
    externalId: "f-1",
    rollout: null,
  });
  expect(requestOf({ ...draft, device: "LT-1", rollout: "ro-1" }, "f-1")).toMatchObject({ device: "LT-1", rollout: "ro-1" });
});

test("the offered reason names who and what", () => {
  expect(linkReason({ requester: "Nina", summary: "no sound" })).toBe(
    "Nina reports on a device that is in this rollout: no sound",
  );
});
