import type { Kysely } from "kysely";
import type { Instant } from "../../kit/instant.ts";
import { openDirectory, openMemory } from "./open-pglite.ts";
import { openPostgres } from "./open-postgres.ts";
import type { Hear, SqlSession, StopListening } from "./sql-session.ts";

export type DatabaseOptions = Readonly<
  | { kind: "memory"; imageFile?: string }
  | { kind: "directory"; path: string; acceptPowerLoss?: boolean }
  | { kind: "postgres"; url: string }
>;

/** A database in use. All kinds speak PostgreSQL; `db` and `session` behave alike on each of them. */
export type OpenDatabase<Schema = unknown> = Readonly<{
  kind: DatabaseOptions["kind"];
  db: Kysely<Schema>;
  /** Any number of statements without parameters, outside a transaction. */
  exec(sql: string): Promise<void>;
  /** One transaction on one connection with raw SQL: commits when `work` resolves, rolls back when it rejects. */
  session<T>(work: (session: SqlSession) => Promise<T>): Promise<T>;
  /** One sentence: what this database is good for, and what not. */
  describe(): string;
  /** NOTIFYs of a channel, after the commit of whoever sent them. Resolves when listening has begun. */
  listen(channel: string, hear: Hear): Promise<StopListening>;
  /** The database's clock; for the production clock only. */
  nowMs(): Promise<Instant>;
  /** VACUUM and CHECKPOINT where nothing else does them (the embedded database); nothing on a server. */
  maintenance(): Promise<void>;
  /** Runs `maintenance` every so often until `close` or the returned function. A failure goes to `onFailure`. */
  startMaintenance(everyMs: number, onFailure: (error: unknown) => void): () => void;
  /** Waits for calls under way. Safe to call twice. */
  close(): Promise<void>;
}>;

/**
 * Opens the database and makes sure that it can be relied on.
 * @throws DatabaseFailure: `unreachable`, `server-too-old`, `directory-in-use`, `no-real-sync`, `session-lost`.
 */
export function openDatabase<Schema = unknown>(options: DatabaseOptions): Promise<OpenDatabase<Schema>> {
  switch (options.kind) {
    case "memory":
      return openMemory(options);
    case "directory":
      return openDirectory(options);
    case "postgres":
      return openPostgres(options);
  }
}
