import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { firstBrokenLink, AUDIT_GENESIS_HASH } from "../../src/app/ports/audit-chain.ts";
import type { AuditRow } from "../../src/app/ports/audit-store.ts";
import { HOUR_MS } from "../../src/kit/instant.ts";
import { smallEstate } from "../helpers/small-estate.ts";
import type { SmallPolicy } from "../helpers/small-policy.ts";
import { expected, refusalOf, testProduct, type RolloutDetail, type TestProduct } from "../helpers/test-product.ts";

const MANNERS: SmallPolicy = { name: "Manners", settings: { location: 1, cortana: 1 }, to: "all-devices" };
const CHANGED: SmallPolicy = { ...MANNERS, settings: { location: 2, cortana: 1 } };
const estate = smallEstate({ staff: 60 });
const ROAD = ["proof of concept", "pilot isolated", "pilot final", "wave 1", "wave 2"];

describe("S1 a rollout is an object whose phases are enforced", () => {
  let tidegate: TestProduct;
  let rollout: RolloutDetail;

  beforeAll(async () => {
    tidegate = await testProduct({ estate, policies: [MANNERS] });
    await tidegate.startFleet(estate);
    await tidegate.passTime(8 * HOUR_MS);
    rollout = await tidegate.propose("manners", { kind: "content", policy: CHANGED });
  });
  afterAll(() => tidegate.close());

  test("no command takes it past a phase, from scope to operations", async () => {
    expect(refusalOf(await tidegate.command("operator", rollout.id, "promote"))).toEqual([409, "approval-missing"]);
    expect(refusalOf(await tidegate.command("operator", rollout.id, "close"))).toEqual([409, "event-refused"]);
    await tidegate.start(rollout);
    const seen: string[] = [];
    for (const name of ROAD) {
      const open = await tidegate.passUntil(rollout.id, ({ phase }) => phase?.name === name);
      seen.push(open.phase?.name ?? "");
      // Each command that could be a short cut, before the gate had anything to pass on.
      expect(refusalOf(await tidegate.command("operator", rollout.id, "promote"))).toEqual([409, "gate-not-passed"]);
      for (const other of ["start", "close", "abort", "resume"] as const)
        expect([other, ...refusalOf(await tidegate.command("operator", rollout.id, other))]).toEqual([
          other,
          409,
          "event-refused",
        ]);
      expect(await tidegate.rollout(rollout.id)).toMatchObject({ status: open.status, phase: open.phase });
      const ahead = open.phases.slice((open.phase?.index ?? 0) + 1);
      expect(ahead.map((phase) => phase.status)).toEqual(ahead.map(() => "planned"));
    }
    expect(seen).toEqual(ROAD);
    const landed = await tidegate.passUntil(rollout.id, ({ status }) => status === "operations");
    const opened = landed.phases.flatMap((phase) => (phase.status === "opened" ? [phase] : []));
    for (const [at, phase] of opened.entries()) {
      expect(phase.judgement?.verdict.kind).toBe("pass");
      expect(phase.leftAt ?? 0).toBeGreaterThanOrEqual(phase.openedAt + 8 * HOUR_MS);
      if (at > 0) expect(phase.openedAt).toBe(opened[at - 1]?.leftAt);
    }
    expect(landed.totals).toMatchObject({ exposed: 66, everVerified: 66, everFailed: 0 });
  });

  test("why answers with numbers, thresholds and denominators of this moment", async () => {
    const again = await tidegate.propose("manners again", {
      kind: "content",
      policy: { ...CHANGED, settings: { location: 0, cortana: 1 } },
    });
    await tidegate.start(again);
    const early = await tidegate.why(again.id);
    const check = (why: typeof early, name: string) => why.gate?.checks.find((one) => one.check === name);
    expect(check(early, "reported")).toMatchObject({ verdict: "hold", actual: 0, threshold: 80, sample: 6 });
    expect(check(early, "soak")).toMatchObject({ verdict: "hold", actual: 0, threshold: 8 * HOUR_MS });
    expect(early.waitsFor.join("; ")).toContain("0 of 6 devices reported, 80 % asked for");
    await tidegate.devicesLive(7 * HOUR_MS);
    const later = await tidegate.why(again.id);
    expect(check(later, "reported")).toMatchObject({ verdict: "pass", actual: 100, sample: 6 });
    expect(check(later, "failures")).toMatchObject({ verdict: "pass", actual: 0, threshold: 1, sample: 6 });
    expect(later.gate?.verdict).toMatchObject({ kind: "hold", reason: "soaking" });
    expect(later.asOf).toBe(tidegate.now());
    await tidegate.command("operator", again.id, "roll-back");
    await tidegate.passUntil(again.id, ({ status }) => status === "rolled-back");
  });

  test("the dossier holds plan, phases, gates, approvals, and entries that follow from one another", async () => {
    const dossier = await tidegate.dossier(rollout.id);
    expect(dossier.plan.phases.map(({ name }) => name)).toEqual([...ROAD, "late joiners"]);
    expect(dossier.plan.policyPlan.settings).toMatchObject([{ kind: "changed" }]);
    expect(dossier.rollout.approvals).toMatchObject([
      { purpose: "start", person: "approver", decision: "approve", planHash: rollout.planHash },
    ]);
    const gates = dossier.rollout.phases.flatMap((phase) => (phase.status === "opened" ? [phase.judgement] : []));
    expect(gates).toHaveLength(ROAD.length);
    for (const gate of gates) expect(gate?.checks.every(({ sample }) => sample > 0)).toBe(true);
    expect(dossier.effects.every(({ doneAt }) => doneAt !== null)).toBe(true);

    const log = (await tidegate.auditLog()) as readonly AuditRow[];
    const genesis = { number: 0, hash: AUDIT_GENESIS_HASH };
    expect(firstBrokenLink(log, genesis)).toBeNull();
    expect(
      firstBrokenLink(
        log.map((row) => (row.number === 5 ? { ...row, actor: "nobody" } : row)),
        genesis,
      ),
    ).toBe(5);
    expect(dossier.audit).toEqual(log.filter(({ subject }) => subject === `rollout:${rollout.id}`));
    const opened = dossier.audit.filter(({ action }) => action === "rollout.open-phase");
    expect(opened.map(({ detail }) => (detail as { event: { phaseIndex: number } }).event.phaseIndex)).toEqual([0, 1, 2, 3, 4]);
    expect(expected(await tidegate.ask("viewer", "GET", "/api/v1/audit/verification"))).toMatchObject({
      ok: true,
      entries: log.length,
    });
  });
});
