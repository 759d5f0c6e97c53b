import { err, ok, type Result } from "../../kit/result.ts";
import type { Instant } from "../../kit/instant.ts";
import type { Stage } from "../../rollout/people.ts";
import type { Rollout } from "../../rollout/rollout.ts";
import { missingParts } from "../../support/notice.ts";
import { audit, rolloutSubject } from "../audit.ts";
import type { Store, Unit } from "../ports/store.ts";
import { problem, type Problem } from "../problems/problem.ts";
import { incomplete } from "./set-notice.ts";
import { findTelling, touchRollout } from "./stage-scope.ts";

export type AcknowledgeRequest = Readonly<{
  rollout: string;
  stage: Stage;
  /** What the help desk read; null: whatever stands there now. */
  noticeHash: string | null;
  note: string;
  by: string;
  now: Instant;
}>;

/** The help desk has read the notice and is ready for the stage (S21, S26). Another notice would need another word. */
export function acknowledgeStage(store: Store, request: AcknowledgeRequest): Promise<Result<Rollout, Problem>> {
  return store.write((unit) => acknowledgeInUnit(unit, request));
}

async function acknowledgeInUnit(unit: Unit, request: AcknowledgeRequest): Promise<Result<Rollout, Problem>> {
  const { stage, note, by, now } = request;
  const found = await findTelling(unit, request.rollout);
  if (!found.ok) return found;
  const rollout = found.value;
  const notice = (await unit.communication.notices(rollout.id)).find((row) => row.stage === stage);
  if (notice === undefined) return err(incomplete(missingParts(null)));
  if (request.noticeHash !== null && request.noticeHash !== notice.hash)
    return err(problem("moved-meanwhile", `the notice to people of the ${stage} stage was changed after you read it`));
  await unit.communication.acknowledge(rollout.id, { stage, noticeHash: notice.hash, by, note, at: now });
  await touchRollout(unit, rollout, now);
  const detail = { stage, noticeHash: notice.hash, note };
  await audit(unit, now, by, "rollout.stage-acknowledged", rolloutSubject(rollout.id), detail);
  return ok(rollout);
}
