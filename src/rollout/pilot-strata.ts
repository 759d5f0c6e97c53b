import type { PolicyId } from "../kit/ids.ts";
import { departmentOf, type Estate } from "../estate/estate.ts";
import type { Device } from "../estate/device.ts";
import { osRelease } from "../policy/device-impact.ts";
import { indexesOf } from "../audience/device-set.ts";
import type { PolicySets } from "./policy-sets.ts";
import { deviceAt, type Population } from "./population.ts";

/** What a pilot has to resemble its population in (S20), besides the policies that a device carries. */
export const PILOT_ATTRIBUTES = ["os", "edition", "model", "site", "department", "ownership"] as const;
export type PilotAttribute = (typeof PILOT_ATTRIBUTES)[number];

/** Devices with one value of one attribute, or with one set of co-applied policies. A fact never reported is a value of its own. */
export type Stratum = Readonly<{
  attribute: PilotAttribute | "policy-set";
  value: string | null;
  policyIds: readonly PolicyId[];
  /** In the population. */
  devices: number;
}>;

/** The population cut into strata. `ofMember[m]` lists member m's strata: one an attribute in their order, its policy set last. */
export type Strata = Readonly<{
  /** Device indexes, ascending. */
  members: readonly number[];
  strata: readonly Stratum[];
  ofMember: readonly (readonly number[])[];
}>;

export function strataOf(population: Population, policySets: PolicySets): Strata {
  const { estate } = population;
  const members = indexesOf(population.eligible);
  const idByKey = new Map<string, number>();
  const strata: Stratum[] = [];
  const count = (key: string, stratum: Omit<Stratum, "devices">) => {
    const id = idByKey.get(key) ?? strata.length;
    idByKey.set(key, id);
    strata[id] = { ...stratum, devices: (strata[id]?.devices ?? 0) + 1 };
    return id;
  };
  const ofMember = members.map((index) => {
    const device = deviceAt(estate, index);
    const ids = PILOT_ATTRIBUTES.map((attribute) => {
      const value = attributeOf(estate, device, attribute);
      return count(`${attribute}=${JSON.stringify(value)}`, { attribute, value, policyIds: [] });
    });
    const set = policySets.setOfDevice[index] ?? 0;
    return [...ids, count(`policy-set=${set}`, { attribute: "policy-set", value: null, policyIds: policySets.sets[set] ?? [] })];
  });
  return { members, strata, ofMember };
}

/** At least 1 % of the population: a pilot without it does not represent the population (S20's default). */
export function isMajor(stratum: Stratum, populationSize: number): boolean {
  return stratum.devices * 100 >= populationSize;
}

function attributeOf(estate: Estate, device: Device, attribute: PilotAttribute): string | null {
  switch (attribute) {
    case "os":
      return `${device.platform} ${osRelease(device.platform, device.osVersion) ?? "unknown"}`;
    case "edition":
      return device.edition;
    case "model":
      return device.model === null ? null : `${device.manufacturer ?? ""} ${device.model}`.trim();
    case "site":
      return device.siteId;
    case "department":
      return departmentOf(estate, device);
    case "ownership":
      return device.ownership;
  }
}
