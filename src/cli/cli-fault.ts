import type { ProblemIssue } from "../app/problems/problem.ts";
import { CLI_PROBLEMS, type CliProblemCode } from "./cli-problems.ts";

/** What a person is told when a command fails: the API's problem, or one of the terminal's own. */
export type ShownProblem = Readonly<{
  code: string;
  title: string;
  detail: string;
  help: string;
  issues: readonly ProblemIssue[];
  requestId: string | null;
  exitCode: number;
}>;

/** Thrown by what the roof hands in when the outside is to blame (no server there, a locked directory); never for a bug. */
export class CliFault extends Error {
  readonly problem: ShownProblem;

  constructor(problem: ShownProblem) {
    super(problem.detail);
    this.name = "CliFault";
    this.problem = problem;
  }
}

/** @param detail lower case, user input in backticks. */
export function cliProblem(
  code: CliProblemCode,
  detail: string,
  more: Partial<Pick<ShownProblem, "help" | "issues">> = {},
): ShownProblem {
  const { title, help, exitCode } = CLI_PROBLEMS[code];
  return { code, title, detail, help: more.help ?? help, issues: more.issues ?? [], requestId: null, exitCode };
}

export function cliFault(
  code: CliProblemCode,
  detail: string,
  more: Partial<Pick<ShownProblem, "help" | "issues">> = {},
): CliFault {
  return new CliFault(cliProblem(code, detail, more));
}
