import type { RolloutId } from "../../kit/ids.ts";
import { err, ok, type Result } from "../../kit/result.ts";
import type { Instant } from "../../kit/instant.ts";
import { decide, pendingApproval, standingOf } from "../../rollout/decide.ts";
import { explainJudgement } from "../../rollout/gate.ts";
import type { Event } from "../../rollout/lifecycle/types.ts";
import type { Rollout } from "../../rollout/rollout.ts";
import { FenceBroken, type Store, type Unit } from "../ports/store.ts";
import { problem, type Problem } from "../problems/problem.ts";
import { applyEvent } from "./apply-event.ts";
import { readEvidence } from "./evidence-reading.ts";
import { openPhase } from "./open-phase.ts";

export const COMMANDS = ["start", "pause", "resume", "promote", "halt", "roll-back", "abort", "close"] as const;
export type Command = (typeof COMMANDS)[number];
export type CommandRequest = Readonly<{ rolloutId: RolloutId; command: Command; reason: string; by: string; now: Instant }>;

/**
 * A person's word on a rollout. A halt needs one person and is effective when this returns: offers are made under the same
 * fence that this transaction moved (P-S5). Resuming after a halt needs somebody else's approval.
 */
export async function commandRollout(store: Store, request: CommandRequest): Promise<Result<Rollout, Problem>> {
  try {
    return await store.write((unit) => commandInUnit(unit, request));
  } catch (error) {
    if (error instanceof FenceBroken) return err(problem("moved-meanwhile", "the rollout moved while this was being written"));
    throw error;
  }
}

async function commandInUnit(unit: Unit, request: CommandRequest): Promise<Result<Rollout, Problem>> {
  const rollout = await unit.rollouts.findForUpdate(request.rolloutId);
  if (rollout === null) return err(problem("rollout-unknown", `there is no rollout \`${request.rolloutId}\``));
  if (request.command === "promote") return promote(unit, rollout, request);
  if (request.command === "resume" && rollout.state.kind === "halted") {
    const standing = standingOf(rollout, `resume:${rollout.state.since}`, 1);
    if (standing.missing > 0)
      return err(
        problem("approval-missing", "a halted rollout resumes only with the approval of somebody other than its author"),
      );
  }
  return moved(await applyEvent(unit, rollout, eventOf(request), request.by, request.now));
}

/** Opens the next phase now if its gate has passed on evidence of this moment; says which check stands in the way otherwise. */
async function promote(unit: Unit, rollout: Rollout, request: CommandRequest): Promise<Result<Rollout, Problem>> {
  const evidence = await readEvidence(unit, rollout, request.now);
  const decision = decide(rollout, evidence.phase, evidence.rollback, request.now);
  const { event } = decision;
  if (event?.kind === "open-next" || event?.kind === "land") {
    const opening = event.kind === "land" ? event : await openPhase(unit, rollout, event.phaseIndex, request.now);
    if (opening === null || opening.kind === "hold")
      return err(problem("cohort-empty", opening?.detail ?? "the first phase would reach no device"));
    return moved(await applyEvent(unit, rollout, opening, request.by, request.now));
  }
  const pending = pendingApproval(rollout);
  const asksApproval = pending !== null && pending.purpose.startsWith("phase:");
  if (asksApproval || (event?.kind === "hold" && event.reason === "approval-missing") || rollout.state.kind === "scope") {
    return err(problem("approval-missing", decision.because));
  }
  // The gate passed: it is people who are missing, and nobody can promote past them.
  if (decision.judgement?.verdict.kind === "pass") return err(problem("event-refused", decision.because));
  if (decision.judgement === null)
    return err(problem("event-refused", `nothing can be promoted while the rollout is \`${rollout.state.kind}\``));
  const issues = decision.judgement.checks
    .filter((check) => check.verdict !== "pass")
    .map((check) => ({ code: check.check, at: rollout.name, message: check.because, help: "" }));
  return err(problem("gate-not-passed", explainJudgement(decision.judgement), { issues }));
}

function eventOf({ command, by, reason }: CommandRequest): Event {
  if (command === "start") return { kind: "start", by };
  if (command === "promote") throw new Error("promote has its own road");
  return { kind: command, by, reason };
}

function moved(result: Awaited<ReturnType<typeof applyEvent>>): Result<Rollout, Problem> {
  return result.ok ? ok(result.value) : err(problem("event-refused", result.error.because));
}
