import { describe, expect, test } from "vitest";
import type { DemoSummary } from "../../src/cli/demo-summary.ts";
import { runTidegate } from "../helpers/child-process.ts";
import { testDatabaseKind } from "../helpers/test-database.ts";

const DEVICES = 2_500;
const SEED = 11;

// The demo brings its own database, in memory: once is enough.
describe.skipIf(testDatabaseKind === "postgres")(
  "the demo, headless (not again on PostgreSQL: it brings its own database)",
  () => {
    test("tells its three stories, says so in JSON and nothing else, and leaves with 0", { timeout: 180_000 }, async () => {
      const { code, stdout, stderr } = await runTidegate(
        ["demo", "--headless", "--json", "--devices", String(DEVICES), "--seed", String(SEED)],
        { timeoutMs: 170_000 },
      );
      expect(code, stderr).toBe(0);
      expect(stderr).toBe("");
      const summary = JSON.parse(stdout) as DemoSummary;
      expect(summary).toMatchObject({
        seed: SEED,
        devices: DEVICES,
        audit: { ok: true },
        fleet: { devices: DEVICES, enrolled: DEVICES },
      });
      expect(summary.audit.entries).toBeGreaterThan(20);
      expect(summary.fleet.reportsAcknowledged).toBeGreaterThanOrEqual(summary.fleet.enrolled * 0.8);

      const story = (name: string) => {
        const found = summary.rollouts.find((rollout) => rollout.story === name);
        if (found === undefined) throw new Error(`the story \`${name}\` is missing`);
        return found;
      };
      const [good, bad, waiting] = [story("good"), story("bad"), story("waiting")];
      for (const { counts, phases, gates } of [good, bad, waiting]) {
        expect(counts.offered).toBeGreaterThanOrEqual(counts.applied);
        expect(counts.applied).toBeGreaterThanOrEqual(counts.verified);
        expect(phases.reduce((sum, phase) => sum + phase.cohort, 0)).toBeGreaterThanOrEqual(counts.offered);
        phases.forEach(({ enteredAt, leftAt }, at) => {
          expect(leftAt ?? Number.MAX_SAFE_INTEGER).toBeGreaterThan(enteredAt);
          if (at > 0) expect(enteredAt).toBeGreaterThanOrEqual(phases[at - 1]?.leftAt ?? Number.MAX_SAFE_INTEGER);
        });
        // Every verdict with its numbers.
        for (const { checks } of gates)
          expect(checks.map(({ check }) => check)).toEqual(expect.arrayContaining(["soak", "reported", "failures", "conflicts"]));
      }
      expect(good.status).toBe("operations");
      expect(good.phases.map(({ kind }) => kind)).toEqual(
        expect.arrayContaining(["proof-of-concept", "pilot-isolated", "pilot-final", "wave"]),
      );
      expect(good.halted).toBeNull();
      expect(good.counts.verified).toBeGreaterThan(100);

      expect(bad.status).toBe("rolled-back");
      expect(bad.gates.filter(({ verdict }) => verdict.kind === "fail")).toHaveLength(1);
      const { exposed, harmed, rolledBack, verifiedBack } = bad.halted ?? {
        exposed: 0,
        harmed: 0,
        rolledBack: 0,
        verifiedBack: 0,
      };
      expect(harmed).toBeGreaterThan(0);
      expect(exposed).toBeGreaterThanOrEqual(harmed);
      expect(exposed).toBeGreaterThanOrEqual(rolledBack);
      expect(rolledBack).toBeGreaterThanOrEqual(verifiedBack);
      expect(verifiedBack).toBeGreaterThan(0);
      // A change that breaks a model never got as far as a change that breaks none.
      expect(exposed).toBeLessThan(good.counts.offered);

      expect(waiting.waitsFor).toMatchObject({ given: 0 });
      expect(waiting.waitsFor?.needed).toBeGreaterThan(0);
    });
  },
);
