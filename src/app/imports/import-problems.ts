import type { SourceProblem } from "../ports/source-files.ts";
import { problem, type Problem } from "../problems/problem.ts";

/** Null where nothing keeps the files out: warnings do not. All at once, so that one correction round is enough. */
export function refusalOf(problems: readonly SourceProblem[]): Problem | null {
  const errors = problems.filter((one) => one.severity === "error");
  if (errors.length === 0) return null;
  const issues = problems.map(({ code, file, pointer, message, help }) => ({
    code,
    at: pointer === "" ? file : `${file} ${pointer}`,
    message,
    help,
  }));
  return problem("import-refused", `${errors.length} errors in the files; nothing was imported`, { issues });
}
