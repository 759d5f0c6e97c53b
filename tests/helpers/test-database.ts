import { err, ok, type Result } from "../../src/kit/result.ts";
import type { OpenDatabase } from "../../src/store/database/open-database.ts";
import { lendPglite } from "./test-database-pglite.ts";
import { newPostgresDatabase, openSecondHandle, postgresUrlOf } from "./test-database-postgres.ts";

export type TestDatabaseKind = "pglite" | "postgres";

/** Which database this run is about; the vitest projects set it. */
export const testDatabaseKind: TestDatabaseKind = process.env["TIDEGATE_TEST_DB"] === "postgres" ? "postgres" : "pglite";

export type NotShareable = Readonly<{ kind: "not-shareable"; message: string }>;

/** Why a second, independent handle cannot be had in this run; undefined where it can. For `describe.skipIf`. */
export const notShareableBecause: string | undefined =
  testDatabaseKind === "postgres" ? undefined : "the embedded database has one session: two independent handles need PostgreSQL";

export type TestDatabaseOptions = Readonly<{ /** False: nothing installed, for tests of migrations. */ migrated?: boolean }>;

/**
 * An empty database at the version of the code. `close()` gives it back: call it in `afterEach`.
 * With `sharedWith`: a second, independent handle on the database of the first, as another server process would have.
 */
export function testDatabase<Schema = unknown>(options?: TestDatabaseOptions): Promise<OpenDatabase<Schema>>;
export function testDatabase<Schema = unknown>(
  options: Readonly<{ sharedWith: OpenDatabase<Schema> }>,
): Promise<Result<OpenDatabase<Schema>, NotShareable>>;
export async function testDatabase<Schema>(
  options: TestDatabaseOptions & Readonly<{ sharedWith?: OpenDatabase<Schema> }> = {},
): Promise<OpenDatabase<Schema> | Result<OpenDatabase<Schema>, NotShareable>> {
  if (options.sharedWith !== undefined) return secondHandle(options.sharedWith);
  const withMigrations = options.migrated ?? true;
  return testDatabaseKind === "postgres" ? newPostgresDatabase(withMigrations) : lendPglite(withMigrations);
}

/** For a child process that opens the same database; undefined on the embedded one. */
export function testDatabaseUrl(database: object): string | undefined {
  return postgresUrlOf(database);
}

async function secondHandle<Schema>(first: OpenDatabase<Schema>): Promise<Result<OpenDatabase<Schema>, NotShareable>> {
  if (notShareableBecause !== undefined) return err({ kind: "not-shareable", message: notShareableBecause });
  const url = postgresUrlOf(first);
  if (url === undefined) throw new TypeError("`sharedWith` must be a handle that testDatabase() returned");
  return ok(await openSecondHandle<Schema>(url));
}
