import { openDatabase, type OpenDatabase } from "../../src/store/database/open-database.ts";
import { quoteName, type SqlSession } from "../../src/store/database/sql-session.ts";
import { migrated } from "./migrated.ts";

/**
 * Starting an embedded database takes seconds, emptying one milliseconds: instances are lent and given back.
 * Two at once are two instances, so that a test which opens a second one gets a second one.
 */
type Instance = Readonly<{ database: OpenDatabase; reset: () => Promise<void> }>;

const free: Record<"migrated" | "blank", Instance[]> = { migrated: [], blank: [] };

/** Empty but for what the migrations themselves put in; `close` gives it back. */
export async function lendPglite<Schema>(withMigrations: boolean): Promise<OpenDatabase<Schema>> {
  const shelf = withMigrations ? free.migrated : free.blank;
  const instance = shelf.pop() ?? (await (withMigrations ? startMigrated() : startBlank()));
  const stops = new Set<() => Promise<void>>();
  let returned: Promise<void> | undefined;

  async function giveBack(): Promise<void> {
    for (const stop of stops) await stop();
    await instance.reset();
    shelf.push(instance);
  }

  const lent: OpenDatabase = {
    ...instance.database,
    listen: async (channel, hear) => {
      const stop = await instance.database.listen(channel, hear);
      stops.add(stop);
      return stop;
    },
    startMaintenance: (everyMs, onFailure) => {
      const stop = instance.database.startMaintenance(everyMs, onFailure);
      stops.add(async () => stop());
      return stop;
    },
    close: () => (returned ??= giveBack()),
  };
  return lent as unknown as OpenDatabase<Schema>;
}

async function startBlank(): Promise<Instance> {
  const database = await openDatabase({ kind: "memory" });
  return { database, reset: () => database.exec("drop schema public cascade; create schema public") };
}

async function startMigrated(): Promise<Instance> {
  const database = await openDatabase({ kind: "memory" });
  await migrated(database);
  const baseline = await database.session(readBaseline);
  return { database, reset: () => database.session((session) => restore(session, baseline)) };
}

type Baseline = Readonly<{
  tables: readonly string[];
  rows: readonly Readonly<{ table: string; rows: string }>[];
  sequences: readonly Readonly<{ name: string; value: number; called: boolean }>[];
}>;

const HISTORY = "store_migration";
const LIST_TABLES = "select tablename as name from pg_tables where schemaname = 'public' order by tablename";

/** What the migrations left: a database from PostgreSQL's template holds the same. */
async function readBaseline(session: SqlSession): Promise<Baseline> {
  const tables = (await session.query<{ name: string }>(LIST_TABLES)).map(({ name }) => name).filter((name) => name !== HISTORY);
  const rows: { table: string; rows: string }[] = [];
  for (const table of tables) {
    const [found] = await session.query<{ rows: string | null }>(
      `select jsonb_agg(to_jsonb(t))::text as rows from ${quoteName(table)} as t`,
    );
    if (typeof found?.rows === "string") rows.push({ table, rows: found.rows });
  }
  const sequences = await session.query<{ name: string; value: number; called: boolean }>(
    "select quote_ident(sequencename) as name, coalesce(last_value, start_value) as value, last_value is not null as called from pg_sequences where schemaname = 'public'",
  );
  return { tables, rows, sequences };
}

async function restore(session: SqlSession, baseline: Baseline): Promise<void> {
  const kept = new Set([...baseline.tables, HISTORY]);
  const extra = (await session.query<{ name: string }>(LIST_TABLES)).filter(({ name }) => !kept.has(name));
  if (extra.length > 0) await session.exec(`drop table ${list(extra.map(({ name }) => name))} cascade`);
  // Triggers and foreign keys were satisfied when the rows first came in; their order no longer matters.
  await session.exec("set local session_replication_role = replica");
  if (baseline.tables.length > 0) await session.exec(`truncate ${list(baseline.tables)} restart identity cascade`);
  for (const { table, rows } of baseline.rows) {
    await session.query(
      `insert into ${quoteName(table)} overriding system value select * from jsonb_populate_recordset(null::${quoteName(table)}, $1::jsonb)`,
      [rows],
    );
  }
  for (const { name, value, called } of baseline.sequences)
    await session.query("select setval($1::regclass, $2, $3)", [name, value, called]);
}

function list(names: readonly string[]): string {
  return names.map(quoteName).join(", ");
}
