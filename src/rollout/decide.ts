import { HOUR_MS, plusMs, type Instant } from "../kit/instant.ts";
import { approvalStanding, type ApprovalPurpose, type ApprovalStanding } from "./approval.ts";
import { evidenceFault, type PhaseEvidence } from "./evidence.ts";
import { explainJudgement, judgeGate, type GateJudgement } from "./gate.ts";
import { GATE_ACTOR, ROLLBACK_GRACE_MS, type Event, type OpenPhase } from "./lifecycle/types.ts";
import { peopleMissing } from "./people.ts";
import type { Rollout } from "./rollout.ts";

/** How far a rollback is: devices that were ever exposed, and what they said since. */
export type RollbackEvidence = Readonly<{ exposed: number; verifiedBack: number; outstanding: number; left: number }>;

/**
 * What follows from what is known now. `event: null` with a `wakeAt`: look again then. A decision to open a phase names
 * no devices yet: the caller freezes the cohort in the same transaction and holds when it comes out empty.
 */
export type Decision = Readonly<{
  event: Event | OpenNext | null;
  judgement: GateJudgement | null;
  wakeAt: Instant | null;
  because: string;
}>;
export type OpenNext = Readonly<{ kind: "open-next"; phaseIndex: number }>;

const LOOK_AGAIN_MS = HOUR_MS;

/** The tick's question, answered without reading anything: same rollout, same evidence, same moment, same answer (S4, S30). */
export function decide(rollout: Rollout, phase: PhaseEvidence | null, rollback: RollbackEvidence | null, now: Instant): Decision {
  const { state } = rollout;
  switch (state.kind) {
    case "scope":
      return decideStart(rollout, state.startRequestedBy, now);
    case "proof-of-concept":
    case "pilot-isolated":
    case "pilot-final":
    case "waves":
    case "held":
      return phase === null ? wait("no evidence was read", now) : decidePhase(rollout, state.open, phase, now);
    case "paused":
      return phase === null ? wait("no evidence was read", now) : onlyFailure(rollout, state.open, phase, now);
    case "halted":
      return decideAfterHalt(rollout, state.by);
    case "rolling-back":
      return rollback === null ? wait("no evidence was read", now) : decideRollback(rollback, state.since, now);
    case "operations":
    case "rolled-back":
    case "closed":
    case "aborted":
      return { event: null, judgement: null, wakeAt: null, because: rollout.because };
  }
}

/** Where the approvals for a purpose stand on this rollout. */
export function standingOf(rollout: Rollout, purpose: ApprovalPurpose, approvalsMin: number): ApprovalStanding {
  return approvalStanding(rollout.approvals, { purpose, planHash: rollout.planHash, authorId: rollout.authorId, approvalsMin });
}

/** The approval that the rollout waits for, if it waits for one. */
export function pendingApproval(rollout: Rollout): Readonly<{ purpose: ApprovalPurpose; standing: ApprovalStanding }> | null {
  const { state, plan } = rollout;
  const ifMissing = (purpose: ApprovalPurpose, standing: ApprovalStanding) =>
    standing.missing === 0 ? null : { purpose, standing };
  const asked = (purpose: ApprovalPurpose, approvalsMin: number) =>
    ifMissing(purpose, standingOf(rollout, purpose, approvalsMin));
  if (state.kind === "scope") return asked("start", plan.startApprovalsMin);
  if (state.kind === "held" && state.reason === "approval-missing") {
    const next = plan.phases[state.open.phaseIndex + 1];
    return next === undefined ? null : asked(`phase:${state.open.phaseIndex + 1}`, next.approvalsMin);
  }
  if (state.kind === "held" && state.reason === "inconclusive")
    return ifMissing(`waive:${state.open.phaseIndex}`, waiverStanding(rollout, state.open));
  if (state.kind === "halted") return asked(`resume:${state.since}`, 1);
  return null;
}

function decideStart(rollout: Rollout, startRequestedBy: string | null, now: Instant): Decision {
  const standing = standingOf(rollout, "start", rollout.plan.startApprovalsMin);
  const waits = approvalsText(standing, rollout.plan.startApprovalsMin);
  if (startRequestedBy === null)
    return {
      event: null,
      judgement: null,
      wakeAt: null,
      because: `planned; not started${standing.missing === 0 ? "" : `, ${waits}`}`,
    };
  // Compared with 0 exactly: a number of approvals that cannot be read is never "none missing".
  if (standing.missing !== 0) return { event: null, judgement: null, wakeAt: plusMs(now, LOOK_AGAIN_MS), because: waits };
  return { event: { kind: "open-next", phaseIndex: 0 }, judgement: null, wakeAt: now, because: "approved and started" };
}

function decidePhase(rollout: Rollout, open: OpenPhase, evidence: PhaseEvidence, now: Instant): Decision {
  const fault = evidenceFault(evidence);
  if (fault !== null) return holding(rollout, { kind: "hold", reason: "invariant-broken", detail: fault }, null, now);
  const judged = judgePhase(rollout, open, evidence, now);
  if (judged === null)
    return holding(rollout, { kind: "hold", reason: "rule-invalid", detail: "the gate's rule cannot be read" }, null, now);
  const { verdict } = judged;
  if (verdict.kind === "fail")
    return {
      event: { kind: "gate-failed", reason: verdict.reason },
      judgement: judged,
      wakeAt: now,
      because: explainJudgement(judged),
    };
  if (verdict.kind === "pass") return afterPass(rollout, open, judged, now);
  if (verdict.reason !== "soaking" && waiverStanding(rollout, open).missing === 0) return afterPass(rollout, open, judged, now);
  if (verdict.reason === "inconclusive") {
    return holding(rollout, { kind: "hold", reason: "inconclusive", detail: explainJudgement(judged) }, judged, now);
  }
  return { event: null, judgement: judged, wakeAt: verdict.askAgainAt, because: explainJudgement(judged) };
}

function onlyFailure(rollout: Rollout, open: OpenPhase, evidence: PhaseEvidence, now: Instant): Decision {
  const fault = evidenceFault(evidence);
  if (fault !== null) return wait(`paused, and not judged: ${fault}`, now);
  const judged = judgePhase(rollout, open, evidence, now);
  if (judged?.verdict.kind !== "fail")
    return { event: null, judgement: judged, wakeAt: plusMs(now, LOOK_AGAIN_MS), because: rollout.because };
  return {
    event: { kind: "gate-failed", reason: judged.verdict.reason },
    judgement: judged,
    wakeAt: now,
    because: explainJudgement(judged),
  };
}

function judgePhase(rollout: Rollout, open: OpenPhase, evidence: PhaseEvidence, now: Instant): GateJudgement | null {
  const planned = rollout.plan.phases[open.phaseIndex];
  if (planned === undefined) return null;
  const judged = judgeGate(planned.gate, evidence, open.openedAt, now);
  return judged.ok ? judged.value : null;
}

function afterPass(rollout: Rollout, open: OpenPhase, judgement: GateJudgement, now: Instant): Decision {
  const phaseIndex = open.phaseIndex + 1;
  const next = rollout.plan.phases[phaseIndex];
  if (next === undefined) return { event: { kind: "land" }, judgement, wakeAt: now, because: explainJudgement(judgement) };
  // Before the approval: who says go should know what people will read.
  const missing = peopleMissing(rollout, next);
  if (missing !== null) return holding(rollout, { kind: "hold", ...missing }, judgement, now);
  const standing = standingOf(rollout, `phase:${phaseIndex}`, next.approvalsMin);
  if (standing.missing === 0)
    return { event: { kind: "open-next", phaseIndex }, judgement, wakeAt: now, because: explainJudgement(judgement) };
  const detail = `${next.name} ${approvalsText(standing, next.approvalsMin)}`;
  return holding(rollout, { kind: "hold", reason: "approval-missing", detail }, judgement, now);
}

/**
 * A named approver may overrule thin evidence; never a failure, a running soak, a broken rule or a breach of an invariant.
 * A word from before the phase opened overrules nothing: there was no evidence to look at.
 */
function waiverStanding(rollout: Rollout, open: OpenPhase): ApprovalStanding {
  const approvals = rollout.approvals.filter((record) => record.decidedAt >= open.openedAt);
  return standingOf({ ...rollout, approvals }, `waive:${open.phaseIndex}`, 1);
}

/** Held for the same reason already: nothing to write, so that a tick without news writes nothing (Argo's hot loops). */
function holding(
  rollout: Rollout,
  event: Extract<Event, { kind: "hold" }>,
  judgement: GateJudgement | null,
  now: Instant,
): Decision {
  const { state } = rollout;
  const wakeAt = plusMs(now, LOOK_AGAIN_MS);
  const already = state.kind === "held" && state.reason === event.reason;
  return { event: already ? null : event, judgement, wakeAt, because: `held (${event.reason}): ${event.detail}` };
}

function decideAfterHalt(rollout: Rollout, by: string): Decision {
  if (by !== GATE_ACTOR || rollout.plan.onGateFail !== "halt-and-roll-back")
    return { event: null, judgement: null, wakeAt: null, because: rollout.because };
  const event: Event = { kind: "roll-back", by: GATE_ACTOR, reason: "the plan asks for a rollback when its gate fails" };
  return { event, judgement: null, wakeAt: null, because: event.reason };
}

function decideRollback(evidence: RollbackEvidence, since: Instant, now: Instant): Decision {
  const { exposed, verifiedBack, outstanding, left } = evidence;
  const because = `${verifiedBack} of ${exposed} exposed devices read the previous state back, ${outstanding} outstanding, ${left} left`;
  // P-S14: a device that is in none of the three numbers has proven nothing.
  const isWhole = verifiedBack + left + outstanding === exposed;
  const isSettled = isWhole && (outstanding === 0 || now - since >= ROLLBACK_GRACE_MS);
  const event: Event | null = isSettled ? { kind: "rollback-settled", verifiedBack, outstanding } : null;
  return { event, judgement: null, wakeAt: plusMs(now, LOOK_AGAIN_MS), because };
}

function approvalsText(standing: ApprovalStanding, approvalsMin: number): string {
  if (standing.deniedBy.length > 0) return `denied by ${standing.deniedBy.join(", ")}`;
  return `waits for approval: ${standing.approvedBy.length} of ${approvalsMin} given`;
}

function wait(because: string, now: Instant): Decision {
  return { event: null, judgement: null, wakeAt: plusMs(now, LOOK_AGAIN_MS), because };
}
