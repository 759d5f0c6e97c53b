import { sql } from "kysely";
import type { RolloutStore } from "../app/ports/rollout-store.ts";
import { compareText, type DeviceId, type PolicyId, type RolloutId } from "../kit/ids.ts";
import type { Instant } from "../kit/instant.ts";
import { chunksOf, recordSet, type Columns } from "./row-sets.ts";
import type { Trx } from "./run-units.ts";
import type { Tables } from "./schema.ts";

type LedgerMethods = "expose" | "noteFailures" | "exposureTotals" | "ofDevice";

type LedgerRow = Omit<Tables["rollout_exposure"], "failed_at_ms">;
const LEDGER_COLUMNS: Columns<LedgerRow> = {
  rollout_id: "text",
  device_id: "text",
  phase_index: "integer",
  version_hash: "text",
  offered_at_ms: "bigint",
  rollout_revision: "bigint",
};

type FailureRow = { device_id: DeviceId; policy_id: PolicyId; version_hash: string; at_ms: Instant };
const FAILURE_COLUMNS: Columns<FailureRow> = { device_id: "text", policy_id: "text", version_hash: "text", at_ms: "bigint" };

export function ledgerMethods(trx: Trx): Pick<RolloutStore, LedgerMethods> {
  return {
    expose: (rows) => expose(trx, rows),
    noteFailures: (rows) => noteFailures(trx, rows),
    async exposureTotals(id) {
      const { rows } = await sql<{ exposed: number; ever_failed: number }>`
        select count(*) as exposed, count(failed_at_ms) as ever_failed from rollout_exposure where rollout_id = ${id}`.execute(
        trx,
      );
      return { exposed: rows[0]?.exposed ?? 0, everFailed: rows[0]?.ever_failed ?? 0 };
    },
    async ofDevice(deviceId) {
      type Row = { id: RolloutId; name: string; phase_index: number; state_kind: string; offered_at_ms: Instant | null };
      const { rows } = await sql<Row>`
        select r.id, r.name, c.phase_index, r.state_kind, e.offered_at_ms
        from rollout_cohort c join rollout_rollout r on r.id = c.rollout_id
        left join rollout_exposure e on e.rollout_id = c.rollout_id and e.device_id = c.device_id
        where c.device_id = ${deviceId} order by r.created_at_ms desc, r.id collate "C"`.execute(trx);
      return rows.map((row) => ({
        rolloutId: row.id,
        name: row.name,
        phaseIndex: row.phase_index,
        stateKind: row.state_kind,
        offeredAt: row.offered_at_ms,
      }));
    },
  };
}

async function expose(trx: Trx, ...[exposures]: Parameters<RolloutStore["expose"]>): Promise<void> {
  const rows = exposures.map(
    (row): LedgerRow => ({
      rollout_id: row.rolloutId,
      device_id: row.deviceId,
      phase_index: row.phaseIndex,
      version_hash: row.versionHash,
      offered_at_ms: row.offeredAt,
      rollout_revision: row.rolloutRevision,
    }),
  );
  rows.sort((a, b) => compareText(a.rollout_id, b.rollout_id) || compareText(a.device_id, b.device_id));
  for (const chunk of chunksOf(rows)) {
    await sql`
      insert into rollout_exposure (rollout_id, device_id, phase_index, version_hash, offered_at_ms, rollout_revision, failed_at_ms)
      select r.rollout_id, r.device_id, r.phase_index, r.version_hash, r.offered_at_ms, r.rollout_revision, null
      from ${recordSet(chunk, LEDGER_COLUMNS, "r")}
      on conflict (rollout_id, device_id) do nothing`.execute(trx);
  }
}

/**
 * The marks are made before the ledger is touched: joined in one go, a planner without statistics walks a rollout's whole
 * ledger for each of them. An error from before this ledger's offer belongs to an earlier rollout of the same version.
 */
async function noteFailures(trx: Trx, ...[failures]: Parameters<RolloutStore["noteFailures"]>): Promise<void> {
  const rows = failures.map(
    (row): FailureRow => ({ device_id: row.deviceId, policy_id: row.policyId, version_hash: row.versionHash, at_ms: row.at }),
  );
  rows.sort((a, b) => compareText(a.device_id, b.device_id));
  for (const chunk of chunksOf(rows)) {
    await sql`
      with mark as materialized (
        select t.id as rollout_id, r.device_id, r.version_hash, min(r.at_ms) as at_ms
        from ${recordSet(chunk, FAILURE_COLUMNS, "r")} join rollout_rollout t on t.policy_id = r.policy_id and t.target_hash = r.version_hash
        group by t.id, r.device_id, r.version_hash
      )
      update rollout_exposure as e set failed_at_ms = m.at_ms from mark m
      where e.rollout_id = m.rollout_id and e.device_id = m.device_id and e.version_hash = m.version_hash
        and e.failed_at_ms is null and e.offered_at_ms <= m.at_ms`.execute(trx);
  }
}
