import { DAY_MS } from "../kit/instant.ts";
import type { GateRule } from "./gate-rule.ts";
import { devicesNeeded, laboratoryMost, waveGoal, type RolloutShape } from "./phases.ts";
import type { PopulationCounts } from "./population.ts";

/** One-sided: of a hundred rollouts judged so, five at most pass with a rate above the bound. */
const CONFIDENCE = 0.95;

/** Success of 95 % is what phased deployment asks by habit; here it has to be shown, not only observed. */
const FAILED_PERCENT_MAX = 5;

/** Shows a failure that hits one device in ten with 95 % probability (29), and one to spare. */
const ISOLATED_SIZE = 30;

/** Shows a failure that hits one device in fifty with 95 % probability (149), although some 7 % never report in time. */
const FINAL_SIZE = 160;

/** A pilot of more than a tenth is no pilot. */
const PILOT_PERCENT_MAX = 10;

/** A laboratory holds a device or two of each platform and release; more adds nothing that a pilot would not show better. */
const LABORATORY_SIZE = 20;

/** The ones who come later are few; a hundred at once means that an audience was widened, and that is a change of its own. */
const LATE_SIZE = 100;

/**
 * Cumulative. A wave is at most ten times what was proved before it, four times once a tenth of the fleet is reached; the
 * hundredth is for fleets in which a tenth would be a leap from the pilots.
 */
const WAVE_PERCENTS = [1, 10, 40, 100] as const;

/**
 * Careful defaults, fitted to the population where one is given: the pilots shrink to their share, a wave that would be smaller
 * than the pilots is left out, and a phase too small to show a failure rate counts failures instead. Numbers: requirements.md 3.2.
 *
 * Every phase asks for one approval. The approver is never the author (P-S4), so two people stand behind each step.
 */
export function defaultRolloutShape(counts: PopulationCounts = LARGE_FLEET): RolloutShape {
  const share = Math.floor((counts.population * PILOT_PERCENT_MAX) / 100);
  const canIsolate = counts.isolatedCandidates > 0;
  // A sixth of the room: the proportion of 30 to 160.
  const isolatedMax = Math.min(ISOLATED_SIZE, Math.max(1, Math.floor(share / 6)));
  const isolated = canIsolate ? Math.min(isolatedMax, counts.isolatedCandidates) : 0;
  const finalMax = Math.min(FINAL_SIZE, Math.max(1, share - isolated));
  const final = Math.min(finalMax, counts.pilotCandidates - isolated);
  return {
    proofOfConcept: {
      sizeMax: Math.min(LABORATORY_SIZE, laboratoryMost(counts, PILOT_PERCENT_MAX)),
      approvalsMin: 1,
      gate: LABORATORY_GATE,
    },
    pilotIsolated: canIsolate
      ? { sizeMax: isolatedMax, approvalsMin: 1, gate: { ...ISOLATED_GATE, failures: allowance(isolated) } }
      : { skipReason: "no device that may be in a pilot can try the change alone" },
    pilotFinal: { sizeMax: finalMax, approvalsMin: 1, gate: { ...FINAL_GATE, failures: failureRule(final, FINAL_GATE) } },
    pilotPercentMax: PILOT_PERCENT_MAX,
    waves: defaultWaves(counts, isolated + final),
    lateJoiners: { sizeMax: LATE_SIZE, approvalsMin: 1, gate: LATE_GATE },
    people: { kind: "required", noticeLeadMsMin: NOTICE_LEAD_MS },
  };
}

/** A day between reading the notice and meeting the change: the T-1 of common practice (requirements.md 3.3). */
const NOTICE_LEAD_MS = DAY_MS;

/**
 * Half of the people whom a change breaks stay silent (requirements.md 2.12): 20 requests per 1,000 devices stand for 4 %
 * broken, a little under the 5 % that may fail.
 */
const HELP_PER_1000_MAX = 20;

/** Large enough that nothing has to shrink. */
const LARGE_FLEET: PopulationCounts = {
  laboratory: LABORATORY_SIZE,
  population: 1_000_000,
  sensitive: 0,
  pilotCandidates: 1_000_000,
  isolatedCandidates: 1_000_000,
};

function defaultWaves(counts: PopulationCounts, piloted: number): RolloutShape["waves"] {
  const waves: RolloutShape["waves"][number][] = [];
  let exposed = piloted;
  for (const percentOfPopulation of WAVE_PERCENTS) {
    const size = waveGoal(counts, percentOfPopulation) - exposed;
    // A wave smaller than the pilots shows nothing that they did not.
    if (percentOfPopulation < 100 && size < piloted) continue;
    waves.push({ percentOfPopulation, approvalsMin: 1, gate: { ...WAVE_GATE, failures: failureRule(size, WAVE_GATE) } });
    exposed += size;
  }
  return waves;
}

/** Laboratory devices are at hand: every one reports, none fails. A day holds three check-in cycles of 8 h and one report. */
const LABORATORY_GATE: GateRule = {
  soakMsMin: DAY_MS,
  reportedPercentMin: 100,
  failures: { kind: "count", max: 0 },
  conflictDevicesMax: 0,
  helpRequestsPer1000Max: null,
};

/** Time-boxed, since suspended policies are missing: one working day. One odd device in thirty is looked at, two stop. */
const ISOLATED_GATE: Omit<GateRule, "failures"> = {
  soakMsMin: DAY_MS,
  reportedPercentMin: 90,
  conflictDevicesMax: 0,
  // One request among thirty devices would be 33 per 1,000 and show nothing; a person reads it.
  helpRequestsPer1000Max: null,
};

/** Three days hold a weekend's return or two shift patterns. Holidays and closed lids keep a tenth silent. */
const FINAL_GATE: GateRule = {
  soakMsMin: 3 * DAY_MS,
  reportedPercentMin: 90,
  failures: { kind: "bound", percentMax: FAILED_PERCENT_MAX, confidence: CONFIDENCE },
  conflictDevicesMax: 0,
  helpRequestsPer1000Max: HELP_PER_1000_MAX,
};

/** Seven days for what is enforced. Waves hold stale devices too, 6 % of a usual fleet, so fewer can be asked to report. */
const WAVE_GATE: GateRule = { ...FINAL_GATE, soakMsMin: 7 * DAY_MS, reportedPercentMin: 85 };

/** Often a handful of devices, which shows no rate: a few failures may be chance, more are looked at. */
const LATE_GATE: GateRule = { ...WAVE_GATE, soakMsMin: 3 * DAY_MS, failures: { kind: "count", max: 2 } };

/** A bound where the reports that the gate waits for could show it; else as many failures as the percentage allows. */
function failureRule(size: number, gate: GateRule): GateRule["failures"] {
  const reports = Math.floor((size * gate.reportedPercentMin) / 100);
  if (reports >= devicesNeeded(FAILED_PERCENT_MAX, CONFIDENCE)) return gate.failures;
  return allowance(size);
}

function allowance(size: number): GateRule["failures"] {
  return { kind: "count", max: Math.max(0, Math.floor((size * FAILED_PERCENT_MAX) / 100)) };
}
