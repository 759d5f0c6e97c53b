import { err, ok, type Result } from "../../kit/result.ts";
import { stageOf, type Stage } from "../../rollout/people.ts";
import type { Rollout } from "../../rollout/rollout.ts";
import type { StageScope } from "../ports/communication-store.ts";
import type { Unit } from "../ports/store.ts";
import { problem, type Problem } from "../problems/problem.ts";
import { findRollout } from "../queries/find-rollout.ts";

export function stageScope({ id, plan }: Rollout, stage: Stage): StageScope {
  const phaseIndexes = plan.phases.flatMap((phase, index) => (stageOf(phase.kind) === stage ? [index] : []));
  return { rolloutId: id, stage, phaseIndexes };
}

/** How long before their device changes people are told; null: the plan tells nobody. */
export function leadOf({ plan }: Rollout): number | null {
  return plan.people.kind === "required" ? plan.people.noticeLeadMsMin : null;
}

/** The rollout, locked, if people can still be told of it. */
export async function findTelling(unit: Unit, text: string): Promise<Result<Rollout, Problem>> {
  const found = await findRollout(unit, text);
  if (!found.ok) return found;
  const rollout = await unit.rollouts.findForUpdate(found.value.id);
  if (rollout === null) return err(problem("rollout-unknown", `there is no rollout \`${text}\``));
  const { plan, state } = rollout;
  if (plan.people.kind === "waived")
    return err(problem("event-refused", `by its plan nobody is told of this rollout: ${plan.people.reason}`));
  if (NOTHING_TO_TELL.has(state.kind))
    return err(
      problem("event-refused", `the rollout is \`${state.kind}\`: there is nothing to come that people could be told of`),
    );
  return ok(rollout);
}

const NOTHING_TO_TELL: ReadonlySet<Rollout["state"]["kind"]> = new Set(["rolling-back", "rolled-back", "aborted", "closed"]);

/**
 * Moves the rollout's row: a tick that decided on what was there before is repeated, never committed. The next look is now,
 * where one was due at all.
 */
export async function touchRollout(unit: Unit, rollout: Rollout, now: Rollout["createdAt"]): Promise<void> {
  const { epoch } = await unit.world.get();
  const wakeAt = rollout.wakeAt === null ? null : now;
  await unit.rollouts.snooze(rollout.id, wakeAt, rollout.because, { revision: rollout.revision, epoch });
}
