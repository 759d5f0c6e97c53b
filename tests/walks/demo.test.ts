import { describe, expect, onTestFinished, test } from "vitest";
import { EXIT } from "../../src/cli/exit-codes.ts";
import type { DemoSummary } from "../../src/cli/demo-summary.ts";
import type { CommunicationAnswer, HelpRequestsAnswer } from "../../src/http/contract/communication.ts";
import type { DemoAnswer } from "../../src/http/contract/live.ts";
import type { RolloutDetail } from "../../src/http/contract/rollouts.ts";
import type { SessionAnswer } from "../../src/http/contract/session.ts";
import { runTidegate } from "../helpers/child-process.ts";
import { testDatabaseKind } from "../helpers/test-database.ts";
import { startWatchedDemo } from "../helpers/watched-demo.ts";

const DEVICES = 2_500;
const SEED = 11;

// The demo brings its own database, in memory: once is enough.
describe.skipIf(testDatabaseKind === "postgres")(
  "the demo, headless (not again on PostgreSQL: it brings its own database)",
  () => {
    test("tells its three stories, says so in JSON and nothing else, and leaves with 0", { timeout: 300_000 }, async () => {
      const { code, stdout, stderr } = await runTidegate(
        ["demo", "--headless", "--json", "--devices", String(DEVICES), "--seed", String(SEED)],
        { timeoutMs: 290_000 },
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

    test("is watched: a link, a dial that stops time, a halt that people noticed, and a rollout that is the visitor's", {
      timeout: 400_000,
    }, async () => {
      const demo = await startWatchedDemo(["--devices", String(DEVICES), "--seed", String(SEED)]);
      let isUp = true;
      const stop = () => {
        isUp = false;
        return demo.stop();
      };
      onTestFinished(async () => {
        if (isUp) await stop();
      });

      const page = await fetch(demo.url, { headers: { accept: "text/html" } });
      // Built or not, somebody who opens the address is answered.
      expect([200, 503]).toContain(page.status);
      const visitor = await demo.visit();
      await expect(demo.visit()).rejects.toThrow("sign-in-link-invalid");
      const { person, roles } = await visitor.get<SessionAnswer>("/api/v1/session");
      expect([person, [...roles].sort()]).toEqual(["you", ["admin", "approver", "help-desk", "operator", "viewer"]]);

      await visitor.post("/api/v1/demo/speed", { speed: "paused" });
      const isReady = ({ stories }: DemoAnswer) => stories.length === 3 && stories.every(({ rolloutId }) => rolloutId !== null);
      const ready = await visitor.getUntil("/api/v1/demo", isReady, 180_000);
      expect(ready).toMatchObject({ speed: "paused", virtualMsPerSecond: 0, storiesOver: false, note: null });
      const waiting = ready.stories.find(({ key }) => key === "waiting")?.rolloutId ?? "none";
      const bad = ready.stories.find(({ key }) => key === "bad")?.rolloutId ?? "none";
      // Time stands still, and what a person does is looked at all the same.
      const asked = await visitor.get<RolloutDetail>(`/api/v1/rollouts/${waiting}`);
      expect(asked.waitsForApproval).toMatchObject({ purpose: "start", given: 0 });
      const yes = { decision: "approve", purpose: "pending", planHash: asked.planHash, reason: "read the decision page" };
      await visitor.post(`/api/v1/rollouts/${waiting}/approvals`, yes);
      expect((await visitor.demo()).now).toBe(ready.now);

      await visitor.post("/api/v1/demo/speed", { speed: "fast" });
      const isLinked = ({ items }: HelpRequestsAnswer) => items.some(({ link }) => link !== null);
      const requests = await visitor.getUntil("/api/v1/help-requests", isLinked, 180_000);
      const later = await visitor.demo();
      expect(later.note).toBeNull();
      expect(later.now).toBeGreaterThan(ready.now);
      expect((await visitor.get<RolloutDetail>(`/api/v1/rollouts/${waiting}`)).totals.everVerified).toBeGreaterThan(0);

      const badNow = await visitor.get<RolloutDetail>(`/api/v1/rollouts/${bad}`);
      expect(["rolling-back", "rolled-back"]).toContain(badNow.status);
      expect(badNow.rollback?.harmed).toBeGreaterThan(0);
      expect(requests.items.map(({ source }) => source)).toEqual(requests.items.map(() => "form"));
      expect(requests.items.filter(({ link }) => link?.rolloutId === bad && link.by === "hanna.helpdesk")).toHaveLength(1);
      const { stages } = await visitor.get<CommunicationAnswer>(`/api/v1/rollouts/${bad}/communication`);
      for (const { missing, acknowledgement } of stages) expect([missing, acknowledgement?.by]).toEqual([[], "hanna.helpdesk"]);
      // Some are on leave: told by nobody, and held back.
      const told = stages.map(({ delivery }) => delivery);
      expect(told.reduce((sum, { toldByHand }) => sum + toldByHand, 0)).toBeGreaterThan(20);
      expect(told.reduce((sum, { devicesHeldBack }) => sum + devicesHeldBack, 0)).toBeGreaterThan(0);

      const { code, tookMs } = await stop();
      // In the middle of the stories.
      expect(code).toBe(EXIT.interrupted);
      expect(tookMs).toBeLessThan(10_000);
    });
  },
);
