import { binomialUpperBound } from "../kit/binomial.ts";
import { err, ok, type Result } from "../kit/result.ts";
import { checkGateRule, type GateRule } from "./gate-rule.ts";
import { NOTICE_LEAD_MS_MAX, type PeopleRule } from "./people.ts";
import { LATE_JOINERS, type PlannedPhase } from "./phase.ts";
import type { PopulationCounts } from "./population.ts";

/** A phase as wished for: at most so many devices, so many people's consent before it opens, this gate before the next. */
export type PhaseShape = Readonly<{ sizeMax: number; approvalsMin: number; gate: GateRule }>;

/** How a rollout is to travel, before it meets a population. */
export type RolloutShape = Readonly<{
  proofOfConcept: PhaseShape;
  /** May be skipped, with a reason that is kept (S23); the final pilot may not (S24). */
  pilotIsolated: PhaseShape | Readonly<{ skipReason: string }>;
  pilotFinal: PhaseShape;
  /** Both pilots together, of the population, in percent. */
  pilotPercentMax: number;
  /** `percentOfPopulation` is cumulative, pilots included: 10, 40, 100. */
  waves: readonly Readonly<{ percentOfPopulation: number; approvalsMin: number; gate: GateRule }>[];
  /** Devices that join the audience after the plan, and whoever an earlier phase had to leave out: same road, own cap. */
  lateJoiners: PhaseShape;
  people: PeopleRule;
}>;

export type PhaseFault = Readonly<{
  code:
    | "laboratory-empty"
    | "population-empty"
    | "isolated-pilot-impossible"
    | "pilot-impossible"
    | "skip-reason-missing"
    | "people-invalid"
    | "number-invalid"
    | "percentages-invalid"
    | "phase-empty"
    | "pilot-too-large"
    | "first-phase-too-broad"
    | "gate-invalid"
    | "gate-unreachable";
  /** Path in the RolloutShape, for example `waves[1].gate.soakMsMin`. */
  field: string;
  message: string;
}>;

/** All faults at once, in the order of the phases. */
export type PhasesRefused = Readonly<{ type: "PhasesRefused"; faults: readonly PhaseFault[] }>;

/** A laboratory of this size is never called broad, however small the organisation. */
const LABORATORY_DEVICES_ALWAYS_ALLOWED = 10;

/** Phases with fixed caps, together never more than the population, the laboratory and the late joiners' cap. */
export function plannedPhases(shape: RolloutShape, counts: PopulationCounts): Result<readonly PlannedPhase[], PhasesRefused> {
  const numbers = numberFaults(shape);
  if (numbers.length > 0) return err({ type: "PhasesRefused", faults: [...numbers, ...emptyFaults(shape, counts)] });
  const drafts = draftPhases(shape, counts);
  const faults = [
    ...emptyFaults(shape, counts),
    ...breadthFaults(shape, counts, drafts),
    ...emptyPhaseFaults(drafts, counts),
    ...reachFaults(drafts),
  ];
  return faults.length > 0 ? err({ type: "PhasesRefused", faults }) : ok(drafts.map((draft) => draft.phase));
}

/** Devices that must all succeed before the rate is shown to lie under `percentMax` with this confidence. */
export function devicesNeeded(percentMax: number, confidence: number): number {
  return percentMax >= 100 ? 1 : Math.ceil(Math.log(1 - confidence) / Math.log(1 - percentMax / 100));
}

export function isSkipped(pilot: RolloutShape["pilotIsolated"]): pilot is Readonly<{ skipReason: string }> {
  return "skipReason" in pilot;
}

/**
 * Devices that are exposed when a wave is full. VIP and mission-critical ones wait for the last wave, so that the waves before
 * cannot use their places.
 */
export function waveGoal(counts: PopulationCounts, percentOfPopulation: number): number {
  if (percentOfPopulation >= 100) return counts.population;
  return Math.min(counts.population - counts.sensitive, Math.ceil((counts.population * percentOfPopulation) / 100));
}

/** The most devices that a first phase may reach before its target is called broad. */
export function laboratoryMost(counts: PopulationCounts, pilotPercentMax: number): number {
  return Math.max(LABORATORY_DEVICES_ALWAYS_ALLOWED, Math.floor((counts.population * pilotPercentMax) / 100));
}

type Draft = Readonly<{ field: string; phase: PlannedPhase }>;

function draftPhases(shape: RolloutShape, counts: PopulationCounts): readonly Draft[] {
  const { proofOfConcept, pilotIsolated, pilotFinal, lateJoiners } = shape;
  const drafts: Draft[] = [draft("proofOfConcept", "proof-of-concept", "proof of concept", counts.laboratory, proofOfConcept)];
  let exposed = 0;
  if (!isSkipped(pilotIsolated)) {
    drafts.push(draft("pilotIsolated", "pilot-isolated", "pilot isolated", counts.isolatedCandidates, pilotIsolated));
    exposed += capOf(drafts);
  }
  drafts.push(draft("pilotFinal", "pilot-final", "pilot final", counts.pilotCandidates - exposed, pilotFinal));
  exposed += capOf(drafts);
  shape.waves.forEach(({ percentOfPopulation, approvalsMin, gate }, at) => {
    const sizeMax = waveGoal(counts, percentOfPopulation) - exposed;
    drafts.push(draft(`waves[${at}]`, "wave", `wave ${at + 1}`, sizeMax, { sizeMax, approvalsMin, gate }));
    exposed += capOf(drafts);
  });
  drafts.push(draft("lateJoiners", "wave", LATE_JOINERS, lateJoiners.sizeMax, lateJoiners));
  return drafts;
}

function draft(field: string, kind: PlannedPhase["kind"], name: string, available: number, shape: PhaseShape): Draft {
  const cap = Math.max(0, Math.min(shape.sizeMax, available));
  return { field, phase: { kind, name, cap, approvalsMin: shape.approvalsMin, gate: shape.gate } };
}

function capOf(drafts: readonly Draft[]): number {
  return drafts.at(-1)?.phase.cap ?? 0;
}

function numberFaults(shape: RolloutShape): readonly PhaseFault[] {
  const faults: PhaseFault[] = [];
  const need = (field: string, value: unknown, min: number, max: number, whole: boolean) => {
    const isFine = typeof value === "number" && value >= min && value <= max && (!whole || Number.isInteger(value));
    const what = whole ? "a whole number" : "a number";
    if (!isFine)
      faults.push({ code: "number-invalid", field, message: `\`${String(value)}\` is not ${what} from ${min} to ${max}` });
  };
  const needPhase = (field: string, phase: Omit<PhaseShape, "sizeMax">) => {
    need(`${field}.approvalsMin`, phase.approvalsMin, 0, APPROVALS_MOST, true);
    const checked = checkGateRule(phase.gate);
    const broken = checked.ok ? [] : checked.error.faults;
    faults.push(
      ...broken.map(
        (fault): PhaseFault => ({ code: "gate-invalid", field: `${field}.gate.${fault.field}`, message: fault.message }),
      ),
    );
  };
  const needSize = (field: string, phase: PhaseShape) => {
    need(`${field}.sizeMax`, phase.sizeMax, 1, Number.MAX_SAFE_INTEGER, true);
    needPhase(field, phase);
  };
  needSize("proofOfConcept", shape.proofOfConcept);
  if (!isSkipped(shape.pilotIsolated)) needSize("pilotIsolated", shape.pilotIsolated);
  needSize("pilotFinal", shape.pilotFinal);
  need("pilotPercentMax", shape.pilotPercentMax, 0, 100, false);
  shape.waves.forEach((wave, at) => needPhase(`waves[${at}]`, wave));
  needSize("lateJoiners", shape.lateJoiners);
  return [...faults, ...peopleFaults(shape.people), ...percentageFaults(shape.waves.map((wave) => wave.percentOfPopulation))];
}

function peopleFaults(people: PeopleRule | undefined): readonly PhaseFault[] {
  const fault = (field: string, message: string): PhaseFault => ({ code: "people-invalid", field: `people.${field}`, message });
  if (people?.kind === "waived") {
    const isFine = typeof people.reason === "string" && people.reason.trim() !== "";
    return isFine ? [] : [fault("reason", "people may be left untold, with a reason that is approved with the plan")];
  }
  if (people?.kind !== "required") return [fault("kind", "is neither `required` nor `waived`")];
  const leadMs: unknown = people.noticeLeadMsMin;
  const isFine = Number.isInteger(leadMs) && (leadMs as number) >= 0 && (leadMs as number) <= NOTICE_LEAD_MS_MAX;
  return isFine ? [] : [fault("noticeLeadMsMin", `\`${String(leadMs)}\` is not a whole number from 0 to ${NOTICE_LEAD_MS_MAX}`)];
}

/** More people than that is a number mistaken, and a phase that never opens. */
const APPROVALS_MOST = 20;

function percentageFaults(percents: readonly number[]): readonly PhaseFault[] {
  const fault = (field: string, message: string): PhaseFault => ({ code: "percentages-invalid", field, message });
  if (percents.length === 0) return [fault("waves", "there is no wave")];
  const faults = percents.flatMap((percent, at) => {
    const before = percents[at - 1] ?? 0;
    const isFine = percent > before && percent <= 100;
    return isFine ? [] : [fault(`waves[${at}].percentOfPopulation`, `\`${percent}\` does not lie above ${before} and up to 100`)];
  });
  const last = percents.at(-1);
  if (faults.length === 0 && last !== 100)
    faults.push(fault(`waves[${percents.length - 1}].percentOfPopulation`, `the last wave ends at \`${last}\`, not at 100`));
  return faults;
}

function emptyFaults(shape: RolloutShape, counts: PopulationCounts): readonly PhaseFault[] {
  const faults: PhaseFault[] = [];
  if (counts.laboratory === 0) {
    const message = "no test-only device of the policy's platforms: mark laboratory devices as test-only";
    faults.push({ code: "laboratory-empty", field: "proofOfConcept", message });
  }
  if (isSkipped(shape.pilotIsolated)) {
    if (typeof shape.pilotIsolated.skipReason !== "string" || shape.pilotIsolated.skipReason.trim() === "") {
      faults.push({
        code: "skip-reason-missing",
        field: "pilotIsolated.skipReason",
        message: "the isolated pilot may be skipped, with a reason",
      });
    }
  } else if (counts.isolatedCandidates === 0 && counts.population > 0) {
    const message = "no device on which the change can be tried alone: skip the isolated pilot and say why";
    faults.push({ code: "isolated-pilot-impossible", field: "pilotIsolated", message });
  }
  if (counts.population === 0) {
    faults.push({ code: "population-empty", field: "waves", message: "no device is left that a wave may reach" });
  } else if (counts.pilotCandidates === 0) {
    const message = "every device is VIP, mission-critical or stale: nobody may be in a pilot";
    faults.push({ code: "pilot-impossible", field: "pilotFinal", message });
  }
  return faults;
}

/** A first phase with a broad target, or a pilot that is no small group, is the outage that phases are there to prevent (S18). */
function breadthFaults(shape: RolloutShape, counts: PopulationCounts, drafts: readonly Draft[]): readonly PhaseFault[] {
  const pilots = drafts.filter(({ phase }) => phase.kind === "pilot-isolated" || phase.kind === "pilot-final");
  const share = Math.floor((counts.population * shape.pilotPercentMax) / 100);
  const faults: PhaseFault[] = [];
  const laboratory = drafts[0]?.phase.cap ?? 0;
  const most = laboratoryMost(counts, shape.pilotPercentMax);
  if (laboratory > most) {
    const message = `the first phase would reach ${laboratory} devices, more than ${most}: lower its size, and see whether so many devices are really test-only`;
    faults.push({ code: "first-phase-too-broad", field: "proofOfConcept.sizeMax", message });
  }
  const piloted = pilots.reduce((sum, { phase }) => sum + phase.cap, 0);
  // One device a pilot is always allowed: there is no smaller one.
  const pilotMost = Math.max(pilots.length, share);
  if (piloted > pilotMost) {
    const message = `the pilots hold ${piloted} of ${counts.population} devices, more than ${shape.pilotPercentMax} % (${pilotMost})`;
    faults.push({ code: "pilot-too-large", field: "pilotFinal.sizeMax", message });
  }
  return faults;
}

/** An empty phase would wait for reports that nobody can send. The laboratory and the population are judged on their own. */
function emptyPhaseFaults(drafts: readonly Draft[], counts: PopulationCounts): readonly PhaseFault[] {
  if (counts.population === 0) return [];
  const empty = drafts.filter(
    ({ phase }) => phase.cap === 0 && (phase.kind === "wave" || (phase.kind === "pilot-final" && counts.pilotCandidates > 0)),
  );
  const message = "the phases before it leave no device for this one: make them smaller or leave one out";
  return empty.map(({ field }) => ({ code: "phase-empty", field, message }));
}

/** A gate that even a phase without a failure could not pass would hold for ever. */
function reachFaults(drafts: readonly Draft[]): readonly PhaseFault[] {
  return drafts.flatMap(({ field, phase }): PhaseFault[] => {
    const { failures } = phase.gate;
    if (phase.cap === 0 || failures.kind !== "bound") return [];
    if (100 * binomialUpperBound(0, phase.cap, failures.confidence) <= failures.percentMax) return [];
    const needed = devicesNeeded(failures.percentMax, failures.confidence);
    const message = `${phase.cap} devices cannot show fewer than ${failures.percentMax} % failures, ${needed} can: enlarge the phase or count failures instead`;
    return [{ code: "gate-unreachable", field: `${field}.gate.failures`, message }];
  });
}
