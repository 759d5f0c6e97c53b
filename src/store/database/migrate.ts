import { fileURLToPath } from "node:url";
import type { Instant } from "../../kit/instant.ts";
import { err, ok, type Result } from "../../kit/result.ts";
import { DatabaseFailure, messageOf, sqlStateOf } from "./database-failure.ts";
import { readMigrationFiles, type BadNumbering, type MigrationFile } from "./migration-files.ts";
import type { OpenDatabase } from "./open-database.ts";
import type { SqlSession } from "./sql-session.ts";

/** The product's own migrations: src/store/migrations. */
export const MIGRATIONS_FOLDER = fileURLToPath(new URL("../migrations", import.meta.url));

export type MigrateOptions = Readonly<{ folder: string; nowMs: Instant }>;

/** `applied`: names of the files that this call installed, in order. */
export type Migrated = Readonly<{ applied: readonly string[]; version: number }>;

export type MigrateError =
  | BadNumbering
  | Readonly<{ kind: "edited-migration"; file: string; message: string }>
  | Readonly<{ kind: "database-newer"; databaseVersion: number; codeVersion: number; message: string }>
  | Readonly<{ kind: "migration-failed"; file: string; sqlState: string | undefined; message: string }>;

/**
 * Brings the database to the version of the code. Each file is one transaction that begins with the file's row in
 * `store_migration`: of several installs at once one applies it, the others wait and see that it is done.
 * Nothing is applied where an applied file was edited since, or the database is newer than the code.
 */
export async function migrate(
  database: Pick<OpenDatabase, "session">,
  options: MigrateOptions,
): Promise<Result<Migrated, MigrateError>> {
  const files = readMigrationFiles(options.folder);
  if (!files.ok) return files;
  const recorded = await database.session(async (session) => {
    await takeLock(session);
    await session.exec(HISTORY_TABLE);
    return session.query<Recorded>("select number, name, sha256 from store_migration order by number");
  });
  const refused = refuseHistory(recorded, files.value);
  if (refused !== undefined) return err(refused);
  const applied: string[] = [];
  for (const file of files.value.slice(recorded.length)) {
    const step = await install(database, file, options.nowMs);
    if (!step.ok) return step;
    if (step.value === "applied") applied.push(file.name);
  }
  return ok({ applied, version: files.value.length });
}

type Recorded = { number: number; name: string; sha256: string };

const HISTORY_TABLE = `
  create table if not exists store_migration (
    number integer primary key,
    name text not null,
    sha256 text not null,
    applied_at_ms bigint not null
  )`;

/** Any number, as long as every version of the program uses the same one. */
const LOCK_KEY = 7_433_283_412;

/** Held to the end of the transaction. The embedded database has one session: there it is free and does nothing. */
async function takeLock(session: SqlSession): Promise<void> {
  await session.exec("set local statement_timeout = 0");
  await session.query("select pg_advisory_xact_lock($1::bigint)", [LOCK_KEY]);
}

type InstallOutcome = "applied" | "was-there";

async function install(
  database: Pick<OpenDatabase, "session">,
  file: MigrationFile,
  nowMs: Instant,
): Promise<Result<InstallOutcome, MigrateError>> {
  try {
    return await database.session<Result<InstallOutcome, MigrateError>>(async (session) => {
      await takeLock(session);
      const inserted = await session.query(
        "insert into store_migration (number, name, sha256, applied_at_ms) values ($1, $2, $3, $4) on conflict (number) do nothing returning number",
        [file.number, file.name, file.sha256, nowMs],
      );
      if (inserted.length === 0) return recheck(session, file);
      await session.exec(file.sql);
      return ok("applied");
    });
  } catch (error) {
    if (error instanceof DatabaseFailure) throw error;
    const message = `migration \`${file.name}\` failed and was rolled back: ${messageOf(error)}`;
    return err({ kind: "migration-failed", file: file.name, sqlState: sqlStateOf(error), message });
  }
}

/** Another install was faster; it must have been with the same file. */
async function recheck(session: SqlSession, file: MigrationFile): Promise<Result<InstallOutcome, MigrateError>> {
  const [row] = await session.query<Recorded>("select number, name, sha256 from store_migration where number = $1", [
    file.number,
  ]);
  const refused = row === undefined ? undefined : refuseEdited(row, file);
  return refused === undefined ? ok("was-there") : err(refused);
}

function refuseHistory(recorded: readonly Recorded[], files: readonly MigrationFile[]): MigrateError | undefined {
  for (const row of recorded) {
    const file = files[row.number - 1];
    if (file === undefined) return databaseNewer(recorded.length, files.length, row.name);
    const edited = refuseEdited(row, file);
    if (edited !== undefined) return edited;
  }
  return undefined;
}

function refuseEdited(row: Recorded, file: MigrationFile): MigrateError | undefined {
  if (row.sha256 === file.sha256) return undefined;
  const message = `migration \`${file.name}\` is not the \`${row.name}\` that this database was built with: restore the file, and put the change into a new migration`;
  return { kind: "edited-migration", file: file.name, message };
}

function databaseNewer(databaseVersion: number, codeVersion: number, name: string): MigrateError {
  const message = `the database is at version ${databaseVersion} (\`${name}\`), this program knows versions up to ${codeVersion}: start the newer program, or restore a backup`;
  return { kind: "database-newer", databaseVersion, codeVersion, message };
}
