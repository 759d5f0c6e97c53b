import type { COMMANDS, DEVICE_BUCKETS, PhaseCountsBody, STATE_KINDS } from "../../http/contract/rollouts.ts";

export type DeviceState = (typeof DEVICE_BUCKETS)[number];
export type RolloutState = (typeof STATE_KINDS)[number];
export type Command = (typeof COMMANDS)[number];
/** Meanings of colours; theme/tokens.css has ink, soft and fill of each. */
export type Tone = "good" | "info" | "warn" | "bad" | "conflict" | "held" | "quiet";
export type StateWords = Readonly<{ word: string; tone: Tone; meaning: string }>;

/** In the order in which bars draw them. Intune's words where Intune has one. */
export const DEVICE_STATES: Readonly<Record<DeviceState, StateWords>> = {
  succeeded: { word: "Succeeded", tone: "good", meaning: "applied, and read back as wanted" },
  awaitingReport: { word: "Awaiting report", tone: "info", meaning: "offered; the device has not answered yet" },
  conflict: { word: "Conflict", tone: "conflict", meaning: "another policy asks for something else" },
  error: { word: "Error", tone: "bad", meaning: "the device could not apply it" },
  notApplicable: { word: "Not applicable", tone: "quiet", meaning: "the device cannot take this setting" },
  heldBack: { word: "Held back", tone: "held", meaning: "nobody was told yet, so it is offered nothing" },
  notOffered: { word: "Not offered", tone: "quiet", meaning: "its turn has not come" },
  left: { word: "Left", tone: "quiet", meaning: "no longer in the estate or in the audience" },
};
export const DEVICE_STATE_ORDER = Object.keys(DEVICE_STATES) as readonly DeviceState[];

export const ROLLOUT_STATES: Readonly<Record<RolloutState, StateWords>> = {
  scope: { word: "Scope", tone: "quiet", meaning: "planned; it reaches nobody yet" },
  "proof-of-concept": { word: "Proof of concept", tone: "info", meaning: "on test devices" },
  "pilot-isolated": { word: "Isolated pilot", tone: "info", meaning: "a small pilot with this change alone" },
  "pilot-final": { word: "Final pilot", tone: "info", meaning: "a pilot with all policies together" },
  waves: { word: "Waves", tone: "info", meaning: "reaching the production in steps" },
  operations: { word: "Operations", tone: "good", meaning: "everybody has it; late joiners follow" },
  closed: { word: "Closed", tone: "good", meaning: "finished" },
  held: { word: "Held", tone: "warn", meaning: "its gate does not let the next phase begin" },
  paused: { word: "Paused", tone: "warn", meaning: "a person stopped it for a while" },
  halted: { word: "Halted", tone: "bad", meaning: "nothing more is offered" },
  "rolling-back": { word: "Rolling back", tone: "bad", meaning: "devices get back what they had" },
  "rolled-back": { word: "Rolled back", tone: "warn", meaning: "devices have back what they had" },
  aborted: { word: "Aborted", tone: "quiet", meaning: "given up before it reached anybody" },
};

/** Where nothing happens any more. */
export const OVER: readonly RolloutState[] = ["closed", "aborted", "rolled-back"];
/** What a halt can stop, by the life cycle (docs/states/rollout.md). */
export const HALTABLE: readonly RolloutState[] = ["proof-of-concept", "pilot-isolated", "pilot-final", "waves", "held", "paused"];
/** Where devices are being reached, or a stop waits for somebody. */
export const UNDER_WAY: readonly RolloutState[] = [...HALTABLE, "halted", "rolling-back"];

export const COMMAND_WORDS: Readonly<Record<Command, string>> = {
  start: "Start",
  pause: "Pause",
  resume: "Resume",
  promote: "Open the next phase",
  halt: "Halt",
  "roll-back": "Roll back",
  abort: "Abort",
  close: "Close",
};

/** Where the change is or was taken back. States of devices speak of the change, and say nothing of the way back. */
export const TAKEN_BACK: readonly RolloutState[] = ["rolling-back", "rolled-back"];

/** The bar of a rollout's open phase; null where none has opened, or where the change is taken back. */
export function phaseBar({ status, counts }: { status: RolloutState; counts: PhaseCountsBody | null }) {
  return counts === null || TAKEN_BACK.includes(status) ? null : { segments: segmentsOf(counts), of: counts.cohort };
}

/** The parts of a bar: the exclusive states of a cohort that have devices. */
export function segmentsOf(counts: PhaseCountsBody): readonly Readonly<{ state: DeviceState; devices: number }>[] {
  return DEVICE_STATE_ORDER.map((state) => ({ state, devices: counts[state] })).filter(({ devices }) => devices > 0);
}
