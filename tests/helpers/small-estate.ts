import { DAY_MS, formatInstant, plusMs, type Instant } from "../../src/kit/instant.ts";
import { csvBytes } from "../../src/sim/organisation/csv.ts";
import type { VirtualDeviceSpec } from "../../src/sim/fleet/virtual-device.ts";

export type SmallDevice = Readonly<{
  /** Id, name and serial number at once. */
  key: string;
  user: string | null;
  groups: readonly string[];
  model: string;
  testOnly: boolean;
  sensitivities: readonly string[];
  /** Before the moment of the export. */
  silentDays: number;
}>;
/** `mail` null: no mailbox. */
export type SmallUser = Readonly<{ key: string; sensitivities: readonly string[]; mail: string | null }>;
export type SmallEstate = Readonly<{ devices: readonly SmallDevice[]; users: readonly SmallUser[]; groups: readonly string[] }>;

export const COMMON_MODEL = "Desk 14";

export function smallDevice(key: string, more: Partial<SmallDevice> = {}): SmallDevice {
  return { key, user: null, groups: [], model: COMMON_MODEL, testOnly: false, sensitivities: [], silentDays: 0, ...more };
}

export type SmallEstateOptions = Readonly<{
  staff: number;
  laboratory?: number;
  vips?: number;
  breakGlass?: number;
  stale?: number;
  /** By the number of the staff device: its groups. */
  groupsOf?: (at: number) => readonly string[];
  modelOf?: (at: number) => string;
  mailOf?: (user: string) => string | null;
}>;

/** Windows devices of one site: a laboratory, staff (every fourth device without a person), VIPs by their person, and the rest. */
export function smallEstate(options: SmallEstateOptions): SmallEstate {
  const {
    staff,
    laboratory = 6,
    vips = 0,
    breakGlass = 0,
    stale = 0,
    groupsOf = () => [],
    modelOf = () => COMMON_MODEL,
    mailOf = () => null,
  } = options;
  const some = (count: number, make: (at: number) => SmallDevice) => Array.from({ length: count }, (_, at) => make(at));
  const name = (kind: string, at: number) => `${kind}-${String(at).padStart(3, "0")}`;
  const devices = [
    ...some(laboratory, (at) => smallDevice(name("lab", at), { testOnly: true })),
    ...some(staff, (at) => {
      const user = at % 4 === 3 ? null : name("person", at);
      return smallDevice(name("desk", at), { user, groups: groupsOf(at), model: modelOf(at) });
    }),
    ...some(vips, (at) => smallDevice(name("vip", at), { user: name("chief", at) })),
    ...some(breakGlass, (at) => smallDevice(name("glass", at), { sensitivities: ["break-glass"] })),
    ...some(stale, (at) => smallDevice(name("stale", at), { silentDays: 45 })),
  ];
  const people = [...new Set(devices.flatMap(({ user }) => user ?? []))];
  const users = people.map((key) => ({ key, sensitivities: key.startsWith("chief") ? ["vip"] : [], mail: mailOf(key) }));
  return { devices, users, groups: [...new Set(devices.flatMap(({ groups }) => groups))].sort() };
}

export type TestFile = Readonly<{ path: string; bytes: Uint8Array }>;

/** The four tables that a customer would import. */
export function estateTables({ devices, users, groups }: SmallEstate, at: Instant): readonly TestFile[] {
  const table = (path: string, header: string, rows: Parameters<typeof csvBytes>[1]) => ({
    path,
    bytes: csvBytes(header.split(","), rows),
  });
  return [
    table("sites.csv", "id,name,timeZone", [["site-1", "Harbour", "Europe/Berlin"]]),
    table(
      "groups.csv",
      "id,name,memberKind",
      groups.map((key) => [key, key, "device"]),
    ),
    table(
      "users.csv",
      "id,principalName,displayName,department,siteId,mail,sensitivities,groupIds",
      users.map(({ key, sensitivities, mail }) => [
        key,
        `${key}@example.com`,
        key,
        "Works",
        "site-1",
        mail ?? "",
        sensitivities,
        "",
      ]),
    ),
    table(
      "devices.csv",
      "id,name,serialNumber,platform,osVersion,edition,manufacturer,model,ownership,siteId,primaryUserId,sensitivities,testOnly,groupIds,lastSeenAt",
      devices.map((device) => [
        device.key,
        device.key,
        device.key,
        "windows",
        OS_VERSION,
        "Enterprise",
        MANUFACTURER,
        device.model,
        "company",
        "site-1",
        device.user ?? "",
        device.sensitivities,
        device.testOnly,
        device.groups,
        formatInstant(plusMs(at, -device.silentDays * DAY_MS)),
      ]),
    ),
  ];
}

const OS_VERSION = "10.0.26100.4351";
const MANUFACTURER = "Harbour Works";

/** The simulated machines of these devices; one that is silent in the estate has none. */
export function machinesOf(devices: readonly SmallDevice[]): readonly VirtualDeviceSpec[] {
  return devices
    .filter(({ silentDays }) => silentDays === 0)
    .map(({ key, model }) => ({
      serialNumber: key,
      facts: {
        serialNumber: key,
        name: key,
        platform: "windows",
        osVersion: OS_VERSION,
        edition: "Enterprise",
        manufacturer: MANUFACTURER,
        model,
      },
    }));
}
