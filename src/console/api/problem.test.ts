import { expect, test } from "vitest";
import { asProblem, isMissingCode, missingCodeProblem, offlineProblem, problemFrom } from "./problem.ts";

const BODY = {
  type: "urn:tidegate:problem:event-refused",
  title: "The rollout refuses this",
  status: 409,
  code: "event-refused",
  detail: "It is halted already.",
  help: "Look at it again.",
  issues: [{ code: "x", at: "command", message: "halted", help: "" }],
  requestId: "a-1",
};

test("the server's own words come through, with the id to quote", () => {
  const problem = problemFrom(409, BODY);
  const { type: _, ...words } = BODY;
  expect(problem).toMatchObject({ ...words, stillWorks: expect.stringContaining("nothing has been changed") });
});

test.each([[null], ["<html>"], [{}], [{ ...BODY, help: 3 }], [{ ...BODY, issues: "none" }]])(
  "%j is somebody else's answer",
  (body) => {
    const problem = problemFrom(502, body);
    expect(problem).toMatchObject({ code: "unreadable", status: 502, requestId: null });
    expect(problem.detail).toContain("502");
  },
);

test("nothing answered: says what goes on without the console", () => {
  expect(offlineProblem()).toMatchObject({
    code: "offline",
    status: 0,
    stillWorks: expect.stringContaining("gates keep watching"),
  });
});

test("any other fault keeps its words", () => {
  expect(asProblem(new Error("x is not a function"))).toMatchObject({ code: "console-fault", detail: "x is not a function" });
  expect(asProblem(offlineProblem()).code).toBe("offline");
});

test("code that is not there any more is told from a fault, in each browser's words", () => {
  for (const words of [
    "Failed to fetch dynamically imported module: http://127.0.0.1/assets/x.js",
    "error loading dynamically imported module: http://127.0.0.1/assets/x.js",
    "Importing a module script failed.",
  ])
    expect(isMissingCode(new TypeError(words))).toBe(true);
  expect(isMissingCode(new TypeError("x is not a function"))).toBe(false);
  expect(missingCodeProblem().help).toContain("Load the page again");
});
