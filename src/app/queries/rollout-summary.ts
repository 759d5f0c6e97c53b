import type { RolloutId } from "../../kit/ids.ts";
import type { Instant } from "../../kit/instant.ts";
import { pendingApproval } from "../../rollout/decide.ts";
import type { ApprovalPurpose } from "../../rollout/approval.ts";
import type { CohortCounts } from "../../rollout/evidence.ts";
import { isOver } from "../../rollout/lifecycle/step.ts";
import type { State } from "../../rollout/lifecycle/types.ts";
import type { PhaseKind } from "../../rollout/phase.ts";
import type { Rollout } from "../../rollout/rollout.ts";
import type { ExposureTotals, PhaseCounts, PhaseRow } from "../ports/rollout-store.ts";
import type { Store, Unit } from "../ports/store.ts";
import { offlineBefore, openOf } from "../rollouts/evidence-reading.ts";
import { pageOf, type Page, type PageRequest } from "./page-of.ts";

/** `countedAt`: when the devices were counted; of a large rollout that may be some seconds ago. */
export type FlatCounts = CohortCounts & Omit<PhaseCounts, "counts" | "offerableSince"> & Readonly<{ countedAt: Instant }>;
export type CountsByPhase = ReadonlyMap<number, FlatCounts>;
/** Counts a rollout's devices by phase and bucket, for people's eyes; see app/live/rollout-counter.ts. Gates count for themselves. */
export type RolloutCounter = (unit: Unit, rollout: Rollout, phases: readonly PhaseRow[], now: Instant) => Promise<CountsByPhase>;

/** `counts` are of the open phase, or of the last one that was open; null in a list where the rollout is over. `population`: devices in scope by the plan. */
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

/** What is over moves no more, and there is more of it every year: its devices are counted on its own page only. */
export function listRollouts(
  store: Store,
  count: RolloutCounter,
  { limit, after }: PageRequest,
  now: Instant,
): Promise<Page<RolloutSummary> & Readonly<{ asOf: Instant }>> {
  return store.read(async (unit) => {
    const rollouts = await unit.rollouts.page({ limit: limit + 1, afterId: after });
    const page = pageOf(rollouts, limit, await unit.rollouts.count(), (rollout) => rollout.id);
    const totals = await unit.rollouts.exposureTotals(page.items.map(({ id }) => id));
    const items: RolloutSummary[] = [];
    for (const rollout of page.items) {
      const phases = isOver(rollout.state) ? [] : await unit.rollouts.phases(rollout.id);
      const counts = phases.length === 0 ? NOTHING_COUNTED : await count(unit, rollout, phases, now);
      items.push(summaryOf(rollout, phases, counts, totalsOf(totals, rollout), now));
    }
    return { ...page, items, asOf: now };
  });
}

const NOTHING_COUNTED: CountsByPhase = new Map();

/** @param counts of those phases; a phase that is missing in them is shown without numbers */
export function summaryOf(
  rollout: Rollout,
  phases: readonly PhaseRow[],
  counts: CountsByPhase,
  totals: ExposureTotals,
  now: Instant,
): RolloutSummary {
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
    counts: shown === null ? null : (counts.get(shown) ?? null),
    totals,
    population: plan.policyPlan.devices.inScope,
    waitsForApproval: approvalWanted(rollout),
    createdAt: rollout.createdAt,
    asOf: now,
  };
}

/** Of every phase that has a cohort, from this transaction. */
export async function allCountsOf(unit: Unit, { id }: Rollout, now: Instant): Promise<CountsByPhase> {
  const counted = await unit.rollouts.countsByPhase(id, offlineBefore(now));
  return new Map([...counted].map(([phaseIndex, counts]) => [phaseIndex, flatCounts(counts, now)]));
}

export function flatCounts(
  { counts, offered, applied, verified, offline, latestReportAt }: Omit<PhaseCounts, "offerableSince">,
  countedAt: Instant,
): FlatCounts {
  return { ...counts, offered, applied, verified, offline, latestReportAt, countedAt };
}

export async function readTotals(unit: Unit, rollout: Rollout): Promise<ExposureTotals> {
  return totalsOf(await unit.rollouts.exposureTotals([rollout.id]), rollout);
}

function totalsOf(totals: ReadonlyMap<RolloutId, ExposureTotals>, { id }: Rollout): ExposureTotals {
  return totals.get(id) ?? NOBODY_EXPOSED;
}

const NOBODY_EXPOSED: ExposureTotals = { exposed: 0, everApplied: 0, everVerified: 0, everFailed: 0 };

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
