import { sql, type Selectable } from "kysely";
import type { DeclaredHead, MasterStore } from "../app/ports/master-store.ts";
import { countRows, type DeclaredFact } from "../policy/declared-fact.ts";
import { jsonText } from "./row-sets.ts";
import type { Trx } from "./run-units.ts";
import type { Tables } from "./schema.ts";

export function masterStore(trx: Trx): MasterStore {
  return {
    async save(fact) {
      const { id, ...columns } = columnsOf(fact);
      const gone = trx.deleteFrom("policy_declared").where("id", "=", id).returning("id");
      const replaced = (await gone.executeTakeFirst()) !== undefined;
      await trx
        .insertInto("policy_declared")
        .values({ id, ...columns })
        .execute();
      return { replaced };
    },
    async find(id) {
      const row = await trx.selectFrom("policy_declared").selectAll().where("id", "=", id).executeTakeFirst();
      return row === undefined ? null : factOf(row);
    },
    async list({ limit, afterId }) {
      const after =
        afterId === null
          ? sql`true`
          : sql`exists (select 1 from policy_declared a where a.id = ${afterId}
              and (d.name collate "C", d.id collate "C") > (a.name collate "C", a.id collate "C"))`;
      const { rows } = await sql<Omit<Row, "rows">>`
        select id, name, master, group_id, row_count, value_count, node_count, opaque_count, workloads, file, read_at_ms,
          imported_at_ms, imported_by
        from policy_declared d where ${after} order by name collate "C", id collate "C" limit ${limit}`.execute(trx);
      return rows.map(headOf);
    },
    async count() {
      const { rows } = await sql<{ facts: number }>`select count(*) as facts from policy_declared`.execute(trx);
      return rows[0]?.facts ?? 0;
    },
    async loadAll() {
      const { rows } = await sql<Row>`select * from policy_declared order by id collate "C"`.execute(trx);
      return rows.map(factOf);
    },
    async remove(id) {
      const gone = trx.deleteFrom("policy_declared").where("id", "=", id).returning("id");
      return (await gone.executeTakeFirst()) !== undefined;
    },
  };
}

type Row = Selectable<Tables["policy_declared"]>;

function headOf(row: Omit<Row, "rows">): DeclaredHead {
  return {
    id: row.id,
    name: row.name,
    master: row.master,
    groupId: row.group_id,
    workloads: row.workloads,
    file: row.file,
    readAt: row.read_at_ms,
    importedAt: row.imported_at_ms,
    importedBy: row.imported_by,
    counts: { rows: row.row_count, values: row.value_count, nodesOnly: row.node_count, opaque: row.opaque_count },
  };
}

function factOf(row: Row): DeclaredFact {
  const { counts: _, ...head } = headOf(row);
  return { ...head, rows: row.rows };
}

function columnsOf(fact: DeclaredFact) {
  const { rows, values, nodesOnly, opaque } = countRows(fact.rows);
  return {
    id: fact.id,
    name: fact.name,
    master: fact.master,
    group_id: fact.groupId,
    rows: jsonText(fact.rows),
    row_count: rows,
    value_count: values,
    node_count: nodesOnly,
    opaque_count: opaque,
    workloads: jsonText(fact.workloads),
    file: fact.file,
    read_at_ms: fact.readAt,
    imported_at_ms: fact.importedAt,
    imported_by: fact.importedBy,
  };
}
