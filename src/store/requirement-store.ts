import { sql, type Selectable } from "kysely";
import type { RequirementStore, StoredRequirement } from "../app/ports/requirement-store.ts";
import { jsonText } from "./row-sets.ts";
import type { Trx } from "./run-units.ts";
import type { Tables } from "./schema.ts";

export function requirementStore(trx: Trx): RequirementStore {
  return {
    async loadAll() {
      const { rows } = await sql<Row>`select * from policy_requirement order by id collate "C"`.execute(trx);
      return rows.map(requirementOf);
    },
    async find(id) {
      const row = await trx.selectFrom("policy_requirement").selectAll().where("id", "=", id).executeTakeFirst();
      return row === undefined ? null : requirementOf(row);
    },
    async insert(requirement) {
      const added = trx
        .insertInto("policy_requirement")
        .values(columnsOf(requirement))
        .onConflict((conflict) => conflict.column("id").doNothing())
        .returning("id");
      return (await added.executeTakeFirst()) !== undefined;
    },
    async replace(requirement) {
      const { id: _, created_by: __, created_at_ms: ___, ...columns } = columnsOf(requirement);
      const set = trx
        .updateTable("policy_requirement")
        .set(columns)
        .where("id", "=", requirement.id)
        .where("revision", "=", requirement.revision - 1)
        .returning("id");
      return (await set.executeTakeFirst()) !== undefined;
    },
  };
}

type Row = Selectable<Tables["policy_requirement"]>;

function requirementOf(row: Row): StoredRequirement {
  return {
    ...row.requirement,
    id: row.id,
    revision: row.revision,
    retired: row.retired,
    createdBy: row.created_by,
    createdAt: row.created_at_ms,
    updatedBy: row.updated_by,
    updatedAt: row.updated_at_ms,
  };
}

function columnsOf(stored: StoredRequirement) {
  const { id, revision, retired, createdBy, createdAt, updatedBy, updatedAt, ...requirement } = stored;
  return {
    id,
    requirement: jsonText(requirement),
    revision,
    retired,
    created_by: createdBy,
    created_at_ms: createdAt,
    updated_by: updatedBy,
    updated_at_ms: updatedAt,
  };
}
