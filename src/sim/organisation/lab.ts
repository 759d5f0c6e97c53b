import { HOUR_MS, MINUTE_MS, plusMs, type Instant } from "../../kit/instant.ts";
import type { SeededRandom } from "../../kit/seeded-random.ts";
import { SITES, type SitePlan } from "./company.ts";
import { DEVICE_CLASSES, type DeviceClass } from "./device-classes.ts";
import { FAULTY_MODEL, type ModelFact, type VersionFact } from "./fleet-facts.ts";
import type { FleetDevice } from "./fleet-device.ts";
import { settingFactsOf } from "./setting-facts.ts";
import { seededGuid } from "./seeded-guid.ts";
import type { Serials } from "./serials.ts";

/** Test devices of a company of ordinary size; a tiny one gets fewer, one of each platform at least. */
const LAB_SIZE = 40;
const SMALLEST_LAB = 6;
const LAB_SHARE_OF_TINY_FLEET = 0.12;

/**
 * The laboratory: freshly reset devices without a person and in no group but their own, so that no assignment other
 * than all devices reaches them. Every platform in every version the company runs, Windows laptops for the rest.
 * The faulty model is missing, as the one that matters always is.
 */
export function createLab(seed: number, random: SeededRandom, fleetSize: number, serials: Serials, at: Instant): FleetDevice[] {
  const size = Math.min(LAB_SIZE, Math.max(SMALLEST_LAB, Math.floor(fleetSize * LAB_SHARE_OF_TINY_FLEET)));
  return benches(size).map(({ kind, version }, index) => {
    const model = random.pick(modelsFor(kind, version));
    return {
      id: seededGuid(seed, `lab-device/${index}`),
      name: `LAB-${kind.tag}-${String(index + 1).padStart(3, "0")}`,
      serialNumber: serials.next(model.serialPattern),
      platform: kind.platform,
      osVersion: version.osVersion,
      edition: version.edition,
      manufacturer: model.manufacturer,
      model: model.model,
      ownership: "company",
      ...settingFactsOf(random.fork(`facts/${index}`), kind, version.osVersion),
      site: SITES[0] as SitePlan,
      person: null,
      sensitivities: [],
      testOnly: true,
      groups: ["lab"],
      lastSeenAt: plusMs(at, -random.int(MINUTE_MS, 4 * HOUR_MS)),
      stale: false,
    };
  });
}

type Bench = Readonly<{ kind: DeviceClass; version: VersionFact }>;

/** The classes that stand in the laboratory, one for each platform and version table. */
const LAB_CLASSES: readonly DeviceClass["key"][] = [
  "windows-laptops",
  "mac",
  "iphone-company",
  "ipad-field",
  "android-company",
  "linux-developers",
];

/** Round by round, the first version of every platform before the second of any. */
function benches(size: number): Bench[] {
  const kinds = LAB_CLASSES.flatMap((key) => DEVICE_CLASSES.filter((kind) => kind.key === key));
  const rounds = Math.max(...kinds.map((kind) => kind.versions.length));
  const found: Bench[] = [];
  for (let round = 0; round < rounds; round++) {
    for (const kind of kinds) {
      const version = kind.versions[round];
      if (version !== undefined) found.push({ kind, version });
    }
  }
  const windows = found.filter(({ kind }) => kind.platform === "windows");
  for (let extra = 0; found.length < size; extra++) found.push(windows[extra % windows.length] as Bench);
  return found.slice(0, size);
}

function modelsFor(kind: DeviceClass, version: VersionFact): readonly ModelFact[] {
  return kind.models.filter((fact) => fact.model !== FAULTY_MODEL && (fact.versions ?? kind.versions).includes(version));
}
