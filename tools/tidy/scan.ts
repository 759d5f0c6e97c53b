import { judgeHabits, judgeLeftOvers, judgePurity } from "./bans.ts";
import { judgeFloors } from "./floors.ts";
import { judgeSizes } from "./sizes.ts";
import { judgeSqlFile, judgeSqlInCode } from "./sql.ts";
import { type Finding, parseSource, type SourceFile } from "./syntax.ts";
import { judgeUnitNames } from "./unit-names.ts";

const CODE = /\.[cm]?[jt]sx?$/;
const CODE_RULES = [judgeFloors, judgePurity, judgeHabits, judgeSizes, judgeUnitNames, judgeSqlInCode];

/** Holds every rule against every file. Takes texts by path, so that it can be tried without touching the disk. */
export function scan(files: ReadonlyMap<string, string>): Finding[] {
  return [...files].flatMap(([path, text]) => [
    ...judgeLeftOvers(path, text),
    ...(path.endsWith(".sql") ? judgeSqlFile(path, text) : []),
    ...(CODE.test(path) ? judgeCode(path, text) : []),
  ]);
}

function judgeCode(path: string, text: string): Finding[] {
  let file: SourceFile;
  try {
    file = parseSource(path, text);
  } catch (cause) {
    return [
      { path, line: 1, rule: "syntax", message: `cannot be parsed: ${cause instanceof Error ? cause.message : "unknown cause"}` },
    ];
  }
  return CODE_RULES.flatMap((judge) => judge(file));
}

/** `src/kit/x.ts:12 pure: ...`, one finding a line. */
export function formatFindings(findings: readonly Finding[]): string {
  return findings.map(({ path, line, rule, message }) => `${path}:${line} ${rule}: ${message}`).join("\n");
}
