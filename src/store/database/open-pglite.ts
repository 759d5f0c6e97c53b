import { existsSync, renameSync, rmSync } from "node:fs";
import { join, resolve } from "node:path";
import { Kysely } from "kysely";
import { clockReading, READ_CLOCK } from "./database-clock.ts";
import { DatabaseFailure } from "./database-failure.ts";
import { lockDirectory } from "./directory-lock.ts";
import { scheduleOf } from "./maintenance.ts";
import type { DatabaseOptions, OpenDatabase } from "./open-database.ts";
import { PgliteProxyDialect } from "./pglite-dialect.ts";
import { syncPath, syncTree } from "./pglite-durable-files.ts";
import type { PgliteStart } from "./pglite-messages.ts";
import { PgliteProxy, type PgliteTransaction } from "./pglite-proxy.ts";
import type { SqlSession } from "./sql-session.ts";
import { checkSyncs } from "./sync-check.ts";

type MemoryOptions = Extract<DatabaseOptions, { kind: "memory" }>;
type DirectoryOptions = Extract<DatabaseOptions, { kind: "directory" }>;
type StartPglite = (start: Partial<PgliteStart>) => PgliteProxy;

const GOOD_FOR =
  "evaluation and small labs; for anything that matters, and for more than one server process, give it a PostgreSQL server";

export async function openMemory<Schema>(options: MemoryOptions): Promise<OpenDatabase<Schema>> {
  const proxy = new PgliteProxy({ imageFile: options.imageFile });
  await proxy.waitReady;
  const sentence = "embedded PostgreSQL in memory: all data is gone when the process ends, good for demos and tests";
  return opened(proxy, { kind: "memory", sentence, afterClose: () => {} });
}

/** @param startPglite a test hands in one whose syncs do not reach the disk. */
export async function openDirectory<Schema>(
  options: DirectoryOptions,
  startPglite: StartPglite = (start) => new PgliteProxy(start),
): Promise<OpenDatabase<Schema>> {
  const path = resolve(options.path);
  const lock = lockDirectory(path);
  try {
    const dataDirectory = join(path, "pgdata");
    if (!existsSync(dataDirectory)) await createCluster(dataDirectory, startPglite);
    const proxy = startPglite({ dataDirectory, durable: true });
    const syncs = await proxy.waitReady
      .then(() => refuseWithoutSyncs(proxy, options))
      .catch((error: unknown) => closeAndThrow(proxy, error));
    const durability = syncs
      ? "every commit is synced to the disk"
      : "COMMITS ARE NOT SYNCED: a power loss may lose or spoil data (accepted at start)";
    const sentence = `embedded PostgreSQL in \`${path}\`: ${durability}; good for ${GOOD_FOR}`;
    return opened(proxy, { kind: "directory", sentence, afterClose: lock.release });
  } catch (error) {
    lock.release();
    throw error;
  }
}

/** Made beside its place, synced, then renamed: a kill half-way leaves no cluster that looks whole. */
async function createCluster(dataDirectory: string, startPglite: StartPglite): Promise<void> {
  const unfinished = `${dataDirectory}.unfinished`;
  rmSync(unfinished, { recursive: true, force: true });
  const proxy = startPglite({ dataDirectory: unfinished, durable: false });
  try {
    await proxy.waitReady;
  } finally {
    await proxy.close();
  }
  syncTree(unfinished);
  renameSync(unfinished, dataDirectory);
  syncPath(resolve(dataDirectory, ".."));
}

/** @returns whether commits reach the disk. */
async function refuseWithoutSyncs(proxy: PgliteProxy, options: DirectoryOptions): Promise<boolean> {
  const check = await checkSyncs(proxy);
  if (check.durable || options.acceptPowerLoss === true) return check.durable;
  throw new DatabaseFailure(
    "no-real-sync",
    `${check.commits} commits made ${check.syncs} real disk syncs (${check.settings}): a power loss could lose acknowledged data; ` +
      "use a PostgreSQL server, or accept the risk explicitly (acceptPowerLoss)",
  );
}

async function closeAndThrow(proxy: PgliteProxy, error: unknown): Promise<never> {
  await proxy.close().catch(() => {});
  throw error;
}

type Around = Readonly<{ kind: "memory" | "directory"; sentence: string; afterClose: () => void }>;

function opened<Schema>(proxy: PgliteProxy, around: Around): OpenDatabase<Schema> {
  const db = new Kysely<Schema>({ dialect: new PgliteProxyDialect(proxy) });
  const schedule = scheduleOf(maintenance);
  let closing: Promise<void> | undefined;

  // PGlite has no autovacuum and no checkpointer; two calls, since VACUUM refuses to run beside other statements.
  async function maintenance(): Promise<void> {
    await proxy.query("vacuum (analyze)");
    await proxy.query("checkpoint");
  }

  async function close(): Promise<void> {
    await schedule.stopAll();
    await db.destroy();
    await proxy.close().finally(around.afterClose);
  }

  return {
    kind: around.kind,
    db,
    exec: (sql) => proxy.exec(sql),
    session: (work) => proxy.transaction((transaction) => work(sessionOf(transaction))),
    describe: () => around.sentence,
    listen: (channel, hear) => proxy.listen(channel, (payload) => hear({ kind: "notified", payload })),
    nowMs: async () => clockReading((await proxy.query<{ now_ms: number }>(READ_CLOCK)).rows),
    maintenance,
    startMaintenance: (everyMs, onFailure) => schedule.start(everyMs, onFailure),
    close: () => (closing ??= close()),
  };
}

function sessionOf(transaction: PgliteTransaction): SqlSession {
  return {
    query: async <Row extends object>(sql: string, params: readonly unknown[] = []) =>
      (await transaction.query<Row>(sql, params)).rows,
    exec: (sql) => transaction.exec(sql),
  };
}
