import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { DeviceId, PolicyId, UserId } from "../kit/ids.ts";
import { estateOf, type Estate } from "../estate/estate.ts";
import { difference, emptySet, has, indexesOf, setOf } from "../audience/device-set.ts";
import { createSmallAudienceEngine } from "../audience/small-audience-engine.ts";
import { queryOf } from "../policy/change-reach.ts";
import { ESTATE_AT, makeDevice, randomEstate, randomPolicies } from "../../tests/helpers/random-estate.ts";
import { choosePilot, type PilotInputs } from "./pilot.ts";
import { coAppliedPolicySets, type PolicySets } from "./policy-sets.ts";
import { deviceAt, pilotCandidates, placeKey, populationOf, type Population } from "./population.ts";
import { placesInOrder } from "./places.ts";

const policyId = (id: string) => id as PolicyId;
const everybody = (estate: Estate): Population => {
  const reach = setOf(estate.devices.length, estate.devices.keys());
  return populationOf({ estate, reach, platforms: ["windows"], asOf: ESTATE_AT });
};
const fleet = (seed: number, devices = 400, policyCount = 8) => {
  const estate = randomEstate(seed, { devices, users: Math.floor(devices / 2), groups: 8 });
  const policies = randomPolicies(seed, policyCount, 8);
  return { estate, policies, engine: createSmallAudienceEngine(estate) };
};
const inputsOf = (seed: number, sizeMax: number): PilotInputs => {
  const { estate, policies, engine } = fleet(seed);
  const population = everybody(estate);
  const policySets = coAppliedPolicySets(engine, policies, policyId("policy-000"));
  return { population, policySets, sizeMax, salt: "s", alreadyIn: emptySet(estate.devices.length) };
};
/** Plain devices, the first `counts[0]` of them with the first set, and so on. */
const plainInputs = (sets: readonly (readonly string[])[], counts: readonly number[], sizeMax: number): PilotInputs => {
  const setOfDevice = counts.flatMap((count, set) => Array.from({ length: count }, () => set));
  const devices = setOfDevice.map((_, at) => makeDevice({ id: `d${String(at).padStart(4, "0")}` as DeviceId }));
  const population = everybody(estateOf({ devices, users: [], groups: [], sites: [] }));
  const policySets: PolicySets = { sets: sets.map((set) => set.map(policyId)), setOfDevice };
  return { population, policySets, sizeMax, salt: "s", alreadyIn: emptySet(setOfDevice.length) };
};

describe("the sets of co-applied policies", () => {
  it("are what each device carries, without the changed policy", () => {
    const { estate, policies, engine } = fleet(3, 97);
    const except =
      policies.find((policy) => indexesOf(engine.reach(queryOf(policy))).length > 0)?.id ?? policyId("none reaches anybody");
    const { sets, setOfDevice } = coAppliedPolicySets(engine, policies, except);
    expect(sets.flat()).not.toContain(except);
    expect(sets.flat().length).toBeGreaterThan(0);
    const others = policies.filter((policy) => policy.id !== except);
    estate.devices.forEach((_, index) => {
      const carried = others.filter((policy) => has(engine.reach(queryOf(policy)), index)).map((policy) => policy.id);
      expect(sets[setOfDevice[index] as number]).toEqual(carried);
    });
    expect(new Set(sets.map((set) => set.join(" "))).size).toBe(sets.length);
    expect(new Set(setOfDevice).size).toBe(sets.length);
  });
});

describe("S24 a pilot meets the policies that exist", () => {
  it("every set of at least 1 % of the population first, the largest first", () => {
    const sets = [["a"], ["b"], ["c"], ["a", "b"], []];
    const counts = [600, 300, 80, 11, 9];
    const setsMetBy = (sizeMax: number) => choosePilot(plainInputs(sets, counts, sizeMax)).coverage.policySets;
    expect(setsMetBy(4)).toMatchObject({ sets: 5, covered: 4, populationPercent: 99.1, uncovered: [] });
    expect(setsMetBy(10)).toMatchObject({ covered: 5, populationPercent: 100, uncovered: [] });
    const two = setsMetBy(2);
    expect(two).toMatchObject({ covered: 2, populationPercent: 90 });
    expect(two.uncovered).toEqual([
      { policyIds: ["c"], devices: 80, candidates: 80 },
      { policyIds: ["a", "b"], devices: 11, candidates: 11 },
    ]);
  });

  it("a policy that only a rare set carries", () => {
    const sets = [["a"], ["a", "rare"], ["a", "rarer"]];
    const { coverage } = choosePilot(plainInputs(sets, [1_000, 5, 3], 4));
    expect(coverage.policies).toEqual({ existing: 3, met: 3, unmet: [] });
    const tight = choosePilot(plainInputs(sets, [1_000, 5, 3], 1));
    expect(tight.coverage.policies).toEqual({ existing: 3, met: 1, unmet: ["rare", "rarer"] });
  });

  it("rare sets fill half of the pilot at most", () => {
    const sets = [["a"], ...Array.from({ length: 40 }, (_, at) => (at % 2 === 0 ? [] : ["a"]))];
    const inputs = plainInputs(sets, [5_000, ...Array.from({ length: 40 }, () => 1)], 20);
    const chosen = choosePilot(inputs).devices.map((index) => inputs.policySets.setOfDevice[index]);
    expect(chosen.filter((set) => set !== 0).length).toBeLessThanOrEqual(10);
    expect(chosen.filter((set) => set !== 0).length).toBeGreaterThanOrEqual(8);
  });
});

describe("S20 a pilot represents its population", () => {
  it("better than a random draw, and covers every stratum of at least 1 % that it can", () => {
    const inputs = inputsOf(5, 60);
    const { devices, coverage } = choosePilot(inputs);
    expect(devices).toHaveLength(60);
    for (const attribute of coverage.attributes) for (const missing of attribute.uncovered) expect(missing.candidates).toBe(0);
    const random = placesInOrder(inputs.population.estate, indexesOf(pilotCandidates(inputs.population)), "r").flatMap(
      (place) => place.indexes,
    );
    const gap = (chosen: readonly number[]) => shareGap(inputs.population, chosen);
    expect(gap(devices)).toBeLessThan(0.6 * gap(random.slice(0, 60)));
  });

  it("names what is uncovered and whether somebody could cover it", () => {
    const devices = Array.from({ length: 100 }, (_, at) =>
      makeDevice({
        id: `d${at}` as DeviceId,
        model: at < 90 ? "Common" : at < 95 ? "Rare" : "Boss",
        sensitivities: at >= 95 ? ["vip"] : [],
      }),
    );
    const population = everybody(estateOf({ devices, users: [], groups: [], sites: [] }));
    const policySets: PolicySets = { sets: [[]], setOfDevice: devices.map(() => 0) };
    const { coverage } = choosePilot({ population, policySets, sizeMax: 1, salt: "s", alreadyIn: emptySet(100) });
    expect(coverage.attributes.find((one) => one.attribute === "model")).toEqual({
      attribute: "model",
      strata: 3,
      covered: 1,
      populationPercent: 90,
      uncovered: [
        { value: "Contoso Boss", devices: 5, candidates: 0 },
        { value: "Contoso Rare", devices: 5, candidates: 5 },
      ],
    });
    expect(coverage).toMatchObject({ population: 100, candidates: 95, devices: 1, people: 0 });
  });
});

describe("a pilot", () => {
  it("counts what is already in, and does not choose it again", () => {
    const inputs = plainInputs([["a"], ["b"]], [50, 50], 1);
    const alreadyIn = setOf(100, [0]);
    const { devices, coverage } = choosePilot({ ...inputs, alreadyIn });
    expect(devices).toHaveLength(1);
    expect(devices[0]).toBeGreaterThanOrEqual(50);
    expect(coverage).toMatchObject({ devices: 2, policySets: { covered: 2 } });
    expect(choosePilot({ ...inputs, sizeMax: 100, alreadyIn }).devices).toEqual(Array.from({ length: 99 }, (_, at) => at + 1));
  });

  it("is empty where nobody may be in it", () => {
    const none = choosePilot(plainInputs([[]], [0], 10));
    expect(none.devices).toEqual([]);
    expect(none.coverage).toMatchObject({ population: 0, policySets: { sets: 0, populationPercent: 0 } });
  });

  it("holds only candidates, people whole, within its size, and fills it where single devices are left", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 10_000 }), fc.integer({ min: 0, max: 90 }), (seed, sizeMax) => {
        const inputs = inputsOf(seed, sizeMax);
        const { population } = inputs;
        const candidates = pilotCandidates(population);
        const { devices } = choosePilot(inputs);
        expect(devices.length).toBeLessThanOrEqual(sizeMax);
        const keyOf = (index: number) => placeKey(deviceAt(population.estate, index));
        const keys = new Set(devices.map(keyOf));
        expect(indexesOf(candidates).filter((index) => keys.has(keyOf(index)))).toEqual(devices);
        const left = indexesOf(difference(candidates, setOf(candidates.size, devices)));
        for (const place of placesInOrder(population.estate, left, "s"))
          expect(place.indexes.length).toBeGreaterThan(sizeMax - devices.length);
      }),
      { numRuns: 20 },
    );
  });

  it("is the same twice and another under another salt", () => {
    const inputs = inputsOf(9, 20);
    expect(choosePilot(inputs)).toEqual(choosePilot(inputs));
    expect(choosePilot({ ...inputs, salt: "t" }).devices).not.toEqual(choosePilot(inputs).devices);
  });

  it("takes all devices of a person, or none", () => {
    const devices = ["a", "b", "c"].map((id) => makeDevice({ id: id as DeviceId, primaryUserId: "ann" as UserId }));
    const population = everybody(estateOf({ devices, users: [], groups: [], sites: [] }));
    const pilot = (sizeMax: number) =>
      choosePilot({ population, policySets: { sets: [[]], setOfDevice: [0, 0, 0] }, sizeMax, salt: "s", alreadyIn: emptySet(3) });
    expect(pilot(2).devices).toEqual([]);
    expect(pilot(3).devices).toEqual([0, 1, 2]);
    expect(pilot(3).coverage.people).toBe(1);
  });
});

/** Summed distance of the pilot's shares from the population's, over model, site, ownership and department. */
function shareGap(population: Population, chosen: readonly number[]): number {
  const { estate } = population;
  const all = indexesOf(population.eligible);
  let gap = 0;
  for (const attribute of ["model", "siteId", "ownership", "osVersion"] as const) {
    for (const value of new Set(all.map((index) => deviceAt(estate, index)[attribute]))) {
      const share = (indexes: readonly number[]) =>
        indexes.filter((index) => deviceAt(estate, index)[attribute] === value).length / indexes.length;
      gap += Math.abs(share(chosen) - share(all));
    }
  }
  return gap;
}
