import type { GateJudgementBody, RolloutDetail } from "../../../http/contract/rollouts.ts";
import { countOf } from "../../words/numbers.ts";
import { wishOf } from "../../words/gate-checks.ts";
import { capitalised } from "../../words/capitalised.ts";

/**
 * `at`: the earliest moment, where a clock decides; `ifs`: what has to come true besides; `waits`: what a person or a device
 * has to do, in the server's words.
 */
export type NextEvent = Readonly<{ what: string; at: number | null; ifs: readonly string[]; waits: readonly string[] }>;

type Why = Readonly<{ gate: GateJudgementBody | null; waitsFor: readonly string[] }>;
type Status = RolloutDetail["status"];

const WITHOUT_A_GATE: Partial<Record<Status, string>> = {
  paused: "Nothing new is offered until somebody resumes it",
  halted: "Nothing more is offered until somebody decides",
  "rolling-back": "Every device gets back what it had",
  "rolled-back": "It is over; it can be closed",
  operations: "Late joiners follow; it can be closed",
  closed: "It is closed; nothing more happens",
  aborted: "It was given up; nothing more happens",
};

/** What happens next to a rollout, and on what that hangs. */
export function nextEvent(rollout: RolloutDetail, { gate, waitsFor }: Why): NextEvent {
  const plain = WITHOUT_A_GATE[rollout.status];
  if (plain !== undefined) return { what: plain, at: null, ifs: [], waits: waitsFor };
  const next = rollout.phases.find(({ index }) => index === (rollout.phase?.index ?? -1) + 1);
  const what =
    next === undefined
      ? "The change becomes the policy"
      : `${capitalised(next.name)} ${next.name.endsWith("s") ? "open" : "opens"}`;
  if (rollout.status === "scope" || rollout.status === "held") return { what, at: null, ifs: [], waits: waitsFor };
  return { what, at: soakEnd(gate), ifs: [...wishes(gate), ...consent(next)], waits: [] };
}

/** When the soak is over; null: it is, or it has not begun. */
export function soakEnd(gate: GateJudgementBody | null): number | null {
  const soak = gate?.checks.find(({ check }) => check === "soak");
  if (gate === null || soak === undefined || soak.actual === null || soak.verdict === "pass") return null;
  return gate.judgedAt + (soak.threshold - soak.actual);
}

/** A soak that runs is told by its end; one that has not begun is a wish like the others. */
function wishes(gate: GateJudgementBody | null): readonly string[] {
  if (gate === null) return ["its gate has been judged"];
  const open = gate.checks.filter(({ verdict, check, actual }) => verdict === "hold" && (check !== "soak" || actual === null));
  return open.map((check) => (check.check === "soak" ? check.because : wishOf(check)));
}

function consent(next: RolloutDetail["phases"][number] | undefined): readonly string[] {
  if (next === undefined || next.status === "opened" || next.approvalsMin === 0) return [];
  return [`${countOf(next.approvalsMin, "person", "people")} ${next.approvalsMin === 1 ? "approves" : "approve"} it`];
}
