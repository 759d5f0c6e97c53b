import { PROBLEMS, type ProblemCode } from "./registry.ts";

/** An error that leaves the house: a stable code, and words for the one case at hand. Plain data; doors render it. */
export type Problem = Readonly<{
  type: "Problem";
  code: ProblemCode;
  /** Lower case, user input in backticks. */
  detail: string;
  /** What to do; the registry's own help where the case needs no other. */
  help: string;
  /** Every single thing that is wrong, where there can be several. */
  issues: readonly ProblemIssue[];
  /** When it makes sense to come again; left out: the door says. */
  retryAfterMs?: number;
}>;

export type ProblemIssue = Readonly<{ code: string; at: string; message: string; help: string }>;

export function problem(
  code: ProblemCode,
  detail: string,
  more: Partial<Pick<Problem, "help" | "issues" | "retryAfterMs">> = {},
): Problem {
  return { type: "Problem", code, detail, help: PROBLEMS[code].help, issues: [], ...more };
}
