import { describe, expect, test } from "vitest";
import { AUTHOR, makePhases, makePolicyPlan, makeRollout, OPENED_AT, SOAKED_AT } from "../../../tests/helpers/make-rollout.ts";
import type { VersionHash } from "../../kit/ids.ts";
import type { ApprovalRecord } from "../../rollout/approval.ts";
import type { State } from "../../rollout/lifecycle/types.ts";
import { mayDecide, phaseOfPurpose, statementOf, undoOf, whenText, worstCaseOf } from "./decision-words.ts";

const open = { phaseIndex: 2, phaseKind: "pilot-final", openedAt: OPENED_AT } as const;
const HELD: State = { kind: "held", open, since: SOAKED_AT, reason: "approval-missing" };
const base = makeRollout({ state: HELD });
const rollout = { ...base, plan: { ...base.plan, phases: makePhases({ approvalsMin: 2 }) } };
const word = (person: string, decision: "approve" | "deny"): ApprovalRecord => ({
  purpose: "phase:3",
  person,
  planHash: rollout.planHash,
  decision,
  reason: "read",
  decidedAt: SOAKED_AT,
});

describe("who may decide", () => {
  const paula = { person: "paula", roles: ["approver"] } as const;
  test("is an approver who is not the author and has not said yes yet", () => {
    expect(mayDecide(rollout, paula).allowed).toBe(true);
    expect(mayDecide(rollout, { person: AUTHOR, roles: ["approver"] })).toMatchObject({ allowed: false });
    expect(mayDecide(rollout, { person: "paula", roles: ["operator", "admin"] })).toMatchObject({ allowed: false });
    const approved = { ...rollout, approvals: [word("paula", "approve")] };
    expect([mayDecide(approved, paula).allowed, mayDecide(approved, { ...paula, person: "pia" }).allowed]).toEqual([false, true]);
    const denied = { ...rollout, approvals: [word("paula", "deny")] };
    expect([mayDecide(denied, paula), mayDecide(denied, { ...paula, person: "pia" })]).toMatchObject([
      { allowed: true, because: expect.stringContaining("replaces") },
      { allowed: true, because: expect.stringContaining("Denied by paula") },
    ]);
  });

  test("is nobody where nothing is asked", () => {
    expect(mayDecide(makeRollout({ state: { kind: "waves", open: { ...open, phaseKind: "wave" } } }), paula).allowed).toBe(false);
    const both = { ...rollout, approvals: [word("pia", "approve"), word("max", "approve")] };
    expect(mayDecide(both, paula).allowed).toBe(false);
  });
});

describe("what follows from a yes", () => {
  test("is the phase of the purpose, and none after the last", () => {
    const names = (["start", "phase:3", "waive:2", "waive:4", "resume:7"] as const).map(
      (purpose) => phaseOfPurpose(rollout, purpose)?.name ?? null,
    );
    expect(names).toEqual(["proof of concept", "wave 1", "wave 1", null, "pilot final"]);
  });

  test("is told with the start that is still missing, the soak and the notice", () => {
    const scope = makeRollout({ state: { kind: "scope", since: OPENED_AT, startRequestedBy: null } });
    expect(whenText(scope, "start")).toContain("once it is approved and an operator starts it");
    expect(whenText(rollout, "phase:3")).toContain(
      "wave 1 opens within seconds of the last yes that is needed, and soaks for 1 d",
    );
    const told = { ...rollout, plan: { ...rollout.plan, people: { kind: "required", noticeLeadMsMin: 3_600_000 } as const } };
    expect(whenText(told, "phase:3")).toContain("told 1 h before");
    expect(whenText(told, "start")).not.toContain("told");
    expect(whenText(rollout, null)).toBe(rollout.because);
  });

  test("is at worst everything exposed, everything chosen and the new phase's cap", () => {
    const next = { phase: "wave 1", cap: 100, isResumed: false };
    expect(worstCaseOf(0, 0, next)).toMatchObject({
      devices: 100,
      sentence: expect.stringContaining("none is exposed yet, wave 1 adds at most 100"),
    });
    expect(worstCaseOf(40, 50, next).devices).toBe(150);
    expect(worstCaseOf(40, 50, { ...next, cap: 10, isResumed: true }).devices).toBe(50);
    expect(worstCaseOf(40, 50, null).devices).toBe(50);
  });
});

describe("what can be undone", () => {
  const hashes = { fromHash: "0".repeat(64) as VersionHash, toHash: "1".repeat(64) as VersionHash };
  const { change, devices } = makePolicyPlan();
  const plan = (overrides: Parameters<typeof makePolicyPlan>[0]) =>
    undoOf(makePolicyPlan({ change: { ...change, ...hashes, kind: "change" }, ...overrides }));
  const changed = { kind: "changed", node: "n", before: 1, after: 2 } as const;
  test("is the previous version where nothing has to be taken away, and unknown where something has", () => {
    expect(plan({ settings: [changed] }).kind).toBe("previous-version");
    expect(plan({ settings: [changed, { kind: "removed", node: "m", before: 1 }] }).kind).toBe("previous-version");
    expect(plan({ settings: [changed, { kind: "added", node: "m", after: 1 }] })).toMatchObject({
      kind: "unknown",
      sentence: expect.stringContaining("1 setting that"),
    });
    expect(plan({ settings: [changed], devices: { ...devices, gained: 7 } }).sentence).toContain("7 devices");
    expect(plan({ change: { ...change, kind: "add" } }).kind).toBe("unknown");
    expect(plan({ change: { ...change, ...hashes, kind: "retire" }, devices: { ...devices, gained: 7 } }).kind).toBe(
      "previous-version",
    );
  });
});

test("the statement names the purpose, the rollout and the whole hash", () => {
  const statement = statementOf(rollout, "phase:3");
  for (const part of ["phase:3", rollout.name, rollout.id, rollout.planHash]) expect(statement).toContain(part);
});
