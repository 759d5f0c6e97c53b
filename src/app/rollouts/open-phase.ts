import { assert } from "../../kit/assert.ts";
import type { Json } from "../../kit/canonical-json.ts";
import type { Instant } from "../../kit/instant.ts";
import type { Event } from "../../rollout/lifecycle/types.ts";
import { stageOf } from "../../rollout/people.ts";
import { LATE_JOINERS } from "../../rollout/phase.ts";
import type { Rollout } from "../../rollout/rollout.ts";
import { chooseCohort, cohortSourceOf } from "../planning/cohorts.ts";
import { readWorld } from "../planning/world-reading.ts";
import type { Unit } from "../ports/store.ts";

/** Which event a decision to open a phase turns into, now that its cohort is known. Null: the first phase finds nobody. */
export type OpeningEvent = Extract<Event, { kind: "open-phase" | "land" | "hold" }> | null;

/**
 * Freezes the cohort of a phase in the tick's transaction (P-S2) and says what follows. Nobody left among the late joiners:
 * nothing to do, and the change lands. Nobody in any other phase: that is a question for a person, never a success.
 */
export async function openPhase(unit: Unit, rollout: Rollout, phaseIndex: number, now: Instant): Promise<OpeningEvent> {
  const phase = rollout.plan.phases[phaseIndex];
  assert(phase !== undefined, `the plan has no phase ${phaseIndex}`);
  const source = cohortSourceOf(await readWorld(unit), rollout.plan.change);
  const isLast = phaseIndex >= rollout.plan.phases.length - 2;
  const alreadyIn = await unit.rollouts.cohortDeviceIds(rollout.id);
  const { deviceIds, selection } = chooseCohort(source, phase, rollout.plan.salt, alreadyIn, isLast);
  if (deviceIds.length === 0) {
    if (phase.name === LATE_JOINERS) return { kind: "land" };
    return phaseIndex === 0
      ? null
      : { kind: "hold", reason: "empty-cohort", detail: `${phase.name} would reach no device: ${selection.note}` };
  }
  // INVARIANT P-S1: no phase newly exposes more devices than the approved plan says.
  assert(deviceIds.length <= phase.cap, `${phase.name} takes ${deviceIds.length} devices, its cap is ${phase.cap}`);
  const row = {
    phaseIndex,
    name: phase.name,
    cap: phase.cap,
    cohortSize: deviceIds.length,
    openedAt: now,
    leftAt: null,
    publishedAt: null,
    selection: selection as unknown as Json,
    judgement: null,
  };
  const tellsPeople = rollout.plan.people.kind === "required" && stageOf(phase.kind) !== null;
  await unit.rollouts.openPhase(rollout.id, row, deviceIds, tellsPeople ? null : now);
  return { kind: "open-phase", phaseIndex, phaseKind: phase.kind, cohortSize: deviceIds.length };
}
