import { sql } from "kysely";
import type { AuditRow } from "../app/ports/audit-store.ts";
import type { LiveStore } from "../app/ports/live-store.ts";
import type { Trx } from "./run-units.ts";

export function timelineMethods(trx: Trx): Pick<LiveStore, "timeline"> {
  return {
    async timeline({ subject, prefixes, before, limit }) {
      const actions =
        prefixes.length === 0
          ? sql``
          : sql`and exists (select 1 from unnest(${[...prefixes]}::text[]) as p (prefix) where starts_with(action, p.prefix))`;
      const { rows } = await sql<AuditRow>`
        select number, at_ms as at, actor, action, subject, detail, prev_hash as "prevHash", hash
        from app_audit where subject = ${subject} and number < ${before} ${actions} order by number desc limit ${limit}`.execute(
        trx,
      );
      const counted = await sql<{ total: number }>`
        select count(*) as total from app_audit where subject = ${subject} ${actions}`.execute(trx);
      return { rows, total: counted.rows[0]?.total ?? 0 };
    },
  };
}
