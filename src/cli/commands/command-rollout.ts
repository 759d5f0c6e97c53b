import type { Command } from "../../app/rollouts/command-rollout.ts";
import { rolloutDetail, type RolloutDetail } from "../../http/contract/rollouts.ts";
import { apiPath, callApi, withApi } from "../call-api.ts";
import type { ApiClient } from "../cli-deps.ts";
import type { ShownProblem } from "../cli-fault.ts";
import { confirmSevere } from "../confirm.ts";
import type { CliContext } from "../context.ts";
import { EXIT, exitOfRollout } from "../exit-codes.ts";
import { rolloutText } from "../render/rollout-text.ts";
import { count, plural } from "../render/words.ts";
import { waitFor, type AwaitedCommand } from "../wait.ts";

export type CommandFlags = Readonly<{ reason?: string; wait?: boolean; timeoutS?: number }>;

/** Where a reason is no duty, it still stands in the audit log that nobody gave one. */
const NO_REASON = "no reason given, by the command line";

const WAIT_S = 600;

/** Tells a rollout to do something, shows how it stands then, and with `--wait` stays until it is done. */
export function commandRollout(context: CliContext, rollout: string, command: Command, flags: CommandFlags): Promise<number> {
  return withApi(context, async (api) => {
    const objection = await objectionTo(context, api, rollout, command);
    if (objection !== null) return context.fail(objection);
    const before = flags.wait === true ? await callApi(api, { path: apiPath("rollouts", rollout), answer: rolloutDetail }) : null;
    if (before !== null && !before.ok) return context.fail(before.error);
    const body = { command, reason: flags.reason ?? NO_REASON };
    const answer = await callApi(api, {
      method: "POST",
      path: apiPath("rollouts", rollout, "commands"),
      body,
      answer: rolloutDetail,
    });
    if (!answer.ok) return context.fail(answer.error);
    if (before === null) return showStanding(context, answer.value, EXIT.ok);
    const timeoutMs = (flags.timeoutS ?? WAIT_S) * 1_000;
    const awaited = await waitFor(context, api, {
      command: command as AwaitedCommand,
      before: before.value,
      after: answer.value,
      timeoutMs,
    });
    if (!awaited.ok) return context.fail(awaited.error);
    const { last, end } = awaited.value;
    return showStanding(
      context,
      last,
      end === "reached" ? EXIT.ok : end === "interrupted" ? EXIT.interrupted : exitOfOther(last),
    );
  });
}

/** It stands somewhere else than was asked: never 0, or a script would go on. */
function exitOfOther(rollout: RolloutDetail): number {
  const exit = exitOfRollout(rollout);
  return exit === EXIT.ok ? EXIT.other : exit;
}

async function showStanding(context: CliContext, rollout: RolloutDetail, exit: number): Promise<number> {
  await context.show(rollout, (body) => rolloutText(body, context.palette));
  return exit;
}

/** A halt never asks. What takes a change back from devices, or gives a rollout up, does. */
async function objectionTo(context: CliContext, api: ApiClient, rollout: string, command: Command): Promise<ShownProblem | null> {
  if (command !== "roll-back" && command !== "abort") return null;
  const found = await callApi(api, { path: apiPath("rollouts", rollout), answer: rolloutDetail });
  if (!found.ok) return found.error;
  const { name, totals, population } = found.value;
  const sentence =
    command === "abort"
      ? `This gives "${name}" up for good; ${count(totals.exposed)} of ${plural(population, "device")} were reached.`
      : `This takes "${name}" back from ${count(totals.exposed)} exposed of ${plural(population, "device")} for good.`;
  return confirmSevere(context, { name, sentence });
}
