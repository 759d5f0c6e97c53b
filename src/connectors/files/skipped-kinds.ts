import type { SourceFile, SourceProblem } from "../../app/ports/source-files.ts";
import { problemList, quoted } from "./problem-list.ts";

/** One warning per kind of file that an import leaves alone, on the first of its kind. */
export function skippedKinds(files: readonly SourceFile[]): readonly SourceProblem[] {
  const pathsByKind = new Map<string, string[]>();
  for (const { path } of files) {
    const known = pathsByKind.get(kindOf(path));
    if (known === undefined) pathsByKind.set(kindOf(path), [path]);
    else known.push(path);
  }
  return [...pathsByKind].flatMap(([kind, paths]) => {
    const problems = problemList(paths[0] as string);
    const which = kind === "" ? "without an ending" : `of the kind ${quoted(kind)}`;
    problems.add("file-kind-skipped", "", `${paths.length} ${paths.length === 1 ? "file" : "files"} ${which} skipped`);
    return problems.all();
  });
}

/** The ending in lower case with its dot; empty for `LICENSE` and dot files. */
function kindOf(path: string): string {
  return /[^/](\.[^./]+)$/.exec(path)?.[1]?.toLowerCase() ?? "";
}
