import { describe, expect, test } from "vitest";
import { makeRollout, OPENED_AT, SOAKED_AT } from "../../../tests/helpers/make-rollout.ts";
import type { State } from "../../rollout/lifecycle/types.ts";
import { NOBODY_SPOKE } from "../../rollout/people.ts";
import { INBOX_ROLES, waitsForPeople, waitsForTelling, waitsOf } from "./inbox.ts";

const open = { phaseIndex: 0, phaseKind: "proof-of-concept", openedAt: OPENED_AT } as const;
const kinds = (state: State) => waitsOf(makeRollout({ state })).map(({ kind, roles }) => [kind, ...(roles ?? INBOX_ROLES[kind])]);
const held = (reason: Extract<State, { kind: "held" }>["reason"]): State => ({ kind: "held", open, since: SOAKED_AT, reason });

describe("what waits for a person", () => {
  test("comes of the state: approvals, gates that cannot go on, halts, and nothing while all goes its way", () => {
    expect(kinds({ kind: "halted", open, since: SOAKED_AT, by: "ada", reason: "x" })).toEqual([
      ["halted", "operator", "approver"],
    ]);
    expect(kinds(held("inconclusive"))).toEqual([["gate-held", "approver"]]);
    for (const reason of ["rule-invalid", "empty-cohort", "invariant-broken"] as const)
      expect(kinds(held(reason))).toEqual([["gate-held", "operator"]]);
    expect(kinds({ kind: "proof-of-concept", open })).toEqual([]);
    expect(kinds({ kind: "rolling-back", open, since: SOAKED_AT, by: "ada" })).toEqual([]);
    expect(kinds({ kind: "closed", since: SOAKED_AT })).toEqual([]);
  });

  test("is an approval as long as one is missing", () => {
    const scope: State = { kind: "scope", since: OPENED_AT, startRequestedBy: "olaf" };
    const rollout = makeRollout({ state: scope });
    const asking = { ...rollout, plan: { ...rollout.plan, startApprovalsMin: 1 } };
    expect(waitsOf(asking)).toMatchObject([{ kind: "approve", since: OPENED_AT }]);
    const { planHash } = rollout;
    const yes = { purpose: "start", person: "paula", planHash, decision: "approve", reason: "x", decidedAt: SOAKED_AT } as const;
    expect(waitsOf({ ...asking, approvals: [yes] })).toEqual([]);
    expect(waitsOf({ ...asking, approvals: [{ ...yes, decision: "deny" }] })).toMatchObject([
      { kind: "approve", sentence: expect.stringContaining("denied by paula") },
    ]);
  });

  test("is a notice or the help desk's word before the next phase needs it", () => {
    const rollout = makeRollout({ state: { kind: "proof-of-concept", open } });
    const required = { kind: "required", noticeLeadMsMin: 0 } as const;
    const asking = { ...rollout, plan: { ...rollout.plan, people: required }, people: NOBODY_SPOKE };
    expect(waitsForPeople(asking).map(({ kind }) => kind)).toEqual(["notice-missing"]);
    const written = { noticeComplete: true, acknowledgement: null };
    expect(waitsForPeople({ ...asking, people: { pilot: written, production: written } }).map(({ kind }) => kind)).toEqual([
      "acknowledge",
    ]);
    const waived = { ...asking, plan: { ...asking.plan, people: { kind: "waived", reason: "x" } as const } };
    expect(waitsForPeople(waived)).toEqual([]);
  });

  test("is people who will not be told by waiting, and nobody whose notice is on its way", () => {
    const totals = {
      people: 9,
      queued: 4,
      accepted: 5,
      toldByHand: 0,
      bounced: 0,
      failed: 0,
      devicesHeldBack: 4,
      devicesWithoutAnybody: 0,
    };
    const wait = (overrides: Partial<typeof totals>, mail: boolean) =>
      waitsForTelling(
        makeRollout(),
        { totals: { ...totals, ...overrides, sentSince: null }, since: OPENED_AT, phase: "wave 1" },
        mail,
      );
    expect(wait({}, true)).toEqual([]);
    expect(wait({}, false)).toMatchObject([{ kind: "not-told", sentence: expect.stringContaining("no mail server") }]);
    expect(wait({ bounced: 1 }, true)).toMatchObject([{ sentence: expect.stringContaining("1 person was not reached") }]);
    expect(wait({ devicesWithoutAnybody: 2 }, true)).toMatchObject([
      { sentence: expect.stringContaining("2 devices have no person") },
    ]);
    expect(wait({ bounced: 1, devicesHeldBack: 0 }, true)).toEqual([]);
  });
});
