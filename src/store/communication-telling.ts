import { sql, type RawBuilder } from "kysely";
import type { CommunicationStore, DueNotice, Settled, StageScope } from "../app/ports/communication-store.ts";
import type { RolloutId, UserId } from "../kit/ids.ts";
import type { Instant } from "../kit/instant.ts";
import type { Stage } from "../rollout/people.ts";
import type { Notice } from "../support/notice.ts";
import type { DeliveryState } from "../support/told.ts";
import { recordSet, type Columns } from "./row-sets.ts";
import type { Trx } from "./run-units.ts";

type TellingMethods =
  | "withHeldBack"
  | "lookedAt"
  | "noteLook"
  | "queue"
  | "hasTold"
  | "clear"
  | "tellByHand"
  | "findMessage"
  | "bounce"
  | "claimDue"
  | "settle";

export function telling(trx: Trx): Pick<CommunicationStore, TellingMethods> {
  return {
    ...looks(trx),
    queue: (scope, now) => queue(trx, scope, now),
    clear: (scope, until, now) => clear(trx, scope, until, now),
    tellByHand: (scope, userIds, now) => tellByHand(trx, scope, userIds, now),
    async findMessage(messageId) {
      type Row = { rollout_id: RolloutId; stage: Stage; user_id: UserId; state: DeliveryState };
      const { rows } = await sql<Row>`
        select rollout_id, stage, user_id, state from support_delivery where message_id = ${messageId}`.execute(trx);
      const row = rows[0];
      return row === undefined ? null : { rolloutId: row.rollout_id, stage: row.stage, userId: row.user_id, state: row.state };
    },
    bounce: (scope, userId, reason) => bounce(trx, scope, userId, reason),
    claimDue: (now, untilAt, limit) => claimDue(trx, now, untilAt, limit),
    settle: (rows) => settle(trx, rows),
  };
}

function looks(trx: Trx): Pick<CommunicationStore, "withHeldBack" | "lookedAt" | "noteLook" | "hasTold"> {
  return {
    async withHeldBack() {
      // One index look for each rollout instead of a walk over all its devices.
      const { rows } = await sql<{ id: RolloutId }>`
        select r.id from rollout_rollout r
        where r.state_kind in ${TELLS} and exists (select 1 from rollout_cohort c where c.rollout_id = r.id and c.cleared_at_ms is null)
        order by r.id collate "C"`.execute(trx);
      return rows.map((row) => row.id);
    },
    async lookedAt({ rolloutId, stage }) {
      const { rows } = await sql<{ look_marker: string; cleared_through_ms: Instant | null }>`
        select look_marker, cleared_through_ms from support_notice where rollout_id = ${rolloutId} and stage = ${stage}`.execute(
        trx,
      );
      const row = rows[0];
      return row === undefined ? null : { marker: row.look_marker, clearedThrough: row.cleared_through_ms };
    },
    async noteLook({ rolloutId, stage }, { marker, clearedThrough }) {
      await sql`
        update support_notice set look_marker = ${marker}, cleared_through_ms = ${clearedThrough}
        where rollout_id = ${rolloutId} and stage = ${stage}`.execute(trx);
    },
    async hasTold({ rolloutId, stage }, from, until) {
      const later = from === null ? sql`` : sql`and told_at_ms > ${from}`;
      const { rows } = await sql<{ found: boolean }>`
        select exists (
          select 1 from support_delivery where rollout_id = ${rolloutId} and stage = ${stage} and told_at_ms <= ${until} ${later}
        ) as found`.execute(trx);
      return rows[0]?.found ?? false;
    },
  };
}

/** Held-back devices of the stage's cohorts that are in the estate and hold nothing yet, each with who is told of it, or null. */
export function addressees({ rolloutId, stage, phaseIndexes }: StageScope): RawBuilder<unknown> {
  const phases = sql`c.rollout_id = ${rolloutId} and c.phase_index = any(${[...phaseIndexes]}::integer[])`;
  return sql`(${addresseesWhere(rolloutId, stage, sql`${phases} and c.cleared_at_ms is null`)}) as held`;
}

function addresseesWhere(rolloutId: RolloutId, stage: Stage, which: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`
    select c.device_id, coalesce(u.id, s.user_id, g.user_id) as user_id
    from rollout_cohort c
    join estate_device d on d.id = c.device_id
    left join rollout_exposure e on e.rollout_id = c.rollout_id and e.device_id = c.device_id
    left join estate_user u on u.id = d.primary_user_id
    left join support_substitute s on s.rollout_id = ${rolloutId} and s.stage = ${stage} and s.site_id = d.site_id
    left join support_substitute g on g.rollout_id = ${rolloutId} and g.stage = ${stage} and g.site_id is null
    where ${which} and e.device_id is null`;
}

/** A mail's name never changes: made of the rollout, the stage and the person, and of nothing else. */
function messageId({ rolloutId, stage }: StageScope, userId: RawBuilder<unknown>): RawBuilder<unknown> {
  const person = sql`left(encode(sha256(convert_to(${userId}, 'UTF8')), 'hex'), 32)`;
  return sql`'<' || ${rolloutId}::text || '.' || ${stage}::text || '.' || ${person} || '@tidegate.invalid>'`;
}

async function queue(trx: Trx, scope: StageScope, now: Instant): Promise<number> {
  const { rows } = await sql<{ queued: number }>`
    with fresh as (
      insert into support_delivery (rollout_id, stage, user_id, state, message_id, attempts, queued_at_ms)
      select ${scope.rolloutId}, ${scope.stage}, p.user_id, 'queued', ${messageId(scope, sql`p.user_id`)}, 0, ${now}::bigint
      from (select distinct user_id from ${addressees(scope)} where user_id is not null) as p
      on conflict (rollout_id, stage, user_id) do nothing
      returning 1
    )
    select count(*) as queued from fresh`.execute(trx);
  return rows[0]?.queued ?? 0;
}

/** `is true` keeps each list a hash: as a join, a planner without statistics walks one list for every row of the other. */
async function clear(trx: Trx, scope: StageScope, until: Instant, now: Instant): Promise<number> {
  const { rows } = await sql<{ cleared: number }>`
    with told as materialized (
      select user_id from support_delivery
      where rollout_id = ${scope.rolloutId} and stage = ${scope.stage} and told_at_ms <= ${until}
    ), free as materialized (
      select device_id from ${addressees(scope)} where (user_id in (select user_id from told)) is true
    ), done as (
      update rollout_cohort as c set cleared_at_ms = ${now}
      where c.rollout_id = ${scope.rolloutId} and c.cleared_at_ms is null and (c.device_id in (select device_id from free)) is true
      returning 1
    )
    select count(*) as cleared from done`.execute(trx);
  return rows[0]?.cleared ?? 0;
}

/** A person without a row gets one: whoever is told ahead of their phase was told. */
async function tellByHand(trx: Trx, scope: StageScope, userIds: readonly UserId[] | null, now: Instant): Promise<number> {
  const { rolloutId, stage } = scope;
  const who =
    userIds === null
      ? sql`select user_id from support_delivery where rollout_id = ${rolloutId} and stage = ${stage}`
      : sql`select distinct a.user_id from unnest(${[...userIds]}::text[]) as a(user_id)`;
  const { rows } = await sql<{ told: number }>`
    with done as (
      insert into support_delivery (rollout_id, stage, user_id, state, message_id, attempts, queued_at_ms, first_attempt_at_ms, told_at_ms)
      select ${rolloutId}, ${stage}, p.user_id, 'told-by-hand', ${messageId(scope, sql`p.user_id`)}, 0, ${now}::bigint, ${now}::bigint, ${now}::bigint
      from (${who}) as p
      on conflict (rollout_id, stage, user_id) do update set state = 'told-by-hand', told_at_ms = excluded.told_at_ms,
        next_attempt_at_ms = null, first_attempt_at_ms = coalesce(support_delivery.first_attempt_at_ms, excluded.first_attempt_at_ms)
      where support_delivery.told_at_ms is null
      returning 1
    )
    select count(*) as told from done`.execute(trx);
  return rows[0]?.told ?? 0;
}

async function bounce(trx: Trx, { rolloutId, stage, phaseIndexes }: StageScope, userId: UserId, reason: string): Promise<number> {
  await sql`
    update support_delivery set state = 'bounced', told_at_ms = null, last_error = ${reason}
    where rollout_id = ${rolloutId} and stage = ${stage} and user_id = ${userId} and state = 'accepted'`.execute(trx);
  const which = sql`c.rollout_id = ${rolloutId} and c.phase_index = any(${[...phaseIndexes]}::integer[]) and c.cleared_at_ms is not null`;
  const { rows } = await sql<{ held: number }>`
    with theirs as materialized (
      select device_id from (${addresseesWhere(rolloutId, stage, which)}) as a where a.user_id = ${userId}
    ), done as (
      update rollout_cohort as c set cleared_at_ms = null from theirs
      where c.rollout_id = ${rolloutId} and c.device_id = theirs.device_id
      returning 1
    )
    select count(*) as held from done`.execute(trx);
  return rows[0]?.held ?? 0;
}

/** States in which what a notice announces is going to happen; a paused or halted rollout keeps its mail (S29). */
const TELLS = sql`('pilot-isolated', 'pilot-final', 'waves', 'held', 'operations')`;

type DueColumns = Readonly<{
  rollout_id: RolloutId;
  stage: Stage;
  user_id: UserId;
  display_name: string;
  mail: string | null;
  message_id: string;
  attempts: number;
  notice: Notice;
  lead_ms: number;
}>;

async function claimDue(trx: Trx, now: Instant, untilAt: Instant, limit: number): Promise<readonly DueNotice[]> {
  const { rows } = await sql<DueColumns>`
    with due as materialized (
      select d.rollout_id, d.stage, d.user_id from support_delivery d join rollout_rollout r on r.id = d.rollout_id
      where d.state = 'queued' and (d.next_attempt_at_ms is null or d.next_attempt_at_ms <= ${now}) and r.state_kind in ${TELLS}
      order by d.queued_at_ms, d.user_id collate "C" limit ${limit} for update of d skip locked
    ), claimed as (
      update support_delivery as d
      set attempts = d.attempts + 1, next_attempt_at_ms = ${untilAt}, first_attempt_at_ms = coalesce(d.first_attempt_at_ms, ${now})
      from due where d.rollout_id = due.rollout_id and d.stage = due.stage and d.user_id = due.user_id
      returning d.rollout_id, d.stage, d.user_id, d.message_id, d.attempts
    )
    select c.rollout_id, c.stage, c.user_id, c.message_id, c.attempts, coalesce(u.display_name, c.user_id) as display_name, u.mail,
      n.notice, (r.plan->'people'->>'noticeLeadMsMin')::bigint as lead_ms
    from claimed c join rollout_rollout r on r.id = c.rollout_id
    join support_notice n on n.rollout_id = c.rollout_id and n.stage = c.stage
    left join estate_user u on u.id = c.user_id`.execute(trx);
  return rows.map((row) => ({
    rolloutId: row.rollout_id,
    stage: row.stage,
    userId: row.user_id,
    displayName: row.display_name,
    mail: row.mail,
    messageId: row.message_id,
    attempts: row.attempts,
    notice: row.notice,
    noticeLeadMsMin: row.lead_ms,
  }));
}

type SettledRow = {
  rollout_id: RolloutId;
  stage: Stage;
  user_id: UserId;
  state: DeliveryState;
  told_at_ms: Instant | null;
  next_attempt_at_ms: Instant | null;
  last_error: string | null;
};
const SETTLED_COLUMNS: Columns<SettledRow> = {
  rollout_id: "text",
  stage: "text",
  user_id: "text",
  state: "text",
  told_at_ms: "bigint",
  next_attempt_at_ms: "bigint",
  last_error: "text",
};

async function settle(trx: Trx, settled: readonly Settled[]): Promise<void> {
  const rows = settled.map(({ outcome, nextAttemptAt, at, ...who }): SettledRow => {
    const isAccepted = outcome.kind === "accepted";
    return {
      rollout_id: who.rolloutId,
      stage: who.stage,
      user_id: who.userId,
      state: isAccepted ? "accepted" : nextAttemptAt === null ? "failed" : "queued",
      told_at_ms: isAccepted ? at : null,
      next_attempt_at_ms: isAccepted ? null : nextAttemptAt,
      last_error: isAccepted ? null : outcome.reason,
    };
  });
  if (rows.length === 0) return;
  await sql`
    update support_delivery as d set state = r.state, told_at_ms = r.told_at_ms, next_attempt_at_ms = r.next_attempt_at_ms,
      last_error = r.last_error
    from ${recordSet(rows, SETTLED_COLUMNS, "r")}
    where d.rollout_id = r.rollout_id and d.stage = r.stage and d.user_id = r.user_id and d.state = 'queued'`.execute(trx);
}
