import type { DeviceGroupsAnswer, SeriesAnswer } from "../../../http/contract/live.ts";
import type { GateJudgementBody, RolloutDetail } from "../../../http/contract/rollouts.ts";
import { countOf, formatCount } from "../../words/numbers.ts";
import { capitalised } from "../../words/capitalised.ts";

/** Who stopped it, when and for what. `at` is null where the log does not reach back so far. */
export type Stop = Readonly<{ title: string; at: number | null; because: string }>;

export function stopOf(rollout: RolloutDetail, markers: SeriesAnswer["markers"]): Stop {
  const stop = markers.findLast(({ kind }) => kind === "gate-failed" || kind === "halt");
  const gate = failedGate(rollout);
  const isByGate = stop === undefined ? gate !== null : stop.kind === "gate-failed";
  return {
    title: isByGate ? "Halted by the gate" : "Halted by a person",
    at: stop?.at ?? null,
    because: capitalised(isByGate && gate?.verdict.kind === "fail" ? gate.verdict.reason : (stop?.text ?? rollout.because)),
  };
}

/** The newest judgement that failed. */
function failedGate({ phases }: RolloutDetail): GateJudgementBody | null {
  const judged = phases.flatMap((phase) => (phase.status === "opened" && phase.judgement !== null ? [phase.judgement] : []));
  return judged.findLast(({ verdict }) => verdict.kind === "fail") ?? null;
}

/** When the rollback began, for telling who has been silent since. */
export function rollbackBeganAt(markers: SeriesAnswer["markers"]): number | null {
  return markers.findLast(({ kind }) => kind === "roll-back")?.at ?? null;
}

/** `8 of 9 harmed devices are of the model X (40 of it in this rollout)`. Empty without harm. */
export function modelSentences({ models }: DeviceGroupsAnswer): readonly string[] {
  const harmedModels = models.filter(({ harmed }) => harmed > 0);
  const harmed = harmedModels.reduce((sum, model) => sum + model.harmed, 0);
  return harmedModels.map(
    (model) =>
      `${formatCount(model.harmed)} of ${countOf(harmed, "harmed device")} ${model.harmed === 1 ? "is" : "are"} of the model ${model.model} (${formatCount(model.devices)} of it in this rollout)`,
  );
}

export function rollbackSentence({ verifiedBack, exposed, left }: NonNullable<RolloutDetail["rollback"]>): string {
  const gone = left === 0 ? "" : `; ${formatCount(left)} left the estate`;
  return `${formatCount(verifiedBack)} of ${countOf(exposed, "device")} read the previous state back${gone}.`;
}
