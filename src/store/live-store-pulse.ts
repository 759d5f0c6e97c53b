import { sql } from "kysely";
import type { LiveStore, Pulse, PulseMark } from "../app/ports/live-store.ts";
import type { RolloutId } from "../kit/ids.ts";
import { changedSince } from "./rollout-device-lists.ts";
import type { Trx } from "./run-units.ts";

export function pulseMethods(trx: Trx): Pick<LiveStore, "pulse"> {
  return {
    async pulse(since) {
      const mark = await readMark(trx);
      const told = await readTold(trx);
      if (since === null) return { mark, subjects: [], rolloutIds: [], devicesMoved: false, estateMoved: false, told };
      const subjects = mark.auditNumber === since.auditNumber ? [] : await subjectsSince(trx, since.auditNumber);
      const moved = await readMoved(trx, since);
      return { mark, subjects, ...moved, estateMoved: mark.estateRevision !== since.estateRevision, told };
    },
  };
}

async function readMark(trx: Trx): Promise<PulseMark> {
  const { rows } = await sql<PulseMark>`
    select pg_current_snapshot()::text as snapshot, h.number as "auditNumber", w.estate_revision as "estateRevision"
    from app_audit_head h cross join app_world w`.execute(trx);
  return rows[0] as PulseMark;
}

/** The gate's latest words change without an event; they are the rollout's own row. */
async function readTold(trx: Trx): Promise<Pulse["told"]> {
  const { rows } = await sql<{ id: RolloutId; told: string }>`
    select id, md5(because) as told from rollout_rollout
    where state_kind not in ('operations', 'closed', 'rolled-back', 'aborted')`.execute(trx);
  return Object.fromEntries(rows.map((row) => [row.id, row.told]));
}

async function subjectsSince(trx: Trx, auditNumber: number): Promise<readonly string[]> {
  const { rows } = await sql<{ subject: string }>`select distinct subject from app_audit where number > ${auditNumber}`.execute(
    trx,
  );
  return rows.map((row) => row.subject);
}

async function readMoved(trx: Trx, since: PulseMark): Promise<Pick<Pulse, "rolloutIds" | "devicesMoved">> {
  const { rows } = await sql<{ moved: number; rollout_ids: RolloutId[] | null }>`
    with moved as materialized (select b.device_id from policy_bundle b where ${changedSince(since.snapshot)})
    select (select count(*) from moved) as moved,
      (select json_agg(distinct c.rollout_id) from rollout_cohort c where c.device_id in (select device_id from moved)) as rollout_ids`.execute(
    trx,
  );
  return { devicesMoved: (rows[0]?.moved ?? 0) > 0, rolloutIds: rows[0]?.rollout_ids ?? [] };
}
