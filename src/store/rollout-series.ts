import { sql } from "kysely";
import type { LedgerGroup, LedgerSpan, LiveStore } from "../app/ports/live-store.ts";
import type { Instant } from "../kit/instant.ts";
import type { RolloutId } from "../kit/ids.ts";
import type { Trx } from "./run-units.ts";

export function seriesMethods(trx: Trx): Pick<LiveStore, "ledgerSpan" | "ledgerGroups"> {
  return {
    ledgerSpan: (id) => ledgerSpan(trx, id),
    ledgerGroups: (id, points) => ledgerGroups(trx, id, points),
  };
}

async function ledgerSpan(trx: Trx, id: RolloutId): Promise<LedgerSpan | null> {
  const { rows } = await sql<{ first_at_ms: Instant | null; last_at_ms: Instant | null }>`
    select min(offered_at_ms) as first_at_ms, max(greatest(offered_at_ms, applied_at_ms, verified_at_ms, failed_at_ms)) as last_at_ms
    from rollout_exposure where rollout_id = ${id}`.execute(trx);
  const row = rows[0];
  if (row === undefined || row.first_at_ms === null || row.last_at_ms === null) return null;
  return { firstAt: row.first_at_ms, lastAt: row.last_at_ms };
}

/** Counted by the database: a hundred thousand devices fall into some thousands of groups. */
async function ledgerGroups(trx: Trx, id: RolloutId, points: readonly Instant[]): Promise<readonly LedgerGroup[]> {
  // Points before a moment t are those of at most t - 1: times are whole milliseconds.
  const bucket = (column: string) => sql`width_bucket(${sql.id(column)} - 1, (select at_ms from points))`;
  const { rows } = await sql<LedgerGroup>`
    with points as materialized (select ${[...points]}::bigint[] as at_ms)
    select ${bucket("offered_at_ms")} as offered, ${bucket("applied_at_ms")} as applied, ${bucket("verified_at_ms")} as verified,
      ${bucket("failed_at_ms")} as failed, coalesce(verified_at_ms > failed_at_ms, false) as "verifiedLater", count(*) as devices
    from rollout_exposure where rollout_id = ${id}
    group by 1, 2, 3, 4, 5`.execute(trx);
  return rows;
}
