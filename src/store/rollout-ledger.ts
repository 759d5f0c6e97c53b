import { sql } from "kysely";
import type { RolloutStore } from "../app/ports/rollout-store.ts";
import type { Json } from "../kit/canonical-json.ts";
import { compareText, type DeviceId, type PolicyId, type RolloutId } from "../kit/ids.ts";
import type { Instant } from "../kit/instant.ts";
import { chunksOf, recordSet, type Columns } from "./row-sets.ts";
import type { Trx } from "./run-units.ts";
import type { Tables } from "./schema.ts";

type LedgerMethods = "expose" | "noteOutcomes" | "exposureTotals" | "ofDevice";

type LedgerRow = Omit<Tables["rollout_exposure"], "applied_at_ms" | "verified_at_ms" | "failed_at_ms" | "failure">;
const LEDGER_COLUMNS: Columns<LedgerRow> = {
  rollout_id: "text",
  device_id: "text",
  phase_index: "integer",
  version_hash: "text",
  offered_at_ms: "bigint",
  rollout_revision: "bigint",
};

type OutcomeRow = {
  device_id: DeviceId;
  policy_id: PolicyId;
  version_hash: string;
  applied_at_ms: Instant | null;
  verified_at_ms: Instant | null;
  failed_at_ms: Instant | null;
  failure: Json;
};
const OUTCOME_COLUMNS: Columns<OutcomeRow> = {
  device_id: "text",
  policy_id: "text",
  version_hash: "text",
  applied_at_ms: "bigint",
  verified_at_ms: "bigint",
  failed_at_ms: "bigint",
  failure: "jsonb",
};

export function ledgerMethods(trx: Trx): Pick<RolloutStore, LedgerMethods> {
  return {
    expose: (rows) => expose(trx, rows),
    noteOutcomes: (rows) => noteOutcomes(trx, rows),
    async exposureTotals(ids) {
      type Row = { rollout_id: RolloutId; exposed: number; ever_applied: number; ever_verified: number; ever_failed: number };
      const { rows } = await sql<Row>`
        select rollout_id, count(*) as exposed, count(applied_at_ms) as ever_applied, count(verified_at_ms) as ever_verified,
          count(failed_at_ms) as ever_failed
        from rollout_exposure where rollout_id = any(${[...ids]}::text[]) group by rollout_id`.execute(trx);
      return new Map(
        rows.map((row) => [
          row.rollout_id,
          {
            exposed: row.exposed,
            everApplied: row.ever_applied,
            everVerified: row.ever_verified,
            everFailed: row.ever_failed,
          },
        ]),
      );
    },
    async ofDevice(deviceId) {
      type Row = {
        id: RolloutId;
        name: string;
        phase_index: number;
        phase_name: string;
        state_kind: string;
        offered_at_ms: Instant | null;
      };
      const { rows } = await sql<Row>`
        select r.id, r.name, c.phase_index, p.name as phase_name, r.state_kind, e.offered_at_ms
        from rollout_cohort c join rollout_rollout r on r.id = c.rollout_id
        join rollout_phase p on p.rollout_id = c.rollout_id and p.phase_index = c.phase_index
        left join rollout_exposure e on e.rollout_id = c.rollout_id and e.device_id = c.device_id
        where c.device_id = ${deviceId} order by r.created_at_ms desc, r.id collate "C"`.execute(trx);
      return rows.map((row) => ({
        rolloutId: row.id,
        name: row.name,
        phaseIndex: row.phase_index,
        phaseName: row.phase_name,
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
      insert into rollout_exposure (rollout_id, device_id, phase_index, version_hash, offered_at_ms, rollout_revision)
      select r.rollout_id, r.device_id, r.phase_index, r.version_hash, r.offered_at_ms, r.rollout_revision
      from ${recordSet(chunk, LEDGER_COLUMNS, "r")}
      on conflict (rollout_id, device_id) do nothing`.execute(trx);
  }
}

/**
 * The marks are made before the ledger is touched: joined in one go, a planner without statistics walks a rollout's whole
 * ledger for each of them. A word from before this ledger's offer belongs to an earlier rollout of the same version.
 */
async function noteOutcomes(trx: Trx, ...[outcomes]: Parameters<RolloutStore["noteOutcomes"]>): Promise<void> {
  const rows = outcomes.map(
    (row): OutcomeRow => ({
      device_id: row.deviceId,
      policy_id: row.policyId,
      version_hash: row.versionHash,
      applied_at_ms: row.applied ? row.at : null,
      verified_at_ms: row.verified ? row.at : null,
      failed_at_ms: row.failed ? row.at : null,
      failure: row.failure,
    }),
  );
  rows.sort((a, b) => compareText(a.device_id, b.device_id));
  for (const chunk of chunksOf(rows)) {
    await sql`
      with mark as materialized (
        select t.id as rollout_id, r.device_id, r.version_hash,
          min(r.applied_at_ms) as applied_at_ms, min(r.verified_at_ms) as verified_at_ms, min(r.failed_at_ms) as failed_at_ms,
          (array_agg(r.failure order by r.failed_at_ms) filter (where r.failed_at_ms is not null))[1] as failure
        from ${recordSet(chunk, OUTCOME_COLUMNS, "r")} join rollout_rollout t on t.policy_id = r.policy_id and t.target_hash = r.version_hash
        group by t.id, r.device_id, r.version_hash
      )
      update rollout_exposure as e set
        applied_at_ms = coalesce(e.applied_at_ms, case when e.offered_at_ms <= m.applied_at_ms then m.applied_at_ms end),
        verified_at_ms = coalesce(e.verified_at_ms, case when e.offered_at_ms <= m.verified_at_ms then m.verified_at_ms end),
        failed_at_ms = coalesce(e.failed_at_ms, case when e.offered_at_ms <= m.failed_at_ms then m.failed_at_ms end),
        failure = case when e.failed_at_ms is null and e.offered_at_ms <= m.failed_at_ms then m.failure else e.failure end
      from mark m
      where e.rollout_id = m.rollout_id and e.device_id = m.device_id and e.version_hash = m.version_hash
        and (e.applied_at_ms is null or e.verified_at_ms is null or e.failed_at_ms is null)`.execute(trx);
  }
}
