import { seededRandom } from "../../src/kit/seeded-random.ts";
import { DAY_MS, formatInstant, plusMs, type Instant } from "../../src/kit/instant.ts";
import { csvBytes } from "../../src/sim/organisation/csv.ts";

export type BigDevice = Readonly<{ id: string; name: string; serialNumber: string; model: string }>;
export type BigEstate = Readonly<{
  devices: readonly BigDevice[];
  files: readonly Readonly<{ path: string; bytes: Uint8Array }>[];
}>;

const SITES = 60;
const GROUPS = 40;
const LABORATORY = 40;
const MAKERS = ["Harbour", "Northwind", "Alder", "Quarry"] as const;
const MODELS_A_MAKER = 8;
const DEPARTMENTS = ["Works", "Sales", "Care", "School", "Office", "Stores"] as const;

/** So many Windows devices of one company; seven of eight have a person. Some dozens belong to the laboratory. */
export function drawBigEstate(seed: number, size: number, at: Instant): BigEstate {
  const random = seededRandom(`${seed}/console-bench`);
  const number = (kind: string, one: number) => `${kind}-${String(one).padStart(6, "0")}`;
  const devices = Array.from({ length: size }, (_, one): BigDevice & Drawn => {
    const maker = random.pick(MAKERS);
    const site = random.int(0, SITES);
    return {
      id: number("device", one),
      // Names in another order than ids, as in any real company.
      name: `${site.toString(36).toUpperCase().padStart(2, "0")}-${random.int(0, 0xff_ffff).toString(16).toUpperCase().padStart(6, "0")}`,
      serialNumber: number("SN", random.int(0, 9) * 1_000_000 + one),
      maker,
      model: `${maker} ${random.int(1, MODELS_A_MAKER + 1)}00`,
      site: number("site", site),
      person: random.chance(7 / 8) ? number("person", one) : "",
      group: number("group", random.int(0, GROUPS)),
      isTest: one < LABORATORY,
      seenAt: formatInstant(plusMs(at, -random.int(0, 2 * DAY_MS))),
    };
  });
  return { devices, files: tablesOf(devices, number) };
}

type Drawn = Readonly<{
  maker: string;
  site: string;
  person: string;
  group: string;
  isTest: boolean;
  seenAt: string;
}>;

function tablesOf(devices: readonly (BigDevice & Drawn)[], number: (kind: string, one: number) => string): BigEstate["files"] {
  const table = (path: string, header: string, rows: Parameters<typeof csvBytes>[1]) => ({
    path,
    bytes: csvBytes(header.split(","), rows),
  });
  const several = <Row>(count: number, rowOf: (one: number) => Row) => Array.from({ length: count }, (_, one) => rowOf(one));
  const people = devices.flatMap(({ person, site }, one) => (person === "" ? [] : [{ person, site, one }]));
  return [
    table(
      "sites.csv",
      "id,name,timeZone",
      several(SITES, (one) => [number("site", one), `Site ${one}`, "Europe/Berlin"]),
    ),
    table(
      "groups.csv",
      "id,name,memberKind",
      several(GROUPS, (one) => [number("group", one), `Group ${one}`, "device"]),
    ),
    table(
      "users.csv",
      "id,principalName,displayName,department,siteId,mail,sensitivities,groupIds",
      people.map(({ person, site, one }) => {
        const mail = `${person}@example.com`;
        return [person, mail, `Person ${one}`, DEPARTMENTS[one % DEPARTMENTS.length] ?? "", site, mail, "", ""];
      }),
    ),
    table(
      "devices.csv",
      "id,name,serialNumber,platform,osVersion,edition,manufacturer,model,ownership,siteId,primaryUserId,sensitivities,testOnly,groupIds,lastSeenAt",
      devices.map((one) => [
        one.id,
        one.name,
        one.serialNumber,
        "windows",
        "10.0.26100.4351",
        "Enterprise",
        one.maker,
        one.model,
        "company",
        one.site,
        one.person,
        "",
        one.isTest,
        one.group,
        one.seenAt,
      ]),
    ),
  ];
}
