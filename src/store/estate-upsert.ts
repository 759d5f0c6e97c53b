import { sql } from "kysely";
import type { EstateUpsert, UpsertCounts } from "../app/ports/estate-store.ts";
import type { EstateParts } from "../estate/estate.ts";
import { compareText, type DeviceId } from "../kit/ids.ts";
import type { Instant } from "../kit/instant.ts";
import {
  DEVICE_COLUMNS,
  deviceRow,
  GROUP_COLUMNS,
  groupRow,
  SITE_COLUMNS,
  siteRow,
  USER_COLUMNS,
  userRow,
} from "./estate-rows.ts";
import { chunksOf, columnList, recordSet, type Columns } from "./row-sets.ts";
import type { Trx } from "./run-units.ts";
import type { Tables } from "./schema.ts";

/** Devices last: the rest is what they point at. When a device was seen is no change of it. */
export async function upsertEstate(trx: Trx, parts: EstateParts): Promise<EstateUpsert> {
  const sites = await upsertRows(trx, "estate_site", SITE_COLUMNS, [], parts.sites.map(siteRow));
  const groups = await upsertRows(trx, "estate_group", GROUP_COLUMNS, [], parts.groups.map(groupRow));
  const users = await upsertRows(trx, "estate_user", USER_COLUMNS, USER_KEPT, parts.users.map(userRow));
  const devices = await upsertRows(trx, "estate_device", DEVICE_COLUMNS, DEVICE_KEPT, parts.devices.map(deviceRow));
  await touchDevices(
    trx,
    parts.devices.flatMap(({ id, lastSeenAt }) => (lastSeenAt === null ? [] : [{ deviceId: id, at: lastSeenAt }])),
  );
  return { sites, groups, users, devices };
}

type SeenRow = { device_id: DeviceId; at_ms: Instant };
const SEEN_COLUMNS: Columns<SeenRow> = { device_id: "text", at_ms: "bigint" };

/** A device that is not in the estate is passed over. */
export async function touchDevices(trx: Trx, seen: readonly Readonly<{ deviceId: DeviceId; at: Instant }>[]): Promise<void> {
  const rows = seen.map(({ deviceId, at }): SeenRow => ({ device_id: deviceId, at_ms: at }));
  for (const chunk of chunksOf(rows.sort((a, b) => compareText(a.device_id, b.device_id)))) {
    await sql`
      insert into estate_seen (device_id, last_seen_at_ms)
      select r.device_id, max(r.at_ms) from ${recordSet(chunk, SEEN_COLUMNS, "r")} join estate_device d on d.id = r.device_id
      group by r.device_id order by r.device_id collate "C"
      on conflict (device_id) do update set last_seen_at_ms = excluded.last_seen_at_ms
      where excluded.last_seen_at_ms > estate_seen.last_seen_at_ms
    `.execute(trx);
  }
}

/** Facts that a source without them does not take back: null says "not reported here", and the last known value stays. */
const USER_KEPT: readonly (keyof Tables["estate_user"])[] = ["licences"];
const DEVICE_KEPT: readonly (keyof Tables["estate_device"])[] = ["supervised", "join_type", "enrolment", "drive_encryption"];

type EstateTable = "estate_site" | "estate_group" | "estate_user" | "estate_device";

/**
 * Not `on conflict do update`: that would lock and rewrite every row that has not changed, and an import repeats
 * nearly all of them.
 */
async function upsertRows<Row extends Readonly<{ id: string }>>(
  trx: Trx,
  table: EstateTable,
  columns: Columns<Row>,
  kept: readonly string[],
  rows: readonly Row[],
): Promise<UpsertCounts> {
  const names = Object.keys(columns);
  const wanted = names.map((name) => (kept.includes(name) ? `coalesce(r.${name}, t.${name})` : `r.${name}`));
  const settings = names.flatMap((name, at) => (name === "id" ? [] : [`${name} = ${wanted[at]}`]));
  let added = 0;
  let changed = 0;
  const sorted = [...rows].sort((a, b) => compareText(a.id, b.id));
  for (const chunk of chunksOf(sorted)) {
    const { rows: counts } = await sql<{ added: number; changed: number }>`
      with incoming as materialized (select * from ${recordSet(chunk, columns, "r")}),
      changed as (
        update ${sql.table(table)} as t set ${sql.raw(settings.join(", "))} from incoming r
        where t.id = r.id and (${columnList(columns, "t")}) is distinct from (${sql.raw(wanted.join(", "))})
        returning 1
      ),
      added as (
        insert into ${sql.table(table)} (${columnList(columns)})
        select ${columnList(columns, "r")} from incoming r
        where not exists (select 1 from ${sql.table(table)} t where t.id = r.id)
        order by r.id collate "C"
        returning 1
      )
      select (select count(*) from added) as added, (select count(*) from changed) as changed
    `.execute(trx);
    added += counts[0]?.added ?? 0;
    changed += counts[0]?.changed ?? 0;
  }
  return { added, changed, unchanged: rows.length - added - changed };
}
