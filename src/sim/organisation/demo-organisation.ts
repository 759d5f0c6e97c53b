import { assert } from "../../kit/assert.ts";
import { formatInstant, type Instant } from "../../kit/instant.ts";
import { seededRandom } from "../../kit/seeded-random.ts";
import { COMPANY_NAME, SITES } from "./company.ts";
import { csvBytes } from "./csv.ts";
import type { FleetDevice } from "./fleet-device.ts";
import { createFleet } from "./fleet.ts";
import { groupIds, GROUPS, type GroupKey } from "./groups.ts";
import { createPeople, type Person } from "./people.ts";
import { PLANTED, type Planted } from "./planted.ts";
import { policyFile } from "./policies/graph-policy.ts";
import { POLICIES } from "./policies/policies.ts";
import { seededGuid } from "./seeded-guid.ts";
import { createStories, FAULTS, type PlantedFault, type Stories } from "./stories.ts";

export type DemoFile = Readonly<{ path: string; bytes: Uint8Array }>;

/** What a simulated device is born with: the facts it reports, and whether it keeps silent. */
export type VirtualDevice = Readonly<{
  serialNumber: string;
  facts: Readonly<{
    serialNumber: string;
    name: string;
    platform: FleetDevice["platform"];
    osVersion: string;
    edition: string | null;
    manufacturer: string;
    model: string;
  }>;
  stale: boolean;
}>;

/** Somebody as the demo's author knows them. */
export type OfficePerson = Readonly<{ id: string; displayName: string; siteId: string; department: string; hasMailbox: boolean }>;

export type DemoOrganisation = Readonly<{
  name: string;
  /** The files a customer would import: four tables and `policies/*.json`. */
  files: readonly DemoFile[];
  people: readonly OfficePerson[];
  virtualDevices: readonly VirtualDevice[];
  faults: readonly PlantedFault[];
  planted: Planted;
  stories: Stories;
}>;

export type DemoOrganisationOptions = Readonly<{
  seed: number;
  /** 50 to 200,000; sites, groups and policies stay the same. */
  devices?: number;
  /** The moment of the export: what `last seen` counts from. */
  at: Instant;
}>;

export const DEFAULT_DEMO_DEVICES = 5_000;
const FEWEST_DEVICES = 50;
const MOST_DEVICES = 200_000;

/** Draws an invented company from a seed: the same options always give the same bytes. */
export function createDemoOrganisation({ seed, devices = DEFAULT_DEMO_DEVICES, at }: DemoOrganisationOptions): DemoOrganisation {
  assert(
    Number.isInteger(devices) && devices >= FEWEST_DEVICES && devices <= MOST_DEVICES,
    `a demo organisation has ${FEWEST_DEVICES} to ${MOST_DEVICES} devices, not ${devices}`,
  );
  const random = seededRandom(seed);
  const people = createPeople(seed, random.fork("people"), devices);
  const fleet = createFleet(seed, random.fork("fleet"), devices, people, at);
  const ids: Ids = {
    site: new Map(SITES.map(({ code }) => [code, seededGuid(seed, `site/${code}`)])),
    group: groupIds(seed),
  };
  return {
    name: COMPANY_NAME,
    files: [
      { path: "sites.csv", bytes: sitesTable(ids) },
      { path: "groups.csv", bytes: groupsTable(ids) },
      { path: "users.csv", bytes: usersTable(ids, people) },
      { path: "devices.csv", bytes: devicesTable(ids, fleet) },
      ...POLICIES.map((plan) => policyFile(seed, plan, at)),
    ],
    people: people.map((person) => officePerson(ids, person)),
    virtualDevices: fleet.map(virtualDevice),
    faults: FAULTS,
    planted: PLANTED,
    stories: createStories(seed, at),
  };
}

type Ids = Readonly<{ site: ReadonlyMap<string, string>; group: ReadonlyMap<GroupKey, string> }>;

function sitesTable(ids: Ids): Uint8Array {
  return csvBytes(
    ["id", "name", "timeZone"],
    SITES.map((site) => [idOf(ids.site, site.code), site.name, site.timeZone]),
  );
}

function groupsTable(ids: Ids): Uint8Array {
  return csvBytes(
    ["id", "name", "memberKind"],
    GROUPS.map((group) => [idOf(ids.group, group.key), group.name, group.memberKind]),
  );
}

function usersTable(ids: Ids, people: readonly Person[]): Uint8Array {
  return csvBytes(
    ["id", "principalName", "displayName", "department", "siteId", "mail", "sensitivities", "groupIds", "licences"],
    people.map((person) => [
      person.id,
      person.principalName,
      person.displayName,
      person.department,
      idOf(ids.site, person.site.code),
      person.mail,
      person.sensitivities,
      person.groups.map((key) => idOf(ids.group, key)),
      person.licences,
    ]),
  );
}

function devicesTable(ids: Ids, fleet: readonly FleetDevice[]): Uint8Array {
  return csvBytes(
    DEVICE_COLUMNS,
    fleet.map((device) => [
      device.id,
      device.name,
      device.serialNumber,
      device.platform,
      device.osVersion,
      device.edition,
      device.manufacturer,
      device.model,
      device.ownership,
      idOf(ids.site, device.site.code),
      device.person?.id ?? "",
      device.sensitivities,
      device.testOnly,
      device.groups.map((key) => idOf(ids.group, key)),
      formatInstant(device.lastSeenAt),
      device.supervised,
      device.joinType,
      device.enrolment,
      device.driveEncryption,
    ]),
  );
}

const DEVICE_COLUMNS = [
  "id",
  "name",
  "serialNumber",
  "platform",
  "osVersion",
  "edition",
  "manufacturer",
  "model",
  "ownership",
  "siteId",
  "primaryUserId",
  "sensitivities",
  "testOnly",
  "groupIds",
  "lastSeenAt",
  "supervised",
  "joinType",
  "enrolment",
  "driveEncryption",
] as const;

function idOf<Key>(ids: ReadonlyMap<Key, string>, key: Key): string {
  const id = ids.get(key);
  assert(id !== undefined, `no id for ${String(key)}`);
  return id;
}

function virtualDevice(device: FleetDevice): VirtualDevice {
  const { serialNumber, name, platform, osVersion, manufacturer, model, stale } = device;
  const edition = device.edition === "" ? null : device.edition;
  return { serialNumber, facts: { serialNumber, name, platform, osVersion, edition, manufacturer, model }, stale };
}

function officePerson(ids: Ids, { id, displayName, site, department, mail }: Person): OfficePerson {
  return { id, displayName, siteId: idOf(ids.site, site.code), department, hasMailbox: mail !== "" };
}
