import type { SourceProblem } from "../../app/ports/source-files.ts";
import { SOURCE_PROBLEMS, type SourceProblemCode } from "../../app/ports/source-problem-codes.ts";

/** A hostile file must not fill the memory with its own faults; more than this nobody reads. */
export const PROBLEMS_PER_FILE_MAX = 200;

/** Twenty thousand files with all their faults would make an answer of a gigabyte; more than this nobody reads of one import. */
export const PROBLEMS_PER_IMPORT_MAX = 5_000;

const QUOTED_CHARACTERS_MAX = 120;

/** As shown, with what could not be printed written out. */
const SHOWN_CHARACTERS_MAX = 240;

/** Long keys, nested: each step of a place repeats all those before it. */
const PLACE_CHARACTERS_MAX = 1_000;

/** How many more problems an import may list, shared by the lists of its files. */
export type ProblemBudget = { left: number };

export function problemBudget(): ProblemBudget {
  return { left: PROBLEMS_PER_IMPORT_MAX };
}

/** Collects the problems of one file; the severity and the help come from the registry. */
export type ProblemList = Readonly<{
  add: (code: SourceProblemCode, pointer: string, message: string, severity?: "error" | "warning") => void;
  /** True once an error was added since the mark (0: from the start). */
  hasErrorSince: (mark: number) => boolean;
  mark: () => number;
  all: () => readonly SourceProblem[];
}>;

export function problemList(file: string, budget: ProblemBudget = problemBudget()): ProblemList {
  const problems: SourceProblem[] = [];
  let cut = 0;
  let errors = 0;
  const toProblem = (code: SourceProblemCode, pointer: string, message: string, severity?: "error" | "warning") => ({
    code,
    severity: severity ?? SOURCE_PROBLEMS[code].severity,
    file,
    pointer:
      pointer.length > PLACE_CHARACTERS_MAX
        ? `${pointer.slice(0, PLACE_CHARACTERS_MAX).replace(/~$/, "").toWellFormed()}...`
        : pointer,
    message,
    help: SOURCE_PROBLEMS[code].help,
  });
  return {
    add: (code, pointer, message, severity) => {
      const problem = toProblem(code, pointer, message, severity);
      if (problem.severity === "error") errors += 1;
      if (problems.length < PROBLEMS_PER_FILE_MAX && budget.left > 0) {
        problems.push(problem);
        budget.left -= 1;
      } else cut += 1;
    },
    hasErrorSince: (mark) => errors > mark,
    mark: () => errors,
    all: () => (cut === 0 ? problems : [...problems, toProblem("file-problems-cut", "", `${cut} more problems are not listed`)]),
  };
}

/** User input for a message: in backticks, on one line, cut where it is long. */
export function quoted(value: unknown): string {
  const text = typeof value === "string" ? value : (JSON.stringify(value) ?? String(value));
  const shown = text.length > QUOTED_CHARACTERS_MAX ? `${text.slice(0, QUOTED_CHARACTERS_MAX)}...` : text;
  const printable = shown.replace(UNPRINTABLE, escaped);
  return `\`${printable.length > SHOWN_CHARACTERS_MAX ? `${printable.slice(0, SHOWN_CHARACTERS_MAX)}...` : printable}\``;
}

/** True for text with a control character, which no name or number of a table has. */
export function hasControlCharacter(text: string): boolean {
  return /\p{Cc}/u.test(text);
}

/** Control, format (bidirectional overrides) and separator characters, lone surrogates, and the quote itself. */
const UNPRINTABLE = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}`]/gu;

/** Appends one step to a JSON pointer (RFC 6901). */
export function pointerTo(pointer: string, step: string | number): string {
  return `${pointer}/${typeof step === "number" ? step : step.replace(/~/g, "~0").replace(/\//g, "~1")}`;
}

function escaped(character: string): string {
  return `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`;
}
