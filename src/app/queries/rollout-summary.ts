import type { Instant } from "../../kit/instant.ts";
import { pendingApproval } from "../../rollout/decide.ts";
import type { ApprovalPurpose } from "../../rollout/approval.ts";
import type { CohortCounts } from "../../rollout/evidence.ts";
import type { State } from "../../rollout/lifecycle/types.ts";
import type { PhaseKind } from "../../rollout/phase.ts";
import type { Rollout } from "../../rollout/rollout.ts";
import type { ExposureTotals, PhaseCounts, PhaseRow } from "../ports/rollout-store.ts";
import type { Store, Unit } from "../ports/store.ts";
import { offlineBefore, openOf } from "../rollouts/evidence-reading.ts";
import { pageOf, type Page, type PageRequest } from "./page-of.ts";

export type FlatCounts = CohortCounts & Omit<PhaseCounts, "counts" | "offerableSince">;

/** `counts` are of the open phase, or of the last one that was open; `population`: devices in scope by the plan. */
export type RolloutSummary = Readonly<{
  id: string;
  name: string;
  status: State["kind"];
  because: string;
  policy: Readonly<{ id: string; name: string }>;
  change: "add" | "change" | "retire";
  author: string;
  planHash: string;
  phase: Readonly<{ index: number; name: string; kind: PhaseKind; openedAt: Instant }> | null;
  counts: FlatCounts | null;
  totals: ExposureTotals;
  population: number;
  waitsForApproval: Readonly<{ purpose: ApprovalPurpose; given: number; needed: number; deniedBy: readonly string[] }> | null;
  createdAt: Instant;
  asOf: Instant;
}>;

export function listRollouts(
  store: Store,
  { limit, after }: PageRequest,
  now: Instant,
): Promise<Page<RolloutSummary> & Readonly<{ asOf: Instant }>> {
  return store.read(async (unit) => {
    const rollouts = await unit.rollouts.page({ limit: limit + 1, afterId: after });
    const page = pageOf(rollouts, limit, await unit.rollouts.count(), (rollout) => rollout.id);
    const items: RolloutSummary[] = [];
    for (const rollout of page.items) items.push(await summaryOf(unit, rollout, await unit.rollouts.phases(rollout.id), now));
    return { ...page, items, asOf: now };
  });
}

/** @param known counts of phases that the caller has read in this transaction: to count a hundred thousand devices twice is to wait twice. */
export async function summaryOf(
  unit: Unit,
  rollout: Rollout,
  phases: readonly PhaseRow[],
  now: Instant,
  known: ReadonlyMap<number, FlatCounts> = new Map(),
): Promise<RolloutSummary> {
  const { plan, state } = rollout;
  const open = openOf(state);
  const shown = open?.phaseIndex ?? phases.at(-1)?.phaseIndex ?? null;
  const { kind, policyId, name } = plan.policyPlan.change;
  return {
    id: rollout.id,
    name: rollout.name,
    status: state.kind,
    because: rollout.because,
    policy: { id: policyId, name },
    change: kind,
    author: rollout.authorId,
    planHash: rollout.planHash,
    phase:
      open === null
        ? null
        : { index: open.phaseIndex, name: phaseName(rollout, open.phaseIndex), kind: open.phaseKind, openedAt: open.openedAt },
    counts: shown === null ? null : (known.get(shown) ?? (await countsOf(unit, rollout, shown, now))),
    totals: await unit.rollouts.exposureTotals(rollout.id),
    population: plan.policyPlan.devices.inScope,
    waitsForApproval: approvalWanted(rollout),
    createdAt: rollout.createdAt,
    asOf: now,
  };
}

/** Of every phase that has a cohort. */
export async function allCountsOf(unit: Unit, rollout: Rollout, now: Instant): Promise<ReadonlyMap<number, FlatCounts>> {
  const counted = await unit.rollouts.countsByPhase(rollout.id, offlineBefore(now));
  return new Map([...counted].map(([phaseIndex, counts]) => [phaseIndex, flatCounts(counts)]));
}

export async function countsOf(unit: Unit, rollout: Rollout, phaseIndex: number, now: Instant): Promise<FlatCounts> {
  return flatCounts(await unit.rollouts.phaseCounts(rollout.id, phaseIndex, offlineBefore(now)));
}

export function flatCounts({
  counts,
  offered,
  applied,
  verified,
  offline,
  latestReportAt,
}: Omit<PhaseCounts, "offerableSince">): FlatCounts {
  return { ...counts, offered, applied, verified, offline, latestReportAt };
}

export function phaseName(rollout: Rollout, phaseIndex: number): string {
  return rollout.plan.phases[phaseIndex]?.name ?? `phase ${phaseIndex}`;
}

function approvalWanted(rollout: Rollout): RolloutSummary["waitsForApproval"] {
  const pending = pendingApproval(rollout);
  if (pending === null) return null;
  const { approvedBy, deniedBy } = pending.standing;
  return { purpose: pending.purpose, given: approvedBy.length, needed: approvalsMin(rollout, pending.purpose), deniedBy };
}

function approvalsMin({ plan }: Rollout, purpose: ApprovalPurpose): number {
  if (purpose === "start") return plan.startApprovalsMin;
  const phase = /^phase:(\d+)$/.exec(purpose);
  return phase === null ? 1 : (plan.phases[Number(phase[1])]?.approvalsMin ?? 1);
}
