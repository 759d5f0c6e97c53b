import type { RolloutDetail } from "../../../http/contract/rollouts.ts";
import { COMMAND_WORDS, type Command, type RolloutState } from "../../words/states.ts";
import { countOf, formatCount } from "../../words/numbers.ts";
import { capitalised } from "../../words/capitalised.ts";

/** What is best done next as a button of its own, and what else may be done, in a menu. The halt stays in the frame. */
export function chooseCommands(
  possible: readonly Command[],
  allowed: readonly Command[],
  { status, hasGatePassed }: Readonly<{ status: RolloutState; hasGatePassed: boolean }>,
): Readonly<{ primary: Command | null; others: readonly Command[] }> {
  const open = possible.filter((command) => command !== "halt" && allowed.includes(command));
  const wanted = PRIMARY[status] ?? (hasGatePassed ? "promote" : "pause");
  const primary = open.includes(wanted) ? wanted : null;
  return { primary, others: open.filter((command) => command !== primary) };
}

/** Where a rollout does not run. Nobody is led to the resume of a halt, or to the giving up of a plan, by the first button. */
const PRIMARY: Partial<Record<RolloutState, Command>> = {
  scope: "start",
  paused: "resume",
  halted: "roll-back",
  operations: "close",
  "rolled-back": "close",
};

export type CommandWords = Readonly<{
  title: string;
  sentence: string;
  numbers: readonly Readonly<{ name: string; value: string }>[];
  failed: string;
  isDangerous: boolean;
  /** The verb of the command line. */
  cli: string;
}>;

const SENTENCES: Readonly<Record<Command, string>> = {
  start: "The first phase opens as soon as the approvals are there. Until then it reaches nobody.",
  pause: "Nothing new is offered until somebody resumes it. Devices keep what they have, and the gate goes on watching.",
  resume: "The frozen devices of the open phase are offered the change again, and the soak begins anew.",
  promote: "The next phase opens now, if the gate has passed on the evidence of this moment and the approvals are there.",
  halt: "Nothing more is offered, at once. Devices keep what they have.",
  "roll-back": "Every device that was offered the change gets back what it had. It is proven when the devices read it back.",
  abort: "The rollout is given up before it reached anybody. A new one needs a new plan.",
  close: "The rollout is put on file. What the devices have stays as it is.",
};
const FAILED: Readonly<Record<Command, string>> = {
  start: "The rollout could not be started",
  pause: "The rollout could not be paused",
  resume: "The rollout could not be resumed",
  promote: "The next phase could not be opened",
  halt: "The rollout could not be halted",
  "roll-back": "The rollout could not be rolled back",
  abort: "The rollout could not be aborted",
  close: "The rollout could not be closed",
};
const OFFERED_REASONS: Partial<Record<Command, string>> = { start: "Ready to begin", promote: "The gate has passed" };

export function commandWords(command: Command, rollout: RolloutDetail): CommandWords {
  return {
    title: `${COMMAND_WORDS[command]}: ${rollout.name}`,
    sentence: SENTENCES[command],
    numbers: numbersOf(command, rollout),
    failed: FAILED[command],
    isDangerous: command === "roll-back" || command === "abort",
    cli: command === "roll-back" ? "rollback" : command,
  };
}

/** A reason to begin with; what takes something away from people asks for one in their own words. */
export function offeredReason(command: Command): string {
  return OFFERED_REASONS[command] ?? "";
}

function numbersOf(command: Command, rollout: RolloutDetail): CommandWords["numbers"] {
  const { totals, population, phase, counts } = rollout;
  const reached = {
    name: "Offered so far",
    value: `${formatCount(totals.exposed)} of ${countOf(population, "device")} in scope`,
  };
  if (command === "roll-back")
    return [{ name: "Get back what they had", value: countOf(totals.exposed, "device") }, failedSoFar(rollout)];
  if (command === "start" || command === "promote") {
    const next = rollout.phases.find(({ index }) => index === (phase?.index ?? -1) + 1);
    const opens =
      next === undefined ? [] : [{ name: "Opens", value: `${capitalised(next.name)}, at most ${countOf(next.cap, "device")}` }];
    return [...opens, reached];
  }
  if (counts === null || phase === null) return [reached, failedSoFar(rollout)];
  const waiting = counts.notOffered + counts.heldBack;
  return [
    reached,
    { name: `Not yet offered in ${phase.name}`, value: `${formatCount(waiting)} of ${countOf(counts.cohort, "device")}` },
    failedSoFar(rollout),
  ];
}

function failedSoFar({ totals }: RolloutDetail): CommandWords["numbers"][number] {
  return { name: "Failed so far", value: `${formatCount(totals.everFailed)} of ${formatCount(totals.exposed)}` };
}
