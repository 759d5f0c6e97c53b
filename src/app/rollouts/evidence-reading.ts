import { DAY_MS, plusMs, type Instant } from "../../kit/instant.ts";
import type { RollbackEvidence } from "../../rollout/decide.ts";
import type { PhaseEvidence } from "../../rollout/evidence.ts";
import type { OpenPhase, State } from "../../rollout/lifecycle/types.ts";
import type { Rollout } from "../../rollout/rollout.ts";
import type { CohortSelection } from "../planning/cohorts.ts";
import type { PhaseRow } from "../ports/rollout-store.ts";
import type { Unit } from "../ports/store.ts";

export type ReadEvidence = Readonly<{ phase: PhaseEvidence | null; rollback: RollbackEvidence | null }>;

/** What the decision of this tick rests on, from the tick's own transaction. */
export async function readEvidence(unit: Unit, rollout: Rollout, now: Instant): Promise<ReadEvidence> {
  const { state } = rollout;
  if (state.kind === "rolling-back")
    return { phase: null, rollback: await unit.rollouts.rollbackEvidence(rollout.id, state.since) };
  const open = openOf(state);
  return { phase: open === null ? null : await readPhase(unit, rollout, open, now), rollback: null };
}

/** A device silent for a day is called offline (requirements.md 1.3). */
export function offlineBefore(now: Instant): Instant {
  return plusMs(now, -DAY_MS);
}

export function openOf(state: State): OpenPhase | null {
  return "open" in state ? state.open : null;
}

async function readPhase(unit: Unit, rollout: Rollout, open: OpenPhase, now: Instant): Promise<PhaseEvidence> {
  const counts = await unit.rollouts.phaseCounts(rollout.id, open.phaseIndex, offlineBefore(now));
  const row = (await unit.rollouts.phases(rollout.id)).find((phase) => phase.phaseIndex === open.phaseIndex);
  const policySets = row === undefined ? null : await setsHeard(unit, rollout, row);
  return { ...counts, policySets, helpRequests: await helpAsked(unit, rollout, open) };
}

async function helpAsked(unit: Unit, { id, plan }: Rollout, open: OpenPhase): Promise<PhaseEvidence["helpRequests"]> {
  if (plan.phases[open.phaseIndex]?.gate.helpRequestsPer1000Max === null) return null;
  const linked = await unit.requests.countLinked(id, open.openedAt);
  return { linked, exposed: (await unit.rollouts.exposureTotals([id])).get(id)?.exposed ?? 0 };
}

/** The final pilot has to hear from every set of co-applied policies it was chosen to meet (S24). */
async function setsHeard(unit: Unit, rollout: Rollout, row: PhaseRow): Promise<PhaseEvidence["policySets"]> {
  const { policySets } = row.selection as unknown as CohortSelection;
  if (policySets.length === 0) return null;
  const reported = new Set(await unit.rollouts.reportedDeviceIds(rollout.id, row.phaseIndex));
  const met = policySets.filter((set) => set.deviceIds.some((deviceId) => reported.has(deviceId))).length;
  return { needed: policySets.length, met };
}
