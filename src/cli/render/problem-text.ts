import type { ProblemIssue } from "../../app/problems/problem.ts";
import type { ShownProblem } from "../cli-fault.ts";
import type { Palette } from "./palette.ts";
import { printable } from "./printable.ts";
import { count, plural } from "./words.ts";

/** On a terminal; a file or a pipe gets all of them. */
export const ISSUES_SHOWN_MAX = 50;

/** What failed, everything that is wrong, what to do, and where to read more. Ends with a line end. */
export function problemText(problem: ShownProblem, palette: Palette, isTty: boolean): string {
  const lines = [
    `${palette.bad("error:")} ${palette.bold(problem.title)}: ${printable(problem.detail)}`,
    ...issueLines(problem.issues, palette, isTty),
    `  ${printable(problem.help)}`,
    palette.faint(
      `  ${problem.code} · docs/errors.md#${problem.code}${problem.requestId === null ? "" : ` · request ${printable(problem.requestId)}`}`,
    ),
  ];
  return `${lines.join("\n")}\n`;
}

/** `AT  MESSAGE [CODE]` and below it what to do about it. */
export function issueLines(issues: readonly ProblemIssue[], palette: Palette, isTty: boolean): readonly string[] {
  const shown = isTty ? issues.slice(0, ISSUES_SHOWN_MAX) : issues;
  const lines = shown.flatMap(({ at, message, help, code }) => [
    `  ${at === "" ? "" : `${palette.bold(printable(at))}  `}${printable(message)} ${palette.faint(`[${printable(code)}]`)}`,
    ...(help === "" ? [] : [`      ${printable(help)}`]),
  ]);
  const rest = issues.length - shown.length;
  return rest === 0
    ? lines
    : [...lines, `  … and ${plural(rest, "more issue")} of ${count(issues.length)}: \`2> issues.txt\` keeps them all`];
}
