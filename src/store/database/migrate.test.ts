import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { notShareableBecause, testDatabase } from "../../../tests/helpers/test-database.ts";
import { instant } from "../../kit/instant.ts";
import { migrate, MIGRATIONS_FOLDER } from "./migrate.ts";
import type { OpenDatabase } from "./open-database.ts";

describe("migrate", () => {
  let database: OpenDatabase;
  let folder: string;

  beforeEach(async () => {
    database = await testDatabase({ migrated: false });
    folder = mkdtempSync(join(tmpdir(), "tidegate-migrations-"));
    file("0001-first.sql", "create table one (id int primary key);\ninsert into one values (1); -- a seed\n");
    file(
      "0002-second.sql",
      "create function double(n int) returns int language plpgsql as $$ begin return n * 2; end $$;\ncreate table two (id int);",
    );
  });

  afterEach(async () => {
    await database.close();
    rmSync(folder, { recursive: true, force: true });
  });

  function file(name: string, sql: string): void {
    writeFileSync(join(folder, name), sql);
  }

  function run(nowMs = 1_000, on: Pick<OpenDatabase, "session"> = database): ReturnType<typeof migrate> {
    return migrate(on, { folder, nowMs: instant(nowMs) });
  }

  function rows(sql: string): Promise<readonly object[]> {
    return database.session((session) => session.query(sql));
  }

  it("applies what is missing, in order, with the time handed in; a second run does nothing", async () => {
    expect(await run(1_000)).toEqual({ ok: true, value: { applied: ["0001-first.sql", "0002-second.sql"], version: 2 } });
    expect(await run(2_000)).toEqual({ ok: true, value: { applied: [], version: 2 } });
    file("0003-third.sql", "create table three (id int)");
    expect(await run(3_000)).toEqual({ ok: true, value: { applied: ["0003-third.sql"], version: 3 } });
    expect(await rows("select number, applied_at_ms from store_migration order by number")).toEqual([
      { number: 1, applied_at_ms: 1_000 },
      { number: 2, applied_at_ms: 1_000 },
      { number: 3, applied_at_ms: 3_000 },
    ]);
    expect(await rows("select id, double(id) as twice from one")).toEqual([{ id: 1, twice: 2 }]);
  });

  it("rolls a failing file back whole, keeps those before it, and names it", async () => {
    file("0003-third.sql", "create table three (id int); select 1 / 0;");
    const result = await run();
    expect(result).toMatchObject({ ok: false, error: { kind: "migration-failed", file: "0003-third.sql", sqlState: "22012" } });
    expect(await rows("select to_regclass('two') is not null as two, to_regclass('three') is not null as three")).toEqual([
      { two: true, three: false },
    ]);
    file("0003-third.sql", "create table three (id int)");
    expect(await run()).toMatchObject({ ok: true, value: { applied: ["0003-third.sql"] } });
  });

  it("refuses an applied file that was edited, before it touches anything; line ends do not count as an edit", async () => {
    await run();
    file("0001-first.sql", "create table one (id int primary key);\r\ninsert into one values (1); -- a seed\r\n");
    expect(await run()).toMatchObject({ ok: true });
    file("0001-first.sql", "create table one (id bigint primary key);");
    file("0003-third.sql", "create table three (id int)");
    expect(await run()).toMatchObject({ ok: false, error: { kind: "edited-migration", file: "0001-first.sql" } });
    expect(await rows("select to_regclass('three') as three")).toEqual([{ three: null }]);
  });

  it("refuses a database that is newer than the code", async () => {
    await run();
    rmSync(join(folder, "0002-second.sql"));
    const result = await run();
    expect(result).toMatchObject({ ok: false, error: { kind: "database-newer", databaseVersion: 2, codeVersion: 1 } });
    if (!result.ok)
      expect(result.error.message).toContain(
        "the database is at version 2 (`0002-second.sql`), this program knows versions up to 1",
      );
  });

  it.each(["0004-gap.sql", "0002-again.sql", "3-short.sql", "notes.sql"])(
    "refuses the folder where `%s` is in it",
    async (name) => {
      file(name, "select 1");
      expect(await run()).toMatchObject({ ok: false, error: { kind: "bad-numbering" } });
      expect(await rows("select to_regclass('one') as one")).toEqual([{ one: null }]);
    },
  );

  it("takes an absent folder for no migrations", async () => {
    expect(await migrate(database, { folder: join(folder, "absent"), nowMs: instant(1) })).toEqual({
      ok: true,
      value: { applied: [], version: 0 },
    });
  });

  it.skipIf(notShareableBecause !== undefined)(
    `lets 20 installs race: each file is applied once (${notShareableBecause ?? "PostgreSQL"})`,
    async () => {
      const handles = await Promise.all(Array.from({ length: 4 }, () => testDatabase({ sharedWith: database })));
      const opened = handles.flatMap((handle) => (handle.ok ? [handle.value] : []));
      expect(opened).toHaveLength(4);
      const results = await Promise.all(Array.from({ length: 20 }, (_, i) => run(1_000 + i, opened[i % 4])));
      const applied = results.flatMap((result) => (result.ok ? result.value.applied : [result.error.kind]));
      expect(applied.toSorted()).toEqual(["0001-first.sql", "0002-second.sql"]);
      expect(await rows("select id from one")).toEqual([{ id: 1 }]);
      await Promise.all(opened.map((handle) => handle.close()));
    },
  );

  it("installs the product's own migrations twice without a change", async () => {
    const options = { folder: MIGRATIONS_FOLDER, nowMs: instant(1) };
    const first = await migrate(database, options);
    expect(first).toMatchObject({ ok: true });
    expect(await migrate(database, options)).toMatchObject({ ok: true, value: { applied: [] } });
  });
});
