import { sql } from "kysely";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { notShareableBecause, testDatabase } from "../../../tests/helpers/test-database.ts";
import { sqlStateOf } from "./database-failure.ts";
import { openDatabase, type OpenDatabase } from "./open-database.ts";
import { placeOf, refuseVersion } from "./postgres-pool.ts";
import type { Heard } from "./sql-session.ts";

type Schema = { thing: { id: number; doc: unknown; at_ms: number; ids: number[] | null } };

describe("open database", () => {
  let database: OpenDatabase<Schema>;

  beforeEach(async () => {
    database = await testDatabase<Schema>({ migrated: false });
    await database.exec(
      "create table thing (id bigint primary key, doc jsonb, at_ms bigint not null default 0, ids bigint[]); create index thing_at on thing (at_ms)",
    );
  });

  afterEach(() => database.close());

  function put(id: number): Promise<unknown> {
    return database.db.insertInto("thing").values({ id, doc: null, at_ms: 0, ids: null }).execute();
  }

  async function count(): Promise<number> {
    const { n } = await database.db
      .selectFrom("thing")
      .select((of) => of.fn.countAll<number>().as("n"))
      .executeTakeFirstOrThrow();
    return n;
  }

  it("reads bigint, bigint[] and count as numbers, jsonb as a value, date and timestamp as text", async () => {
    const doc = JSON.stringify({ a: [1, null, "x"] });
    await database.db
      .insertInto("thing")
      .values({ id: 9_007_199_254_740_991, doc, at_ms: 1_700_000_000_000, ids: [1, 2] })
      .execute();
    const row = await database.db.selectFrom("thing").selectAll().executeTakeFirstOrThrow();
    expect(row).toEqual({ id: 9_007_199_254_740_991, doc: { a: [1, null, "x"] }, at_ms: 1_700_000_000_000, ids: [1, 2] });
    expect(await count()).toBe(1);
    const { rows } =
      await sql`select '{3,null}'::bigint[] as some, date '2026-02-03' as day, timestamp '2026-02-03 04:05:06' as moment, 1.5::float8 as half`.execute(
        database.db,
      );
    expect(rows).toEqual([{ some: [3, null], day: "2026-02-03", moment: "2026-02-03 04:05:06", half: 1.5 }]);
  });

  it("refuses a bigint that a number cannot hold, instead of rounding it", async () => {
    await expect(sql`select 9007199254740993::bigint as big`.execute(database.db)).rejects.toThrow("outside the safe integers");
    expect(await count()).toBe(0);
  });

  it("counts the rows that a write touched", async () => {
    await put(1);
    await put(2);
    const [updated] = await database.db.updateTable("thing").set({ at_ms: 5 }).where("id", ">", 1).execute();
    expect(updated?.numUpdatedRows).toBe(1n);
  });

  it("names the SQLSTATE of a refused statement", async () => {
    await put(1);
    expect(sqlStateOf(await put(1).catch((error: unknown) => error))).toBe("23505");
    expect(sqlStateOf(await database.exec("select * from nowhere").catch((error: unknown) => error))).toBe("42P01");
  });

  it("rolls back a transaction that throws, keeps one that returns, and offers savepoints", async () => {
    const failed = database.db.transaction().execute(async (transaction) => {
      await transaction.insertInto("thing").values({ id: 1, doc: null, at_ms: 0, ids: null }).execute();
      throw new Error("stop");
    });
    await expect(failed).rejects.toThrow("stop");
    const controlled = await database.db.startTransaction().execute();
    await controlled.insertInto("thing").values({ id: 2, doc: null, at_ms: 0, ids: null }).execute();
    const saved = await controlled.savepoint("here").execute();
    await saved.insertInto("thing").values({ id: 3, doc: null, at_ms: 0, ids: null }).execute();
    await saved.rollbackToSavepoint("here").execute();
    await controlled.commit().execute();
    expect((await database.db.selectFrom("thing").select("id").execute()).map(({ id }) => id)).toEqual([2]);
  });

  it("honours isolation level and access mode", async () => {
    const settings = database.db.transaction().setIsolationLevel("serializable").setAccessMode("read only");
    const read = settings.execute(async (transaction) => {
      const { rows } = await sql<{ level: string }>`select current_setting('transaction_isolation') as level`.execute(
        transaction,
      );
      expect(rows).toEqual([{ level: "serializable" }]);
      await transaction.insertInto("thing").values({ id: 1, doc: null, at_ms: 0, ids: null }).execute();
    });
    expect(sqlStateOf(await read.catch((error: unknown) => error))).toBe("25006");
  });

  it("does not pretend a commit where an error inside was swallowed", async () => {
    const swallowed = database.db.transaction().execute(async (transaction) => {
      await sql`insert into thing (id) values (1)`.execute(transaction);
      await sql`select 1 / 0`.execute(transaction).catch(() => {});
    });
    await expect(swallowed).rejects.toThrow("rolled back instead of committed");
    const raw = database.session(async (session) => {
      await session.exec("insert into thing (id) values (2)");
      await session.query("select 1 / 0").catch(() => {});
    });
    await expect(raw).rejects.toMatchObject({ code: "25P02" });
    expect(await count()).toBe(0);
  });

  it("runs transactions asked for at once without mixing them", async () => {
    await Promise.all(
      Array.from({ length: 12 }, (_, i) =>
        database.db
          .transaction()
          .execute(async (transaction) => {
            await sql`insert into thing (id) values (${i})`.execute(transaction);
            if (i % 2 === 1) throw new Error("odd");
          })
          .catch(() => {}),
      ),
    );
    const rows = await database.db.selectFrom("thing").select("id").orderBy("id").execute();
    expect(rows.map(({ id }) => id)).toEqual([0, 2, 4, 6, 8, 10]);
  });

  it("gives a session one transaction with many statements", async () => {
    const found = await database.session(async (session) => {
      await session.exec("insert into thing (id) values (1); insert into thing (id) values (2)");
      return session.query<{ id: number }>("select id from thing where id > $1", [1]);
    });
    expect(found).toEqual([{ id: 2 }]);
    await expect(
      database.session((session) => session.exec("insert into thing (id) values (3); select 1 / 0")),
    ).rejects.toMatchObject({ code: "22012" });
    expect(await count()).toBe(2);
  });

  it("hears notices of other callers once they have committed, and stops when told", async () => {
    const heard: Heard[] = [];
    const stop = await database.listen("news", (notice) => heard.push(notice));
    await database.session(async (session) => void (await session.query("select pg_notify('news', 'first')")));
    await vi.waitUntil(() => heard.length === 1);
    expect(heard).toEqual([{ kind: "notified", payload: "first" }]);
    await stop();
    const again: Heard[] = [];
    const stopAgain = await database.listen("news", (notice) => again.push(notice));
    await database.exec("notify news, 'second'");
    await vi.waitUntil(() => again.length === 1);
    expect(heard).toHaveLength(1);
    await stopAgain();
  });

  it("tells the time of the database in whole milliseconds", async () => {
    const [first, second] = [await database.nowMs(), await database.nowMs()];
    expect(Number.isSafeInteger(first)).toBe(true);
    expect(second).toBeGreaterThanOrEqual(first);
    expect(first).toBeGreaterThan(Date.parse("2026-01-01T00:00:00Z"));
  });

  it("maintains on request, and says what it is good for", async () => {
    await put(1);
    await database.maintenance();
    expect(await count()).toBe(1);
    expect(database.describe()).toMatch(/good for (demos|production)/);
  });
});

describe.skipIf(notShareableBecause !== undefined)(`two handles on one database (${notShareableBecause ?? "PostgreSQL"})`, () => {
  it("sees the other's commits, and locks rows against it", async () => {
    const first = await testDatabase<Schema>({ migrated: false });
    const second = await testDatabase<Schema>({ sharedWith: first });
    if (!second.ok) throw new Error(second.error.message);
    await first.exec("create table thing (id bigint primary key); insert into thing values (1), (2)");
    await first.session(async (session) => {
      const mine = await session.query("select id from thing order by id limit 1 for update skip locked");
      const theirs = await second.value.session((other) =>
        other.query("select id from thing order by id limit 1 for update skip locked"),
      );
      expect([mine, theirs]).toEqual([[{ id: 1 }], [{ id: 2 }]]);
    });
    await second.value.close();
    await first.close();
  });

  it("listens again after its connection was cut, and says that something may have been missed", async () => {
    const database = await testDatabase({ migrated: false });
    const heard: Heard[] = [];
    await database.listen("news", (notice) => heard.push(notice));
    await database.exec(
      "select pg_terminate_backend(pid) from pg_stat_activity where query like 'listen %' and datname = current_database()",
    );
    await vi.waitUntil(() => heard.length === 1, { timeout: 10_000 });
    expect(heard).toEqual([{ kind: "resumed" }]);
    await database.exec("notify news, 'back'");
    await vi.waitUntil(() => heard.length === 2);
    expect(heard[1]).toEqual({ kind: "notified", payload: "back" });
    await database.close();
  });

  it("survives the loss of its pooled connections", async () => {
    const database = await testDatabase({ migrated: false });
    await database.exec("select 1");
    await database.exec(
      "select pg_terminate_backend(pid) from pg_stat_activity where pid <> pg_backend_pid() and datname = current_database()",
    );
    await database.exec("select pg_terminate_backend(pg_backend_pid())").catch(() => {});
    expect(await database.nowMs()).toBeGreaterThan(0);
    await database.close();
  });
});

describe("a server that cannot be used", () => {
  it("is named with its place, without the password", async () => {
    const opening = openDatabase({ kind: "postgres", url: "postgres://someone:secret-word@127.0.0.1:1/tide" });
    await expect(opening).rejects.toMatchObject({
      reason: "unreachable",
      message: expect.stringContaining("`127.0.0.1:1/tide`"),
    });
    await expect(opening).rejects.not.toThrow("secret-word");
    expect(placeOf("not a url")).toBe("the given URL");
  });

  it("is refused where it is older than 15, naming the version found and what to do", () => {
    const url = "postgres://db.example/tide";
    expect(() => refuseVersion(140_011, "14.11", url)).toThrow(
      "`db.example:5432/tide` is PostgreSQL 14.11; Tidegate needs 15 or newer: upgrade it",
    );
    expect(() => refuseVersion(150_000, "15.0", url)).not.toThrow();
  });
});
