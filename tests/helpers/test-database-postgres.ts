import { randomBytes } from "node:crypto";
import pg from "pg";
import { hashOf } from "../../src/kit/sha256.ts";
import { MIGRATIONS_FOLDER } from "../../src/store/database/migrate.ts";
import { readMigrationFiles } from "../../src/store/database/migration-files.ts";
import { openDatabase, type OpenDatabase } from "../../src/store/database/open-database.ts";
import { quoteName } from "../../src/store/database/sql-session.ts";
import { migrated } from "./migrated.ts";

export const POSTGRES_URL_VARIABLE = "TIDEGATE_TEST_POSTGRES_URL";

/** Any number; test processes that make the template at once take turns on it. */
const TEMPLATE_LOCK_KEY = 7_433_283_413;
const ADMIN_IDLE_MS = 1_000;

const urls = new WeakMap<object, string>();
let adminPool: pg.Pool | undefined;
let template: Promise<string> | undefined;

/** A database of its own; `close` drops it. */
export async function newPostgresDatabase<Schema>(withMigrations: boolean): Promise<OpenDatabase<Schema>> {
  const source = withMigrations ? await (template ??= makeTemplate()) : "template0";
  const name = `tidegate_test_${randomBytes(6).toString("hex")}`;
  await admin().query(`create database ${quoteName(name)} template ${quoteName(source)}`);
  const opened = await openSecondHandle<Schema>(urlOfDatabase(name));
  const close = async (): Promise<void> => {
    await opened.close();
    await admin().query(`drop database if exists ${quoteName(name)} with (force)`);
  };
  return remember({ ...opened, close: once(close) }, urlOfDatabase(name));
}

/** Another set of connections to the same database, as a second server process would have; `close` leaves the database. */
export async function openSecondHandle<Schema>(url: string): Promise<OpenDatabase<Schema>> {
  return remember(await openDatabase<Schema>({ kind: "postgres", url }), url);
}

export function postgresUrlOf(database: object): string | undefined {
  return urls.get(database);
}

/** Named by the content of the migrations, so that a changed one gives a new template. */
async function makeTemplate(): Promise<string> {
  const files = readMigrationFiles(MIGRATIONS_FOLDER);
  if (!files.ok) throw new Error(files.error.message);
  const name = `tidegate_template_${hashOf(files.value.map((file) => file.sha256)).slice(0, 16)}`;
  const client = await admin().connect();
  try {
    await client.query("select pg_advisory_lock($1::bigint)", [TEMPLATE_LOCK_KEY]);
    const { rowCount } = await client.query("select 1 from pg_database where datname = $1", [name]);
    if (rowCount === 0) await buildTemplate(client, name);
    return name;
  } finally {
    await client.query("select pg_advisory_unlock($1::bigint)", [TEMPLATE_LOCK_KEY]);
    client.release();
  }
}

/** Renamed only when whole: a run killed half-way leaves no template that looks finished. */
async function buildTemplate(client: pg.PoolClient, name: string): Promise<void> {
  const unfinished = `${name}_unfinished`;
  await client.query(`drop database if exists ${quoteName(unfinished)} with (force)`);
  await client.query(`create database ${quoteName(unfinished)} template template0`);
  const database = await openDatabase({ kind: "postgres", url: urlOfDatabase(unfinished) });
  try {
    await migrated(database);
  } finally {
    await database.close();
  }
  await client.query(`alter database ${quoteName(unfinished)} rename to ${quoteName(name)}`);
}

function admin(): pg.Pool {
  return (adminPool ??= new pg.Pool({
    connectionString: serverUrl(),
    max: 2,
    idleTimeoutMillis: ADMIN_IDLE_MS,
    allowExitOnIdle: true,
  }));
}

function serverUrl(): string {
  const url = process.env[POSTGRES_URL_VARIABLE];
  if (url === undefined)
    throw new Error(`${POSTGRES_URL_VARIABLE} is not set: the vitest project \`postgres\` starts a server and sets it`);
  return url;
}

function urlOfDatabase(name: string): string {
  const url = new URL(serverUrl());
  url.pathname = `/${name}`;
  return url.href;
}

function remember<Database extends object>(database: Database, url: string): Database {
  urls.set(database, url);
  return database;
}

function once(run: () => Promise<void>): () => Promise<void> {
  let running: Promise<void> | undefined;
  return () => (running ??= run());
}
