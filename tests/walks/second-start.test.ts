import { rm } from "node:fs/promises";
import { afterEach, describe, expect, test } from "vitest";
import { instant } from "../../src/kit/instant.ts";
import type { RolloutDetail } from "../../src/http/contract/rollouts.ts";
import type { OpenDatabase } from "../../src/store/database/open-database.ts";
import { runTidegate } from "../helpers/child-process.ts";
import { createLiveFleet } from "../helpers/live-fleet.ts";
import {
  ask,
  expectGood,
  hireStaff,
  shareMasterKey,
  startServer,
  temporaryFolders,
  type RealServer,
  type ServeChoice,
} from "../helpers/real-server.ts";
import { testDatabase, testDatabaseKind, testDatabaseUrl } from "../helpers/test-database.ts";
import { enrolmentToken, importByRest, livelyOrganisation, quickShape, startStory } from "../helpers/walk-organisation.ts";

const folders = temporaryFolders();
const servers: RealServer[] = [];
const closers: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) await server.kill();
  for (const close of closers.splice(0)) await close();
  await folders.removeAll();
});

async function serving(choice: ServeChoice): Promise<RealServer> {
  const server = await startServer(choice);
  servers.push(server);
  return server;
}

describe.skipIf(testDatabaseKind === "postgres")("a data directory that is in use (embedded database)", () => {
  test("a second start and a command of its own are refused with pid and time; after kill -9 a new start takes over", async () => {
    const dataDir = await folders.make();
    const first = await serving({ dataDir });

    const second = await runTidegate(["serve", "--data", dataDir, "--port", "0"]);
    expect(second.code).toBe(1);
    expect(second.stdout).toBe("");
    expect(second.stderr).toContain("data-directory-unusable");
    expect(second.stderr.replace(/\s+/g, " ")).toMatch(new RegExp(`in use by process ${first.pid} since \\d{4}-\\d\\d-\\d\\dT`));

    // A command finds the server and speaks to it instead of opening the directory.
    const byServer = await runTidegate(["policy", "list", "--data", dataDir, "-o", "json"]);
    expect(byServer.code, byServer.stderr).toBe(0);
    expect((await ask(first.url, first.localToken, "GET", "/api/v1/health")).status).toBe(200);

    await first.kill();
    const third = await serving({ dataDir });
    expect(third.localToken).not.toBe(first.localToken);
    expect(await third.stop()).toBe(0);
    // Nobody serves now: the directory is opened by the command itself, and given back.
    for (const _ of [1, 2]) {
      const alone = await runTidegate(["audit", "verify", "--data", dataDir, "-o", "json"]);
      expect(alone.code, alone.stderr).toBe(0);
      expect(JSON.parse(alone.stdout)).toMatchObject({ ok: true });
    }
  });

  test("a command without a server does not open a directory behind the back of one that runs", async () => {
    const dataDir = await folders.make();
    const server = await serving({ dataDir });
    // As after a copy that left the server's own files out: only the lock says that somebody is there.
    await rm(`${dataDir}/server.json`);
    const command = await runTidegate(["policy", "list", "--data", dataDir]);
    expect(command.code).toBe(1);
    expect(command.stderr).toContain("data-directory-unusable");
    expect(command.stderr).toContain(`process ${server.pid}`);
  });
});

describe.skipIf(testDatabaseKind !== "postgres")("two servers on one PostgreSQL database", () => {
  test("a halt by one binds the offers of the other, and the other takes the lead when its leader is killed", {
    timeout: 120_000,
  }, async () => {
    const database = await testDatabase({ migrated: false });
    closers.push(() => database.close());
    const databaseUrl = testDatabaseUrl(database);
    const a = await serving({ dataDir: await folders.make(), databaseUrl });
    const dataDir = await folders.make();
    await shareMasterKey(a.dataDir, dataDir);
    const b = await serving({ dataDir, databaseUrl });
    const staff = await hireStaff(a);
    const organisation = livelyOrganisation(31, 120, instant(Date.now()));
    await importByRest(a.url, staff, organisation);
    const fleet = createLiveFleet({ devices: organisation.virtualDevices, seed: 31 });
    closers.unshift(fleet.close);
    await fleet.connect(b.url);
    await fleet.enrolAll(await enrolmentToken(b.url, staff, organisation.virtualDevices.length));
    await fleet.round();

    const { id } = await startStory(a.url, staff, organisation.stories.good, quickShape({ soakMsMin: 0 }));
    const look = (server: RealServer) =>
      expectGood<RolloutDetail>(ask(server.url, staff.viewer, "GET", `/api/v1/rollouts/${id}`));
    const exposures = async () =>
      Number(
        (
          await database.session((session) =>
            session.query<{ n: string }>("select count(*) as n from rollout_exposure where rollout_id = $1", [id]),
          )
        )[0]?.n,
      );
    await until(async () => {
      const detail = await look(b);
      if (detail.phase?.index === 2) return true;
      await fleet.round();
      return false;
    });

    // The wave is open, devices are on their way to B, and A is told to halt.
    const before = await exposures();
    const halting = expectGood<RolloutDetail>(
      ask(a.url, staff["help-desk"], "POST", `/api/v1/rollouts/${id}/commands`, { command: "halt", reason: "tickets" }),
    );
    const rush = fleet.round();
    const halted = await halting;
    const atAnswer = await exposures();
    expect(halted.status).toBe("halted");
    await rush;
    await fleet.round();
    expect(await exposures()).toBe(atAnswer);
    const wave = (await look(b)).phases.find((phase) => phase.index === 2);
    const cohort = wave?.status === "opened" ? wave.cohortSize : 0;
    expect(cohort, "the wave had been through before the halt came: nothing was shown").toBeGreaterThan(atAnswer - before);
    expect(await holderPid(database)).not.toBeNull();

    // Whoever leads is killed; the other leads within the lease and takes the change back.
    const leaderPid = await holderPid(database);
    expect([a.pid, b.pid]).toContain(leaderPid);
    const [leader, other] = leaderPid === a.pid ? [a, b] : [b, a];
    await leader.kill();
    const killedMs = performance.now();
    await fleet.connect(other.url);
    await expectGood(
      ask(other.url, staff.operator, "POST", `/api/v1/rollouts/${id}/commands`, { command: "roll-back", reason: "tickets" }),
    );
    await until(async () => {
      await fleet.round();
      return (await look(other)).status === "rolled-back";
    });
    expect(performance.now() - killedMs).toBeLessThan(LEASE_MS + SLACK_MS);
    expect(await holderPid(database)).toBe(other.pid);
    expect((await look(other)).rollback).toMatchObject({ exposed: atAnswer, verifiedBack: atAnswer, outstanding: 0 });
  });

  const LEASE_MS = 15_000;
  /** Two looks of the timer, and a slow machine. */
  const SLACK_MS = 10_000;

  async function holderPid(database: OpenDatabase): Promise<number | null> {
    const [lease] = await database.session((session) =>
      session.query<{ holder: string | null }>("select holder from app_lease", []),
    );
    return lease?.holder == null ? null : Number(lease.holder.split("/")[1]);
  }
});

async function until(isSo: () => Promise<boolean>): Promise<void> {
  const deadline = performance.now() + 60_000;
  while (!(await isSo())) if (performance.now() > deadline) throw new Error("it did not come about in a minute");
}
