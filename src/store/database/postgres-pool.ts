import pg, { type PoolConfig } from "pg";
import { DatabaseFailure, messageOf, sqlStateOf } from "./database-failure.ts";
import { OID, safeInteger, scalarParsers, type ColumnParser } from "./column-parsers.ts";

/** Several servers share one database; 10 each stays below PostgreSQL's default of 100 connections. */
const CONNECTIONS_MAX = 10;
const CONNECT_TIMEOUT_MS = 10_000;
const IDLE_CONNECTION_MS = 30_000;
/** A statement of ours that runs longer is stuck; migrations lift the limit for themselves. */
const STATEMENT_TIMEOUT_MS = 60_000;
/** The same as the embedded database's limit (pglite-proxy.ts). */
const IDLE_TRANSACTION_MS = 30_000;
/** MERGE is of 15, and so are the grants of schema public that the guide describes. */
const SERVER_VERSION_MIN = 150_000;

export function connectionConfig(url: string): PoolConfig {
  return {
    connectionString: url,
    application_name: "tidegate",
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    keepAlive: true,
    types: { getTypeParser: parserOf },
  };
}

/** @throws DatabaseFailure `unreachable` or `server-too-old`. */
export async function openPool(url: string): Promise<pg.Pool> {
  const pool = new pg.Pool({
    ...connectionConfig(url),
    max: CONNECTIONS_MAX,
    idleTimeoutMillis: IDLE_CONNECTION_MS,
    statement_timeout: STATEMENT_TIMEOUT_MS,
    idle_in_transaction_session_timeout: IDLE_TRANSACTION_MS,
  });
  // An idle connection that the server cuts: the pool drops it and makes another; unheard, it would end the process.
  pool.on("error", () => {});
  try {
    await refuseOldServer(pool, url);
    return pool;
  } catch (error) {
    await pool.end();
    throw error;
  }
}

async function refuseOldServer(pool: pg.Pool, url: string): Promise<void> {
  const { rows } = await pool
    .query<{ number: string; version: string }>(
      "select current_setting('server_version_num') as number, current_setting('server_version') as version",
    )
    .catch((error: unknown) => {
      throw unreachable(url, error);
    });
  refuseVersion(Number(rows[0]?.number), rows[0]?.version ?? "unknown", url);
}

/** @throws DatabaseFailure `server-too-old`, naming the version found. */
export function refuseVersion(versionNumber: number, version: string, url: string): void {
  if (versionNumber >= SERVER_VERSION_MIN) return;
  throw new DatabaseFailure(
    "server-too-old",
    `the server at ${placeOf(url)} is PostgreSQL ${version}; Tidegate needs 15 or newer: upgrade it, or give another server`,
  );
}

function unreachable(url: string, error: unknown): DatabaseFailure {
  const answered = sqlStateOf(error) !== undefined;
  const advice = answered
    ? "check the user, password and database name in the URL"
    : "check that it runs and that host and port in the URL are right";
  return new DatabaseFailure(
    "unreachable",
    `cannot use the PostgreSQL server at ${placeOf(url)}: ${messageOf(error)}; ${advice}`,
    error,
  );
}

/** Host, port and database, never the password. */
export function placeOf(url: string): string {
  try {
    const { hostname, port, pathname } = new URL(url);
    return `\`${hostname}:${port || "5432"}${pathname}\``;
  } catch {
    return "the given URL";
  }
}

function parserOf(oid: number, format?: "text" | "binary"): ColumnParser {
  const own = format === "binary" ? undefined : scalarParsers[oid];
  if (own !== undefined) return own;
  if (oid === OID.int8Array) return (text) => integers(driverParser(OID.textArray)(text));
  return driverParser(oid, format);
}

/** The driver's types list built-in scalars only; at run time it takes any oid. */
const driverParser = pg.types.getTypeParser as (oid: number, format?: "text" | "binary") => ColumnParser;

/** Arrays may nest and may hold nulls. */
function integers(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(integers);
  return typeof value === "string" ? safeInteger(value) : value;
}
