import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { AuditVerification } from "../../src/http/contract/server.ts";
import { DAY_MS, HOUR_MS } from "../../src/kit/instant.ts";
import type { Fleet } from "../../src/sim/fleet/fleet.ts";
import { smallEstate } from "../helpers/small-estate.ts";
import type { SmallPolicy } from "../helpers/small-policy.ts";
import { expected, refusalOf, testProduct, type RolloutDetail, type TestProduct } from "../helpers/test-product.ts";
import { QUICK_GATE, quickShape } from "../helpers/test-shape.ts";

const estate = smallEstate({ staff: 100 });
const MANNERS: SmallPolicy = { name: "Manners", settings: { location: 1 }, to: "all-devices" };
const COMFORT: SmallPolicy = { name: "Comfort", settings: { consumer: 1 }, to: "all-devices" };
/** Straight to a wave of half the fleet. */
const shape = quickShape({ pilotIsolated: { skipReason: "nothing shares a node with it" } });

describe("S4 phases are a state machine with separate hands", () => {
  let tidegate: TestProduct;
  let fleet: Fleet;
  let option = 2;

  beforeAll(async () => {
    tidegate = await testProduct({ estate, policies: [MANNERS, COMFORT] });
    // Two lanes: a check-in is never far from the next one when somebody halts.
    fleet = await tidegate.startFleet(estate, { concurrency: 2 });
    await tidegate.passTime(8 * HOUR_MS);
  });
  afterAll(() => tidegate.close());

  const propose = (name: string, more: Parameters<TestProduct["propose"]>[2] = {}) => {
    option = option === 2 ? 0 : 2;
    return tidegate.propose(
      name,
      { kind: "content", policy: { ...MANNERS, settings: { location: option } } },
      { shape, ...more },
    );
  };
  const exposedOf = async ({ id }: RolloutDetail) => (await tidegate.rollout(id)).totals.exposed;
  const rollBack = async ({ id }: RolloutDetail) => {
    expected(await tidegate.command("operator", id, "roll-back"));
    return tidegate.passUntil(id, ({ status }) => status === "rolled-back");
  };

  test("nobody approves their own change, whichever token they bring", async () => {
    const rollout = await propose("own word");
    const secondHat = await tidegate.tokenOf("author", "approver");
    const thirdHat = await tidegate.tokenOf("author", "approver");
    expect(refusalOf(await tidegate.approve("author", rollout))).toEqual([403, "not-allowed"]);
    for (const hat of [secondHat, thirdHat])
      expect(refusalOf(await tidegate.approve(hat, rollout))).toEqual([403, "approval-own"]);
    expect(refusalOf(await tidegate.approve("operator", rollout))).toEqual([403, "not-allowed"]);
    expect(refusalOf(await tidegate.approve("approver", { ...rollout, planHash: "0".repeat(64) }))).toEqual([409, "plan-stale"]);
    const read = {
      decision: "approve",
      purpose: "pending",
      asked: "phase:3",
      planHash: rollout.planHash,
      reason: "read phase 3",
    };
    const other = await tidegate.ask("approver", "POST", `/api/v1/rollouts/${rollout.id}/approvals`, read);
    expect(refusalOf(other)).toEqual([409, "moved-meanwhile"]);
    expected(await tidegate.command("operator", rollout.id, "start"));
    await tidegate.passTime(DAY_MS);
    expect(await tidegate.rollout(rollout.id)).toMatchObject({ status: "scope", approvals: [], totals: { exposed: 0 } });
    expect((await tidegate.why(rollout.id)).waitsFor.join()).toContain("0 of 1 given");
    expected(await tidegate.command("author", rollout.id, "abort"));
    expect(await tidegate.rollout(rollout.id)).toMatchObject({ status: "aborted", possibleCommands: [] });
    for (const command of ["start", "resume", "promote", "halt", "roll-back"] as const)
      expect([command, (await tidegate.command("operator", rollout.id, command)).status]).toEqual([command, 409]);
  });

  test("two people are two people: one who says yes twice is still one", async () => {
    const two = { ...shape, proofOfConcept: { ...shape.proofOfConcept, approvalsMin: 2 } };
    const rollout = await propose("two words", { shape: two });
    expected(await tidegate.command("operator", rollout.id, "start"));
    expected(await tidegate.approve("approver", rollout));
    expected(await tidegate.approve(await tidegate.tokenOf("approver", "approver"), rollout));
    await tidegate.product.ring();
    expect(await tidegate.rollout(rollout.id)).toMatchObject({ status: "scope", waitsForApproval: { given: 1, needed: 2 } });
    const other = await tidegate.tokenOf("another approver", "approver");
    expected(await tidegate.approve(other, rollout, { decision: "deny" }));
    await tidegate.product.ring();
    expect(await tidegate.rollout(rollout.id)).toMatchObject({
      status: "scope",
      waitsForApproval: { deniedBy: ["another approver"] },
    });
    // A denial blocks whatever the number of approvals, until that person takes it back.
    expected(await tidegate.approve(await tidegate.tokenOf("third approver", "approver"), rollout));
    await tidegate.passTime(HOUR_MS);
    expect(await tidegate.rollout(rollout.id)).toMatchObject({
      status: "scope",
      because: expect.stringContaining("denied by another approver"),
    });
    await tidegate.passTime(HOUR_MS);
    expected(await tidegate.approve(other, rollout));
    await tidegate.product.ring();
    expect(await tidegate.rollout(rollout.id)).toMatchObject({ status: "proof-of-concept" });
    await rollBack(rollout);
  });

  test("a pause stops new exposure, and the same phase goes on after the resume", async () => {
    const slow = { ...shape.proofOfConcept, gate: { ...QUICK_GATE, soakMsMin: 3 * DAY_MS } };
    const rollout = await propose("a pause", { shape: { ...shape, proofOfConcept: slow } });
    await tidegate.start(rollout);
    expected(await tidegate.command("operator", rollout.id, "pause"));
    await tidegate.passTime(DAY_MS);
    expect(await tidegate.rollout(rollout.id)).toMatchObject({ status: "paused", totals: { exposed: 0 }, phase: { index: 0 } });
    expect(refusalOf(await tidegate.command("operator", rollout.id, "promote"))[0]).toBe(409);
    expected(await tidegate.command("operator", rollout.id, "resume"));
    await tidegate.passTime(7 * HOUR_MS);
    expect(await tidegate.rollout(rollout.id)).toMatchObject({
      status: "proof-of-concept",
      totals: { exposed: 6 },
      phase: { index: 0 },
    });
    expect(await rollBack(rollout)).toMatchObject({ rollback: { exposed: 6, verifiedBack: 6, outstanding: 0 } });
    expected(await tidegate.command("operator", rollout.id, "close"));
    expect(await tidegate.rollout(rollout.id)).toMatchObject({ status: "closed" });
  });

  test("the help desk halts alone, nobody is exposed after the answer, and going on needs an approval", async () => {
    const rollout = await propose("a halt");
    await tidegate.start(rollout);
    const wave = await tidegate.passUntil(rollout.id, ({ phase }) => phase?.name === "wave 1");
    const before = wave.totals.exposed;
    const cohort = wave.counts?.cohort ?? 0;
    expect(cohort).toBeGreaterThan(30);
    // The fleet goes on checking in while the word is given.
    const living = tidegate.devicesLive(4 * HOUR_MS);
    while ((await exposedOf(rollout)) < before + 2) await new Promise((resolve) => setImmediate(resolve));
    expect(refusalOf(await tidegate.command("viewer", rollout.id, "halt"))).toEqual([403, "not-allowed"]);
    expected(await tidegate.command("help-desk", rollout.id, "halt"));
    const atAnswer = await ledgerRows(tidegate, rollout);
    expect(atAnswer).toBeLessThan(before + cohort);
    await living;
    const checkInsBefore = fleet.stats().checkIns;
    await tidegate.passTime(2 * DAY_MS);
    expect(fleet.stats().checkIns).toBeGreaterThan(checkInsBefore + 400);
    expect(await ledgerRows(tidegate, rollout)).toBe(atAnswer);
    expect(await exposedOf(rollout)).toBe(atAnswer);
    expect(await tidegate.rollout(rollout.id)).toMatchObject({ status: "halted", phase: { name: "wave 1" } });

    expect(refusalOf(await tidegate.command("operator", rollout.id, "resume"))).toEqual([409, "approval-missing"]);
    expect(refusalOf(await tidegate.command("help-desk", rollout.id, "resume"))).toEqual([403, "not-allowed"]);
    expect(refusalOf(await tidegate.approve(await tidegate.tokenOf("author", "approver"), rollout))).toEqual([
      403,
      "approval-own",
    ]);
    expected(await tidegate.approve("approver", rollout));
    expected(await tidegate.command("operator", rollout.id, "resume"));
    await tidegate.passTime(4 * HOUR_MS);
    const afterResume = await ledgerRows(tidegate, rollout);
    expect(afterResume).toBeGreaterThan(atAnswer);
    // The approval was for that halt: another one needs another.
    expected(await tidegate.command("approver", rollout.id, "halt"));
    expect(refusalOf(await tidegate.command("operator", rollout.id, "resume"))).toEqual([409, "approval-missing"]);
    const back = await rollBack(rollout);
    expect(back.rollback).toMatchObject({ exposed: afterResume, verifiedBack: afterResume, outstanding: 0 });
  });

  test("thin evidence is passed by the waiver of an approver who is not the author, and by nothing else", async () => {
    const thin = quickShape({
      ...shape,
      pilotFinal: { ...shape.pilotFinal, gate: { ...QUICK_GATE, reportedPercentMin: 100, failures: { kind: "count", max: 0 } } },
    });
    const rollout = await propose("a waiver", { shape: thin });
    await tidegate.start(rollout);
    const pilot = await tidegate.passUntil(rollout.id, ({ phase }) => phase?.kind === "pilot-final");
    // One device of the pilot is put in quarantine: it cannot report.
    const [silent] = (await tidegate.devicesOf(rollout.id)).filter(({ phaseIndex }) => phaseIndex === 1);
    const { keys } = await tidegate.get<{ keys: { thumbprint: string }[] }>(`/api/v1/devices/${silent?.deviceId}`);
    const setKey = async (status: string) =>
      expected(
        await tidegate.ask("operator", "POST", `/api/v1/devices/${silent?.deviceId}/keys/${keys[0]?.thumbprint}/status`, {
          status,
          reason: "a test",
        }),
      );
    await setKey("quarantined");
    await tidegate.passTime(2 * DAY_MS);
    expect(await tidegate.rollout(rollout.id)).toMatchObject({ phase: { kind: "pilot-final" } });
    expect((await tidegate.why(rollout.id)).gate?.verdict).toMatchObject({ kind: "hold", reason: "too-few-reports" });
    expect(refusalOf(await tidegate.command("operator", rollout.id, "promote"))).toEqual([409, "gate-not-passed"]);
    expect(
      refusalOf(await tidegate.approve(await tidegate.tokenOf("author", "approver"), rollout, { purpose: "waive" })),
    ).toEqual([403, "approval-own"]);
    expected(await tidegate.approve("approver", rollout, { purpose: "waive" }));
    await tidegate.product.ring();
    expect(await tidegate.rollout(rollout.id)).toMatchObject({
      phase: { name: "wave 1" },
      approvals: [{}, { purpose: `waive:${pilot.phase?.index}`, person: "approver" }],
    });
    await setKey("active");
    await rollBack(rollout);
  });

  test("every transition stands in the chain, and a row that was tampered with is found", async () => {
    const verification = () => tidegate.get<AuditVerification>("/api/v1/audit/verification");
    const log = await tidegate.auditLog();
    expect(await verification()).toMatchObject({ ok: true, entries: log.length, brokenAt: null });
    const rollouts = await tidegate.get<{ items: RolloutDetail[] }>("/api/v1/rollouts");
    for (const { id, status } of rollouts.items) {
      const moves = log.flatMap(({ subject, detail }) => {
        const { from, to } = detail as { from?: string; to?: string };
        return subject === `rollout:${id}` && from !== undefined ? [{ from, to }] : [];
      });
      expect(moves.map(({ from }) => from)).toEqual(["scope", ...moves.slice(0, -1).map(({ to }) => to)]);
      expect(moves.at(-1)?.to).toBe(status);
    }
    const halt = log.find(({ action, actor }) => action === "rollout.halt" && actor === "help-desk");
    expect(halt).toBeDefined();
    const rename = (person: string) =>
      tidegate.product.database.session((session) =>
        session.query("update app_audit set actor = $2 where number = $1", [halt?.number, person]),
      );
    await rename("somebody else");
    expect(await verification()).toMatchObject({ ok: false, brokenAt: halt?.number });
    await rename("help-desk");
    expect(await verification()).toMatchObject({ ok: true });
    await tidegate.product.database.session((session) => session.query("delete from app_audit where number = $1", [log.length]));
    expect(await verification()).toMatchObject({ ok: false, brokenAt: log.length });
  });
});

async function ledgerRows({ product }: TestProduct, { id }: RolloutDetail): Promise<number> {
  const [row] = await product.database.session((session) =>
    session.query<{ rows: number }>("select count(*)::int as rows from rollout_exposure where rollout_id = $1", [id]),
  );
  return Number(row?.rows);
}
