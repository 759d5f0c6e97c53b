import type { SourceProblemCode } from "../../../app/ports/source-problem-codes.ts";
import { instant, type Instant } from "../../../kit/instant.ts";
import { hasControlCharacter, quoted, type ProblemList } from "../problem-list.ts";
import { placeInTable, type CsvRow } from "./csv-table.ts";

/** What a row has to have becomes a key or a name in lists: longer ones belong to no directory. */
const REQUIRED_CHARACTERS_MAX = 500;

/** Values of other masters may be lists of their own. */
const FIELD_CHARACTERS_MAX = 4_000;

/** The groups of one person or device, with their ids. */
const LIST_CHARACTERS_MAX = 60_000;

/** Reads one row's fields; each fault is a problem at its column and the row is then not to be used. */
export type RowReader = Readonly<{
  required: (column: string) => string;
  optional: (column: string) => string | null;
  oneOf: <T extends string>(column: string, words: readonly T[], whenEmpty?: T) => T;
  /** Empty, or a column that the table lacks: null. */
  oneOfOrNull: <T extends string>(column: string, words: readonly T[]) => T | null;
  list: (column: string) => readonly string[];
  listOf: <T extends string>(column: string, words: readonly T[]) => readonly T[];
  flag: (column: string) => boolean;
  flagOrNull: (column: string) => boolean | null;
  matching: (column: string, pattern: RegExp, example: string) => string | null;
  time: (column: string) => Instant | null;
  fault: (code: SourceProblemCode, column: string, message: string) => void;
  failed: () => boolean;
}>;

export function rowReader(row: CsvRow, problems: ProblemList): RowReader {
  let failed = false;
  const fault = (code: SourceProblemCode, column: string, message: string) => {
    failed = true;
    problems.add(code, placeInTable(row.line, column), message);
  };
  const invalid = (column: string, message: string) => fault("csv-row-invalid", column, message);
  const text = (column: string, charactersMax = FIELD_CHARACTERS_MAX) => {
    const value = row.fields.get(column) ?? "";
    if (value.length > charactersMax) {
      invalid(column, `a text of ${value.length} characters, more than ${charactersMax}`);
      return "";
    }
    if (!hasControlCharacter(value)) return value;
    invalid(column, `${quoted(value)} holds a control character`);
    return "";
  };
  const optional = (column: string) => text(column) || null;
  const list = (column: string) => [
    ...new Set(
      text(column, LIST_CHARACTERS_MAX)
        .split(";")
        .map((item) => item.trim())
        .filter((item) => item !== ""),
    ),
  ];
  const word = <T extends string>(column: string, value: string, words: readonly T[]): T => {
    const known = words.find((candidate) => candidate === value);
    if (known === undefined) invalid(column, `${quoted(value)} is none of ${words.join(", ")}`);
    return known ?? (words[0] as T);
  };
  return {
    required: (column) => {
      if ((row.fields.get(column) ?? "") === "") invalid(column, "the field is empty");
      return text(column, REQUIRED_CHARACTERS_MAX);
    },
    optional,
    oneOf: (column, words, whenEmpty) => {
      const value = text(column);
      return value === "" && whenEmpty !== undefined ? whenEmpty : word(column, value, words);
    },
    oneOfOrNull: (column, words) => {
      const value = optional(column);
      return value === null ? null : word(column, value, words);
    },
    list,
    listOf: (column, words) => list(column).map((item) => word(column, item, words)),
    flag: (column) => word(column, text(column) || "false", ["false", "true"]) === "true",
    flagOrNull: (column) => {
      const value = optional(column);
      return value === null ? null : word(column, value, ["false", "true"]) === "true";
    },
    matching: (column, pattern, example) => {
      const value = optional(column);
      if (value !== null && !pattern.test(value)) invalid(column, `${quoted(value)} is not of the form ${example}`);
      return value;
    },
    time: (column) => {
      const value = optional(column);
      const at = value === null ? null : instantOf(value);
      if (at === undefined) invalid(column, `${quoted(value)} is no time of the form 2026-03-14T09:26:53Z`);
      return at ?? null;
    },
    fault,
    failed: () => failed,
  };
}

const ISO_TIME = /^(\d{4}-\d{2}-\d{2})T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?(?:Z|[+-]\d{2}:\d{2})$/;

/** Undefined: no time. A zone is required, and a day that the month lacks is refused instead of carried over. */
function instantOf(text: string): Instant | undefined {
  const day = ISO_TIME.exec(text)?.[1];
  if (day === undefined) return undefined;
  const midnightMs = Date.parse(`${day}T00:00:00Z`);
  const epochMs = Date.parse(text);
  if (Number.isNaN(midnightMs) || Number.isNaN(epochMs)) return undefined;
  return new Date(midnightMs).toISOString().startsWith(day) ? instant(epochMs) : undefined;
}
