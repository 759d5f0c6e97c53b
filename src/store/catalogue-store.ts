import { sql } from "kysely";
import type { CatalogueStore, PlanNodes } from "../app/ports/catalogue-store.ts";
import type { Trx } from "./run-units.ts";

export function catalogueStore(trx: Trx): CatalogueStore {
  return {
    async head() {
      const row = await trx
        .selectFrom("policy_catalogue")
        .select(["hash", "definitions", "complete", "updated_at_ms", "updated_by"])
        .executeTakeFirst();
      if (row === undefined) return null;
      const { hash, definitions, complete, updated_at_ms: updatedAt, updated_by: updatedBy } = row;
      return { hash, definitions, complete, updatedAt, updatedBy };
    },
    async packed() {
      const row = await trx.selectFrom("policy_catalogue").select("packed").executeTakeFirst();
      return row === undefined ? null : new Uint8Array(Buffer.from(row.packed, "base64"));
    },
    async put({ hash, definitions, complete, updatedAt, updatedBy }, packed) {
      const row = {
        hash,
        definitions,
        complete,
        packed: Buffer.from(packed).toString("base64"),
        updated_at_ms: updatedAt,
        updated_by: updatedBy,
      };
      await trx
        .insertInto("policy_catalogue")
        .values({ singleton: true, ...row })
        .onConflict((conflict) => conflict.column("singleton").doUpdateSet(row))
        .execute();
    },
    async clear() {
      await trx.deleteFrom("policy_catalogue").execute();
    },
    plans: (limit) => newestPlans(trx, limit),
  };
}

/** Names and nodes only: a plan holds whole policies. */
async function newestPlans(trx: Trx, limit: number): Promise<readonly PlanNodes[]> {
  const { rows } = await sql<PlanNodes>`
    select hash, plan #>> '{policyPlan,change,name}' as "policyName", created_at_ms as "createdAt",
      coalesce(jsonb_path_query_array(plan, '$.policyPlan.settings[*].node'), '[]') as nodes
    from policy_plan order by created_at_ms desc, hash limit ${limit}`.execute(trx);
  return rows;
}
