import { afterEach, describe, expect, test } from "vitest";
import { instant } from "../../src/kit/instant.ts";
import { seededRandom } from "../../src/kit/seeded-random.ts";
import type { OpenDatabase } from "../../src/store/database/open-database.ts";
import { temporaryFolders, type ServeChoice } from "../helpers/real-server.ts";
import { walkAndKill, type KillMoment, type WalkEnd } from "../helpers/killed-walk.ts";
import { testDatabase, testDatabaseKind, testDatabaseUrl } from "../helpers/test-database.ts";
import { livelyOrganisation } from "../helpers/walk-organisation.ts";

const SEED = 23;
const DEVICES = 100;
const folders = temporaryFolders();
const databases: OpenDatabase[] = [];
afterEach(async () => {
  for (const database of databases.splice(0)) await database.close();
  await folders.removeAll();
});

async function freshServe(): Promise<ServeChoice> {
  if (testDatabaseKind === "pglite") return { dataDir: await folders.make() };
  const database = await testDatabase({ migrated: false });
  databases.push(database);
  return { dataDir: await folders.make(), databaseUrl: testDatabaseUrl(database) };
}

/** On PostgreSQL a server that was killed leads again when its lease is over, 15 s later: fewer kills there. */
function moments(): readonly KillMoment[] {
  const random = seededRandom(`kill/${SEED}`);
  const inWave: KillMoment = { phaseIndex: 2, afterReports: random.int(1, 12) };
  if (testDatabaseKind === "postgres") return [inWave];
  return [{ phaseIndex: 1, afterReports: 0 }, inWave, { phaseIndex: 3, afterReports: random.int(1, 8) }];
}

describe("kill -9 in the middle of a rollout", () => {
  test("ends in the same state as a walk that nobody disturbed, and nothing that was acknowledged is lost", {
    timeout: 240_000,
  }, async () => {
    const organisation = livelyOrganisation(SEED, DEVICES, instant(Date.now()));
    const walk = { organisation, seed: SEED };
    // Both to their end, also where one fails: their servers are to be gone before the folders are.
    const ends = await Promise.allSettled([
      walkAndKill({ ...walk, serve: await freshServe(), kills: [], killInRollback: false }),
      walkAndKill({ ...walk, serve: await freshServe(), kills: moments(), killInRollback: true }),
    ]);
    const [quiet, killed] = ends.map((end) => {
      if (end.status === "rejected") throw end.reason;
      return end.value;
    }) as [WalkEnd, WalkEnd];
    expect(quiet.faults).toEqual([]);
    expect(killed.faults).toEqual([]);
    expect(killed.kills).toBe(moments().length + 1);
    expect(killed.good).toEqual(quiet.good);
    expect(killed.takenBack).toEqual(quiet.takenBack);

    // Held against the words of the test's own name: the walk went all the way, and back.
    expect(quiet.good.phases.map(({ name }) => name)).toEqual(["proof of concept", "pilot final", "wave 1", "wave 2"]);
    expect(
      quiet.good.phases.every(
        ({ cohort, exposed, cap }) => cohort.length > 0 && exposed.length === cohort.length && cohort.length <= cap,
      ),
    ).toBe(true);
    expect(quiet.takenBack.rollback).toMatchObject({ outstanding: 0, harmed: 0 });
    expect(quiet.takenBack.rollback?.verifiedBack).toBe(quiet.takenBack.rollback?.exposed);
    expect(quiet.takenBack.rollback?.exposed).toBeGreaterThan(0);
  });
});
