import type { SourceFile, SourceProblem } from "../../../app/ports/source-files.ts";
import { problemList } from "../problem-list.ts";
import { readZip, zipBudget } from "./read-zip.ts";

const ARCHIVE = /\.zip$/i;

/** The files with those of every archive in the archive's place, under its path; a refused archive leaves its problems instead. */
export function expandArchives(
  files: readonly SourceFile[],
): Readonly<{ files: readonly SourceFile[]; problems: readonly SourceProblem[] }> {
  const problems: SourceProblem[] = [];
  const budget = zipBudget();
  const expanded = files.flatMap((file): readonly SourceFile[] => {
    if (!ARCHIVE.test(file.path)) return [file];
    const read = readZip(file.bytes, budget);
    const list = problemList(file.path);
    const faults = read.ok ? [] : read.error;
    // What Macs and Windows put beside the files is nobody's policy.
    const found = read.ok ? read.value.filter(({ path }) => !/(?:^|\/)(?:__MACOSX\/|\.|Thumbs\.db$)/.test(path)) : [];
    for (const { code, message } of faults) list.add(code, "", message);
    if (read.ok && found.length === 0) list.add("policy-list-empty", "", "the archive holds no file");
    problems.push(...list.all());
    return found.map(({ path, bytes }) => ({ path: `${file.path}/${path}`, bytes }));
  });
  return { files: expanded, problems };
}
