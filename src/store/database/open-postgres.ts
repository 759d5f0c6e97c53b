import { Kysely, PostgresDialect } from "kysely";
import type pg from "pg";
import { clockReading, READ_CLOCK } from "./database-clock.ts";
import { scheduleOf } from "./maintenance.ts";
import { abortedTransaction } from "./database-failure.ts";
import type { DatabaseOptions, OpenDatabase } from "./open-database.ts";
import { PostgresListener } from "./postgres-listener.ts";
import { openPool, placeOf } from "./postgres-pool.ts";
import type { SqlSession } from "./sql-session.ts";

export async function openPostgres<Schema>(
  options: Extract<DatabaseOptions, { kind: "postgres" }>,
): Promise<OpenDatabase<Schema>> {
  const pool = await openPool(options.url);
  const listener = new PostgresListener(options.url);
  const db = new Kysely<Schema>({ dialect: new PostgresDialect({ pool }) });
  const schedule = scheduleOf(maintenance);
  let closing: Promise<void> | undefined;

  async function close(): Promise<void> {
    await schedule.stopAll();
    await listener.close();
    // Kysely ends the pool only where it has been used.
    await db.destroy();
    if (!pool.ended) await pool.end();
  }

  return {
    kind: "postgres",
    db,
    exec: async (sql) => void (await pool.query(sql)),
    session: (work) => inTransaction(pool, work),
    describe: () => `PostgreSQL server at ${placeOf(options.url)}: good for production, also with several server processes on it`,
    listen: (channel, hear) => listener.listen(channel, hear),
    nowMs: async () => clockReading((await pool.query<{ now_ms: number }>(READ_CLOCK)).rows),
    maintenance,
    startMaintenance: (everyMs, onFailure) => schedule.start(everyMs, onFailure),
    close: () => (closing ??= close()),
  };
}

/** The server vacuums and checkpoints by itself. */
async function maintenance(): Promise<void> {}

async function inTransaction<T>(pool: pg.Pool, work: (session: SqlSession) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  let spoilt: Error | undefined;
  try {
    await client.query("begin");
    const value = await work(sessionOf(client));
    const { command } = await client.query("commit");
    if (command === "ROLLBACK") throw abortedTransaction();
    return value;
  } catch (error) {
    // A connection that cannot even roll back is thrown away, not lent to the next caller.
    await client.query("rollback").catch((failure: Error) => (spoilt = failure));
    throw error;
  } finally {
    client.release(spoilt);
  }
}

function sessionOf(client: pg.PoolClient): SqlSession {
  return {
    query: async <Row extends object>(sql: string, params: readonly unknown[] = []) =>
      (await client.query<Row>(sql, [...params])).rows,
    exec: async (sql) => void (await client.query(sql)),
  };
}
