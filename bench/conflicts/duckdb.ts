import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { timed } from "../shared/measure.ts";
import type { RandomPolicies } from "./random-policies.ts";

/** No dependency of the project: fetched once, by its ordinary client, into the cache. */
const DUCKDB_VERSION = "1.5.6-r.1";
const FOLDER = fileURLToPath(new URL("../../.cache/bench/duckdb", import.meta.url));

type Appender = Readonly<{
  appendInteger: (value: number) => void;
  appendVarchar: (value: string) => void;
  endRow: () => void;
  closeSync: () => void;
}>;
type Connection = Readonly<{
  run: (sql: string) => Promise<unknown>;
  runAndReadAll: (sql: string) => Promise<Readonly<{ getRowsJS: () => readonly (readonly unknown[])[] }>>;
  createAppender: (table: string) => Promise<Appender>;
  closeSync: () => void;
}>;
type DuckDb = Readonly<{
  DuckDBInstance: Readonly<{ create: (path: string) => Promise<{ connect: () => Promise<Connection> }> }>;
}>;

export type DuckDbPairs = Readonly<{ candidates: ReadonlyMap<string, number>; candidatesMs: number; exactMs: number }>;

/** The same questions in SQL: a self-join of the settings, and the bits of both audiences. Fastest of `rounds`. */
export async function askDuckDb({ cells, policies }: RandomPolicies, rounds: number): Promise<DuckDbPairs> {
  const { DuckDBInstance } = await load();
  const connection = await (await DuckDBInstance.create(":memory:")).connect();
  await connection.run("create table cells (policy integer, node integer, value integer)");
  await fill(connection, "cells", (row) => {
    for (const { policy, node, value } of cells)
      row((appender) => [policy, node, value].forEach((one) => appender.appendInteger(one)));
  });
  await connection.run("create table texts (policy integer, bits varchar)");
  await fill(connection, "texts", (row) => {
    policies.forEach(({ reach }, at) => {
      const bits = [...reach.words].map((word) => word.toString(2).padStart(32, "0")).join("");
      row((appender) => {
        appender.appendInteger(at);
        appender.appendVarchar(bits);
      });
    });
  });
  await connection.run("create table reach as select policy, bits::bit as bits from texts");
  const candidates = `create or replace table candidates as select distinct a.policy as a, b.policy as b
    from cells a join cells b on a.node = b.node and a.policy < b.policy and a.value <> b.value`;
  const exact = `create or replace table pairs as select a, b, bit_count(x.bits & y.bits) as devices
    from candidates join reach x on x.policy = a join reach y on y.policy = b`;
  const candidatesMs = await fastest(rounds, () => connection.run(candidates));
  const exactMs = await fastest(rounds, () => connection.run(exact));
  const rows = (await connection.runAndReadAll("select a, b, devices from pairs")).getRowsJS();
  connection.closeSync();
  return {
    candidates: new Map(rows.map(([a, b, devices]) => [`${Number(a)} ${Number(b)}`, Number(devices)])),
    candidatesMs,
    exactMs,
  };
}

export async function fastest(rounds: number, work: () => unknown): Promise<number> {
  let best = Number.POSITIVE_INFINITY;
  for (let round = 0; round < rounds; round++) best = Math.min(best, (await timed(work)).tookMs);
  return best;
}

async function fill(
  connection: Connection,
  table: string,
  rows: (row: (write: (appender: Appender) => void) => void) => void,
): Promise<void> {
  const appender = await connection.createAppender(table);
  rows((write) => {
    write(appender);
    appender.endRow();
  });
  appender.closeSync();
}

async function load(): Promise<DuckDb> {
  const entry = join(FOLDER, "node_modules", "@duckdb", "node-api", "lib", "index.js");
  if (!existsSync(entry)) {
    mkdirSync(FOLDER, { recursive: true });
    const args = ["install", "--no-audit", "--no-fund", "--prefix", FOLDER, `@duckdb/node-api@${DUCKDB_VERSION}`];
    const done = spawnSync("npm", args, { stdio: "inherit" });
    if (done.status !== 0) throw new Error("DuckDB could not be fetched: run without `--against duckdb`");
  }
  return (await import(pathToFileURL(entry).href)) as DuckDb;
}
