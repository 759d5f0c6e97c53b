import pg from "pg";
import type { DatabaseOptions } from "../../src/store/database/open-database.ts";

/** Databases that hold nothing yet; `dropAll` takes those away that were made on a server. */
export type FreshDatabases = Readonly<{ next: () => Promise<DatabaseOptions>; dropAll: () => Promise<void> }>;

/** @param url of a PostgreSQL database whose user may create others; null: in memory */
export function freshDatabases(url: string | null): FreshDatabases {
  if (url === null) return { next: () => Promise.resolve({ kind: "memory" }), dropAll: () => Promise.resolve() };
  const made: string[] = [];
  return {
    next: async () => {
      const name = `tidegate_bench_${process.pid}_${made.length}`;
      await run(url, `create database ${name}`);
      made.push(name);
      const own = new URL(url);
      own.pathname = `/${name}`;
      return { kind: "postgres", url: own.href };
    },
    dropAll: async () => {
      for (const name of made) await run(url, `drop database if exists ${name} with (force)`);
    },
  };
}

async function run(url: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}
