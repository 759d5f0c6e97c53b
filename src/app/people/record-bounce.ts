import { err, ok, type Result } from "../../kit/result.ts";
import type { Instant } from "../../kit/instant.ts";
import { audit, rolloutSubject } from "../audit.ts";
import type { Store, Unit } from "../ports/store.ts";
import { problem, type Problem } from "../problems/problem.ts";
import { stageScope } from "./stage-scope.ts";

export type BounceRequest = Readonly<{ messageId: string; reason: string; by: string; now: Instant }>;
export type Bounce = Readonly<{ rolloutId: string; userId: string; devicesHeldBack: number; asOf: Instant }>;

/**
 * A notice came back after it was accepted: the person was not told after all. Their devices that hold nothing yet are held
 * back from this commit on: offers are made under the fence that it moves, as with a halt (P-S5).
 */
export function recordBounce(store: Store, request: BounceRequest): Promise<Result<Bounce, Problem>> {
  return store.write((unit) => bounceInUnit(unit, request));
}

async function bounceInUnit(unit: Unit, { messageId, reason, by, now }: BounceRequest): Promise<Result<Bounce, Problem>> {
  // First of all: units that move the fence lock it before anything else.
  await unit.world.bump({ estate: false });
  const message = await unit.communication.findMessage(`<${messageId.trim().replace(/^<|>$/g, "")}>`);
  const rollout = message === null ? null : await unit.rollouts.find(message.rolloutId);
  if (message === null || rollout === null) return err(problem("message-unknown", `no notice was sent as \`${messageId}\``));
  const { stage, userId } = message;
  const counts = message.state === "accepted";
  const devicesHeldBack = counts ? await unit.communication.bounce(stageScope(rollout, stage), userId, reason) : 0;
  const detail = { stage, userId, messageId, reason, stateBefore: message.state, devicesHeldBack };
  await audit(unit, now, by, "rollout.notice-bounced", rolloutSubject(rollout.id), detail);
  return ok({ rolloutId: rollout.id, userId, devicesHeldBack, asOf: now });
}
