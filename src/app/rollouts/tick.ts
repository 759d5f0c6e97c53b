import { plusMs, type Instant } from "../../kit/instant.ts";
import { decide } from "../../rollout/decide.ts";
import { GATE_ACTOR } from "../../rollout/lifecycle/types.ts";
import type { Rollout } from "../../rollout/rollout.ts";
import { TIMER_ACTOR } from "../audit.ts";
import { FenceBroken, type Store, type Unit } from "../ports/store.ts";
import type { World } from "../ports/world-store.ts";
import { applyEvent } from "./apply-event.ts";
import { openOf, readEvidence } from "./evidence-reading.ts";
import { openPhase } from "./open-phase.ts";

export type TickDeps = Readonly<{ store: Store; holder: string; leaseMs: number }>;
/** `moved`: rollouts whose state changed; `looked`: those that were due. `led`: false where another process leads. */
export type TickResult = Readonly<{ led: boolean; looked: number; moved: number }>;

/** One rollout that is due again and again within a tick is a hot loop; the rest waits for the next tick. */
const LOOKS_MAX = 500;

/**
 * W2. Claims due rollouts one by one, each in its own transaction: a slow or broken one never holds up the others. Whoever
 * does not lead does nothing; an old leader's writes meet a higher epoch and fail.
 */
export async function tick(deps: TickDeps, now: Instant): Promise<TickResult> {
  const world = await deps.store.write((unit) => unit.world.lead(deps.holder, now, deps.leaseMs));
  if (world === null) return { led: false, looked: 0, moved: 0 };
  const result = { led: true, looked: 0, moved: 0 };
  while (result.looked < LOOKS_MAX) {
    const outcome = await lookAtOne(deps, world, now);
    if (outcome === "none") break;
    result.looked += 1;
    if (outcome === "moved") result.moved += 1;
  }
  return result;
}

async function lookAtOne({ store }: TickDeps, world: World, now: Instant): Promise<"none" | "moved" | "quiet"> {
  try {
    return await store.write(async (unit) => {
      const rollout = await unit.rollouts.claimDue(now);
      return rollout === null ? "none" : advance(unit, rollout, world.epoch, now);
    });
  } catch (error) {
    // Somebody else moved it between our look and our write: what they wrote stands, the next tick looks again.
    if (error instanceof FenceBroken) return "none";
    throw error;
  }
}

/** Decides one rollout on this transaction's evidence and writes what follows. The caller has locked it. */
export async function advance(unit: Unit, rollout: Rollout, epoch: number, now: Instant): Promise<"moved" | "quiet"> {
  const evidence = await readEvidence(unit, rollout, now);
  const decision = decide(rollout, evidence.phase, evidence.rollback, now);
  const open = openOf(rollout.state);
  if (decision.judgement !== null && open !== null)
    await unit.rollouts.saveJudgement(rollout.id, open.phaseIndex, decision.judgement);
  const event =
    decision.event?.kind === "open-next" ? await openPhase(unit, rollout, decision.event.phaseIndex, now) : decision.event;
  const fence = { revision: rollout.revision, epoch };
  if (event === null) {
    await unit.rollouts.snooze(
      rollout.id,
      decision.wakeAt === null ? null : later(decision.wakeAt, now),
      decision.because,
      fence,
    );
    return "quiet";
  }
  const isSameHold = event.kind === "hold" && rollout.state.kind === "held" && rollout.state.reason === event.reason;
  if (isSameHold) {
    // The gate passed, and still nothing opens: what people read is why, not that the gate passed.
    await unit.rollouts.snooze(rollout.id, later(now, now), `held (${event.reason}): ${event.detail}`, fence);
    return "quiet";
  }
  const actor = event.kind === "gate-failed" || event.kind === "roll-back" ? GATE_ACTOR : TIMER_ACTOR;
  const moved = await applyEvent(unit, rollout, event, actor, now);
  if (!moved.ok) throw new Error(`the tick decided what the lifecycle refuses: ${moved.error.because}`);
  return "moved";
}

/**
 * Never now or earlier: a rollout that asked to be seen again in the past would keep this tick busy for ever. Never much later
 * either: reports wake nobody, and what devices said a moment ago may close the gate or prove the rollback.
 */
function later(wakeAt: Instant, now: Instant): Instant {
  const latest = plusMs(now, LOOK_AGAIN_MS);
  return wakeAt > now && wakeAt < latest ? wakeAt : latest;
}

/** How old news from devices may get before the gate sees it. */
const LOOK_AGAIN_MS = 2_000;
