import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { testDatabaseKind } from "../../../tests/helpers/test-database.ts";
import { LOCK_FILE } from "./directory-lock.ts";
import { openDatabase } from "./open-database.ts";
import { openDirectory } from "./open-pglite.ts";
import { PgliteProxy } from "./pglite-proxy.ts";

describe.skipIf(testDatabaseKind === "postgres")("embedded database in a directory", () => {
  let base: string;
  let path: string;
  const withoutSyncs = (start: ConstructorParameters<typeof PgliteProxy>[0]): PgliteProxy =>
    new PgliteProxy({ ...start, durable: false });

  beforeAll(() => {
    base = mkdtempSync(join(tmpdir(), "tidegate-directory-"));
    path = join(base, "data");
  });

  afterAll(() => rmSync(base, { recursive: true, force: true }));

  it("is made whole or not at all, refuses a second start, and says what it is good for", async () => {
    mkdirSync(join(path, "pgdata.unfinished"), { recursive: true });
    writeFileSync(join(path, "pgdata.unfinished", "PG_VERSION"), "left by a kill");
    const database = await openDatabase({ kind: "directory", path });
    expect(database.describe()).toContain("every commit is synced to the disk; good for evaluation and small labs");
    expect(existsSync(join(path, "pgdata.unfinished"))).toBe(false);
    await expect(openDatabase({ kind: "directory", path })).rejects.toMatchObject({
      reason: "directory-in-use",
      message: expect.stringContaining(`process ${process.pid}`),
    });
    await database.exec("create table ack (n bigint primary key); insert into ack values (0)");
    await database.close();
    expect(existsSync(join(path, LOCK_FILE))).toBe(false);
  });

  it("syncs the disk at least once for every autocommit insert, and not for reads", async () => {
    let proxy: PgliteProxy | undefined;
    const database = await openDirectory({ kind: "directory", path }, (start) => (proxy = new PgliteProxy(start)));
    try {
      const before = (await proxy?.countSyncs()) ?? 0;
      for (let n = 100; n < 150; n += 1) await database.exec(`insert into ack values (${n})`);
      const after = (await proxy?.countSyncs()) ?? 0;
      expect(after - before).toBeGreaterThanOrEqual(50);
      expect(after - before).toBeLessThan(60);
      for (let n = 0; n < 20; n += 1) await database.exec("select count(*) from ack");
      expect(await proxy?.countSyncs()).toBe(after);
    } finally {
      await database.close();
    }
  });

  it("refuses to start where commits do not reach the disk, unless the risk is accepted, and then says so", async () => {
    const refused = openDirectory({ kind: "directory", path }, withoutSyncs);
    await expect(refused).rejects.toMatchObject({
      reason: "no-real-sync",
      message: expect.stringContaining("3 commits made 0 real disk syncs"),
    });
    expect(existsSync(join(path, LOCK_FILE))).toBe(false);
    const accepted = await openDirectory({ kind: "directory", path, acceptPowerLoss: true }, withoutSyncs);
    expect(accepted.describe()).toContain("COMMITS ARE NOT SYNCED");
    await accepted.close();
  });

  it("R4: keeps every acknowledged commit through kill -9, and opens again", async () => {
    const code = `import { openDatabase } from ${JSON.stringify(new URL("./open-database.ts", import.meta.url).href)};
      const database = await openDatabase({ kind: "directory", path: ${JSON.stringify(path)} });
      for (let n = 1000; ; n += 1) { await database.exec("insert into ack values (" + n + ")"); console.log(n); }`;
    const child = spawn(process.execPath, ["--input-type=module", "-e", code], { stdio: ["ignore", "pipe", "inherit"] });
    let acknowledged = 0;
    for await (const line of createInterface({ input: child.stdout })) {
      acknowledged = Number(line);
      if (acknowledged === 1200) child.kill("SIGKILL");
    }
    if (child.exitCode === null && child.signalCode === null) await once(child, "exit");
    const database = await openDatabase<{ ack: { n: number } }>({ kind: "directory", path });
    const { kept } = await database.db
      .selectFrom("ack")
      .select((of) => of.fn.countAll<number>().as("kept"))
      .where("n", ">=", 1000)
      .executeTakeFirstOrThrow();
    expect(kept).toBeGreaterThanOrEqual(acknowledged - 999);
    await database.close();
  });

  it("vacuums and checkpoints when asked", async () => {
    const database = await openDatabase<{ ack: { n: number } }>({ kind: "directory", path });
    try {
      const read = () =>
        database.session(async (session) => {
          const [row] = await session.query<{ checkpoint: string; pages: number }>(
            "select (select redo_lsn::text from pg_control_checkpoint()) as checkpoint, pg_relation_size('ack') / 8192 as pages",
          );
          return row;
        });
      await database.exec("insert into ack select generate_series(10000, 30000); delete from ack where n >= 10000");
      const before = await read();
      await database.maintenance();
      const after = await read();
      expect(after?.checkpoint).not.toBe(before?.checkpoint);
      expect(after?.pages).toBeLessThan((before?.pages ?? 0) / 10);
    } finally {
      await database.close();
    }
  });
});
