import { expect, test } from "vitest";
import { problemFrom } from "../api/problem.ts";
import { fieldMessage, fieldProblems } from "./field-problems.ts";

const problem = (issues: readonly Readonly<{ at: string; message: string }>[]) =>
  problemFrom(400, {
    type: "t",
    title: "Not valid",
    status: 400,
    detail: "d",
    code: "body-invalid",
    help: "h",
    issues: issues.map((issue) => ({ code: "body-invalid", help: "", ...issue })),
    requestId: "r",
  });

test("each word of the server goes to its field", () => {
  const error = problem([
    { at: "body/notice/subject", message: "is long" },
    { at: "notice.when", message: "names no time zone" },
    { at: "notice.when", message: "is short" },
  ]);
  expect(fieldProblems(error, ["subject", "when", "selfHelp"])).toEqual({
    at: { subject: "is long", when: "names no time zone; is short" },
    rest: null,
  });
});

test("what is about no field stays an error of the whole", () => {
  const mixed = problem([
    { at: "body/subject", message: "is long" },
    { at: "body", message: "has too much" },
  ]);
  expect(fieldProblems(mixed, ["subject"])).toEqual({ at: { subject: "is long" }, rest: mixed });
  const other = new Error("x");
  expect(fieldProblems(other, ["subject"])).toEqual({ at: {}, rest: other });
  const bare = problem([]);
  expect(fieldProblems(bare, ["subject"]).rest).toBe(bare);
});

test("a field without a fault says nothing", () => {
  expect([fieldMessage("Subject", undefined), fieldMessage("Subject", "is empty")]).toEqual([null, "Subject is empty"]);
});
