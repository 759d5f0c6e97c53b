import { sql } from "kysely";
import type { DeviceStore, ReportFeedRow } from "../app/ports/device-store.ts";
import type { ReportState } from "../policy/bundle/protocol.ts";
import { instant } from "../kit/instant.ts";
import type { DeviceId, PolicyId, VersionHash } from "../kit/ids.ts";
import type { Trx } from "./run-units.ts";

type FeedRow = Readonly<{
  device_id: DeviceId;
  policy_id: PolicyId;
  version_hash: VersionHash;
  state: ReportState;
  reported_at_ms: number;
}>;

/** The cursor is the key of the last row handed out: time, device, policy. Rows that were replaced since come again, as they are now. */
export function reportFeed(trx: Trx): Pick<DeviceStore, "reportsAfter"> {
  return {
    async reportsAfter(cursor, limit) {
      const [atMs, deviceId, policyId] = readCursor(cursor);
      const { rows } = await sql<FeedRow>`
        select device_id, policy_id, version_hash, state, reported_at_ms from policy_report
        where (reported_at_ms, device_id, policy_id) > (${atMs}::bigint, ${deviceId}::text, ${policyId}::text)
        order by reported_at_ms, device_id, policy_id limit ${limit}`.execute(trx);
      return rows.map(
        (row): ReportFeedRow => ({
          deviceId: row.device_id,
          policyId: row.policy_id,
          versionHash: row.version_hash,
          state: row.state,
          observedAt: instant(row.reported_at_ms),
          cursor: JSON.stringify([row.reported_at_ms, row.device_id, row.policy_id]),
        }),
      );
    },
  };
}

function readCursor(cursor: string | null): readonly [number, string, string] {
  if (cursor === null) return [-1, "", ""];
  const [atMs, deviceId, policyId] = JSON.parse(cursor) as [number, string, string];
  return [atMs, deviceId, policyId];
}
