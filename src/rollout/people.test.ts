import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  makeApproval,
  makeEvidence,
  makeOpen,
  makePhase,
  makeRollout,
  makeRolloutPlan,
  OPENED_AT,
  SAMPLE_STATES,
  SOAKED_AT,
} from "../../tests/helpers/make-rollout.ts";
import type { DeviceId } from "../kit/ids.ts";
import { DAY_MS } from "../kit/instant.ts";
import { decide } from "./decide.ts";
import type { State } from "./lifecycle/types.ts";
import { standingOfDevice } from "./overlay.ts";
import { NOBODY_SPOKE, peopleMissing, stageOf, type PeopleRule, type PeopleStanding } from "./people.ts";

const REQUIRED: PeopleRule = { kind: "required", noticeLeadMsMin: DAY_MS };
const WAIVED: PeopleRule = { kind: "waived", reason: "kiosks only" };
const acknowledgement = { by: "hanna", at: OPENED_AT, note: "seen" };
const WRITTEN = { noticeComplete: true, acknowledgement: null };
const READY = { noticeComplete: true, acknowledgement };
const ALL_READY: PeopleStanding = { pilot: READY, production: READY };

const ask = (people: PeopleStanding, kind: Parameters<typeof makePhase>[0], rule: PeopleRule = REQUIRED) =>
  peopleMissing({ plan: { people: rule }, people }, makePhase(kind));

describe("what is missing before a phase (S16, S26)", () => {
  test.each<readonly [string, PeopleStanding, Parameters<typeof makePhase>[0], string | undefined]>([
    ["nothing for the laboratory", NOBODY_SPOKE, "proof-of-concept", undefined],
    ["both notices at the end of the proof of concept", NOBODY_SPOKE, "pilot-isolated", "notice-missing"],
    ["the later notice, too", { pilot: READY, production: NOBODY_SPOKE.production }, "pilot-final", "notice-missing"],
    ["the help desk before the pilots", { pilot: WRITTEN, production: READY }, "pilot-isolated", "help-desk-not-ready"],
    ["nothing of production's help desk yet", { pilot: READY, production: WRITTEN }, "pilot-final", undefined],
    ["the help desk before the waves", { pilot: READY, production: WRITTEN }, "wave", "help-desk-not-ready"],
    ["nothing once everybody is ready", ALL_READY, "wave", undefined],
  ])("%s", (_name, people, kind, reason) => {
    expect(ask(people, kind)?.reason).toBe(reason);
    expect(ask(people, kind, WAIVED)).toBeNull();
  });

  test("every missing notice is named", () => {
    expect(ask(NOBODY_SPOKE, "pilot-isolated")?.detail).toContain("pilot and of the production stage");
  });
});

describe("the tick", () => {
  const state: State = { kind: "proof-of-concept", open: makeOpen(0, "proof-of-concept") };
  const plan = makeRolloutPlan({ people: REQUIRED });
  const good = makeEvidence({ succeeded: 100 });
  const decided = (people: PeopleStanding, at: State = state) =>
    decide(makeRollout({ state: at, plan, people }), good, null, SOAKED_AT);

  test("holds a passed gate with words, writes no second hold, and ends it by itself", () => {
    const first = decided(NOBODY_SPOKE);
    expect(first.event).toMatchObject({ kind: "hold", reason: "notice-missing" });
    expect(first.judgement?.verdict.kind).toBe("pass");
    const held: State = { kind: "held", open: makeOpen(0, "proof-of-concept"), since: SOAKED_AT, reason: "notice-missing" };
    expect(decided(NOBODY_SPOKE, held)).toMatchObject({
      event: null,
      because: expect.stringContaining("held (notice-missing)") as string,
    });
    expect(decided({ pilot: WRITTEN, production: WRITTEN }, held).event).toMatchObject({ reason: "help-desk-not-ready" });
    expect(decided(ALL_READY, held).event).toEqual({ kind: "open-next", phaseIndex: 1 });
  });

  test("no approval and no waiver of evidence goes past it", () => {
    const rollout = makeRollout({ state, plan, people: NOBODY_SPOKE });
    const approvals = [makeApproval(rollout, "waive:0"), makeApproval(rollout, "phase:1"), makeApproval(rollout, "start")];
    for (const evidence of [good, makeEvidence({ succeeded: 20 })])
      expect(decide({ ...rollout, approvals }, evidence, null, SOAKED_AT).event).toMatchObject({ reason: "notice-missing" });
  });

  test("S16: with anything missing, no evidence and no state opens a pilot or a wave", () => {
    const anyStage = fc.constantFrom(NOBODY_SPOKE.pilot, WRITTEN, READY);
    fc.assert(
      fc.property(fc.constantFrom(...SAMPLE_STATES), anyStage, anyStage, (at, pilot, production) => {
        const people = { pilot, production };
        const { event } = decided(people, at);
        if (event?.kind !== "open-next") return;
        const next = plan.phases[event.phaseIndex];
        const stage = stageOf(next?.kind ?? "wave");
        if (stage === null) return;
        expect([pilot.noticeComplete, production.noticeComplete]).toEqual([true, true]);
        expect(people[stage].acknowledgement).not.toBeNull();
      }),
    );
  });
});

describe("a device that is held back (S22)", () => {
  const A = "device-a" as DeviceId;
  const facts = (state: State, exposed: readonly DeviceId[] = []) => ({
    state,
    publishedPhases: new Set([0, 1, 2, 3, 4]),
    phaseByDeviceId: new Map([[A, 1]]),
    exposedDeviceIds: new Set(exposed),
    heldBackDeviceIds: new Set([A]),
  });

  test.each(SAMPLE_STATES)("is never offered anything, in %j", (state) => {
    expect(standingOfDevice(facts(state), A)).toBe("before");
    const told = { ...facts(state), heldBackDeviceIds: new Set<DeviceId>() };
    if (state.kind === "waves") expect(standingOfDevice(told, A)).toBe("offer");
  });

  test("keeps what it was given before", () => {
    expect(standingOfDevice(facts({ kind: "waves", open: makeOpen(3, "wave") }, [A]), A)).toBe("after");
  });
});
