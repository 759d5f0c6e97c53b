import type { RolloutId } from "../../kit/ids.ts";
import { err, ok, type Result } from "../../kit/result.ts";
import type { Instant } from "../../kit/instant.ts";
import { isSamePerson, type ApprovalPurpose, type ApprovalRecord } from "../../rollout/approval.ts";
import { pendingApproval } from "../../rollout/decide.ts";
import { openOf } from "./evidence-reading.ts";
import type { Rollout } from "../../rollout/rollout.ts";
import { audit, rolloutSubject } from "../audit.ts";
import { FenceBroken, type Store, type Unit } from "../ports/store.ts";
import { problem, type Problem } from "../problems/problem.ts";

export type ApprovalRequest = Readonly<{
  rolloutId: RolloutId;
  decision: "approve" | "deny";
  /** Left out: what the rollout waits for now. `next`: the coming phase, ahead of time; `waive`: thin evidence of the open one. */
  purpose: "pending" | "next" | "waive";
  /** What the approver read that it is for; null: whatever `purpose` means now. */
  asked: string | null;
  /** What the approver saw. Another hash than the rollout's is refused: nobody signs what they did not read. */
  planHash: string;
  reason: string;
  by: string;
  now: Instant;
}>;

/** Records a yes or a no and lets the timer look at once. The author's own word is refused by every road (P-S4). */
export async function approveRollout(store: Store, request: ApprovalRequest): Promise<Result<Rollout, Problem>> {
  try {
    return await store.write((unit) => approveInUnit(unit, request));
  } catch (error) {
    if (error instanceof FenceBroken) return err(problem("moved-meanwhile", "the rollout moved while this was being written"));
    throw error;
  }
}

async function approveInUnit(unit: Unit, request: ApprovalRequest): Promise<Result<Rollout, Problem>> {
  const rollout = await unit.rollouts.findForUpdate(request.rolloutId);
  if (rollout === null) return err(problem("rollout-unknown", `there is no rollout \`${request.rolloutId}\``));
  if (isSamePerson(rollout.authorId, request.by)) return err(problem("approval-own", `\`${request.by}\` wrote this change`));
  if (rollout.planHash !== request.planHash) return err(problem("plan-stale", `the rollout runs plan \`${rollout.planHash}\``));
  const purpose = purposeOf(rollout, request.purpose);
  if (purpose === null)
    return err(
      problem("approval-not-asked", `nothing of that kind is waited for while the rollout is \`${rollout.state.kind}\``),
    );
  if (request.asked !== null && request.asked !== purpose)
    return err(problem("moved-meanwhile", `you read what is asked for \`${request.asked}\`; it is \`${purpose}\` now`));
  const record: ApprovalRecord = {
    purpose,
    person: request.by,
    planHash: request.planHash,
    decision: request.decision,
    reason: request.reason,
    decidedAt: request.now,
  };
  await unit.rollouts.addApproval(rollout.id, record);
  const world = await unit.world.get();
  const waits = rollout.state.kind === "scope" || rollout.state.kind === "held";
  const word = `${request.by} ${WORDS[request.decision]}: ${request.reason}; the gate is looked at again now`;
  const because = waits ? word : rollout.because;
  await unit.rollouts.snooze(rollout.id, request.now, because, { revision: rollout.revision, epoch: world.epoch });
  await audit(unit, request.now, request.by, `rollout.${request.decision}`, rolloutSubject(rollout.id), {
    purpose,
    planHash: request.planHash,
    reason: request.reason,
  });
  return ok({ ...rollout, because, wakeAt: request.now, approvals: [...rollout.approvals, record] });
}

const WORDS = { approve: "approved", deny: "denied" } as const;

function purposeOf(rollout: Rollout, asked: ApprovalRequest["purpose"]): ApprovalPurpose | null {
  const open = openOf(rollout.state);
  if (asked === "pending") return pendingApproval(rollout)?.purpose ?? null;
  if (open === null) return null;
  if (asked === "waive") return `waive:${open.phaseIndex}`;
  return open.phaseIndex + 1 < rollout.plan.phases.length ? `phase:${open.phaseIndex + 1}` : null;
}
