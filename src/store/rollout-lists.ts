import { sql } from "kysely";
import type { RolloutStore } from "../app/ports/rollout-store.ts";
import type { PolicyId, RolloutId } from "../kit/ids.ts";
import { rolloutsWhere } from "./rollout-rows.ts";
import type { Trx } from "./run-units.ts";

type ListMethods = "lookUp" | "page" | "count" | "openByPolicy";

export function listMethods(trx: Trx): Pick<RolloutStore, ListMethods> {
  return {
    async lookUp(text) {
      const found = await rolloutsWhere(
        trx,
        sql`where r.id = ${text} or r.name = ${text} order by r.created_at_ms desc, r.id collate "C"`,
      );
      const byId = found.filter((rollout) => rollout.id === text);
      return byId.length > 0 ? byId : found;
    },
    page({ limit, afterId }) {
      const after =
        afterId === null
          ? sql`true`
          : sql`exists (
              select 1 from rollout_rollout a where a.id = ${afterId}
                and (r.created_at_ms < a.created_at_ms or (r.created_at_ms = a.created_at_ms and r.id collate "C" > a.id)))`;
      return rolloutsWhere(trx, sql`where ${after} order by r.created_at_ms desc, r.id collate "C" limit ${limit}`);
    },
    async count() {
      const { rows } = await sql<{ rollouts: number }>`select count(*) as rollouts from rollout_rollout`.execute(trx);
      return rows[0]?.rollouts ?? 0;
    },
    async openByPolicy() {
      const { rows } = await sql<{ policy_id: PolicyId; id: RolloutId }>`
        select policy_id, id from rollout_rollout
        where state_kind not in ('operations', 'closed', 'rolled-back', 'aborted')`.execute(trx);
      return new Map(rows.map((row) => [row.policy_id, row.id]));
    },
  };
}
