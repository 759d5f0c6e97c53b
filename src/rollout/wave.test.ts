import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { DeviceId, UserId } from "../kit/ids.ts";
import { estateOf, type Estate } from "../estate/estate.ts";
import { countOf, emptySet, has, indexesOf, setOf, union } from "../audience/device-set.ts";
import { ESTATE_AT, makeDevice, randomEstate } from "../../tests/helpers/random-estate.ts";
import { placesInOrder } from "./places.ts";
import { deviceAt, placeKey, populationOf, type Population } from "./population.ts";
import { waveCohort } from "./wave.ts";

const everybody = (estate: Estate): Population => {
  const reach = setOf(estate.devices.length, estate.devices.keys());
  return populationOf({ estate, reach, platforms: ["windows"], asOf: ESTATE_AT });
};
const seeds = fc.integer({ min: 0, max: 100_000 });
const fleet = (seed: number) => randomEstate(seed, { devices: 130, users: 60, groups: 4 });

describe("a wave", () => {
  it("never exceeds its cap, draws only from who is waiting, and keeps sensitive devices for the last", () => {
    fc.assert(
      fc.property(seeds, fc.integer({ min: 0, max: 150 }), fc.boolean(), (seed, sizeMax, last) => {
        const population = everybody(fleet(seed));
        const alreadyIn = setOf(
          130,
          indexesOf(population.eligible).filter((index) => index % 4 === 0),
        );
        const cohort = waveCohort({ population, alreadyIn, sizeMax, salt: "s", last });
        expect(cohort.length).toBeLessThanOrEqual(sizeMax);
        expect([...new Set(cohort)].sort((a, b) => a - b)).toEqual(cohort);
        for (const index of cohort) {
          expect(has(population.eligible, index) && !has(alreadyIn, index)).toBe(true);
          if (!last) expect(has(population.sensitive, index)).toBe(false);
        }
        const waiting = indexesOf(population.eligible).filter((index) => !has(alreadyIn, index));
        if (last && sizeMax >= waiting.length) expect(cohort).toEqual(waiting);
      }),
    );
  });

  it("fills its cap but for people who do not fit", () => {
    fc.assert(
      fc.property(seeds, fc.integer({ min: 1, max: 60 }), (seed, sizeMax) => {
        const population = everybody(fleet(seed));
        const cohort = waveCohort({ population, alreadyIn: emptySet(130), sizeMax, salt: "s", last: false });
        const room = sizeMax - cohort.length;
        const left = indexesOf(population.eligible).filter(
          (index) => !cohort.includes(index) && !has(population.sensitive, index),
        );
        for (const place of placesInOrder(population.estate, left, "s")) expect(place.indexes.length).toBeGreaterThan(room);
      }),
    );
  });

  it("takes people whole, whatever the cap", () => {
    fc.assert(
      fc.property(seeds, fc.integer({ min: 0, max: 120 }), (seed, sizeMax) => {
        const population = everybody(fleet(seed));
        const keyOf = (index: number) => placeKey(deviceAt(population.estate, index));
        const cohort = waveCohort({ population, alreadyIn: emptySet(130), sizeMax, salt: "s", last: false });
        const keys = new Set(cohort.map(keyOf));
        expect(indexesOf(population.eligible).filter((index) => keys.has(keyOf(index)))).toEqual(cohort);
      }),
    );
  });

  it("splits a person only in the last wave, and only one who exceeds the whole cap", () => {
    const devices = ["a", "b", "c", "d"].map((id) => makeDevice({ id: id as DeviceId, primaryUserId: "ann" as UserId }));
    const population = everybody(estateOf({ devices, users: [], groups: [], sites: [] }));
    const cohort = (sizeMax: number, last: boolean) =>
      waveCohort({ population, alreadyIn: emptySet(4), sizeMax, salt: "s", last });
    expect([cohort(3, false), cohort(3, true), cohort(4, false)]).toEqual([[], [0, 1, 2], [0, 1, 2, 3]]);
  });

  it("leaves room empty rather than splitting a person who would fit another time", () => {
    const devices = ["a1", "a2", "a3", "b1", "b2"].map((id) =>
      makeDevice({ id: id as DeviceId, primaryUserId: id.slice(0, 1) as UserId }),
    );
    const population = everybody(estateOf({ devices, users: [], groups: [], sites: [] }));
    const cohort = waveCohort({ population, alreadyIn: emptySet(5), sizeMax: 4, salt: "s", last: true });
    expect([
      [0, 1, 2],
      [3, 4],
    ]).toContainEqual(cohort);
  });

  it("keeps everybody's place when the fleet grows", () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const grown = fleet(seed);
        const before = estateOf({
          devices: grown.devices.filter((_, index) => index % 5 !== 0),
          users: [...grown.usersById.values()],
          groups: [],
          sites: [],
        });
        const order = (estate: Estate) => placesInOrder(estate, [...estate.devices.keys()], "salt").map((place) => place.key);
        const known = new Set(order(before));
        expect(order(grown).filter((key) => known.has(key))).toEqual(order(before));
      }),
      { numRuns: 30 },
    );
  });

  it("draws other people under another salt", () => {
    const population = everybody(fleet(7));
    const cohort = (salt: string) => waveCohort({ population, alreadyIn: emptySet(130), sizeMax: 30, salt, last: false });
    expect(cohort("a")).toEqual(cohort("a"));
    expect(cohort("a")).not.toEqual(cohort("b"));
  });

  it("reaches everybody exactly once over all waves", () => {
    const population = everybody(fleet(11));
    let exposed = emptySet(130);
    for (const [sizeMax, last] of [
      [10, false],
      [50, false],
      [130, true],
    ] as const) {
      const cohort = setOf(130, waveCohort({ population, alreadyIn: exposed, sizeMax, salt: "s", last }));
      expect(countOf(union(exposed, cohort))).toBe(countOf(exposed) + countOf(cohort));
      exposed = union(exposed, cohort);
    }
    expect(indexesOf(exposed)).toEqual(indexesOf(population.eligible));
  });
});
