import type { PlanRequestBody } from "../../http/contract/plans.ts";
import { DAY_MS, HOUR_MS } from "../../kit/instant.ts";

type Shape = NonNullable<PlanRequestBody["shape"]>;

const GATE: Shape["pilotFinal"]["gate"] = {
  soakMsMin: DAY_MS,
  reportedPercentMin: 70,
  failures: { kind: "bound", percentMax: 3.5, confidence: 0.95 },
  conflictDevicesMax: 0,
  helpRequestsPer1000Max: 25,
};

/**
 * Shorter than the careful defaults, so that weeks fit in a minute, and of the same kind: a laboratory that may fail once,
 * a small pilot alone, a pilot large enough to show a failure rate under 3.5 %, then 10, 40 and 100 %.
 */
export const DEMO_SHAPE: Shape = {
  proofOfConcept: {
    sizeMax: 40,
    approvalsMin: 1,
    gate: { ...GATE, soakMsMin: 12 * HOUR_MS, failures: { kind: "count", max: 1 }, helpRequestsPer1000Max: null },
  },
  pilotIsolated: {
    sizeMax: 20,
    approvalsMin: 0,
    gate: { ...GATE, failures: { kind: "count", max: 3 }, helpRequestsPer1000Max: null },
  },
  pilotFinal: {
    sizeMax: 200,
    approvalsMin: 0,
    gate: { ...GATE, reportedPercentMin: 75 },
  },
  pilotPercentMax: 15,
  waves: [20, 50, 100].map((percentOfPopulation, at) => ({
    percentOfPopulation,
    approvalsMin: at === 0 ? 1 : 0,
    gate: GATE,
  })),
  lateJoiners: {
    sizeMax: 100,
    approvalsMin: 0,
    gate: { ...GATE, soakMsMin: 12 * HOUR_MS, reportedPercentMin: 50, failures: { kind: "count", max: 5 } },
  },
  people: { kind: "required", noticeLeadMsMin: 4 * HOUR_MS },
};

/** A story of a small organisation may reach a third of its devices only: a smaller pilot, and a first wave that is still large enough. */
export function demoShape(devices: number): Shape {
  if (devices >= DEMO_SHAPE_FITS_FROM) return DEMO_SHAPE;
  const pilotFinal = { ...DEMO_SHAPE.pilotFinal, sizeMax: Math.floor(devices / 25) };
  const waves = DEMO_SHAPE.waves.map((wave, at) => (at === 0 ? { ...wave, percentOfPopulation: 30 } : wave));
  return { ...DEMO_SHAPE, pilotFinal, waves };
}

const DEMO_SHAPE_FITS_FROM = 5_000;

/**
 * How often a device fails a change for no reason. A pilot of a hundred devices shows a rate under 3.5 % only if none of them
 * does, so that a small organisation has to be luckier than a large one for its good story to be told.
 */
export function demoFailureChance(devices: number): number {
  return devices >= DEMO_SHAPE_FITS_FROM ? 0.002 : 0.0003;
}
