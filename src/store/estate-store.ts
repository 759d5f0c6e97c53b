import { sql, type RawBuilder } from "kysely";
import type { DeviceFilter, EstateStore } from "../app/ports/estate-store.ts";
import type { Device } from "../estate/device.ts";
import { estateOf, type Estate } from "../estate/estate.ts";
import { deviceOf, groupOf, siteOf, userOf, type SeenDeviceRow } from "./estate-rows.ts";
import { touchDevices, upsertEstate } from "./estate-upsert.ts";
import { jsonText } from "./row-sets.ts";
import type { Trx } from "./run-units.ts";

export function estateStore(trx: Trx): EstateStore {
  return {
    load: () => loadEstate(trx),
    upsert: (parts) => upsertEstate(trx, parts),
    findDevice: async (id) => (await devicesWhere(trx, sql`where d.id = ${id}`))[0] ?? null,
    lookUpDevice: (text) => lookUpDevice(trx, text),
    findBySerials: (serialNumbers) =>
      devicesWhere(trx, sql`where d.serial_number = any(${[...serialNumbers]}::text[]) order by d.id collate "C"`),
    listDevices: (filter) => listDevices(trx, filter),
    async countDevices(filter) {
      const { rows } = await sql<{
        devices: number;
      }>`select count(*) as devices from estate_device d where ${matches(filter)}`.execute(trx);
      return rows[0]?.devices ?? 0;
    },
    touch: (seen) => touchDevices(trx, seen),
    async saveBaseline({ hash, takenAt, summary }) {
      await trx
        .insertInto("estate_baseline")
        .values({ hash, taken_at_ms: takenAt, summary: jsonText(summary) })
        .onConflict((conflict) => conflict.column("hash").doUpdateSet({ taken_at_ms: takenAt, summary: jsonText(summary) }))
        .execute();
    },
    async latestBaseline() {
      const latest = trx.selectFrom("estate_baseline").selectAll().orderBy("taken_at_ms", "desc").orderBy("hash").limit(1);
      const row = await latest.executeTakeFirst();
      return row === undefined ? null : { hash: row.hash, takenAt: row.taken_at_ms, summary: row.summary };
    },
  };
}

async function loadEstate(trx: Trx): Promise<Estate> {
  const devices = await devicesWhere(trx, sql``);
  const users = await trx.selectFrom("estate_user").selectAll().execute();
  const groups = await trx.selectFrom("estate_group").selectAll().execute();
  const sites = await trx.selectFrom("estate_site").selectAll().execute();
  return estateOf({ devices, users: users.map(userOf), groups: groups.map(groupOf), sites: sites.map(siteOf) });
}

async function devicesWhere(trx: Trx, rest: RawBuilder<unknown>): Promise<Device[]> {
  const { rows } = await sql<SeenDeviceRow>`
    select d.*, s.last_seen_at_ms from estate_device d left join estate_seen s on s.device_id = d.id ${rest}`.execute(trx);
  return rows.map(deviceOf);
}

/** An id beats a serial number, a serial number a name; of several devices with one name the first by id. */
async function lookUpDevice(trx: Trx, text: string): Promise<Device | null> {
  const found = await devicesWhere(
    trx,
    sql`where d.id = ${text} or d.serial_number = ${text} or d.name = ${text}
      order by (d.id = ${text}) desc, (d.serial_number = ${text}) desc, d.id collate "C" limit 1`,
  );
  return found[0] ?? null;
}

function listDevices(trx: Trx, filter: DeviceFilter): Promise<Device[]> {
  const after = filter.afterId === null ? sql`true` : sql`d.id collate "C" > ${filter.afterId}`;
  return devicesWhere(trx, sql`where ${matches(filter)} and ${after} order by d.id collate "C" limit ${filter.limit}`);
}

/** Part of an id, name or serial number, in any case. */
function matches(filter: DeviceFilter): RawBuilder<unknown> {
  const platform = filter.platform === null ? sql`true` : sql`d.platform = ${filter.platform}`;
  if (filter.search === null || filter.search === "") return platform;
  const pattern = `%${filter.search.replaceAll(/[\\%_]/g, (sign) => `\\${sign}`)}%`;
  return sql`${platform} and (d.name ilike ${pattern} or d.serial_number ilike ${pattern} or d.id ilike ${pattern})`;
}
