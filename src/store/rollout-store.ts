import { sql } from "kysely";
import type { RolloutStore } from "../app/ports/rollout-store.ts";
import { FenceBroken } from "../app/ports/store.ts";
import type { RolloutId } from "../kit/ids.ts";
import type { Rollout } from "../rollout/rollout.ts";
import { activeMethods } from "./rollout-active.ts";
import { evidenceMethods } from "./rollout-evidence.ts";
import { listMethods } from "./rollout-lists.ts";
import { ledgerMethods } from "./rollout-ledger.ts";
import { phaseMethods } from "./rollout-phases.ts";
import { expectOne, rolloutsWhere } from "./rollout-rows.ts";
import { jsonText } from "./row-sets.ts";
import type { Trx } from "./run-units.ts";

export function rolloutStore(trx: Trx): RolloutStore {
  return {
    ...rolloutMethods(trx),
    ...listMethods(trx),
    ...phaseMethods(trx),
    ...activeMethods(trx),
    ...ledgerMethods(trx),
    ...evidenceMethods(trx),
  };
}

type RolloutMethods = "insert" | "find" | "list" | "claimDue" | "findForUpdate" | "save" | "snooze" | "addApproval";

function rolloutMethods(trx: Trx): Pick<RolloutStore, RolloutMethods> {
  return {
    insert: (rollout, policyId, hashes) => insert(trx, rollout, policyId, hashes),
    find: async (id) => (await rolloutsWhere(trx, sql`where r.id = ${id}`))[0] ?? null,
    list: () => rolloutsWhere(trx, sql`order by r.created_at_ms desc, r.id collate "C"`),
    async claimDue(now) {
      const due = sql`where r.wake_at_ms <= ${now} order by r.wake_at_ms, r.id collate "C" limit 1 for update of r skip locked`;
      return (await rolloutsWhere(trx, due))[0] ?? null;
    },
    findForUpdate: async (id) => (await rolloutsWhere(trx, sql`where r.id = ${id} for update of r`))[0] ?? null,
    save: (rollout, fence) => save(trx, rollout, fence),
    async snooze(id, wakeAt, because, fence) {
      const { rows } = await sql<{ id: RolloutId }>`
        with fence as (select epoch from app_world where epoch = ${fence.epoch} for share)
        update rollout_rollout as r set wake_at_ms = ${wakeAt}, because = ${because}
        from fence where r.id = ${id} and r.revision = ${fence.revision}
        returning r.id`.execute(trx);
      if (rows.length === 0) throw new FenceBroken(brokenText(id, fence));
    },
    addApproval: (id, approval) => addApproval(trx, id, approval),
  };
}

async function insert(
  trx: Trx,
  ...[rollout, policyId, hashes]: Parameters<RolloutStore["insert"]>
): Promise<"inserted" | "open-rollout-exists"> {
  const { id, name, authorId, reason, plan, planHash, state, because, revision, wakeAt, createdAt } = rollout;
  const { rows } = await sql<{ id: RolloutId }>`
    insert into rollout_rollout (id, name, author_id, reason, plan, plan_hash, policy_id, target_hash, previous_hash,
      state, state_kind, because, approval_count, revision, epoch, wake_at_ms, created_at_ms)
    values (${id}, ${name}, ${authorId}, ${reason}, ${jsonText(plan)}::jsonb, ${planHash}, ${policyId}, ${hashes.target}, ${hashes.previous},
      ${jsonText(state)}::jsonb, ${state.kind}, ${because}, 0, ${revision}, (select epoch from app_world), ${wakeAt}, ${createdAt})
    on conflict (policy_id) where state_kind not in ('operations', 'closed', 'rolled-back', 'aborted') do nothing
    returning id`.execute(trx);
  if (rows.length === 0) return "open-rollout-exists";
  for (const approval of rollout.approvals) await addApproval(trx, id, approval);
  return "inserted";
}

/**
 * The epoch is locked, not only read: a leader that was replaced since this unit's snapshot raises 40001 here instead of
 * committing beside its successor.
 */
async function save(trx: Trx, rollout: Rollout, fence: Readonly<{ revision: number; epoch: number }>): Promise<number> {
  const { id, state, because, wakeAt } = rollout;
  const { rows } = await sql<{ revision: number }>`
    with fence as (select epoch from app_world where epoch = ${fence.epoch} for share)
    update rollout_rollout as r
    set state = ${jsonText(state)}::jsonb, state_kind = ${state.kind}, because = ${because}, wake_at_ms = ${wakeAt},
      revision = r.revision + 1, epoch = fence.epoch
    from fence where r.id = ${id} and r.revision = ${fence.revision}
    returning r.revision`.execute(trx);
  const saved = rows[0];
  if (saved === undefined) throw new FenceBroken(brokenText(id, fence));
  return saved.revision;
}

async function addApproval(trx: Trx, ...[id, approval]: Parameters<RolloutStore["addApproval"]>): Promise<void> {
  const { purpose, person, planHash, decision, reason, decidedAt } = approval;
  const { rows } = await sql`
    with moved as (update rollout_rollout set approval_count = approval_count + 1 where id = ${id} returning id, approval_count)
    insert into rollout_approval (rollout_id, number, purpose, person, plan_hash, decision, reason, decided_at_ms)
    select id, approval_count, ${purpose}, ${person}, ${planHash}, ${decision}, ${reason}, ${decidedAt}::bigint from moved
    returning number`.execute(trx);
  expectOne(rows, `rollout \`${id}\``);
}

function brokenText(id: RolloutId, fence: Readonly<{ revision: number; epoch: number }>): string {
  return `rollout \`${id}\` is no longer at revision ${fence.revision} in epoch ${fence.epoch}: somebody else moved first`;
}
