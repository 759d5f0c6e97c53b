import type { UserId } from "../../kit/ids.ts";
import { err, ok, type Result } from "../../kit/result.ts";
import type { Instant } from "../../kit/instant.ts";
import type { Stage } from "../../rollout/people.ts";
import { missingParts } from "../../support/notice.ts";
import { audit, rolloutSubject } from "../audit.ts";
import type { Store, Unit } from "../ports/store.ts";
import type { Problem } from "../problems/problem.ts";
import { incomplete, unknownUsers } from "./set-notice.ts";
import { findTelling, stageScope } from "./stage-scope.ts";

export type ToldRequest = Readonly<{
  rollout: string;
  stage: Stage;
  who: Readonly<{ kind: "everybody" }> | Readonly<{ kind: "people"; userIds: readonly string[] }>;
  /** A meeting, a poster, a call. */
  means: string;
  by: string;
  now: Instant;
}>;
export type Told = Readonly<{ told: number; asOf: Instant }>;

/** People were told by other means than mail. `everybody`: all of the stage's open cohorts who were not told yet. */
export function recordTold(store: Store, request: ToldRequest): Promise<Result<Told, Problem>> {
  return store.write((unit) => recordInUnit(unit, request));
}

async function recordInUnit(unit: Unit, request: ToldRequest): Promise<Result<Told, Problem>> {
  const { stage, who, means, by, now } = request;
  const found = await findTelling(unit, request.rollout);
  if (!found.ok) return found;
  const rollout = found.value;
  const notices = await unit.communication.notices(rollout.id);
  if (notices.every((row) => row.stage !== stage)) return err(incomplete(missingParts(null)));
  const scope = stageScope(rollout, stage);
  if (who.kind === "people") {
    const unknown = await unit.communication.unknownIds({ users: who.userIds, sites: [] });
    const refused = unknownUsers(unknown.users);
    if (refused !== null) return err(refused);
  } else await unit.communication.queue(scope, now);
  const userIds = who.kind === "people" ? (who.userIds as readonly UserId[]) : null;
  const told = await unit.communication.tellByHand(scope, userIds, now);
  await audit(unit, now, by, "rollout.people-told", rolloutSubject(rollout.id), { stage, told, who: who.kind, means });
  return ok({ told, asOf: now });
}
