/** Why a database cannot be used, as a stable word that the doors map to their own codes. */
export type DatabaseFailureReason =
  | "unreachable"
  | "server-too-old"
  | "directory-in-use"
  | "no-real-sync"
  | "session-lost"
  | "closed";

/** The database is lost, or was refused at start. An exception: no caller can go on without its store. */
export class DatabaseFailure extends Error {
  readonly reason: DatabaseFailureReason;

  constructor(reason: DatabaseFailureReason, message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = "DatabaseFailure";
    this.reason = reason;
  }
}

/** What PostgreSQL says when it refuses a statement; the same fields on every driver. */
export type StatementErrorFields = Readonly<{
  message: string;
  code: string | undefined;
  severity: string | undefined;
  detail: string | undefined;
  hint: string | undefined;
  schema: string | undefined;
  table: string | undefined;
  column: string | undefined;
  constraint: string | undefined;
  where: string | undefined;
  position: string | undefined;
}>;

/** A statement that the embedded database refused. `code` is the SQLSTATE, as on the `pg` driver's errors. */
export class StatementError extends Error {
  readonly code: string | undefined;
  readonly severity: string | undefined;
  readonly detail: string | undefined;
  readonly hint: string | undefined;
  readonly schema: string | undefined;
  readonly table: string | undefined;
  readonly column: string | undefined;
  readonly constraint: string | undefined;
  readonly where: string | undefined;
  readonly position: string | undefined;

  constructor(fields: StatementErrorFields) {
    super(fields.message);
    this.name = "StatementError";
    this.code = fields.code;
    this.severity = fields.severity;
    this.detail = fields.detail;
    this.hint = fields.hint;
    this.schema = fields.schema;
    this.table = fields.table;
    this.column = fields.column;
    this.constraint = fields.constraint;
    this.where = fields.where;
    this.position = fields.position;
  }
}

/** `commit` was answered by a rollback: an earlier statement had failed and its error was swallowed. Nothing was kept. */
export function abortedTransaction(): Error {
  return Object.assign(new Error("the transaction was rolled back instead of committed: an error inside it was swallowed"), {
    code: "25P02",
  });
}

/** The SQLSTATE of an error from either driver, or undefined: `23505` is a unique violation, `40001` asks to try again. */
export function sqlStateOf(error: unknown): string | undefined {
  if (typeof error !== "object" || error === null || !("code" in error)) return undefined;
  const { code } = error;
  return typeof code === "string" && /^[0-9A-Z]{5}$/.test(code) ? code : undefined;
}

/** One line for people, whatever was thrown. */
export function messageOf(error: unknown): string {
  if (error instanceof AggregateError && error.message === "") return error.errors.map(messageOf).join("; ");
  return error instanceof Error ? error.message : String(error);
}
