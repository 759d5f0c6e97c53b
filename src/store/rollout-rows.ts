import { sql, type RawBuilder } from "kysely";
import type { RolloutId } from "../kit/ids.ts";
import type { Instant } from "../kit/instant.ts";
import type { ApprovalRecord } from "../rollout/approval.ts";
import { NOBODY_SPOKE, type PeopleStanding, type Stage, type StageStanding } from "../rollout/people.ts";
import type { Rollout } from "../rollout/rollout.ts";
import type { Trx } from "./run-units.ts";

type RolloutRow = Readonly<{
  id: RolloutId;
  name: string;
  author_id: string;
  reason: string;
  plan: Rollout["plan"];
  plan_hash: string;
  state: Rollout["state"];
  revision: number;
  wake_at_ms: Instant | null;
  because: string;
  created_at_ms: Instant;
  approvals: readonly ApprovalRecord[];
  stages: Partial<Record<Stage, StageStanding>> | null;
}>;

/** `rest`: where, order and lock of `rollout_rollout r`. */
export async function rolloutsWhere(trx: Trx, rest: RawBuilder<unknown>): Promise<Rollout[]> {
  const { rows } = await sql<RolloutRow>`
    select r.id, r.name, r.author_id, r.reason, r.plan, r.plan_hash, r.state, r.revision, r.wake_at_ms, r.because, r.created_at_ms,
      coalesce((
        select json_agg(json_build_object('purpose', a.purpose, 'person', a.person, 'planHash', a.plan_hash,
          'decision', a.decision, 'reason', a.reason, 'decidedAt', a.decided_at_ms) order by a.number)
        from rollout_approval a where a.rollout_id = r.id), '[]') as approvals,
      (
        select json_object_agg(n.stage, json_build_object('noticeComplete', true, 'acknowledgement',
          case when k.person is not null then json_build_object('by', k.person, 'at', k.acknowledged_at_ms, 'note', k.note) end))
        from support_notice n
        left join support_acknowledgement k on k.rollout_id = n.rollout_id and k.stage = n.stage and k.notice_hash = n.notice_hash
        where n.rollout_id = r.id) as stages
    from rollout_rollout r ${rest}`.execute(trx);
  return rows.map(rolloutOf);
}

/** The one row that a fenced or keyed write must have touched; anything else is a bug of the caller. */
export function expectOne(rows: readonly unknown[], what: string): void {
  if (rows.length !== 1) throw new Error(`${what} does not exist`);
}

function rolloutOf(row: RolloutRow): Rollout {
  return {
    id: row.id,
    name: row.name,
    authorId: row.author_id,
    reason: row.reason,
    plan: row.plan,
    planHash: row.plan_hash,
    state: row.state,
    revision: row.revision,
    wakeAt: row.wake_at_ms,
    because: row.because,
    createdAt: row.created_at_ms,
    approvals: row.approvals,
    people: peopleOf(row.stages),
  };
}

function peopleOf(stages: RolloutRow["stages"]): PeopleStanding {
  return { ...NOBODY_SPOKE, ...stages };
}
