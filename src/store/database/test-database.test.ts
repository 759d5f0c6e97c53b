import { afterEach, describe, expect, it } from "vitest";
import { notShareableBecause, testDatabase, testDatabaseUrl } from "../../../tests/helpers/test-database.ts";
import type { OpenDatabase } from "./open-database.ts";

describe("testDatabase", () => {
  const open: OpenDatabase[] = [];

  afterEach(async () => {
    for (const database of open.splice(0)) await database.close();
  });

  async function fresh(): Promise<OpenDatabase> {
    const database = await testDatabase();
    open.push(database);
    return database;
  }

  function contentOf(database: OpenDatabase): Promise<readonly { name: string; rows: readonly object[] }[]> {
    return database.session(async (session) => {
      const tables = await session.query<{ name: string }>(
        "select tablename as name from pg_tables where schemaname = 'public' and tablename <> 'store_migration' order by 1",
      );
      const contents: { name: string; rows: readonly object[] }[] = [];
      for (const { name } of tables)
        contents.push({ name, rows: await session.query(`select to_jsonb(t) as row from "${name}" as t order by 1`) });
      return contents;
    });
  }

  it("is the same each time, whatever the one before did to it", async () => {
    const first = await testDatabase();
    const before = await contentOf(first);
    await first.exec("create table left_over (id int); insert into left_over values (1)");
    for (const { name } of before) await first.exec(`truncate "${name}" cascade`);
    await first.close();
    const second = await fresh();
    expect(await contentOf(second)).toEqual(before);
  });

  it("lends two at once that do not see each other", async () => {
    const [first, second] = [await fresh(), await fresh()];
    await first.exec("create table mine (id int)");
    expect(await second.session((session) => session.query("select to_regclass('mine') as mine"))).toEqual([{ mine: null }]);
  });

  it("shares one database between handles, or says why not", async () => {
    const first = await fresh();
    const second = await testDatabase({ sharedWith: first });
    expect(second.ok).toBe(notShareableBecause === undefined);
    if (second.ok) open.unshift(second.value);
    else expect(second.error).toEqual({ kind: "not-shareable", message: notShareableBecause });
    expect(testDatabaseUrl(first) !== undefined).toBe(second.ok);
  });
});
