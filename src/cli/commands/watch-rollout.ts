import { rolloutDetail, type RolloutDetail } from "../../http/contract/rollouts.ts";
import { apiPath, callApi, withApi } from "../call-api.ts";
import type { CliContext } from "../context.ts";
import { EXIT, exitOfRollout } from "../exit-codes.ts";
import { createLiveView } from "../render/live-view.ts";
import { printableDeep } from "../render/printable.ts";
import { BAR_LEGEND, rolloutText } from "../render/rollout-text.ts";

const REDRAW_MS = 1_000;
const OVER = ["closed", "aborted", "rolled-back"];

/** A live tree on a terminal, one picture per change elsewhere; until ^C, or until the rollout cannot move any more. */
export function watchRollout(context: CliContext, rollout: string): Promise<number> {
  return withApi(context, async (api) => {
    const { terminal } = context.deps;
    const until = terminal.interruption();
    const view = createLiveView(terminal.stdout);
    if (api.where === "in-process") context.say("No server runs on this data directory: nothing moves, and this is shown once.");
    for (;;) {
      const look = await callApi(api, { path: apiPath("rollouts", rollout), answer: rolloutDetail });
      if (!look.ok) return context.fail(look.error);
      view.draw(pictureOf(context, look.value), stillKey(look.value));
      if (api.where === "in-process" || OVER.includes(look.value.status)) return exitOfRollout(look.value);
      await terminal.clock.pause(REDRAW_MS, until);
      if (until.aborted) return EXIT.interrupted;
    }
  });
}

function pictureOf(context: CliContext, rollout: RolloutDetail): string {
  return `${rolloutText(printableDeep(rollout), context.palette)}${context.palette.faint(BAR_LEGEND)}\n`;
}

/** Two looks with the same key show the same but for the time. */
function stillKey(rollout: RolloutDetail): string {
  const phases = rollout.phases.map((phase) =>
    phase.status === "opened" ? { ...phase, judgement: phase.judgement?.verdict.kind ?? null } : phase,
  );
  return JSON.stringify({ ...rollout, asOf: null, phases });
}
