import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { DeviceId, UserId } from "../kit/ids.ts";
import { DAY_MS, instant } from "../kit/instant.ts";
import { estateOf } from "../estate/estate.ts";
import type { Device } from "../estate/device.ts";
import { has, indexesOf, setOf } from "../audience/device-set.ts";
import { sensitivitiesOf } from "../policy/device-impact.ts";
import { ESTATE_AT, makeDevice, makeUser, randomEstate } from "../../tests/helpers/random-estate.ts";
import { deviceAt, pilotCandidates, placeKey, populationCounts, populationOf } from "./population.ts";

const device = (id: string, overrides: Partial<Device> = {}) => makeDevice({ ...overrides, id: id as DeviceId });
const of = (userId: string): Partial<Device> => ({ primaryUserId: userId as UserId });

describe("who may be in which phase", () => {
  const estate = estateOf({
    devices: [
      device("a-plain"),
      device("b-stale", { lastSeenAt: instant(ESTATE_AT - 31 * DAY_MS) }),
      device("c-critical", { sensitivities: ["mission-critical"] }),
      device("d-vip", of("vip")),
      device("e-glass", { sensitivities: ["break-glass", "vip"] }),
      device("f-glass-user", of("glass")),
      device("g-lab", { testOnly: true }),
      device("h-lab-not-reached", { testOnly: true }),
      device("i-lab-mac", { testOnly: true, platform: "macOS" }),
      device("j-lab-glass", { testOnly: true, sensitivities: ["break-glass"] }),
      device("k-shared", { ...of("carl"), sensitivities: ["mission-critical"] }),
      device("l-carls-own", of("carl")),
      device("m-not-reached"),
    ],
    users: [
      makeUser({ id: "vip" as UserId, sensitivities: ["vip"] }),
      makeUser({ id: "glass" as UserId, sensitivities: ["break-glass"] }),
      makeUser({ id: "carl" as UserId }),
    ],
    groups: [],
    sites: [],
  });
  const names = (set: Parameters<typeof indexesOf>[0]) => indexesOf(set).map((index) => deviceAt(estate, index).id);
  const reach = setOf(13, [0, 1, 2, 3, 4, 5, 6, 9, 10, 11]);
  const population = populationOf({ estate, reach, platforms: ["windows"], asOf: ESTATE_AT });

  it("keeps break-glass and test-only devices out of pilots and waves, and says why", () => {
    expect(names(population.eligible)).toEqual(["a-plain", "b-stale", "c-critical", "d-vip", "k-shared", "l-carls-own"]);
    expect(population.excluded.map(({ index, reason }) => [deviceAt(estate, index).id, reason])).toEqual([
      ["e-glass", "break-glass"],
      ["f-glass-user", "break-glass"],
      ["g-lab", "test-only"],
      ["j-lab-glass", "break-glass"],
    ]);
  });

  it("S13 lets only test-only devices of the policy's platforms into the laboratory, reached or not", () => {
    expect(names(population.laboratory)).toEqual(["g-lab", "h-lab-not-reached"]);
  });

  it("marks sensitive devices with all others of their person, and stale ones", () => {
    expect(names(population.sensitive)).toEqual(["c-critical", "d-vip", "k-shared", "l-carls-own"]);
    expect(names(population.stale)).toEqual(["b-stale"]);
    expect(names(pilotCandidates(population))).toEqual(["a-plain"]);
    expect(populationCounts(population, 1)).toEqual({
      laboratory: 2,
      population: 6,
      sensitive: 4,
      pilotCandidates: 1,
      isolatedCandidates: 1,
    });
  });
});

describe("over random fleets", () => {
  it("every reached device is eligible or excluded, and nobody who must not be is a candidate", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 100_000 }), (seed) => {
        const estate = randomEstate(seed, { devices: 90, users: 50, groups: 6 });
        const reach = setOf(
          90,
          estate.devices.flatMap((_, index) => ((index * 7 + seed) % 3 === 0 ? [] : [index])),
        );
        const population = populationOf({ estate, reach, platforms: ["windows", "linux"], asOf: ESTATE_AT });
        const excluded = population.excluded.map((one) => one.index);
        expect([...indexesOf(population.eligible), ...excluded].sort((a, b) => a - b)).toEqual(indexesOf(reach));
        const candidates = pilotCandidates(population);
        estate.devices.forEach((device, index) => {
          const marks = sensitivitiesOf(estate, device);
          if (marks.length > 0 || device.testOnly || device.lastSeenAt === null) expect(has(candidates, index)).toBe(false);
          if (marks.includes("break-glass"))
            expect(has(population.eligible, index) || has(population.laboratory, index)).toBe(false);
          if (has(population.laboratory, index)) expect(device.testOnly).toBe(true);
        });
        const sensitiveKeys = new Set(indexesOf(population.sensitive).map((index) => placeKey(deviceAt(estate, index))));
        for (const index of indexesOf(population.eligible)) {
          expect(has(population.sensitive, index)).toBe(sensitiveKeys.has(placeKey(deviceAt(estate, index))));
        }
      }),
      { numRuns: 40 },
    );
  });
});
