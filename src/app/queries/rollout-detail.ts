import { ok, type Result } from "../../kit/result.ts";
import type { Json } from "../../kit/canonical-json.ts";
import type { Instant } from "../../kit/instant.ts";
import type { PolicyPlan } from "../../policy/plan.ts";
import type { ApprovalRecord } from "../../rollout/approval.ts";
import type { RollbackEvidence } from "../../rollout/decide.ts";
import type { GateJudgement } from "../../rollout/gate.ts";
import type { PhaseKind } from "../../rollout/phase.ts";
import type { Rollout } from "../../rollout/rollout.ts";
import { rolloutSubject } from "../audit.ts";
import type { CohortSelection } from "../planning/cohorts.ts";
import type { AuditRow } from "../ports/audit-store.ts";
import type { OutboxRow } from "../ports/outbox-store.ts";
import type { PhaseRow } from "../ports/rollout-store.ts";
import type { Store, Unit } from "../ports/store.ts";
import type { Problem } from "../problems/problem.ts";
import type { Command } from "../rollouts/command-rollout.ts";
import type { EstateMemory } from "./estate-memory.ts";
import { findRollout } from "./find-rollout.ts";
import { readPlan, type PlanReading } from "./plan-reading.ts";
import { possibleCommands } from "./possible-commands.ts";
import { readTotals, summaryOf, type FlatCounts, type RolloutCounter, type RolloutSummary } from "./rollout-summary.ts";

/** As frozen, with the devices of each set counted instead of named. */
export type SelectionReading = Omit<CohortSelection, "policySets"> &
  Readonly<{ policySets: readonly Readonly<{ policyIds: readonly string[]; devices: number }>[] }>;

export type PhaseReading =
  | Readonly<{
      status: "opened";
      index: number;
      name: string;
      kind: PhaseKind;
      cap: number;
      cohortSize: number;
      openedAt: Instant;
      leftAt: Instant | null;
      publishedAt: Instant | null;
      counts: FlatCounts;
      judgement: GateJudgement | null;
      selection: SelectionReading;
    }>
  | Readonly<{ status: "planned"; index: number; name: string; kind: PhaseKind; cap: number; approvalsMin: number }>;

export type RolloutDetail = RolloutSummary &
  Readonly<{
    reason: string;
    phases: readonly PhaseReading[];
    approvals: readonly ApprovalRecord[];
    possibleCommands: readonly Command[];
    onGateFail: Rollout["plan"]["onGateFail"];
    /** `harmed`: ever failed on the change. */
    rollback: (RollbackEvidence & Readonly<{ harmed: number }>) | null;
    policyPlan: PolicyPlan;
  }>;

export type RolloutDossier = Readonly<{
  rollout: RolloutDetail;
  plan: PlanReading;
  effects: readonly OutboxRow[];
  audit: readonly AuditRow[];
  asOf: Instant;
}>;

export function getRollout(
  store: Store,
  count: RolloutCounter,
  text: string,
  now: Instant,
): Promise<Result<RolloutDetail, Problem>> {
  return store.read(async (unit) => {
    const found = await findRollout(unit, text);
    return found.ok ? ok(await detailOf(unit, count, found.value, now)) : found;
  });
}

/** A dossier of a rollout with more entries than this is read from the audit log itself. */
const DOSSIER_ENTRIES_MAX = 10_000;

export function getRolloutDossier(
  store: Store,
  count: RolloutCounter,
  memory: EstateMemory,
  text: string,
  now: Instant,
): Promise<Result<RolloutDossier, Problem>> {
  return store.read(async (unit) => {
    const found = await findRollout(unit, text);
    if (!found.ok) return found;
    const { id, plan } = found.value;
    return ok({
      rollout: await detailOf(unit, count, found.value, now),
      plan: await readPlan(unit, memory, plan),
      effects: await unit.outbox.ofRollout(id),
      audit: await unit.audit.ofSubject(rolloutSubject(id), DOSSIER_ENTRIES_MAX),
      asOf: now,
    });
  });
}

export async function detailOf(unit: Unit, count: RolloutCounter, rollout: Rollout, now: Instant): Promise<RolloutDetail> {
  const rows = await unit.rollouts.phases(rollout.id);
  const counts = await count(unit, rollout, rows, now);
  const summary = summaryOf(rollout, rows, counts, await readTotals(unit, rollout), now);
  const rowByIndex = new Map(rows.map((row) => [row.phaseIndex, row]));
  const phases: PhaseReading[] = [];
  for (const [index, { kind, name, cap, approvalsMin }] of rollout.plan.phases.entries()) {
    const row = rowByIndex.get(index);
    phases.push(
      row === undefined
        ? { status: "planned", index, name, kind, cap, approvalsMin }
        : openedPhase(row, kind, counts.get(index) ?? noCounts(row, now)),
    );
  }
  return {
    ...summary,
    reason: rollout.reason,
    phases,
    approvals: rollout.approvals,
    possibleCommands: possibleCommands(rollout.state, now),
    onGateFail: rollout.plan.onGateFail,
    rollback: await rollbackOf(unit, rollout, summary.totals.everFailed),
    policyPlan: rollout.plan.policyPlan,
  };
}

export function selectionOf(selection: Json): SelectionReading {
  const { policySets, ...more } = selection as unknown as CohortSelection;
  return { ...more, policySets: policySets.map(({ policyIds, deviceIds }) => ({ policyIds, devices: deviceIds.length })) };
}

/** Nobody of a cohort is known: it was counted before it was drawn. */
function noCounts({ cohortSize }: PhaseRow, now: Instant): FlatCounts {
  const none = { heldBack: 0, awaitingReport: 0, succeeded: 0, error: 0, conflict: 0, notApplicable: 0, left: 0 };
  const reached = { offered: 0, applied: 0, verified: 0, offline: 0, latestReportAt: null, countedAt: now };
  return { ...none, ...reached, cohort: cohortSize, notOffered: cohortSize };
}

function openedPhase(row: PhaseRow, kind: PhaseKind, counts: FlatCounts): PhaseReading {
  const { phaseIndex, name, cap, cohortSize, openedAt, leftAt, publishedAt, judgement } = row;
  return {
    status: "opened",
    index: phaseIndex,
    name,
    kind,
    cap,
    cohortSize,
    openedAt,
    leftAt,
    publishedAt,
    counts,
    judgement,
    selection: selectionOf(row.selection),
  };
}

async function rollbackOf(unit: Unit, rollout: Rollout, harmed: number): Promise<RolloutDetail["rollback"]> {
  const since = await rollbackStart(unit, rollout);
  return since === null ? null : { ...(await unit.rollouts.rollbackEvidence(rollout.id, since)), harmed };
}

/** Once it is over, the state tells when it was proven; when it began stands in the audit log. */
async function rollbackStart(unit: Unit, { id, state }: Rollout): Promise<Instant | null> {
  if (state.kind === "rolling-back") return state.since;
  if (state.kind !== "rolled-back") return null;
  const entries = await unit.audit.ofSubject(rolloutSubject(id), DOSSIER_ENTRIES_MAX);
  return entries.findLast((entry) => entry.action === "rollout.roll-back")?.at ?? null;
}
