import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  AUTHOR,
  makeApproval,
  makeEvidence,
  makeOpen,
  makePhases,
  makeRollout,
  makeRolloutPlan,
  makeRule,
  OPENED_AT,
  SAMPLE_STATES,
  SOAKED_AT,
} from "../../tests/helpers/make-rollout.ts";
import { HOUR_MS, plusMs } from "../kit/instant.ts";
import type { ApprovalPurpose, ApprovalRecord } from "./approval.ts";
import { decide, pendingApproval, type Decision, type RollbackEvidence } from "./decide.ts";
import type { PhaseEvidence } from "./evidence.ts";
import type { GateRule } from "./gate-rule.ts";
import { isOver, offersNew, step } from "./lifecycle/step.ts";
import { GATE_ACTOR, HOLD_REASONS, type HoldReason, type State } from "./lifecycle/types.ts";
import type { Rollout, RolloutPlan } from "./rollout.ts";

const NOW = SOAKED_AT;
const GOOD = makeEvidence({ succeeded: 100 });
const BAD = makeEvidence({ succeeded: 50, error: 50 });
const THIN = makeEvidence({ succeeded: 20 });
const FEW = makeEvidence({ succeeded: 60, awaitingReport: 40 });
const BROKEN = { ...GOOD, counts: { ...GOOD.counts, cohort: 101 } };

const PILOT: State = { kind: "pilot-isolated", open: makeOpen(1, "pilot-isolated") };
const heldFor = (reason: HoldReason): State => ({ kind: "held", open: PILOT.open, since: plusMs(NOW, -HOUR_MS), reason });
const PAUSED: State = { kind: "paused", open: PILOT.open, since: plusMs(NOW, -HOUR_MS), by: "bob" };

/** The plan whose phases all share this rule, or ask for so many approvals. */
const planWith = (phase: Partial<RolloutPlan["phases"][number]>, overrides: Partial<RolloutPlan> = {}) =>
  makeRolloutPlan({ phases: makePhases(phase), ...overrides });
const inState = (state: State, plan: RolloutPlan = makeRolloutPlan()) => makeRollout({ state, plan });

function withWords(rollout: Rollout, ...words: readonly (readonly [ApprovalPurpose, Partial<ApprovalRecord>?])[]): Rollout {
  return { ...rollout, approvals: words.map(([purpose, overrides]) => makeApproval(rollout, purpose, overrides)) };
}

const ask = (rollout: Rollout, evidence: PhaseEvidence | null = GOOD, now = NOW): Decision =>
  decide(rollout, evidence, null, now);
const opens = (phaseIndex: number) => ({ kind: "open-next", phaseIndex });

describe("scope", () => {
  const asked: State = { kind: "scope", since: OPENED_AT, startRequestedBy: AUTHOR };

  test("not started: nothing to do, and nothing to wake up for", () => {
    const decision = ask(inState({ kind: "scope", since: OPENED_AT, startRequestedBy: null }), null);
    expect(decision).toMatchObject({
      event: null,
      wakeAt: null,
      because: "planned; not started, waits for approval: 0 of 1 given",
    });
  });

  test("approved and not started: still nothing", () => {
    const rollout = withWords(inState({ kind: "scope", since: OPENED_AT, startRequestedBy: null }), ["start"]);
    expect(ask(rollout, null)).toMatchObject({ event: null, wakeAt: null, because: "planned; not started" });
  });

  test("started and not approved: waits", () => {
    expect(ask(inState(asked), null)).toMatchObject({ event: null, wakeAt: plusMs(NOW, HOUR_MS) });
  });

  test("started and approved: the first phase opens", () => {
    expect(ask(withWords(inState(asked), ["start"]), null).event).toEqual(opens(0));
  });

  test.each<readonly [string, Partial<ApprovalRecord>]>([
    ["the author's own word (P-S4)", { person: AUTHOR }],
    ["a word about another plan", { planHash: "f".repeat(64) }],
    ["a word about another step", { purpose: "phase:0" }],
    ["a denial", { decision: "deny" }],
  ])("%s opens nothing", (_name, overrides) => {
    expect(ask(withWords(inState(asked), ["start", overrides]), null).event).toBeNull();
  });

  test("any edit of the plan voids the approvals", () => {
    const approved = withWords(inState(asked), ["start"]);
    const edited = makeRollout({ state: asked, plan: makeRolloutPlan({ salt: "another" }), approvals: approved.approvals });
    expect(ask(edited, null).event).toBeNull();
  });

  test("Argo FAQ: a first assignment passes through every phase like any other change", () => {
    const rollout = withWords(inState(asked), ["start"]);
    expect(rollout.plan.change.kind).toBe("add");
    expect(ask(rollout, null).event).toEqual(opens(0));
    expect(rollout.plan.phases.length).toBeGreaterThan(1);
  });

  test.each([undefined, Number.NaN, "two"])("a plan that asks for %s approvals opens nothing", (approvalsMin) => {
    const plan = makeRolloutPlan({ startApprovalsMin: approvalsMin as number });
    const rollout = { ...makeRollout({ state: asked }), plan };
    expect(ask(withWords(rollout, ["start"]), null).event).toBeNull();
    expect(pendingApproval(rollout)?.purpose).toBe("start");
  });
});

describe("an open phase", () => {
  test("passes: the next one opens", () => {
    expect(ask(inState(PILOT))).toMatchObject({ event: opens(2), wakeAt: NOW, because: "gate passed: the next phase may open" });
  });

  test("fails: the gate halts", () => {
    expect(ask(inState(PILOT), BAD).event).toMatchObject({
      kind: "gate-failed",
      reason: expect.stringContaining("50 of 100") as string,
    });
  });

  test("soaks or lacks reports: waits without an event", () => {
    expect(ask(inState(PILOT), GOOD, plusMs(NOW, -1))).toMatchObject({ event: null, wakeAt: NOW });
    expect(ask(inState(PILOT), FEW)).toMatchObject({ event: null, wakeAt: plusMs(NOW, HOUR_MS) });
  });

  test("Argo #3873: inconclusive never promotes, it holds for a person", () => {
    expect(ask(inState(PILOT), THIN).event).toMatchObject({ kind: "hold", reason: "inconclusive" });
    expect(ask(inState(heldFor("inconclusive")), THIN, plusMs(NOW, 100 * HOUR_MS)).event).toBeNull();
  });

  test("Argo #4544: no evidence is no pass", () => {
    for (const state of SAMPLE_STATES.filter(
      (sample) => offersNew(sample) || sample.kind === "held" || sample.kind === "paused",
    )) {
      expect(ask(inState(state), null)).toMatchObject({
        event: null,
        wakeAt: plusMs(NOW, HOUR_MS),
        because: "no evidence was read",
      });
    }
  });

  test("the last wave passes: the change lands; a wave before it does not", () => {
    expect(ask(inState({ kind: "waves", open: makeOpen(3, "wave") })).event).toEqual(opens(4));
    expect(ask(inState({ kind: "waves", open: makeOpen(4, "wave") })).event).toEqual({ kind: "land" });
  });

  test("each phase is judged by its own rule", () => {
    const phases = makePhases().map((phase, at) =>
      at === 1 ? { ...phase, gate: makeRule({ reportedPercentMin: 100 }) } : phase,
    );
    const plan = makeRolloutPlan({ phases });
    const nearly = makeEvidence({ succeeded: 95, awaitingReport: 5 });
    expect(ask(inState(PILOT, plan), nearly).event).toBeNull();
    expect(ask(inState({ kind: "pilot-final", open: makeOpen(2, "pilot-final") }, plan), nearly).event).toEqual(opens(3));
  });

  test.each([undefined, null, "", "5", Number.NaN, -1, 101])(
    "hawkBit ThresholdRolloutGroupErrorCondition: a threshold of %j holds at run time, good or bad",
    (percentMax) => {
      const gate = makeRule({ failures: { kind: "bound", percentMax: percentMax as number, confidence: 0.95 } });
      const rollout = { ...makeRollout({ state: PILOT }), plan: planWith({ gate }) };
      for (const evidence of [GOOD, BAD])
        expect(ask(rollout, evidence).event).toMatchObject({ kind: "hold", reason: "rule-invalid" });
    },
  );

  test("a phase that the plan does not know holds", () => {
    const state: State = { kind: "waves", open: makeOpen(9, "wave") };
    expect(ask(inState(state)).event).toMatchObject({ kind: "hold", reason: "rule-invalid" });
  });

  test("a gate that is missing holds", () => {
    const rollout = { ...makeRollout({ state: PILOT }), plan: planWith({ gate: null as unknown as GateRule }) };
    expect(ask(rollout).event).toMatchObject({ kind: "hold", reason: "rule-invalid" });
  });

  test("numbers that cannot be true hold, whatever they say (P-S14)", () => {
    expect(ask(inState(PILOT), BROKEN).event).toMatchObject({ kind: "hold", reason: "invariant-broken" });
    const said = makeEvidence({ succeeded: 100 }, { applied: 100, verified: 0 });
    expect(ask(inState(PILOT), said).event).toMatchObject({ kind: "hold", reason: "invariant-broken" });
  });

  test("hawkBit #735: a cohort that is empty or has left is waited for, never passed", () => {
    for (const evidence of [makeEvidence(), makeEvidence({ left: 50 })]) expect(ask(inState(PILOT), evidence).event).toBeNull();
    expect(ask(inState(PILOT), makeEvidence({ notApplicable: 50 })).event).toMatchObject({
      kind: "hold",
      reason: "inconclusive",
    });
  });
});

describe("approvals between phases", () => {
  const plan = planWith({ approvalsMin: 1 });
  const rollout = inState(PILOT, plan);

  test("a pass without the word waits for it, by name", () => {
    expect(ask(rollout).event).toEqual({
      kind: "hold",
      reason: "approval-missing",
      detail: "pilot final waits for approval: 0 of 1 given",
    });
    expect(pendingApproval(inState(heldFor("approval-missing"), plan))).toMatchObject({
      purpose: "phase:2",
      standing: { missing: 1 },
    });
  });

  test("the word opens the phase, also from held", () => {
    expect(ask(withWords(rollout, ["phase:2"])).event).toEqual(opens(2));
    expect(ask(withWords(inState(heldFor("approval-missing"), plan), ["phase:2"])).event).toEqual(opens(2));
  });

  test("the word opens nothing against the evidence", () => {
    expect(ask(withWords(rollout, ["phase:2"]), BAD).event).toMatchObject({ kind: "gate-failed" });
    expect(ask(withWords(rollout, ["phase:2"]), THIN).event).toMatchObject({ reason: "inconclusive" });
  });

  test.each<readonly [string, Partial<ApprovalRecord>]>([
    ["the author's", { person: AUTHOR }],
    ["about another plan", { planHash: "f".repeat(64) }],
    ["about the phase after it", { purpose: "phase:3" }],
    ["about the phase before it", { purpose: "phase:1" }],
  ])("a word %s does not count", (_name, overrides) => {
    expect(ask(withWords(rollout, ["phase:2", overrides])).event).toMatchObject({ kind: "hold", reason: "approval-missing" });
  });

  test("a denial says who, and blocks", () => {
    const denied = withWords(rollout, ["phase:2"], ["phase:2", { person: "erin", decision: "deny" }]);
    expect(ask(denied).event).toMatchObject({ reason: "approval-missing", detail: "pilot final denied by erin" });
  });
});

describe("a waiver overrules thin evidence, and only that", () => {
  const waived = (state: State, plan?: RolloutPlan) => withWords(inState(state, plan), ["waive:1"]);

  test.each([
    ["inconclusive numbers", THIN],
    ["few reports", FEW],
    ["policy sets that nobody met", makeEvidence({ succeeded: 100 }, { policySets: { needed: 2, met: 1 } })],
  ])("%s", (_name, evidence) => {
    expect(ask(inState(PILOT), evidence).event).not.toEqual(opens(2));
    expect(ask(waived(PILOT), evidence).event).toEqual(opens(2));
  });

  test("not a failure, not the soak, not a broken rule, not a breach", () => {
    expect(ask(waived(PILOT), BAD).event).toMatchObject({ kind: "gate-failed" });
    expect(ask(waived(PILOT), THIN, plusMs(NOW, -1)).event).toBeNull();
    const gate = makeRule({ reportedPercentMin: Number.NaN });
    expect(ask({ ...waived(PILOT), plan: planWith({ gate }) }, THIN).event).toMatchObject({ reason: "rule-invalid" });
    expect(ask(waived(PILOT), BROKEN).event).toMatchObject({ reason: "invariant-broken" });
  });

  test("the next phase's own approvals stay asked for", () => {
    expect(ask(waived(PILOT, planWith({ approvalsMin: 1 })), THIN).event).toMatchObject({ reason: "approval-missing" });
  });

  test.each<readonly [string, Partial<ApprovalRecord>]>([
    ["the author's", { person: AUTHOR }],
    ["for another phase", { purpose: "waive:2" }],
    ["taken back", { decision: "deny" }],
    ["from before the phase opened", { decidedAt: plusMs(OPENED_AT, -1) }],
  ])("not one %s", (_name, overrides) => {
    const rollout = withWords(inState(heldFor("inconclusive")), ["waive:1", overrides]);
    expect(ask(rollout, THIN).event).toBeNull();
    expect(pendingApproval(rollout)?.purpose).toBe("waive:1");
  });

  test("given, it is no longer asked for", () => {
    expect(pendingApproval(inState(heldFor("inconclusive")))).toMatchObject({ purpose: "waive:1", standing: { missing: 1 } });
    expect(pendingApproval(waived(heldFor("inconclusive")))).toBeNull();
  });
});

describe("held", () => {
  const evidenceFor: Partial<Record<HoldReason, readonly [PhaseEvidence, RolloutPlan]>> = {
    "approval-missing": [GOOD, planWith({ approvalsMin: 1 })],
    inconclusive: [THIN, makeRolloutPlan()],
    "invariant-broken": [BROKEN, makeRolloutPlan()],
  };

  test.each(Object.entries(evidenceFor))(
    "Argo #3064: held for %s writes nothing twice, and looks again later",
    (reason, [evidence, plan]) => {
      const held = inState(heldFor(reason as HoldReason), plan);
      expect(ask(inState(PILOT, plan), evidence).event).toMatchObject({ kind: "hold", reason });
      expect(ask(held, evidence)).toMatchObject({ event: null, wakeAt: plusMs(NOW, HOUR_MS) });
    },
  );

  test("another reason is news", () => {
    expect(ask(inState(heldFor("inconclusive"), planWith({ approvalsMin: 1 })), GOOD).event).toMatchObject({
      reason: "approval-missing",
    });
  });

  test("better evidence opens the next phase; bad evidence halts", () => {
    expect(ask(inState(heldFor("inconclusive")), GOOD).event).toEqual(opens(2));
    expect(ask(inState(heldFor("inconclusive")), BAD).event).toMatchObject({ kind: "gate-failed" });
  });
});

describe("paused is still judged for failure, and for nothing else", () => {
  test("a failure halts it", () => {
    expect(ask(inState(PAUSED), BAD).event).toMatchObject({ kind: "gate-failed" });
  });

  test.each([
    ["a pass", GOOD],
    ["thin evidence", THIN],
    ["few reports", FEW],
    ["numbers that cannot be true", BROKEN],
    ["numbers that cannot even be judged", makeEvidence({ succeeded: 11, error: -1 })],
  ])("%s changes nothing", (_name, evidence) => {
    const rollout = withWords(inState(PAUSED), ["phase:2"], ["waive:1"]);
    expect(ask(rollout, evidence)).toMatchObject({ event: null, wakeAt: plusMs(NOW, HOUR_MS) });
  });
});

describe("halted", () => {
  const halted = (by: string): State => ({ kind: "halted", open: PILOT.open, since: NOW, by, reason: "bad" });
  const rollsBack = makeRolloutPlan({ onGateFail: "halt-and-roll-back" });

  test("the gate's halt rolls back where the approved plan says so", () => {
    expect(ask(inState(halted(GATE_ACTOR), rollsBack), null).event).toMatchObject({ kind: "roll-back", by: GATE_ACTOR });
  });

  test.each([
    ["a person's halt does not", halted("bob"), rollsBack],
    ["nor does a plan that only halts", halted(GATE_ACTOR), makeRolloutPlan()],
  ])("%s", (_name, state, plan) => {
    for (const evidence of [GOOD, BAD, null])
      expect(ask(inState(state, plan), evidence)).toMatchObject({ event: null, wakeAt: null });
  });

  test("no evidence and no approval resumes it (P-S5): a person has to", () => {
    const rollout = withWords(inState(halted("bob")), [`resume:${NOW}`], ["phase:2"], ["waive:1"]);
    expect(ask(rollout, GOOD).event).toBeNull();
    expect(pendingApproval(inState(halted("bob")))).toMatchObject({ purpose: `resume:${NOW}`, standing: { missing: 1 } });
    expect(pendingApproval(rollout)).toBeNull();
  });

  test("the approval to resume belongs to this halt, not to an earlier one", () => {
    expect(pendingApproval(withWords(inState(halted("bob")), [`resume:${NOW - 1}`]))?.standing.missing).toBe(1);
  });
});

describe("rolling back", () => {
  const rollout = inState({ kind: "rolling-back", open: PILOT.open, since: OPENED_AT, by: GATE_ACTOR });
  const rollback = (evidence: RollbackEvidence | null) => decide(rollout, BAD, evidence, NOW);

  test("is proven when nobody is outstanding", () => {
    expect(rollback({ exposed: 50, verifiedBack: 48, outstanding: 0, left: 2 }).event).toEqual({
      kind: "rollback-settled",
      verifiedBack: 48,
      outstanding: 0,
    });
    expect(rollback({ exposed: 0, verifiedBack: 0, outstanding: 0, left: 0 }).event).toMatchObject({ kind: "rollback-settled" });
  });

  test.each([
    ["a device is outstanding", { exposed: 50, verifiedBack: 49, outstanding: 1, left: 0 }],
    ["devices are in none of the numbers", { exposed: 50, verifiedBack: 10, outstanding: 0, left: 2 }],
    ["more came back than went", { exposed: 50, verifiedBack: 51, outstanding: 0, left: 0 }],
    ["the numbers are none", { exposed: Number.NaN, verifiedBack: 0, outstanding: Number.NaN, left: 0 }],
  ])("Argo #4787/#3077/#2781: not while %s", (_name, evidence) => {
    expect(rollback(evidence)).toMatchObject({ event: null, wakeAt: plusMs(NOW, HOUR_MS) });
  });

  test("nor without evidence; it says what is missing (P-L4)", () => {
    expect(rollback(null)).toMatchObject({ event: null, wakeAt: plusMs(NOW, HOUR_MS) });
    expect(rollback({ exposed: 50, verifiedBack: 40, outstanding: 8, left: 2 }).because).toBe(
      "40 of 50 exposed devices read the previous state back, 8 outstanding, 2 left",
    );
  });
});

describe("in every state", () => {
  const EVIDENCE = [GOOD, BAD, THIN, FEW, BROKEN, null];
  const ROLLBACK = { exposed: 5, verifiedBack: 5, outstanding: 0, left: 0 };

  test("what is over stays as it is", () => {
    for (const state of SAMPLE_STATES.filter(isOver)) {
      for (const evidence of EVIDENCE) {
        expect(decide(inState(state), evidence, ROLLBACK, NOW)).toEqual({
          event: null,
          judgement: null,
          wakeAt: null,
          because: "as it was",
        });
      }
    }
  });

  const anyCase = fc.record({
    state: fc.constantFrom<State>(...SAMPLE_STATES, ...HOLD_REASONS.map(heldFor)),
    evidence: fc.constantFrom(...EVIDENCE),
    rollback: fc.constantFrom(ROLLBACK, { ...ROLLBACK, verifiedBack: 4, outstanding: 1 }, null),
    onGateFail: fc.constantFrom<RolloutPlan["onGateFail"]>("halt", "halt-and-roll-back"),
    approvalsMin: fc.nat({ max: 2 }),
    words: fc.array(fc.constantFrom<ApprovalPurpose>("start", "phase:1", "phase:2", "phase:3", "waive:1", "waive:3"), {
      maxLength: 4,
    }),
    offsetMs: fc.constantFrom(-HOUR_MS, -1, 0, HOUR_MS),
  });

  test("the lifecycle takes every decision, a decision to open names the next phase, and the same question has one answer", () => {
    fc.assert(
      fc.property(anyCase, ({ state, evidence, rollback, onGateFail, approvalsMin, words, offsetMs }) => {
        const plan = planWith({ approvalsMin }, { onGateFail });
        const rollout = withWords(inState(state, plan), ...words.map((purpose) => [purpose] as const));
        const now = plusMs(NOW, offsetMs);
        const { event } = decide(rollout, evidence, rollback, now);
        expect(decide(structuredClone(rollout), evidence, rollback, now)).toEqual(decide(rollout, evidence, rollback, now));
        if (event === null) return;
        const phase = event.kind === "open-next" ? plan.phases[event.phaseIndex] : undefined;
        if (event.kind === "open-next") expect(phase).toBeDefined();
        const taken =
          event.kind === "open-next"
            ? step(
                state,
                { kind: "open-phase", phaseIndex: event.phaseIndex, phaseKind: phase?.kind ?? "wave", cohortSize: 1 },
                now,
              )
            : step(state, event, now);
        expect(taken.ok ? "taken" : taken.error.because).toBe("taken");
      }),
      { numRuns: 2_000 },
    );
  });

  test("nothing opens or lands without a full soak and a report from somebody (P-S3)", () => {
    fc.assert(
      fc.property(anyCase, ({ state, evidence, rollback, words, offsetMs }) => {
        const rollout = withWords(inState(state), ...words.map((purpose) => [purpose] as const));
        const { event, judgement } = decide(rollout, evidence, rollback, plusMs(NOW, offsetMs));
        if (state.kind === "scope" || (event?.kind !== "open-next" && event?.kind !== "land")) return;
        expect(offsetMs).toBeGreaterThanOrEqual(0);
        expect(judgement?.verdict.kind).not.toBe("fail");
        expect(judgement?.evidenceAt).not.toBeNull();
      }),
      { numRuns: 2_000 },
    );
  });
});
