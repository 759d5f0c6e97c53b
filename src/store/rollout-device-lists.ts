import { sql, type RawBuilder } from "kysely";
import type { DeviceListMark, ListedDevice, LiveStore, RolloutDeviceRow, SnapshotMark } from "../app/ports/live-store.ts";
import type { Json } from "../kit/canonical-json.ts";
import type { DeviceId, RolloutId } from "../kit/ids.ts";
import { judgedMembers } from "./rollout-evidence.ts";
import type { Trx } from "./run-units.ts";

type ListMethods = "deviceListMark" | "listedDevices" | "rolloutDevices";

export function deviceListMethods(trx: Trx): Pick<LiveStore, ListMethods> {
  return {
    deviceListMark: (id) => deviceListMark(trx, id),
    listedDevices: (id, since) => listedDevices(trx, id, since),
    rolloutDevices: (id, deviceIds) => rolloutDevices(trx, id, deviceIds),
  };
}

async function deviceListMark(trx: Trx, id: RolloutId): Promise<DeviceListMark> {
  const { rows } = await sql<DeviceListMark>`
    select pg_current_snapshot()::text as snapshot, estate_revision as "estateRevision",
      (select coalesce(sum(cohort_size), 0)::integer from rollout_phase where rollout_id = ${id}) as members,
      (select count(*) from rollout_cohort where rollout_id = ${id} and cleared_at_ms is null) as "heldBack"
    from app_world`.execute(trx);
  return rows[0] as DeviceListMark;
}

/**
 * Bundles written since a snapshot, by their transactions' numbers: a later commit is never missed and an earlier one never
 * repeated. Numbers beyond today's belong to another cluster, from which a backup was restored.
 */
export function changedSince(since: SnapshotMark): RawBuilder<unknown> {
  return sql`
    b.changed_in >= pg_snapshot_xmin(${since}::pg_snapshot) and b.changed_in < pg_snapshot_xmax(pg_current_snapshot())
      and not pg_visible_in_snapshot(b.changed_in, ${since}::pg_snapshot)`;
}

async function listedDevices(trx: Trx, id: RolloutId, since: SnapshotMark | null): Promise<readonly ListedDevice[]> {
  const moved =
    since === null ? sql`` : sql`and c.device_id in (select b.device_id from policy_bundle b where ${changedSince(since)})`;
  const chosen = sql`select c.device_id, c.phase_index, c.cleared_at_ms from rollout_cohort c where c.rollout_id = ${id} ${moved}`;
  const { rows } = await sql<ListedDevice>`
    select ${LISTED}, serial_number as "serialNumber" from ${judgedMembers(id, chosen)}`.execute(trx);
  return rows;
}

async function rolloutDevices(trx: Trx, id: RolloutId, deviceIds: readonly DeviceId[]): Promise<readonly RolloutDeviceRow[]> {
  const chosen = sql`
    select device_id, phase_index, cleared_at_ms from rollout_cohort where rollout_id = ${id} and device_id = any(${[...deviceIds]}::text[])`;
  const { rows } = await sql<RolloutDeviceRow>`
    select ${LISTED}, judged.applied_at_ms as "appliedAt", judged.verified_at_ms as "verifiedAt", judged.failed_at_ms as "failedAt",
      u.display_name as person, last_seen_at_ms as "lastSeenAt"
    from ${judgedMembers(id, chosen)} left join estate_user u on u.id = judged.primary_user_id`.execute(trx);
  const byId = new Map(rows.map((row) => [row.deviceId, row]));
  return deviceIds.flatMap((deviceId) => byId.get(deviceId) ?? []);
}

/** A refused bundle is its own exception. */
const LISTED: RawBuilder<Json> = sql`
  device_id as "deviceId", coalesce(name, device_id) as name, phase_index as "phaseIndex", bucket as state,
  offered_at_ms as "offeredAt", evidence_at_ms as "reportedAt", failed_at_ms is not null as "everFailed", platform, model, failure,
  case when by_refusal then jsonb_build_array(refused) when is_reported then exceptions else '[]' end as exceptions`;
