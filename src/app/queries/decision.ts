import { isOver } from "../../rollout/lifecycle/step.ts";
import { instant, type Instant } from "../../kit/instant.ts";
import { ok, type Result } from "../../kit/result.ts";
import type { PolicyPlan } from "../../policy/plan.ts";
import type { ApprovalPurpose } from "../../rollout/approval.ts";
import { pendingApproval } from "../../rollout/decide.ts";
import type { GateJudgement } from "../../rollout/gate.ts";
import { stageOf, type Stage } from "../../rollout/people.ts";
import type { Rollout } from "../../rollout/rollout.ts";
import { helpRateOf } from "../../support/help-request.ts";
import { rolloutSubject } from "../audit.ts";
import { stageScope } from "../people/stage-scope.ts";
import type { Principal } from "../ports/access-store.ts";
import type { AuditRow } from "../ports/audit-store.ts";
import type { PhaseRow } from "../ports/rollout-store.ts";
import type { Store, Unit } from "../ports/store.ts";
import type { Problem } from "../problems/problem.ts";
import { openOf } from "../rollouts/evidence-reading.ts";
import {
  mayDecide,
  phaseOfPurpose,
  statementOf,
  nothingLeftOf,
  undoOf,
  whenText,
  worstCaseOf,
  type MayDecide,
  type NextStep,
  type Undo,
} from "./decision-words.ts";
import { findRollout } from "./find-rollout.ts";
import { readTotals, summaryOf, type RolloutCounter, type RolloutSummary } from "./rollout-summary.ts";

/** Everything that an approver needs, from stored facts of one snapshot. */
export type Decision = Readonly<{
  rollout: RolloutSummary;
  reason: string;
  asked: RolloutSummary["waitsForApproval"];
  mayDecide: MayDecide;
  what: Readonly<{ settings: PolicyPlan["settings"]; conflicts: number; deletions: number }>;
  who: Readonly<{
    inScope: number;
    next: NextStep | null;
    exposedSoFar: number;
    sensitive: PolicyPlan["devices"]["bySensitivity"];
    users: number;
  }>;
  when: Readonly<{
    sentence: string;
    phases: readonly Readonly<{ name: string; cap: number; soakMsMin: number; openedAt: Instant | null }>[];
  }>;
  worstCase: Readonly<{ devices: number; sentence: string }>;
  undo: Undo;
  evidence: Readonly<{ phase: string; judgement: GateJudgement }> | null;
  communication: Readonly<{ sentence: string; notTold: number; helpDeskAcknowledged: boolean | null }>;
  helpRequests: Readonly<{ linked: number; open: number; per1000Exposed: number | null }>;
  sinceLastApproval: readonly AuditRow[];
  signed: Readonly<{ planHash: string; purpose: string; statement: string }> | null;
  asOf: Instant;
}>;

export function getDecision(
  store: Store,
  count: RolloutCounter,
  text: string,
  asker: Pick<Principal, "person" | "roles">,
  now: Instant,
): Promise<Result<Decision, Problem>> {
  return store.read(async (unit) => {
    const found = await findRollout(unit, text);
    return found.ok ? ok(await decisionOf(unit, count, found.value, asker, now)) : found;
  });
}

async function decisionOf(
  unit: Unit,
  count: RolloutCounter,
  rollout: Rollout,
  asker: Pick<Principal, "person" | "roles">,
  now: Instant,
): Promise<Decision> {
  const { plan, planHash, reason } = rollout;
  const { policyPlan } = plan;
  const rows = await unit.rollouts.phases(rollout.id);
  const counts = await count(unit, rollout, rows, now);
  const summary = summaryOf(rollout, rows, counts, await readTotals(unit, rollout), now);
  const purpose = pendingApproval(rollout)?.purpose ?? null;
  const { exposed } = summary.totals;
  const chosen = rows.reduce((sum, { cohortSize }) => sum + cohortSize, 0);
  const step = purpose === null ? null : nextStep(rollout, purpose, chosen - exposed);
  const last = rows.at(-1);
  return {
    rollout: summary,
    reason,
    asked: summary.waitsForApproval,
    mayDecide: mayDecide(rollout, asker),
    what: {
      settings: policyPlan.settings,
      conflicts: policyPlan.conflicts.reduce((sum, { devices }) => sum + devices, 0),
      deletions: policyPlan.deletions.length,
    },
    who: {
      inScope: policyPlan.devices.inScope,
      next: step === null ? null : { phase: step.phase, cap: step.cap },
      exposedSoFar: exposed,
      sensitive: policyPlan.devices.bySensitivity,
      users: policyPlan.devices.users,
    },
    when: { sentence: whenText(rollout, purpose), phases: phasesOf(rollout, rows) },
    worstCase: isOver(rollout.state) ? nothingLeftOf(exposed) : worstCaseOf(exposed, chosen, step),
    undo: undoOf(policyPlan),
    evidence: last === undefined || last.judgement === null ? null : { phase: last.name, judgement: last.judgement },
    communication: await communicationOf(unit, rollout, purpose),
    helpRequests: await helpRequestsOf(unit, rollout, exposed),
    sinceLastApproval: await sinceLastApproval(unit, rollout),
    signed: purpose === null ? null : { planHash, purpose, statement: statementOf(rollout, purpose) },
    asOf: now,
  };
}

/** A phase that is resumed reaches those of the frozen cohorts that were not offered it yet; one that opens, its whole cap. */
function nextStep(
  rollout: Rollout,
  purpose: ApprovalPurpose,
  waiting: number,
): (NextStep & Readonly<{ isResumed: boolean }>) | null {
  const phase = phaseOfPurpose(rollout, purpose);
  if (phase === null) return null;
  const isResumed = purpose.startsWith("resume:");
  return { phase: phase.name, cap: isResumed ? Math.max(0, waiting) : phase.cap, isResumed };
}

function phasesOf({ plan }: Rollout, rows: readonly PhaseRow[]): Decision["when"]["phases"] {
  const openedAt = new Map(rows.map((row) => [row.phaseIndex, row.openedAt]));
  return plan.phases.map(({ name, cap, gate }, index) => ({
    name,
    cap,
    soakMsMin: gate.soakMsMin,
    openedAt: openedAt.get(index) ?? null,
  }));
}

/** Of the stage that the next phase belongs to, or the open one where none follows. */
async function communicationOf(
  unit: Unit,
  rollout: Rollout,
  purpose: ApprovalPurpose | null,
): Promise<Decision["communication"]> {
  const { plan, state, people } = rollout;
  if (plan.people.kind === "waived")
    return { sentence: `By its plan nobody is told: ${plan.people.reason}`, notTold: 0, helpDeskAcknowledged: null };
  const kind = (purpose === null ? null : phaseOfPurpose(rollout, purpose))?.kind ?? openOf(state)?.phaseKind ?? null;
  const stage = kind === null ? null : stageOf(kind);
  if (stage === null)
    return { sentence: "The laboratory's people run the rollout and need no notice.", notTold: 0, helpDeskAcknowledged: null };
  const totals = await unit.communication.totals(stageScope(rollout, stage));
  const told = totals.accepted + totals.toldByHand;
  const { noticeComplete, acknowledgement } = people[stage];
  return {
    sentence: communicationText(stage, noticeComplete, told, totals.people, totals.devicesHeldBack),
    notTold: totals.people - told,
    helpDeskAcknowledged: acknowledgement !== null,
  };
}

function communicationText(stage: Stage, isComplete: boolean, told: number, people: number, heldBack: number): string {
  if (!isComplete) return `The notice to people of the ${stage} stage is not complete: nobody of it is offered anything before.`;
  if (people === 0)
    return `The notice to people of the ${stage} stage is complete; its first phase is not open, so nobody was told yet.`;
  return `${told} of ${people} people of the ${stage} stage were told; ${heldBack} devices are held back until theirs are.`;
}

async function helpRequestsOf(unit: Unit, { id }: Rollout, exposed: number): Promise<Decision["helpRequests"]> {
  const { linked, per1000Exposed } = helpRateOf(await unit.requests.countLinked(id, instant(0)), exposed);
  return { linked, open: await unit.requests.count({ rolloutId: id, state: "open", linked: null }), per1000Exposed };
}

const ENTRIES_MAX = 20;

async function sinceLastApproval(unit: Unit, { id }: Rollout): Promise<readonly AuditRow[]> {
  const newest = { subject: rolloutSubject(id), before: Number.MAX_SAFE_INTEGER };
  const approved = await unit.live.timeline({ ...newest, prefixes: ["rollout.approve"], limit: 1 });
  const last = approved.rows[0]?.number ?? 0;
  const { rows } = await unit.live.timeline({ ...newest, prefixes: [], limit: ENTRIES_MAX });
  return rows.filter((row) => row.number > last);
}
