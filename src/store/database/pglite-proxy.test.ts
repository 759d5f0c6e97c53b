import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { testDatabaseKind } from "../../../tests/helpers/test-database.ts";
import { StatementError } from "./database-failure.ts";
import { PgliteProxy } from "./pglite-proxy.ts";

describe.skipIf(testDatabaseKind === "postgres")("PGlite behind its worker", () => {
  let folder: string;
  let imageFile: string;
  let proxy: PgliteProxy;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "tidegate-proxy-"));
    imageFile = join(folder, "cluster.tar");
    proxy = new PgliteProxy();
    await proxy.waitReady;
    await proxy.exec(
      "create table shelf (id bigint primary key, word text not null, constraint word_short check (length(word) < 9)); insert into shelf values (1, 'one')",
    );
    await proxy.exec("create function endless(n int) returns int language plpgsql as $$ begin return endless(n + 1); end $$");
    await proxy.dumpImage(imageFile);
  });

  afterAll(async () => {
    await proxy.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it("answers many calls in flight each with its own result, in the order they were made", async () => {
    const order: number[] = [];
    const calls = Array.from({ length: 500 }, async (_, i) => {
      const { rows } = await proxy.query<{ n: number }>("select $1::bigint as n", [i]);
      order.push(i);
      return rows[0]?.n;
    });
    const expected = Array.from({ length: 500 }, (_, i) => i);
    expect(await Promise.all(calls)).toEqual(expected);
    expect(order).toEqual(expected);
  });

  it("lets a query outside an open transaction wait: no deadlock, and not inside it", async () => {
    const log: string[] = [];
    const transaction = await proxy.begin();
    await transaction.exec("insert into shelf values (2, 'two')");
    const outside = proxy.query<{ n: number }>("select count(*) as n from shelf").then(({ rows }) => {
      log.push("outside");
      return rows[0]?.n;
    });
    const other = proxy.transaction(async (second) => {
      log.push("second begins");
      return (await second.query<{ n: number }>("select count(*) as n from shelf")).rows[0]?.n;
    });
    for (let i = 0; i < 20; i += 1) await transaction.query("select 1");
    expect(log).toEqual([]);
    await transaction.rollback();
    expect(await outside).toBe(1);
    expect(await other).toBe(1);
    expect(log).toEqual(["outside", "second begins"]);
  });

  it("keeps a caller's autocommit write when another caller's transaction rolls back", async () => {
    const transaction = await proxy.begin();
    const outside = proxy.exec("insert into shelf values (3, 'kept')");
    await transaction.exec("insert into shelf values (4, 'lost')");
    await transaction.rollback();
    await outside;
    const { rows } = await proxy.query("select id from shelf where id in (3, 4)", [], { rowMode: "array" });
    expect(rows).toEqual([[3]]);
  });

  it("carries SQLSTATE, detail and constraint across the thread boundary", async () => {
    const error = await proxy.query("insert into shelf values (1, 'again')").catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(StatementError);
    expect(error).toMatchObject({
      code: "23505",
      constraint: "shelf_pkey",
      table: "shelf",
      detail: "Key (id)=(1) already exists.",
    });
    await expect(proxy.query("insert into shelf values (9, 'much too long')")).rejects.toMatchObject({
      code: "23514",
      constraint: "word_short",
    });
  });

  it("refuses a parameter that cannot be sent, and only that call", async () => {
    const good = proxy.query<{ n: number }>("select 1 as n");
    const bad = proxy.query("select $1", [() => 1]);
    await expect(bad).rejects.toThrow("a query parameter cannot be sent");
    expect((await good).rows).toEqual([{ n: 1 }]);
  });

  it("undoes a transaction opened by raw SQL, which would swallow other callers' statements", async () => {
    await expect(proxy.exec("begin; insert into shelf values (50, 'raw')")).rejects.toMatchObject({ code: "25001" });
    expect((await proxy.query("select id from shelf where id = 50")).rows).toEqual([]);
  });

  it("says so where an error inside a transaction was swallowed", async () => {
    const swallowed = proxy.transaction(async (transaction) => {
      await transaction.exec("insert into shelf values (60, 'sixty')");
      await transaction.query("select 1 / 0").catch(() => {});
    });
    await expect(swallowed).rejects.toMatchObject({ code: "25P02" });
    expect((await proxy.query("select id from shelf where id = 60")).rows).toEqual([]);
  });

  it("hears a notice after the commit, and not after stopping", async () => {
    const heard: string[] = [];
    const stop = await proxy.listen("Tide", (payload) => heard.push(payload));
    await proxy.transaction(async (transaction) => {
      await transaction.query(`select pg_notify('Tide', 'in')`);
      expect(heard).toEqual([]);
    });
    await proxy.query("select 1");
    expect(heard).toEqual(["in"]);
    await stop();
    await proxy.exec(`notify "Tide", 'late'`);
    expect(heard).toEqual(["in"]);
  });

  it("starts from an image, and frees waiters from a transaction that awaits one of them", async () => {
    const second = new PgliteProxy({ imageFile, idleTransactionMsMax: 30 });
    const entangled = second.transaction(async () => {
      const { rows } = await second.query<{ word: string }>("select word from shelf");
      expect(rows).toEqual([{ word: "one" }]);
    });
    await expect(entangled).rejects.toMatchObject({ code: "25P03" });
    await second.close();
    await expect(second.query("select 1")).rejects.toMatchObject({ reason: "closed" });
  });

  it("rolls an open transaction back at close, and answers what was asked before", async () => {
    const second = new PgliteProxy({ imageFile });
    await second.begin();
    const asked = second.query<{ n: number }>("select count(*) as n from shelf");
    await second.close();
    expect((await asked).rows).toEqual([{ n: 1 }]);
  });

  it("rejects all calls, those in flight and those to come, when the database breaks: it would answer without doing", async () => {
    const nodesOwnStackMb = 4;
    const second = new PgliteProxy({ imageFile }, nodesOwnStackMb);
    await second.waitReady;
    const inFlight = [second.query("select endless(1)"), second.exec("insert into shelf values (70, 'lost')"), second.begin()];
    for (const outcome of await Promise.allSettled(inFlight)) {
      expect(outcome).toMatchObject({ status: "rejected", reason: { reason: "session-lost" } });
    }
    await expect(second.query("select 1")).rejects.toThrow("the embedded database's thread ended with code 1: ");
    await second.close();
  });

  it("outlives the errors that a statement can make of itself", async () => {
    for (const statement of [
      `select '${"[".repeat(200_000)}'::json`,
      "select length(string_agg(repeat('x', 1000000), '')) from generate_series(1, 900)",
      "select endless(1)",
      "",
      "-- nothing",
    ]) {
      await expect(proxy.query(statement)).rejects.toBeInstanceOf(StatementError);
    }
    await proxy.exec("-- nothing");
    expect((await proxy.query("select 1 as n")).rows).toEqual([{ n: 1 }]);
  });

  it("rejects waitReady and every call where the database cannot start", async () => {
    const broken = join(folder, "broken.tar");
    writeFileSync(broken, "no tar");
    const second = new PgliteProxy({ imageFile: broken });
    await expect(second.query("select 1")).rejects.toMatchObject({ reason: "session-lost" });
    await expect(second.waitReady).rejects.toMatchObject({ reason: "session-lost" });
  });
});
