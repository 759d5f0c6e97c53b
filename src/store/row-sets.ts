import { sql, type RawBuilder } from "kysely";

/** The SQL types that travelling rows may have. Times are `bigint`. */
type SqlType = "text" | "integer" | "bigint" | "boolean" | "jsonb" | "text[]";

/** Column by column: its name and its type. Written in code only, never from input: it becomes SQL text. */
export type Columns<Row> = Readonly<{ [K in keyof Row & string]: SqlType }>;
type AnyColumns = Readonly<Record<string, SqlType>>;

/**
 * A statement carries this many rows. Rows travel as one JSON parameter, since PostgreSQL takes no more than 65,535
 * parameters; the number keeps a statement's memory in megabytes.
 */
const ROWS_PER_STATEMENT = 5_000;

export function chunksOf<Row>(rows: readonly Row[]): readonly (readonly Row[])[] {
  if (rows.length <= ROWS_PER_STATEMENT) return rows.length === 0 ? [] : [rows];
  const chunks: (readonly Row[])[] = [];
  for (let at = 0; at < rows.length; at += ROWS_PER_STATEMENT) chunks.push(rows.slice(at, at + ROWS_PER_STATEMENT));
  return chunks;
}

/** `jsonb_to_recordset(...) as ALIAS(...)` for a from clause. A JSON null becomes SQL null, also in a jsonb column. */
export function recordSet(rows: readonly object[], columns: AnyColumns, alias: string): RawBuilder<unknown> {
  const definitions = Object.entries(columns).map(([name, type]) => `${name} ${type}`);
  return sql`jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as ${sql.raw(`${alias}(${definitions.join(", ")})`)}`;
}

/** The column names for `insert into t (...)` or, with an alias, for `select r.a, r.b`. */
export function columnList(columns: AnyColumns, alias = ""): RawBuilder<unknown> {
  const prefix = alias === "" ? "" : `${alias}.`;
  return sql.raw(
    Object.keys(columns)
      .map((name) => `${prefix}${name}`)
      .join(", "),
  );
}

/** `a = r.a, b = r.b` of all columns but the keys. */
export function assignments(columns: AnyColumns, keys: readonly string[], alias: string): RawBuilder<unknown> {
  const names = Object.keys(columns).filter((name) => !keys.includes(name));
  return sql.raw(names.map((name) => `${name} = ${alias}.${name}`).join(", "));
}

/** JSON text for a jsonb column; SQL null stands for "nothing there", JSON's own null is kept where a value is required. */
export function jsonText(value: unknown): string {
  return JSON.stringify(value);
}

export function jsonTextOrNull(value: unknown): string | null {
  return value === null ? null : JSON.stringify(value);
}
