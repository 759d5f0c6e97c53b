import { ok, type Result } from "../../kit/result.ts";
import type { Instant } from "../../kit/instant.ts";
import { decide, type Decision } from "../../rollout/decide.ts";
import type { GateJudgement } from "../../rollout/gate.ts";
import type { State } from "../../rollout/lifecycle/types.ts";
import type { Rollout } from "../../rollout/rollout.ts";
import { rolloutSubject } from "../audit.ts";
import type { AuditRow } from "../ports/audit-store.ts";
import type { PhaseRow } from "../ports/rollout-store.ts";
import type { Store } from "../ports/store.ts";
import type { Problem } from "../problems/problem.ts";
import type { Command } from "../rollouts/command-rollout.ts";
import { openOf, readEvidence } from "../rollouts/evidence-reading.ts";
import { findRollout } from "./find-rollout.ts";
import { possibleCommands } from "./possible-commands.ts";
import { selectionOf, type SelectionReading } from "./rollout-detail.ts";
import { flatCounts, phaseName, readTotals, summaryOf, type RolloutSummary } from "./rollout-summary.ts";

/** `sentence` and `gate` come of the evidence of this moment, as the timer would judge it now. */
export type RolloutWhy = Readonly<{
  sentence: string;
  state: State["kind"];
  gate: GateJudgement | null;
  waitsFor: readonly string[];
  possibleCommands: readonly Command[];
  leftOut: Readonly<{ phase: string; selection: SelectionReading }> | null;
  timeline: readonly AuditRow[];
  asOf: Instant;
}>;

const TIMELINE_ENTRIES = 20;

export function explainRollout(store: Store, text: string, now: Instant): Promise<Result<RolloutWhy, Problem>> {
  return store.read(async (unit) => {
    const found = await findRollout(unit, text);
    if (!found.ok) return found;
    const rollout = found.value;
    const phases = await unit.rollouts.phases(rollout.id);
    const evidence = await readEvidence(unit, rollout, now);
    const decision = decide(rollout, evidence.phase, evidence.rollback, now);
    const open = phases.find((phase) => phase.phaseIndex === openOf(rollout.state)?.phaseIndex);
    const known =
      open === undefined || evidence.phase === null ? [] : [[open.phaseIndex, flatCounts(evidence.phase, now)] as const];
    const summary = summaryOf(rollout, phases, new Map(known), await readTotals(unit, rollout), now);
    const gate = decision.judgement ?? open?.judgement ?? null;
    const shown = open ?? phases.at(-1);
    return ok({
      sentence: isHeldEmpty(rollout, decision) ? rollout.because : decision.because,
      state: rollout.state.kind,
      gate,
      waitsFor: waitsFor(rollout, summary, open, gate),
      possibleCommands: possibleCommands(rollout.state, now),
      leftOut: shown === undefined ? null : { phase: shown.name, selection: selectionOf(shown.selection) },
      timeline: await unit.audit.ofSubject(rolloutSubject(rollout.id), TIMELINE_ENTRIES),
      asOf: now,
    });
  });
}

/** The gate passed, and the phase after it would reach nobody: only the tick, which draws cohorts, knows that. */
function isHeldEmpty({ state }: Rollout, { event }: Decision): boolean {
  return state.kind === "held" && state.reason === "empty-cohort" && event?.kind === "open-next";
}

function waitsFor(
  rollout: Rollout,
  summary: RolloutSummary,
  open: PhaseRow | undefined,
  gate: GateJudgement | null,
): readonly string[] {
  const { state } = rollout;
  const waits: string[] = [];
  if (state.kind === "scope" && state.startRequestedBy === null) waits.push("somebody with the role operator to start it");
  if (summary.waitsForApproval !== null) waits.push(approvalText(rollout, summary.waitsForApproval));
  if (state.kind === "held" && state.reason === "empty-cohort")
    waits.push(`devices for the next phase, or a rollback: ${rollout.because}`);
  if (state.kind === "held" && (state.reason === "notice-missing" || state.reason === "help-desk-not-ready"))
    waits.push(rollout.because);
  if (state.kind === "paused") waits.push(`somebody to resume it; \`${state.by}\` paused it`);
  if (state.kind === "halted") waits.push(`a resume or a rollback; \`${state.by}\` halted it: ${state.reason}`);
  if (state.kind === "rolling-back") waits.push("every exposed device to read the previous state back");
  const isJudged = open !== undefined && state.kind !== "halted" && state.kind !== "rolling-back";
  if (isJudged && open.publishedAt === null) waits.push(`the backend to confirm that ${open.name} is published`);
  if (isJudged) waits.push(...(gate?.checks ?? []).filter((check) => check.verdict === "hold").map((check) => check.because));
  return waits;
}

function approvalText(rollout: Rollout, wanted: NonNullable<RolloutSummary["waitsForApproval"]>): string {
  const { purpose, given, needed, deniedBy } = wanted;
  const [kind, index] = purpose.split(":");
  const what =
    kind === "start"
      ? "the start"
      : kind === "phase"
        ? phaseName(rollout, Number(index))
        : kind === "resume"
          ? "going on after the halt"
          : "going on with thin evidence";
  const denied = deniedBy.length === 0 ? "" : `; denied by ${deniedBy.join(", ")}`;
  return `approval of ${what} by somebody other than \`${rollout.authorId}\`: ${given} of ${needed} given${denied}`;
}
