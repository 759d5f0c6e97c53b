import type { Instant } from "../kit/instant.ts";
import type { Device } from "../estate/device.ts";
import type { Estate } from "../estate/estate.ts";
import type { Platform } from "../estate/platform.ts";
import { addTo, countOf, difference, emptySet, has, indexesOf, type DeviceSet } from "../audience/device-set.ts";
import { isStale, sensitivitiesOf } from "../policy/device-impact.ts";

/** Reached by the policy, and exposed by no pilot and no wave. */
export type ExcludedDevice = Readonly<{ index: number; reason: "break-glass" | "test-only" }>;

/**
 * Who may be in which phase. Indexes are those of the estate.
 * - `eligible`: pilots and waves draw from these.
 * - `laboratory`: a proof of concept draws from these, and from nothing else (S13).
 * - `sensitive`, part of eligible: VIP and mission-critical, in the last wave only. If one device of a person is, all of
 *   that person's are, so that the person stays whole.
 * - `stale`, part of eligible: silent for more than 30 days, in no pilot, since nobody would notice anything there.
 * - `excluded`: listed with the reason, in ascending order of index.
 */
export type Population = Readonly<{
  estate: Estate;
  eligible: DeviceSet;
  laboratory: DeviceSet;
  sensitive: DeviceSet;
  stale: DeviceSet;
  excluded: readonly ExcludedDevice[];
}>;

export type PopulationInputs = Readonly<{
  estate: Estate;
  /** Devices that the change is about: `changeReach(...).inScope`. */
  reach: DeviceSet;
  /** The policy's. Laboratory devices of these take part whether the policy reaches them or not. */
  platforms: readonly Platform[];
  asOf: Instant;
}>;

/**
 * Sorts a policy's audience by who may be hurt when. Break-glass devices are left out always, also out of the laboratory:
 * they are the way back in when a policy locks everybody out.
 */
export function populationOf({ estate, reach, platforms, asOf }: PopulationInputs): Population {
  const size = estate.devices.length;
  const population = { eligible: emptySet(size), laboratory: emptySet(size), sensitive: emptySet(size), stale: emptySet(size) };
  const excluded: ExcludedDevice[] = [];
  const sensitivePeople = new Set<string>();
  estate.devices.forEach((device, index) => {
    const marks = sensitivitiesOf(estate, device);
    const isBreakGlass = marks.includes("break-glass");
    if (device.testOnly && !isBreakGlass && platforms.includes(device.platform)) addTo(population.laboratory, index);
    if (!has(reach, index)) return;
    if (isBreakGlass || device.testOnly) {
      excluded.push({ index, reason: isBreakGlass ? "break-glass" : "test-only" });
      return;
    }
    addTo(population.eligible, index);
    if (marks.length > 0) sensitivePeople.add(placeKey(device));
    if (isStale(device, asOf)) addTo(population.stale, index);
  });
  for (const index of indexesOf(population.eligible)) {
    if (sensitivePeople.has(placeKey(deviceAt(estate, index)))) addTo(population.sensitive, index);
  }
  return { estate, ...population, excluded };
}

/** Devices that may be in a pilot: neither sensitive nor stale. */
export function pilotCandidates(population: Population): DeviceSet {
  return difference(difference(population.eligible, population.sensitive), population.stale);
}

/** What the sizes of phases are planned from. */
export type PopulationCounts = Readonly<{
  laboratory: number;
  /** Devices that the waves reach in the end. */
  population: number;
  sensitive: number;
  pilotCandidates: number;
  /** Of the pilot candidates, those on which the change can be tried alone; see chooseIsolatedPilot. */
  isolatedCandidates: number;
}>;

/** @param isolatedCandidates from chooseIsolatedPilot; 0 where the isolated pilot is skipped */
export function populationCounts(population: Population, isolatedCandidates: number): PopulationCounts {
  return {
    laboratory: countOf(population.laboratory),
    population: countOf(population.eligible),
    sensitive: countOf(population.sensitive),
    pilotCandidates: countOf(pilotCandidates(population)),
    isolatedCandidates,
  };
}

/** All devices of one person share a key, so that they come in one phase; a device without a person stands alone. */
export function placeKey(device: Device): string {
  return device.primaryUserId === null ? `device/${device.id}` : `user/${device.primaryUserId}`;
}

export function deviceAt(estate: Estate, index: number): Device {
  const device = estate.devices[index];
  if (device === undefined) throw new Error(`the estate has no device ${index}`);
  return device;
}
