import type { StatementErrorFields } from "./database-failure.ts";

/** What the worker is started with. */
export type PgliteStart = Readonly<{
  /** Undefined: in memory. */
  dataDirectory?: string | undefined;
  /** Tar made by `dumpImage`: an in-memory database starts from it instead of from an empty cluster. */
  imageFile?: string | undefined;
  /** Whether commits reach the disk (see pglite-durable-files.ts). Only a directory can be durable. */
  durable: boolean;
  /** A transaction that does nothing for so long while others wait is rolled back: it probably awaits one of them. */
  idleTransactionMsMax: number;
}>;

/** `transaction` binds a request to an open transaction; without it the request waits until none is open. */
export type PgliteRequest = Readonly<
  { id: number } & (
    | { op: "query"; sql: string; params: readonly unknown[]; transaction?: number | undefined }
    | { op: "exec"; sql: string; transaction?: number | undefined }
    | { op: "begin"; sql: string; opens: number }
    | { op: "end"; sql: "commit" | "rollback"; transaction: number }
    | { op: "count-syncs" }
    | { op: "dump-image"; file: string }
    | { op: "close" }
  )
>;

/** Rows travel as arrays: keys would be copied once per row. */
export type PgliteRows = Readonly<{
  command: string;
  affectedRows: number;
  fields: readonly { readonly name: string; readonly dataTypeID: number }[];
  rows: readonly (readonly unknown[])[];
}>;

export type PgliteReply = Readonly<
  | { kind: "ready" }
  | { kind: "fatal"; message: string }
  | { kind: "done"; id: number; value: PgliteRows | number | undefined }
  | { kind: "refused"; id: number; error: StatementErrorFields }
  | { kind: "notified"; channel: string; payload: string }
>;
