import type { SourceFile, SourceProblem } from "../../../app/ports/source-files.ts";
import { problemList } from "../problem-list.ts";
import { readZip } from "./read-zip.ts";

const ARCHIVE = /\.zip$/i;

/** The files with those of every archive in the archive's place, under its path; a refused archive leaves its problems instead. */
export function expandArchives(
  files: readonly SourceFile[],
): Readonly<{ files: readonly SourceFile[]; problems: readonly SourceProblem[] }> {
  const problems: SourceProblem[] = [];
  const expanded = files.flatMap((file): readonly SourceFile[] => {
    if (!ARCHIVE.test(file.path)) return [file];
    const read = readZip(file.bytes);
    // What Macs and Windows put beside the files is nobody's policy.
    if (read.ok)
      return read.value
        .filter(({ path }) => !/(?:^|\/)(?:__MACOSX\/|\.|Thumbs\.db$)/.test(path))
        .map(({ path, bytes }) => ({ path: `${file.path}/${path}`, bytes }));
    const list = problemList(file.path);
    for (const { code, message } of read.error) list.add(code, "", message);
    problems.push(...list.all());
    return [];
  });
  return { files: expanded, problems };
}
