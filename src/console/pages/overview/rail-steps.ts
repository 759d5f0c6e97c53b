import type { GateJudgementBody, RolloutDetail, RolloutPhaseBody } from "../../../http/contract/rollouts.ts";
import { capitalised } from "../../words/capitalised.ts";
import { ROLLOUT_STATES, type Tone } from "../../words/states.ts";

/** `waived`: the evidence was thin, and an approver said yes all the same. */
export type GateResult = GateJudgementBody["verdict"]["kind"] | "waived";
export type RailStep = Readonly<{
  key: string;
  name: string;
  /** Null for the two ends that have no devices of their own. */
  phaseIndex: number | null;
  place: "done" | "here" | "ahead" | "unreached";
  word: string;
  tone: Tone;
  /** `cohort`: devices that were chosen, `offered` of them were offered the change; null before it opens. */
  devices: Readonly<{ cohort: number | null; offered: number; cap: number }> | null;
  gate: GateResult | null;
  /** How wide the box is against the others: 1 for the narrowest, 4 for the widest. */
  weight: number;
}>;

const WIDEST = 4;

/** The road of a rollout from scope to operations: where it has been, where it is, what lies ahead. */
export function railSteps(rollout: RolloutDetail): readonly RailStep[] {
  const { phases } = rollout;
  const here = hereOf(rollout);
  const capMax = Math.max(1, ...phases.map(({ cap }) => cap));
  const steps = phases.map((phase): RailStep => {
    const cohort = phase.status === "opened" ? phase.cohortSize : null;
    return {
      key: `phase-${phase.index}`,
      name: capitalised(phase.name),
      phaseIndex: phase.index,
      ...standingOf(rollout, phase.index, here),
      devices: { cohort, offered: exposedOf(phase), cap: phase.cap },
      gate: gateOf(rollout, phase),
      weight: weightOf(phase.cap, capMax),
    };
  });
  return [end(rollout, "scope", "Scope", -1, here), ...steps, end(rollout, "operations", "Operations", phases.length, here)];
}

function exposedOf(phase: RolloutPhaseBody): number {
  return phase.status === "opened" ? phase.cohortSize - phase.counts.notOffered - phase.counts.heldBack : 0;
}

/** Areas that grow with the number of devices, softened: one huge wave must not squeeze the pilots out of sight. */
export function weightOf(cap: number, capMax: number): number {
  const share = capMax <= 0 ? 0 : Math.min(1, Math.max(0, cap / capMax));
  return Math.round((1 + (WIDEST - 1) * Math.sqrt(share)) * 100) / 100;
}

/** -1: before the first phase; the number of phases: behind the last one. */
function hereOf({ status, phase, phases }: RolloutDetail): number {
  if (status === "operations" || status === "closed") return phases.length;
  if (phase !== null) return phase.index;
  return phases.reduce((last, { status: seen, index }) => (seen === "opened" ? Math.max(last, index) : last), -1);
}

const STOPPED = ["halted", "rolling-back", "rolled-back", "aborted"];
/** Words of a whole rollout that say more than "Open" of the box that it stands in. */
const SAID_OF_HERE = ["held", "paused", "closed", "scope", ...STOPPED];

function standingOf({ status }: RolloutDetail, at: number, here: number): Pick<RailStep, "place" | "word" | "tone"> {
  if (at < here) return { place: "done", word: "Done", tone: "good" };
  if (at > here) {
    const isUnreached = STOPPED.includes(status);
    return { place: isUnreached ? "unreached" : "ahead", word: isUnreached ? "Not reached" : "Ahead", tone: "quiet" };
  }
  const { word, tone } = ROLLOUT_STATES[status];
  return SAID_OF_HERE.includes(status) ? { place: "here", word, tone } : { place: "here", word: "Open", tone: "info" };
}

function end(rollout: RolloutDetail, key: string, name: string, at: number, here: number): RailStep {
  const standing = standingOf(rollout, at, here);
  const word = key === "operations" && standing.word === "Open" ? "Landed" : standing.word;
  return { key, name, phaseIndex: null, ...standing, word, devices: null, gate: null, weight: 1 };
}

function gateOf({ approvals }: RolloutDetail, phase: RolloutPhaseBody): GateResult | null {
  if (phase.status !== "opened" || phase.judgement === null) return null;
  const { kind } = phase.judgement.verdict;
  if (kind !== "hold" || phase.leftAt === null) return kind;
  const isWaived = approvals.some(({ purpose, decision }) => purpose === `waive:${phase.index}` && decision === "approve");
  return isWaived ? "waived" : kind;
}
