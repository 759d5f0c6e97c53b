import type { Instant } from "../../kit/instant.ts";
import { possibleEvents, step } from "../../rollout/lifecycle/step.ts";
import type { State } from "../../rollout/lifecycle/types.ts";
import { COMMANDS, type Command } from "../rollouts/command-rollout.ts";

/** What a person may tell the rollout now, whoever they are; approvals and gates may still stand in the way. */
export function possibleCommands(state: State, now: Instant): readonly Command[] {
  return COMMANDS.filter((command) => isPossible(state, command, now));
}

function isPossible(state: State, command: Command, now: Instant): boolean {
  const by = "somebody";
  if (command === "start")
    return state.kind === "scope" && state.startRequestedBy === null && step(state, { kind: command, by }, now).ok;
  if (command === "promote")
    return possibleEvents(state).includes("open-phase") && (state.kind !== "scope" || state.startRequestedBy !== null);
  return step(state, { kind: command, by, reason: "asked" }, now).ok;
}
