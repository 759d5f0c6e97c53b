import { sql, type Selectable } from "kysely";
import type { OutboxRow, OutboxStore } from "../app/ports/outbox-store.ts";
import { jsonText } from "./row-sets.ts";
import type { Trx } from "./run-units.ts";
import type { Tables } from "./schema.ts";

export function outboxStore(trx: Trx): OutboxStore {
  return {
    async add({ key, kind, rolloutId, payload, createdAt }) {
      await trx
        .insertInto("app_outbox")
        .values({ key, kind, rollout_id: rolloutId, payload: jsonText(payload), created_at_ms: createdAt, attempts: 0 })
        .onConflict((conflict) => conflict.column("key").doNothing())
        .execute();
    },
    async claim(now, limit) {
      const due = trx
        .selectFrom("app_outbox")
        .selectAll()
        .where("done_at_ms", "is", null)
        .where((row) => row.or([row("next_attempt_at_ms", "is", null), row("next_attempt_at_ms", "<=", now)]))
        .orderBy("created_at_ms")
        .orderBy("key")
        .limit(limit)
        .forUpdate()
        .skipLocked();
      return (await due.execute()).map(outboxOf);
    },
    async complete(key, receipt, now) {
      const { rows } = await sql<{ key: string }>`
        update app_outbox
        set done_at_ms = ${now}, receipt = ${jsonText(receipt)}::jsonb, attempts = attempts + 1, next_attempt_at_ms = null, last_error = null
        where key = ${key} and done_at_ms is null
        returning key`.execute(trx);
      if (rows.length === 0) await expectDone(trx, key);
    },
    async retryAt(key, error, nextAttemptAt) {
      const { rows } = await sql<{ key: string }>`
        update app_outbox set attempts = attempts + 1, last_error = ${error}, next_attempt_at_ms = ${nextAttemptAt}
        where key = ${key} and done_at_ms is null
        returning key`.execute(trx);
      if (rows.length === 0) await expectDone(trx, key);
    },
    async ofRollout(rolloutId) {
      const rows = trx
        .selectFrom("app_outbox")
        .selectAll()
        .where("rollout_id", "=", rolloutId)
        .orderBy("created_at_ms")
        .orderBy("key");
      return (await rows.execute()).map(outboxOf);
    },
  };
}

/** Delivered twice and completed twice: the first receipt stays. A key that never was is a bug of the caller. */
async function expectDone(trx: Trx, key: string): Promise<void> {
  const row = await trx.selectFrom("app_outbox").select("key").where("key", "=", key).executeTakeFirst();
  if (row === undefined) throw new Error(`no outbox row \`${key}\``);
}

function outboxOf(row: Selectable<Tables["app_outbox"]>): OutboxRow {
  return {
    key: row.key,
    kind: row.kind,
    rolloutId: row.rollout_id,
    payload: row.payload,
    createdAt: row.created_at_ms,
    attempts: row.attempts,
    nextAttemptAt: row.next_attempt_at_ms,
    lastError: row.last_error,
    doneAt: row.done_at_ms,
    receipt: row.receipt,
  };
}
