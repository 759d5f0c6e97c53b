import { rolloutDetail, type RolloutDetail } from "../http/contract/rollouts.ts";
import { err, ok, type Result } from "../kit/result.ts";
import { apiPath, callApi } from "./call-api.ts";
import type { ApiClient } from "./cli-deps.ts";
import { cliProblem, type ShownProblem } from "./cli-fault.ts";
import type { CliContext } from "./context.ts";
import { exitOfRollout } from "./exit-codes.ts";

export type AwaitedCommand = "start" | "promote" | "halt" | "roll-back";

export type Awaited = Readonly<{
  last: RolloutDetail;
  /** `elsewhere`: it stopped where it does not move on by itself to what was asked. */
  end: "reached" | "elsewhere" | "interrupted";
}>;

export type Waiting = Readonly<{ command: AwaitedCommand; before: RolloutDetail; after: RolloutDetail; timeoutMs: number }>;

const POLL_MS = 1_000;

/** Looks every second until the command has had its effect, or the rollout stands where only a person moves it. */
export async function waitFor(
  context: CliContext,
  api: ApiClient,
  { command, before, after, timeoutMs }: Waiting,
): Promise<Result<Awaited, ShownProblem>> {
  const { clock, interruption } = context.deps.terminal;
  const until = interruption();
  const endAt = clock.now() + timeoutMs;
  let last = after;
  for (;;) {
    if (isReached(command, before, last)) return ok({ last, end: "reached" });
    if (isStuck(command, last)) return ok({ last, end: "elsewhere" });
    if (until.aborted) return ok({ last, end: "interrupted" });
    if (clock.now() >= endAt)
      return err(
        cliProblem("timed-out", `\`${last.name}\` is still \`${last.status}\` after ${timeoutMs / 1_000} s: ${last.because}`),
      );
    await clock.pause(POLL_MS, until);
    const look = await callApi(api, { path: apiPath("rollouts", last.id), answer: rolloutDetail });
    if (!look.ok) return look;
    last = look.value;
  }
}

function isReached(command: AwaitedCommand, before: RolloutDetail, { status, phase }: RolloutDetail): boolean {
  if (command === "halt") return status === "halted";
  if (command === "roll-back") return status === "rolled-back";
  const isOpen = status === "proof-of-concept" || status === "pilot-isolated" || status === "pilot-final" || status === "waves";
  if (command === "start") return isOpen;
  return status === "operations" || (isOpen && phase !== null && phase.index > (before.phase?.index ?? -1));
}

const OVER = ["operations", "closed", "aborted", "rolled-back"];

function isStuck(command: AwaitedCommand, rollout: RolloutDetail): boolean {
  if (OVER.includes(rollout.status)) return true;
  // A rollback goes on by itself whatever stood before it.
  if (command === "roll-back") return false;
  return exitOfRollout(rollout) !== 0 || rollout.status === "paused" || rollout.status === "rolling-back";
}
