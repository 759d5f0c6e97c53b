import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { DAY_MS } from "../kit/instant.ts";
import { defaultRolloutShape } from "./default-shape.ts";
import type { GateRule } from "./gate-rule.ts";
import { devicesNeeded, plannedPhases, waveGoal, type PhaseFault, type RolloutShape } from "./phases.ts";
import type { PopulationCounts } from "./population.ts";

const COUNT_GATE: GateRule = {
  soakMsMin: DAY_MS,
  reportedPercentMin: 90,
  failures: { kind: "count", max: 1 },
  conflictDevicesMax: 0,
  helpRequestsPer1000Max: null,
};
const phase = (sizeMax: number) => ({ sizeMax, approvalsMin: 1, gate: COUNT_GATE });
const SHAPE: RolloutShape = {
  proofOfConcept: phase(6),
  pilotIsolated: phase(40),
  pilotFinal: phase(160),
  pilotPercentMax: 10,
  waves: [10, 40, 100].map((percentOfPopulation) => ({ percentOfPopulation, approvalsMin: 1, gate: COUNT_GATE })),
  lateJoiners: phase(50),
  people: { kind: "required", noticeLeadMsMin: DAY_MS },
};
const COUNTS: PopulationCounts = {
  laboratory: 8,
  population: 4_000,
  sensitive: 100,
  pilotCandidates: 3_500,
  isolatedCandidates: 900,
};

const faults = (shape: RolloutShape, counts = COUNTS): readonly PhaseFault[] => {
  const planned = plannedPhases(shape, counts);
  return planned.ok ? [] : planned.error.faults;
};
const codes = (shape: RolloutShape, counts = COUNTS) => faults(shape, counts).map((fault) => `${fault.code} ${fault.field}`);

describe("planned phases", () => {
  it("come in the order of the seed with fixed caps, late joiners last", () => {
    const planned = plannedPhases(SHAPE, COUNTS);
    expect(planned.ok && planned.value.map(({ kind, name, cap }) => [kind, name, cap])).toEqual([
      ["proof-of-concept", "proof of concept", 6],
      ["pilot-isolated", "pilot isolated", 40],
      ["pilot-final", "pilot final", 160],
      ["wave", "wave 1", 200],
      ["wave", "wave 2", 1_200],
      ["wave", "wave 3", 2_400],
      ["wave", "late joiners", 50],
    ]);
  });

  it("leave out the isolated pilot for a reason, and never the final one", () => {
    const planned = plannedPhases(
      { ...SHAPE, pilotIsolated: { skipReason: "tried alone last week" } },
      { ...COUNTS, isolatedCandidates: 0 },
    );
    expect(planned.ok && planned.value.map((one) => one.kind).slice(0, 3)).toEqual(["proof-of-concept", "pilot-final", "wave"]);
    expect(codes({ ...SHAPE, pilotIsolated: { skipReason: " " } })).toEqual(["skip-reason-missing pilotIsolated.skipReason"]);
  });

  it("keep the places of sensitive devices for the last wave", () => {
    const counts = { ...COUNTS, sensitive: 3_000, pilotCandidates: 900 };
    const planned = plannedPhases(SHAPE, counts);
    expect(planned.ok && planned.value.slice(3, 6).map((one) => one.cap)).toEqual([200, 600, 3_000]);
    expect(waveGoal(counts, 40)).toBe(1_000);
  });

  it("add up to the population", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 3, max: 300_000 }),
        fc.integer({ min: 0, max: 40 }),
        fc.integer({ min: 0, max: 100 }),
        (population, laboratory, percent) => {
          const counts: PopulationCounts = {
            laboratory,
            population,
            sensitive: Math.floor(population * 0.03),
            pilotCandidates: Math.ceil(population * 0.9),
            isolatedCandidates: Math.floor((population * percent) / 110),
          };
          const planned = plannedPhases(defaultRolloutShape(counts), counts);
          expect(planned.ok).toBe(laboratory > 0);
          if (laboratory === 0) return;
          if (!planned.ok) throw new Error(JSON.stringify(planned.error));
          const outside = planned.value.filter((one) => one.kind !== "proof-of-concept" && one.name !== "late joiners");
          expect(outside.reduce((sum, one) => sum + one.cap, 0)).toBe(population);
          expect(new Set(planned.value.map((one) => one.name)).size).toBe(planned.value.length);
          for (const one of planned.value) expect(one.cap).toBeGreaterThan(0);
        },
      ),
    );
  });
});

describe("planned phases are refused", () => {
  it("with all faults at once", () => {
    const shape: RolloutShape = {
      ...SHAPE,
      proofOfConcept: { ...phase(0), gate: { ...COUNT_GATE, soakMsMin: Number.NaN } },
      pilotIsolated: { ...phase(40), approvalsMin: -1 },
      waves: [40, 40, 90].map((percentOfPopulation) => ({ percentOfPopulation, approvalsMin: 1, gate: COUNT_GATE })),
    };
    expect(codes(shape, { ...COUNTS, laboratory: 0, population: 0 })).toEqual([
      "number-invalid proofOfConcept.sizeMax",
      "gate-invalid proofOfConcept.gate.soakMsMin",
      "number-invalid pilotIsolated.approvalsMin",
      "percentages-invalid waves[1].percentOfPopulation",
      "laboratory-empty proofOfConcept",
      "population-empty waves",
    ]);
  });

  it.each<readonly [string, readonly number[], string]>([
    ["no wave", [], "percentages-invalid waves"],
    ["an end before 100", [10, 99], "percentages-invalid waves[1].percentOfPopulation"],
    ["more than 100", [10, 101], "percentages-invalid waves[1].percentOfPopulation"],
    ["no number", [Number.NaN, 100], "percentages-invalid waves[0].percentOfPopulation"],
  ])("for waves with %s", (_, percents, expected) => {
    const waves = percents.map((percentOfPopulation) => ({ percentOfPopulation, approvalsMin: 1, gate: COUNT_GATE }));
    expect(codes({ ...SHAPE, waves })[0]).toBe(expected);
  });

  it("S18 for pilots that are no small group", () => {
    expect(codes(SHAPE, { ...COUNTS, population: 1_999 })).toContain("pilot-too-large pilotFinal.sizeMax");
    expect(codes(SHAPE, { ...COUNTS, population: 2_001 })).toEqual([]);
  });

  it("for a first phase with a broad target", () => {
    expect(codes({ ...SHAPE, proofOfConcept: phase(500) }, { ...COUNTS, laboratory: 500 })).toEqual([
      "first-phase-too-broad proofOfConcept.sizeMax",
    ]);
    expect(codes({ ...SHAPE, proofOfConcept: phase(500) })).toEqual([]);
  });

  it("for phases without devices", () => {
    expect(codes(SHAPE, { ...COUNTS, laboratory: 0 })).toEqual(["laboratory-empty proofOfConcept"]);
    expect(codes(SHAPE, { ...COUNTS, isolatedCandidates: 0 })).toEqual(["isolated-pilot-impossible pilotIsolated"]);
    expect(codes(SHAPE, { ...COUNTS, pilotCandidates: 0, isolatedCandidates: 0 })).toEqual([
      "isolated-pilot-impossible pilotIsolated",
      "pilot-impossible pilotFinal",
    ]);
    expect(codes({ ...SHAPE, pilotPercentMax: 90 }, { ...COUNTS, population: 1_000, sensitive: 0 })).toContain(
      "phase-empty waves[0]",
    );
  });

  it("for a gate that a phase without a failure could not pass", () => {
    const bound: GateRule = { ...COUNT_GATE, failures: { kind: "bound", percentMax: 2, confidence: 0.95 } };
    expect(devicesNeeded(2, 0.95)).toBe(149);
    const final = (sizeMax: number) => codes({ ...SHAPE, pilotFinal: { sizeMax, approvalsMin: 1, gate: bound } });
    expect(final(149)).toEqual([]);
    expect(final(148)).toEqual(["gate-unreachable pilotFinal.gate.failures"]);
  });
});

describe("the default shape", () => {
  it("is that of a large fleet without a population, and shrinks with one", () => {
    const large = defaultRolloutShape();
    expect(large.pilotFinal.sizeMax).toBe(160);
    expect(large.waves.map((wave) => wave.percentOfPopulation)).toEqual([1, 10, 40, 100]);
    expect(defaultRolloutShape({ ...COUNTS, population: 5_000 }).waves.map((wave) => wave.percentOfPopulation)).toEqual([
      10, 40, 100,
    ]);
    const small = defaultRolloutShape({ ...COUNTS, population: 100, sensitive: 0, pilotCandidates: 100, isolatedCandidates: 50 });
    expect([small.pilotIsolated, small.pilotFinal]).toMatchObject([
      { sizeMax: 1 },
      { sizeMax: 9, gate: { failures: { kind: "count", max: 0 } } },
    ]);
  });

  it("skips an isolated pilot that nobody could be in, and says why", () => {
    expect(defaultRolloutShape({ ...COUNTS, isolatedCandidates: 0 }).pilotIsolated).toHaveProperty("skipReason");
  });
});

describe("the people of a plan", () => {
  it.each<readonly [string, unknown, string[]]>([
    ["a lead", { kind: "required", noticeLeadMsMin: 0 }, []],
    ["a waiver with a reason", { kind: "waived", reason: "kiosks only" }, []],
    ["a waiver without a reason", { kind: "waived", reason: " " }, ["people-invalid people.reason"]],
    ["a lead that is no number", { kind: "required", noticeLeadMsMin: "soon" }, ["people-invalid people.noticeLeadMsMin"]],
    ["half a millisecond", { kind: "required", noticeLeadMsMin: 0.5 }, ["people-invalid people.noticeLeadMsMin"]],
    ["a year", { kind: "required", noticeLeadMsMin: 366 * DAY_MS }, ["people-invalid people.noticeLeadMsMin"]],
    ["nothing", undefined, ["people-invalid people.kind"]],
  ])("%s", (_name, people, expected) => {
    expect(codes({ ...SHAPE, people: people as RolloutShape["people"] })).toEqual(expected);
  });
});
