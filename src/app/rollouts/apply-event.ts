import type { Json } from "../../kit/canonical-json.ts";
import { err, ok, type Result } from "../../kit/result.ts";
import type { Instant } from "../../kit/instant.ts";
import { step } from "../../rollout/lifecycle/step.ts";
import type { Event, Refused } from "../../rollout/lifecycle/types.ts";
import type { Rollout } from "../../rollout/rollout.ts";
import { audit, rolloutSubject } from "../audit.ts";
import type { Unit } from "../ports/store.ts";
import { landChange } from "./land-change.ts";
import { openOf } from "./evidence-reading.ts";

/**
 * One event, in the caller's transaction: the next state where (revision, epoch) still match, the audit entry and the outbox
 * rows commit together (house.md W2). The caller has locked the rollout.
 */
export async function applyEvent(
  unit: Unit,
  rollout: Rollout,
  event: Event,
  actor: string,
  now: Instant,
): Promise<Result<Rollout, Refused>> {
  const taken = step(rollout.state, event, now);
  if (!taken.ok) return err(taken.error);
  const { next, effects, wakeAt, because } = taken.value;
  const world = await unit.world.bump({ estate: false });
  const moved: Rollout = { ...rollout, state: next, wakeAt, because };
  const revision = await unit.rollouts.save(moved, { revision: rollout.revision, epoch: world.epoch });
  const left = openOf(rollout.state);
  if (left !== null && openOf(next)?.phaseIndex !== left.phaseIndex)
    await unit.rollouts.leavePhase(rollout.id, left.phaseIndex, now);
  if (event.kind === "land") await landChange(unit, rollout, now);
  for (const effect of effects) {
    await unit.outbox.add({
      key: `${rollout.id}:r${revision}:${effect.purpose}`,
      kind: effect.kind,
      rolloutId: rollout.id,
      payload: effect,
      createdAt: now,
    });
  }
  await audit(unit, now, actor, `rollout.${event.kind}`, rolloutSubject(rollout.id), {
    from: rollout.state.kind,
    to: next.kind,
    because,
    event: event as unknown as Json,
  });
  return ok({ ...moved, revision });
}
