import { sql, type RawBuilder, type Selectable } from "kysely";
import type { DraftFilter, DraftStore } from "../app/ports/draft-store.ts";
import type { PolicyId } from "../kit/ids.ts";
import type { Draft } from "../policy/draft.ts";
import { jsonText } from "./row-sets.ts";
import type { Trx } from "./run-units.ts";
import type { Tables } from "./schema.ts";

export function draftStore(trx: Trx): DraftStore {
  return {
    async insert(draft) {
      const added = trx
        .insertInto("policy_draft")
        .values(columnsOf(draft))
        .onConflict((conflict) => conflict.column("id").doNothing())
        .returning("id");
      return (await added.executeTakeFirst()) !== undefined;
    },
    async find(id) {
      const row = await trx.selectFrom("policy_draft").selectAll().where("id", "=", id).executeTakeFirst();
      return row === undefined ? null : draftOf(row);
    },
    async replace(draft) {
      const { id: _, created_by: __, created_at_ms: ___, ...columns } = columnsOf(draft);
      const set = trx
        .updateTable("policy_draft")
        .set(columns)
        .where("id", "=", draft.id)
        .where("revision", "=", draft.revision - 1)
        .returning("id");
      return (await set.executeTakeFirst()) !== undefined;
    },
    async remove(id, revision) {
      const gone = trx.deleteFrom("policy_draft").where("id", "=", id).where("revision", "=", revision).returning("id");
      return (await gone.executeTakeFirst()) !== undefined;
    },
    async list({ policyId, limit, afterId }) {
      const { rows } = await sql<Row>`
        select * from policy_draft d where ${ofPolicy(policyId)} and ${after(afterId)}
        order by created_at_ms desc, id collate "C" limit ${limit}`.execute(trx);
      return rows.map(draftOf);
    },
    async count({ policyId }: Pick<DraftFilter, "policyId">) {
      const { rows } = await sql<{
        drafts: number;
      }>`select count(*) as drafts from policy_draft d where ${ofPolicy(policyId)}`.execute(trx);
      return rows[0]?.drafts ?? 0;
    },
  };
}

function ofPolicy(policyId: PolicyId | null): RawBuilder<unknown> {
  return policyId === null ? sql`true` : sql`d.policy_id = ${policyId}`;
}

function after(afterId: string | null): RawBuilder<unknown> {
  if (afterId === null) return sql`true`;
  return sql`exists (select 1 from policy_draft a where a.id = ${afterId}
    and (d.created_at_ms < a.created_at_ms or (d.created_at_ms = a.created_at_ms and d.id collate "C" > a.id)))`;
}

type Row = Selectable<Tables["policy_draft"]>;

function draftOf(row: Row): Draft {
  return {
    id: row.id,
    title: row.title,
    reason: row.reason,
    change: row.change,
    baseHash: row.base_hash,
    madeFrom: row.made_from,
    revision: row.revision,
    createdBy: row.created_by,
    createdAt: row.created_at_ms,
    updatedBy: row.updated_by,
    updatedAt: row.updated_at_ms,
  };
}

function columnsOf(draft: Draft) {
  return {
    id: draft.id,
    policy_id: draft.change.policyId,
    title: draft.title,
    reason: draft.reason,
    change: jsonText(draft.change),
    base_hash: draft.baseHash,
    made_from: draft.madeFrom,
    revision: draft.revision,
    created_by: draft.createdBy,
    created_at_ms: draft.createdAt,
    updated_by: draft.updatedBy,
    updated_at_ms: draft.updatedAt,
  };
}
