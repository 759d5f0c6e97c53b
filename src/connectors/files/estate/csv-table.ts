import { CsvError, parse } from "csv-parse/sync";
import type { SourceFile } from "../../../app/ports/source-files.ts";
import { decodeText } from "../decode-text.ts";
import { quoted, type ProblemList } from "../problem-list.ts";

/** One row: its line in the file (from 1, the header is a line too) and its trimmed fields by column. */
export type CsvRow = Readonly<{ line: number; fields: ReadonlyMap<string, string> }>;

/** Longer than any name, list of groups or address; a quote that never closes ends here. */
const ROW_CHARACTERS_MAX = 64 * 1024;

/** Each costs an entry in every row. */
const COLUMNS_MAX = 200;

/**
 * Reads a table with a header. Null: nothing of it can be used (no text, no CSV, a column missing). Rows with the
 * wrong number of fields are left out with a problem.
 */
export function readCsvTable(
  file: SourceFile,
  columns: readonly string[],
  optionalColumns: readonly string[],
  problems: ProblemList,
): readonly CsvRow[] | null {
  const text = decodeText(file.bytes);
  if (!text.ok) {
    problems.add(text.error.code, "", text.error.message);
    return null;
  }
  const records = recordsOf(text.value, problems);
  if (records === null) return null;
  const [header, ...rows] = records;
  const names = (header?.fields ?? []).map((name) => name.trim());
  if (names.length > COLUMNS_MAX) {
    problems.add("csv-invalid", placeInTable(1), `a header of ${names.length} columns, more than ${COLUMNS_MAX}`);
    return null;
  }
  if (!checkHeader(names, columns, optionalColumns, problems)) return null;
  return rows.flatMap((row) => rowOf(row, names, problems));
}

/** The place of a CSV problem, as SourceProblem writes it. */
export function placeInTable(line: number, column?: string): string {
  return column === undefined ? `line ${line}` : `line ${line}, column ${column}`;
}

type CsvRecord = Readonly<{ line: number; fields: readonly string[] }>;

function recordsOf(text: string, problems: ProblemList): readonly CsvRecord[] | null {
  const records: CsvRecord[] = [];
  let lastLine = 0;
  try {
    parse(text, {
      relax_column_count: true,
      skip_empty_lines: true,
      max_record_size: ROW_CHARACTERS_MAX,
      on_record: (fields: string[], { lines }: { lines: number }) => {
        // csv-parse counts to the record's last line; a quoted field may span several.
        const breaks = fields.reduce((sum, field) => sum + (field.match(/\r\n|\n|\r/g)?.length ?? 0), 0);
        lastLine = lines;
        records.push({ line: lines - breaks, fields });
        return null;
      },
    });
    return records;
  } catch (thrown) {
    if (!(thrown instanceof CsvError)) throw thrown;
    const line = typeof thrown["lines"] === "number" ? thrown["lines"] : lastLine + 1;
    problems.add("csv-invalid", placeInTable(line), CSV_FAULTS[thrown.code] ?? `the text is no CSV (${thrown.code})`);
    return null;
  }
}

const CSV_FAULTS: Readonly<Record<string, string>> = {
  CSV_QUOTE_NOT_CLOSED: "a quote is opened and never closed",
  CSV_INVALID_CLOSING_QUOTE: "a quote is closed in the middle of a field",
  INVALID_OPENING_QUOTE: "a quote is opened in the middle of a field",
  CSV_MAX_RECORD_SIZE: `a row is longer than ${ROW_CHARACTERS_MAX} characters`,
};

function checkHeader(
  names: readonly string[],
  columns: readonly string[],
  optionalColumns: readonly string[],
  problems: ProblemList,
): boolean {
  const readable = [...columns, ...optionalColumns];
  const missing = columns.filter((column) => !names.includes(column));
  for (const column of missing)
    problems.add("csv-column-missing", placeInTable(1, column), `the column ${quoted(column)} is missing`);
  const twice = readable.filter((column) => names.indexOf(column) !== names.lastIndexOf(column));
  for (const column of twice)
    problems.add("csv-column-duplicate", placeInTable(1, column), `the column ${quoted(column)} is there twice`);
  for (const name of names.filter((candidate) => !readable.includes(candidate))) {
    const place = name === "" ? placeInTable(1) : placeInTable(1, name);
    problems.add(
      "csv-column-unknown",
      place,
      name === "" ? "a column without a name is not read" : `the column ${quoted(name)} is not read`,
    );
  }
  return missing.length === 0 && twice.length === 0;
}

function rowOf(record: CsvRecord, names: readonly string[], problems: ProblemList): CsvRow[] {
  if (record.fields.length !== names.length) {
    const message = `the row has ${record.fields.length} fields, the header has ${names.length}`;
    problems.add("csv-row-invalid", placeInTable(record.line), message);
    return [];
  }
  return [{ line: record.line, fields: new Map(names.map((name, index) => [name, (record.fields[index] ?? "").trim()])) }];
}
