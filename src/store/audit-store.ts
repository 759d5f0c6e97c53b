import { sql, type Selectable } from "kysely";
import { auditHash } from "../app/ports/audit-chain.ts";
import type { AuditEntry, AuditRow, AuditStore } from "../app/ports/audit-store.ts";
import { jsonText } from "./row-sets.ts";
import type { Trx } from "./run-units.ts";
import type { Tables } from "./schema.ts";

export function auditStore(trx: Trx): AuditStore {
  return {
    append: (entry) => append(trx, entry),
    async page(fromNumber, limit) {
      const rows = trx.selectFrom("app_audit").selectAll().where("number", ">=", fromNumber).orderBy("number").limit(limit);
      return (await rows.execute()).map(auditOf);
    },
    head: () => trx.selectFrom("app_audit_head").select(["number", "hash"]).executeTakeFirstOrThrow(),
    async ofSubject(subject, limit) {
      const newest = trx
        .selectFrom("app_audit")
        .selectAll()
        .where("subject", "=", subject)
        .orderBy("number", "desc")
        .limit(limit);
      return (await newest.execute()).map(auditOf).reverse();
    },
  };
}

/**
 * INVARIANT: the chain never forks. The head row is locked before it is read, and under `repeatable read` a head that
 * somebody moved since this unit's snapshot cannot be locked at all: the unit runs again.
 */
async function append(trx: Trx, entry: AuditEntry): Promise<AuditRow> {
  const head = await trx.selectFrom("app_audit_head").select(["number", "hash"]).forUpdate().executeTakeFirstOrThrow();
  const { at, actor, action, subject, detail } = entry;
  const linked = { number: head.number + 1, at, actor, action, subject, detail, prevHash: head.hash };
  const row: AuditRow = { ...linked, hash: auditHash(linked) };
  await sql`
    with entry as (
      insert into app_audit (number, at_ms, actor, action, subject, detail, prev_hash, hash)
      values (${row.number}, ${at}, ${actor}, ${action}, ${subject}, ${jsonText(detail)}::jsonb, ${row.prevHash}, ${row.hash})
      returning number, hash
    )
    update app_audit_head as head set number = entry.number, hash = entry.hash from entry
  `.execute(trx);
  return row;
}

function auditOf(row: Selectable<Tables["app_audit"]>): AuditRow {
  return {
    number: row.number,
    at: row.at_ms,
    actor: row.actor,
    action: row.action,
    subject: row.subject,
    detail: row.detail,
    prevHash: row.prev_hash,
    hash: row.hash,
  };
}
