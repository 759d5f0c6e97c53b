import { mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { stringify } from "yaml";
import type { ZodType } from "zod";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { deviceWhy, devicesAnswer } from "../../src/http/contract/devices.ts";
import { planAnswer } from "../../src/http/contract/plans.ts";
import { policiesAnswer } from "../../src/http/contract/policies.ts";
import { rolloutDetail, rolloutDossier, rolloutsAnswer, rolloutWhy } from "../../src/http/contract/rollouts.ts";
import { auditVerification } from "../../src/http/contract/server.ts";
import { instant } from "../../src/kit/instant.ts";
import { FAULTY_MODEL } from "../../src/sim/organisation/fleet-facts.ts";
import type { OpenDatabase } from "../../src/store/database/open-database.ts";
import { runTidegate, type Ended } from "../helpers/child-process.ts";
import { createLiveFleet } from "../helpers/live-fleet.ts";
import { startServer, temporaryFolders, type RealServer } from "../helpers/real-server.ts";
import { testDatabase, testDatabaseKind, testDatabaseUrl } from "../helpers/test-database.ts";
import { livelyOrganisation, quickShape } from "../helpers/walk-organisation.ts";

const folders = temporaryFolders();
const organisation = livelyOrganisation(41, 90, instant(Date.now()));
const { good } = organisation.stories;
let database: OpenDatabase | undefined;
let home = "";
let server: RealServer | undefined;
const env: Record<string, string> = {};

beforeAll(async () => {
  home = await folders.make();
  if (testDatabaseKind === "postgres") {
    database = await testDatabase({ migrated: false });
    env["DATABASE_URL"] = testDatabaseUrl(database) ?? "";
  }
  for (const { path, bytes } of organisation.files) {
    const file = join(home, "export", path.endsWith(".csv") ? "estate" : "intune", path);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, bytes);
  }
  await writeFile(join(home, "good.json"), good.change.bytes);
  await writeFile(join(home, "shape.yaml"), stringify(quickShape()));
});
afterAll(async () => {
  await server?.kill();
  await database?.close();
  await folders.removeAll();
});

/** Commands find the server, or the directory, through `--data`. */
const cli = (...args: readonly string[]) => runTidegate([...args, "--data", join(home, "data")], { env, cwd: home });
const asRole = (role: string, ...args: readonly string[]) =>
  cli(...args, "--token-file", join(home, `${role}.token`), "-o", "json");
const exits = (ended: Ended, code: number): Ended => {
  expect(ended.code, `${ended.stdout}\n${ended.stderr}`).toBe(code);
  return ended;
};
/** What `-o json` printed is what the contract says, and nothing else is on stdout. */
const shown = <T>(ended: Ended, schema: ZodType<T>, code = 0): T => schema.parse(JSON.parse(exits(ended, code).stdout));

describe("a user's whole road by the command line", () => {
  test("without a server: import, plan twice to the same bytes, look", { timeout: 90_000 }, async () => {
    const trial = exits(await cli("import", "estate", "export/estate", "--dry-run", "--json"), 0);
    expect(JSON.parse(trial.stdout)).toMatchObject({ problems: [] });
    // Nothing was changed by the trial: there is nothing to plan against.
    expect(exits(await cli("plan", "--policy", good.policyName, "--file", "good.json"), 1).stderr).toMatch(
      /policy-unknown|baseline-missing/,
    );
    exits(await cli("import", "estate", "export/estate"), 0);
    const imported = JSON.parse(exits(await cli("import", "intune", "export/intune", "--json"), 0).stdout) as Record<
      string,
      unknown
    >;
    expect(Object.keys(imported)).toEqual(
      expect.arrayContaining(["files", "policies", "settings", "unknownSettings", "problems"]),
    );
    expect(imported["policies"]).toBe(organisation.files.filter(({ path }) => path.endsWith(".json")).length);

    const plan = (out: string) =>
      cli("plan", "--policy", good.policyName, "--file", "good.json", "--rollout", "shape.yaml", "--out", out);
    const [first, again] = [exits(await plan("a.json"), 2), exits(await plan("b.json"), 2)];
    expect(again.stdout).toBe(first.stdout);
    expect(first.stdout).toContain(good.policyName);
    expect(await readFile(join(home, "b.json"), "utf8")).toBe(await readFile(join(home, "a.json"), "utf8"));
    expect(shown(await cli("policy", "list", "--limit", "200", "-o", "json"), policiesAnswer).items.length).toBe(
      imported["policies"],
    );
  });

  test("with a server: tokens, a plan with conflicts, a rollout that is approved, explained, halted and rolled back", {
    timeout: 150_000,
  }, async () => {
    server = await startServer({ dataDir: join(home, "data"), databaseUrl: env["DATABASE_URL"] });
    for (const role of ["author", "approver", "operator", "viewer"]) {
      exits(
        await cli(
          "token",
          "create",
          "--person",
          role,
          "--role",
          role,
          "--label",
          "walk",
          "--token-out",
          join(home, `${role}.token`),
        ),
        0,
      );
    }
    // A planted conflict: a twin of one side meets the other.
    const [pair] = organisation.planted.conflicts;
    const conflicting = organisation.files.find(
      ({ path, bytes }) => path.endsWith(".json") && Buffer.from(bytes).includes(`"${pair?.policyNames[0]}"`),
    );
    const twin = JSON.parse(Buffer.from(conflicting?.bytes ?? []).toString("utf8")) as object;
    await writeFile(
      join(home, "conflicting.json"),
      JSON.stringify({ ...twin, id: "0f0f0f0f-0000-4000-8000-00000000000f", name: "A twin" }),
    );
    const conflicted = await asRole("author", "plan", "--add", "--file", "conflicting.json");
    expect(shown(conflicted, planAnswer, 3).plan.policyPlan.conflicts.length).toBeGreaterThan(0);
    expect(shown(await asRole("viewer", "device", "list", "--limit", "1"), devicesAnswer).total).toBe(
      organisation.virtualDevices.length,
    );
    const retired = shown(await asRole("author", "plan", "--policy", good.policyName, "--retire", "--yes"), planAnswer, 2);
    expect(retired.plan.policyPlan.deletions.length).toBeGreaterThan(0);

    const { hash, plan } = shown(
      await asRole("author", "plan", "--policy", good.policyName, "--file", "good.json", "--rollout", "shape.yaml"),
      planAnswer,
      2,
    );
    const created = shown(
      await asRole(
        "author",
        "rollout",
        "create",
        "--plan",
        hash,
        "--name",
        good.name,
        "--reason",
        good.reason,
        "--allow-delete",
        String(plan.policyPlan.deletions.length),
      ),
      rolloutDetail,
    );
    expect(created.status).toBe("scope");
    // Nobody is both: the author has no word in it, a viewer none at all.
    expect(
      exits(await asRole("author", "rollout", "approve", good.name, "--plan", hash, "--reason", "mine"), 10).stderr,
    ).toContain("not-allowed");
    expect(exits(await asRole("viewer", "rollout", "start", good.name), 10).stderr).toContain("not-allowed");

    const enrol = exits(await asRole("operator", "device", "enrol-token", "--label", "walk", "--uses", "200"), 0);
    const fleet = createLiveFleet({
      devices: organisation.virtualDevices,
      seed: 41,
      faults: [{ model: FAULTY_MODEL, node: "no_such_node", kind: "error", chance: 1 }],
    });
    try {
      await fleet.connect(server.url);
      await fleet.enrolAll((JSON.parse(enrol.stdout) as { token: string }).token);
      await fleet.round();
      shown(await asRole("operator", "rollout", "start", good.name, "--reason", "window"), rolloutDetail);
      const waits = await asRole("viewer", "rollout", "get", good.name);
      if (waits.code === 4) {
        exits(await asRole("approver", "rollout", "approve", good.name, "--plan", hash, "--reason", "read"), 0);
      }
      await until(async () => {
        await fleet.round();
        return shown(await asRole("viewer", "rollout", "get", good.name), rolloutDetail).totals.exposed > 0;
      });
      const why = shown(await asRole("viewer", "rollout", "why", good.name), rolloutWhy);
      expect(why.timeline.map(({ action }) => action)).toEqual(expect.arrayContaining(["rollout.created", "rollout.start"]));

      const halted = shown(await asRole("operator", "rollout", "halt", good.name, "--reason", "tickets"), rolloutDetail);
      expect(halted.status).toBe("halted");
      expect(shown(await asRole("viewer", "rollout", "get", good.name), rolloutDetail, 5).status).toBe("halted");
      expect(exits(await asRole("operator", "rollout", "resume", good.name, "--reason", "fine again"), 4).stderr).toContain(
        "approval-missing",
      );
      // What cannot be asked is not done.
      expect(exits(await asRole("operator", "rollout", "rollback", good.name, "--reason", "tickets"), 10).stderr).toContain(
        "confirmation-missing",
      );
      shown(await asRole("operator", "rollout", "rollback", good.name, "--reason", "tickets", "--yes"), rolloutDetail);
      await until(async () => {
        await fleet.round();
        return shown(await asRole("viewer", "rollout", "get", good.name), rolloutDetail).status === "rolled-back";
      });

      const exposed = fleet.logs.find(({ everOffered }) => everOffered.has(created.policyPlan.change.toHash ?? ""));
      const device = shown(await asRole("viewer", "device", "why", exposed?.name ?? ""), deviceWhy);
      expect(device.policies.find(({ name }) => name === good.policyName)).toMatchObject({
        versionHash: created.policyPlan.change.fromHash,
        report: { isOfWantedVersion: true },
      });
      const dossier = shown(await asRole("viewer", "rollout", "dossier", good.name), rolloutDossier);
      expect(dossier.rollout.rollback).toMatchObject({ outstanding: 0 });
      expect(shown(await asRole("viewer", "rollout", "list"), rolloutsAnswer).items.map(({ name }) => name)).toEqual([good.name]);
      expect(shown(await asRole("viewer", "audit", "verify"), auditVerification)).toMatchObject({ ok: true, brokenAt: null });
    } finally {
      await fleet.close();
    }
    expect(await server.stop()).toBe(0);
    // The server is gone, and what it did is still there.
    expect(shown(await cli("rollout", "get", good.name, "-o", "json"), rolloutDetail).status).toBe("rolled-back");
    expect(shown(await cli("audit", "verify", "-o", "json"), auditVerification).ok).toBe(true);
  });
});

async function until(isSo: () => Promise<boolean>): Promise<void> {
  const deadline = performance.now() + 60_000;
  while (!(await isSo())) if (performance.now() > deadline) throw new Error("it did not come about in a minute");
}
