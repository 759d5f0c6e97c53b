import { DAY_MS, HOUR_MS, MINUTE_MS, plusMs, type Instant } from "../../kit/instant.ts";
import type { SeededRandom } from "../../kit/seeded-random.ts";
import { apportion, mixOf } from "./apportion.ts";
import { SITES, type SitePlan } from "./company.ts";
import { DEVICE_CLASSES, type DeviceClass } from "./device-classes.ts";
import type { FleetDevice } from "./fleet-device.ts";
import type { ModelFact, VersionFact } from "./fleet-facts.ts";
import type { GroupKey } from "./groups.ts";
import { createHandout, type Handout } from "./handout.ts";
import { createLab } from "./lab.ts";
import type { Person } from "./people.ts";
import { settingFactsOf } from "./setting-facts.ts";
import { seededGuid } from "./seeded-guid.ts";
import { createSerials, type Serials } from "./serials.ts";

/** Silent for longer than this is stale, as estate/device.ts has it (the sim imports no room of floor 1). */
const STALE_AFTER_DAYS = 30;
const STALE_SHARE = 0.06;
const CRITICAL_SHARE = 0.01;

/** Draws the whole fleet: `count` devices, the laboratory's among them, in the order of their classes. */
export function createFleet(
  seed: number,
  random: SeededRandom,
  count: number,
  people: readonly Person[],
  at: Instant,
): FleetDevice[] {
  const serials = createSerials(random.fork("serials"));
  const lab = createLab(seed, random.fork("lab"), count, serials, at);
  const drafts = drawDrafts(random.fork("drafts"), count - lab.length, people, serials);
  const order = random.fork("marks").shuffle(drafts.map((_, index) => index));
  const stale = new Set(order.slice(0, Math.round(count * STALE_SHARE)));
  const candidates = order.filter((index) => drafts[index]?.kind.critical === true);
  const critical = new Set(candidates.slice(-Math.round(count * CRITICAL_SHARE)));
  const times = random.fork("last-seen");
  const used = drafts.map((draft, index): FleetDevice => {
    const isStale = stale.has(index);
    const lastSeenAt = plusMs(at, -silenceMs(times, isStale));
    return { ...finishDevice(seed, random, draft, index, critical.has(index)), lastSeenAt, stale: isStale };
  });
  return [...used, ...lab];
}

type Draft = Readonly<{
  kind: DeviceClass;
  model: ModelFact;
  version: VersionFact;
  person: Person | null;
  site: SitePlan;
  serialNumber: string;
}>;

function drawDrafts(random: SeededRandom, count: number, people: readonly Person[], serials: Serials): Draft[] {
  const handout = createHandout(random.fork("handout"), people);
  const counts = apportion(
    count,
    DEVICE_CLASSES.map((kind) => kind.weight),
  );
  return DEVICE_CLASSES.flatMap((kind, index) => {
    const models = mixOf(random, counts[index] ?? 0, kind.models);
    const versions = mixOf(random, models.length, kind.versions);
    return models.map((model, at) => {
      const person = personFor(kind, handout);
      return {
        kind,
        model,
        version: model.versions
          ? random.weighted(model.versions.map((fact) => [fact, fact.weight] as const))
          : (versions[at] as VersionFact),
        person,
        site: person?.site ?? siteOf(random, kind),
        serialNumber: serials.next(model.serialPattern),
      };
    });
  });
}

function personFor(kind: DeviceClass, handout: Handout): Person | null {
  return kind.use === "shared" ? null : handout.next(kind);
}

function siteOf(random: SeededRandom, kind: DeviceClass): SitePlan {
  return random.weighted(SITES.filter((site) => kind.siteKinds.includes(site.kind)).map((site) => [site, site.weight] as const));
}

type Finished = Omit<FleetDevice, "lastSeenAt" | "stale">;

function finishDevice(seed: number, random: SeededRandom, draft: Draft, index: number, critical: boolean): Finished {
  const { kind, model, version, person, site } = draft;
  // A device carries the marks of its person too.
  const sensitivities = [...(person?.sensitivities ?? []), ...(critical ? ["mission-critical"] : [])];
  return {
    id: seededGuid(seed, `device/${index}`),
    name: nameOf(draft, index),
    serialNumber: draft.serialNumber,
    platform: kind.platform,
    osVersion: version.osVersion,
    edition: version.edition,
    manufacturer: model.manufacturer,
    model: model.model,
    ownership: kind.ownership,
    ...settingFactsOf(random.fork(`facts/${index}`), kind, version.osVersion),
    site,
    person,
    sensitivities,
    testOnly: false,
    groups: [...kind.groups, ...groupsByFact(draft, sensitivities), ...ringsOf(random, kind)],
  };
}

function nameOf({ kind, person, site }: Draft, index: number): string {
  if (kind.ownership === "personal" && person !== null)
    return `${person.givenName}'s ${kind.platform === "iOS" ? "iPhone" : "phone"}`;
  return `${site.code}-${kind.tag}-${String(index + 1).padStart(5, "0")}`;
}

function groupsByFact({ kind, model, version, person, site }: Draft, sensitivities: readonly string[]): GroupKey[] {
  const found: GroupKey[] = [];
  if (kind.platform === "windows" && version.osVersion.startsWith("10.0.1904")) found.push("windows-10");
  if (model.model.startsWith("Surface")) found.push("surface");
  if (kind.platform === "macOS") found.push(person?.department === "Marketing" ? "mac-design" : "mac-developers");
  if (sensitivities.includes("mission-critical")) found.push("mission-critical");
  if (sensitivities.includes("vip")) found.push("vip-devices");
  if (sensitivities.includes("break-glass")) found.push("break-glass-devices");
  if (kind.key === "shared-shop-floor" && site.code === "LEJ") found.push("line-leipzig");
  if (kind.key === "shared-shop-floor" && site.code === "CLT") found.push("line-charlotte");
  return found;
}

/** One update ring for every Windows PC that is no kiosk; one machine in two hundred was left in its old ring as well. */
function ringsOf(random: SeededRandom, kind: DeviceClass): GroupKey[] {
  if (kind.platform !== "windows" || kind.key === "kiosks-reception") return [];
  const ring = random.weighted([
    ["ring-0", 1],
    ["ring-1", 9],
    ["ring-2", 60],
    ["ring-3", 30],
  ] as const);
  return ring !== "ring-3" && random.chance(0.005) ? [ring, "ring-3"] : [ring];
}

/** Most were here today, some were off for days; the stale ones for one to six months. */
function silenceMs(random: SeededRandom, stale: boolean): number {
  if (stale) return random.int((STALE_AFTER_DAYS + 1) * DAY_MS, 190 * DAY_MS);
  const [fromMs, toMs] = random.weighted([
    [[MINUTE_MS, 20 * HOUR_MS], 85],
    [[20 * HOUR_MS, 7 * DAY_MS], 12],
    [[7 * DAY_MS, 28 * DAY_MS], 3],
  ] as const);
  return random.int(fromMs, toMs);
}
