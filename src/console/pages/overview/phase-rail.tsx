import { CheckmarkCircleFilled } from "@fluentui/react-icons/svg/checkmark-circle";
import { CircleHintRegular } from "@fluentui/react-icons/svg/circle-hint";
import { CircleOffRegular } from "@fluentui/react-icons/svg/circle-off";
import { PulseRegular } from "@fluentui/react-icons/svg/pulse";
import type { RolloutDetail } from "../../../http/contract/rollouts.ts";
import { AppLink } from "../../kit/app-link.tsx";
import { ROLLOUT_ICONS } from "../../kit/state-badge.tsx";
import { paths } from "../../paths.ts";
import { formatCount } from "../../words/numbers.ts";
import { railSteps, type GateResult, type RailStep } from "./rail-steps.ts";
import css from "./phase-rail.module.css";

const PLACE_ICONS = {
  done: CheckmarkCircleFilled,
  here: PulseRegular,
  ahead: CircleHintRegular,
  unreached: CircleOffRegular,
} as const;
const GATE_WORDS: Readonly<Record<GateResult, string>> = {
  pass: "gate passed",
  hold: "gate holds",
  fail: "gate failed",
  waived: "gate waived",
};

/** The whole road as boxes: wider for more devices, one after another; from top to bottom where there is little room. */
export function PhaseRail({ rollout }: { rollout: RolloutDetail }) {
  return (
    <div>
      <p className={css["key"]}>Numbers are devices; a wider box has more of them.</p>
      <ol className={css["rail"]} aria-label="Phases">
        {railSteps(rollout).map((step) => (
          <li
            key={step.key}
            className={css["step"]}
            data-place={step.place}
            data-tone={step.tone}
            style={{ flexGrow: step.weight }}
            aria-current={step.place === "here" ? "step" : undefined}
          >
            <Box step={step} rollout={rollout} />
          </li>
        ))}
      </ol>
    </div>
  );
}

function Box({ step, rollout }: { step: RailStep; rollout: RolloutDetail }) {
  const Icon = step.place === "here" && step.word !== "Open" ? ROLLOUT_ICONS[rollout.status] : PLACE_ICONS[step.place];
  return (
    <>
      <p className={css["name"]}>{step.name}</p>
      <p className={css["state"]}>
        <Icon aria-hidden />
        <span>{step.word}</span>
      </p>
      <Devices step={step} rolloutId={rollout.id} />
      <p className={css["gate"]} data-gate={step.gate ?? "none"}>
        {step.gate === null ? "" : GATE_WORDS[step.gate]}
      </p>
    </>
  );
}

function Devices({ step: { devices, phaseIndex }, rolloutId }: { step: RailStep; rolloutId: string }) {
  if (devices === null) return <p className={css["devices"]} />;
  if (devices.cohort === null) return <p className={css["devices"]}>up to {formatCount(devices.cap)}</p>;
  return (
    <p className={css["devices"]}>
      <AppLink href={paths.rolloutDevices(rolloutId, { phase: String(phaseIndex) })}>
        {formatCount(devices.offered)} of {formatCount(devices.cohort)} offered
      </AppLink>
    </p>
  );
}
