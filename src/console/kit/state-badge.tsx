import { ArrowExitRegular } from "@fluentui/react-icons/svg/arrow-exit";
import { ArrowUndoRegular } from "@fluentui/react-icons/svg/arrow-undo";
import { BeakerRegular } from "@fluentui/react-icons/svg/beaker";
import { BranchCompareRegular } from "@fluentui/react-icons/svg/branch-compare";
import { CheckmarkCircleFilled } from "@fluentui/react-icons/svg/checkmark-circle";
import { CircleHintRegular } from "@fluentui/react-icons/svg/circle-hint";
import { CircleOffRegular } from "@fluentui/react-icons/svg/circle-off";
import { ClockRegular } from "@fluentui/react-icons/svg/clock";
import { DismissCircleRegular } from "@fluentui/react-icons/svg/dismiss-circle";
import { ErrorCircleFilled } from "@fluentui/react-icons/svg/error-circle";
import { HandRightRegular } from "@fluentui/react-icons/svg/hand-right";
import { PauseCircleRegular } from "@fluentui/react-icons/svg/pause-circle";
import { PersonClockRegular } from "@fluentui/react-icons/svg/person-clock";
import { PulseRegular } from "@fluentui/react-icons/svg/pulse";
import { RecordStopFilled } from "@fluentui/react-icons/svg/record-stop";
import { RocketRegular } from "@fluentui/react-icons/svg/rocket";
import { SubtractCircleRegular } from "@fluentui/react-icons/svg/subtract-circle";
import type { ComponentType, ReactNode } from "react";
import { DEVICE_STATES, type DeviceState, ROLLOUT_STATES, type RolloutState, type Tone } from "../words/states.ts";
import css from "./badge.module.css";

type Icon = ComponentType<{ className?: string; "aria-hidden"?: boolean }>;

export const DEVICE_ICONS: Readonly<Record<DeviceState, Icon>> = {
  succeeded: CheckmarkCircleFilled,
  awaitingReport: ClockRegular,
  conflict: BranchCompareRegular,
  error: ErrorCircleFilled,
  notApplicable: SubtractCircleRegular,
  heldBack: PersonClockRegular,
  notOffered: CircleHintRegular,
  left: ArrowExitRegular,
};
export const ROLLOUT_ICONS: Readonly<Record<RolloutState, Icon>> = {
  scope: CircleHintRegular,
  "proof-of-concept": BeakerRegular,
  "pilot-isolated": RocketRegular,
  "pilot-final": RocketRegular,
  waves: PulseRegular,
  operations: CheckmarkCircleFilled,
  closed: CheckmarkCircleFilled,
  held: HandRightRegular,
  paused: PauseCircleRegular,
  halted: RecordStopFilled,
  "rolling-back": ArrowUndoRegular,
  "rolled-back": ArrowUndoRegular,
  aborted: CircleOffRegular,
};
const TONE_ICONS: Readonly<Record<Tone, Icon>> = {
  good: CheckmarkCircleFilled,
  info: PulseRegular,
  warn: HandRightRegular,
  bad: ErrorCircleFilled,
  conflict: BranchCompareRegular,
  held: PersonClockRegular,
  quiet: DismissCircleRegular,
};

/** A state as icon, word and colour. The title says what the word means. */
export function StateBadge(
  props: Readonly<{ kind: "device"; state: DeviceState }> | Readonly<{ kind: "rollout"; state: RolloutState }>,
) {
  const { word, tone, meaning } = props.kind === "device" ? DEVICE_STATES[props.state] : ROLLOUT_STATES[props.state];
  const icon = props.kind === "device" ? DEVICE_ICONS[props.state] : ROLLOUT_ICONS[props.state];
  return (
    <ToneBadge tone={tone} icon={icon} title={meaning}>
      {word}
    </ToneBadge>
  );
}

/** For words that are no state of a device or rollout: verdicts, deliveries, roles. Without an icon the tone's own is drawn. */
export function ToneBadge({ tone, icon, title, children }: { tone: Tone; icon?: Icon; title?: string; children: ReactNode }) {
  const Drawn = icon ?? TONE_ICONS[tone];
  return (
    <span className={css["badge"]} data-tone={tone} title={title}>
      <Drawn aria-hidden />
      <span>{children}</span>
    </span>
  );
}
