import { sql } from "kysely";
import type { DeviceStanding, DeviceStore } from "../app/ports/device-store.ts";
import type { DeviceId } from "../kit/ids.ts";
import type { Instant } from "../kit/instant.ts";
import type { ReportState } from "../policy/bundle/protocol.ts";
import type { Trx } from "./run-units.ts";

type Row = Readonly<{
  device_id: DeviceId;
  has_bundle: boolean;
  epoch: number;
  seq: number;
  reported_seq: number;
  offered_at_ms: Instant;
  reported_at_ms: Instant | null;
  states: ReportState[];
}>;

export function standingMethods(trx: Trx): Pick<DeviceStore, "standings"> {
  return {
    async standings(deviceIds) {
      const { rows } = await sql<Row>`
        select a.device_id, b.device_id is not null as has_bundle, b.epoch, b.seq, b.reported_seq, b.offered_at_ms, b.reported_at_ms,
          coalesce((
            select json_agg(distinct case when p.state = 'succeeded' and p.verified <> p.settings then 'error' else p.state end)
            from policy_report p where p.device_id = a.device_id), '[]') as states
        from unnest(${[...deviceIds]}::text[]) as a(device_id)
        left join policy_bundle b on b.device_id = a.device_id
        where b.device_id is not null or exists (select 1 from policy_report p where p.device_id = a.device_id)
        order by a.device_id collate "C"`.execute(trx);
      return rows.map(standingOf);
    },
  };
}

function standingOf(row: Row): DeviceStanding {
  const { epoch, seq } = row;
  const bundle = { epoch, seq, reportedSeq: row.reported_seq, offeredAt: row.offered_at_ms, reportedAt: row.reported_at_ms };
  return { deviceId: row.device_id, bundle: row.has_bundle ? bundle : null, states: row.states };
}
