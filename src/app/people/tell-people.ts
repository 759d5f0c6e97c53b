import type { RolloutId } from "../../kit/ids.ts";
import { MINUTE_MS, plusMs, type Instant } from "../../kit/instant.ts";
import { STAGES } from "../../rollout/people.ts";
import type { Rollout } from "../../rollout/rollout.ts";
import { toldInTime } from "../../support/told.ts";
import { audit, rolloutSubject, TIMER_ACTOR } from "../audit.ts";
import type { StageScope } from "../ports/communication-store.ts";
import type { Store, Unit } from "../ports/store.ts";
import { openOf } from "../rollouts/evidence-reading.ts";
import { leadOf, stageScope } from "./stage-scope.ts";

/** People who are to be told from now on, and devices that may be offered the change from now on. */
export type TellingResult = Readonly<{ queued: number; cleared: number }>;

/**
 * The timer's part of S22 and S29, for every rollout with a device that is held back: whoever belongs to a cohort and has no
 * notice yet gets one to wait for the mail, and devices whose people were told long enough ago may be offered the change.
 */
export async function tellPeople(store: Store, now: Instant): Promise<TellingResult> {
  const result = { queued: 0, cleared: 0 };
  for (const id of await store.read((unit) => unit.communication.withHeldBack())) {
    result.queued += await store.write((unit) => eachStage(unit, id, (...stage) => queueStage(unit, ...stage, now)));
    result.cleared += await store.write((unit) => eachStage(unit, id, (...stage) => clearStage(unit, ...stage, now)));
  }
  return result;
}

async function eachStage(
  unit: Unit,
  id: RolloutId,
  work: (rollout: Rollout, scope: StageScope, leadMs: number) => Promise<number>,
): Promise<number> {
  const rollout = await unit.rollouts.find(id);
  const leadMs = rollout === null ? null : leadOf(rollout);
  if (rollout === null || leadMs === null) return 0;
  let sum = 0;
  for (const stage of STAGES) sum += await work(rollout, stageScope(rollout, stage), leadMs);
  return sum;
}

/** Looks only where a phase opened, the estate changed or the substitutes did since the last look. */
async function queueStage(unit: Unit, rollout: Rollout, scope: StageScope, _leadMs: number, now: Instant): Promise<number> {
  const look = await unit.communication.lookedAt(scope);
  const { estateRevision } = await unit.world.get();
  const marker = `${openOf(rollout.state)?.phaseIndex ?? "landed"}/${estateRevision}`;
  if (look === null || look.marker === marker) return 0;
  const queued = await unit.communication.queue(scope, now);
  await unit.communication.noteLook(scope, { marker, clearedThrough: null });
  if (queued > 0) {
    const detail = { stage: scope.stage, people: queued };
    await audit(unit, now, TIMER_ACTOR, "rollout.notices-queued", rolloutSubject(rollout.id), detail);
  }
  return queued;
}

/** A telling that was written while a look was under way is seen by the next one. */
const OVERLAP_MS = MINUTE_MS;

async function clearStage(unit: Unit, rollout: Rollout, scope: StageScope, leadMs: number, now: Instant): Promise<number> {
  const look = await unit.communication.lookedAt(scope);
  const until = toldInTime(now, leadMs);
  if (look === null || !(await unit.communication.hasTold(scope, look.clearedThrough, until))) return 0;
  const cleared = await unit.communication.clear(scope, until, now);
  await unit.communication.noteLook(scope, { ...look, clearedThrough: plusMs(until, -OVERLAP_MS) });
  if (cleared === 0) return 0;
  // Only now, since a look that clears nothing must not disturb the door; until the commit every snapshot holds them back.
  await unit.world.bump({ estate: false });
  const detail = { stage: scope.stage, devices: cleared };
  await audit(unit, now, TIMER_ACTOR, "rollout.devices-cleared", rolloutSubject(rollout.id), detail);
  return cleared;
}
