import { sql, type RawBuilder } from "kysely";
import type {
  CommunicationStore,
  DeliveryFilter,
  DeliveryRow,
  NoticeRow,
  StageScope,
  StageTotals,
  Substitute,
} from "../app/ports/communication-store.ts";
import { compareText, type RolloutId, type SiteId, type UserId } from "../kit/ids.ts";
import type { Instant } from "../kit/instant.ts";
import type { Stage } from "../rollout/people.ts";
import type { Notice } from "../support/notice.ts";
import type { DeliveryState } from "../support/told.ts";
import { addressees, telling } from "./communication-telling.ts";
import { jsonText, recordSet, type Columns } from "./row-sets.ts";
import type { Trx } from "./run-units.ts";

export function communicationStore(trx: Trx): CommunicationStore {
  return { ...plans(trx), ...lists(trx), ...telling(trx) };
}

type PlanMethods = "notices" | "setNotice" | "substitutes" | "acknowledge" | "unknownIds";

function plans(trx: Trx): Pick<CommunicationStore, PlanMethods> {
  return {
    notices: (rolloutId) => notices(trx, rolloutId),
    setNotice: (rolloutId, row, substitutes) => setNotice(trx, rolloutId, row, substitutes),
    async substitutes(rolloutId) {
      type Row = { stage: Stage; site_id: SiteId | null; user_id: UserId; display_name: string };
      const { rows } = await sql<Row>`
        select s.stage, s.site_id, s.user_id, coalesce(u.display_name, s.user_id) as display_name
        from support_substitute s left join estate_user u on u.id = s.user_id
        where s.rollout_id = ${rolloutId} order by s.stage, s.site_id collate "C" nulls first`.execute(trx);
      return rows.map((row) => ({ stage: row.stage, siteId: row.site_id, userId: row.user_id, displayName: row.display_name }));
    },
    async acknowledge(rolloutId, { stage, noticeHash, by, note, at }) {
      await sql`
        insert into support_acknowledgement (rollout_id, stage, notice_hash, person, note, acknowledged_at_ms)
        values (${rolloutId}, ${stage}, ${noticeHash}, ${by}, ${note}, ${at})
        on conflict (rollout_id, stage) do update set notice_hash = excluded.notice_hash, person = excluded.person,
          note = excluded.note, acknowledged_at_ms = excluded.acknowledged_at_ms`.execute(trx);
    },
    async unknownIds({ users, sites }) {
      const missing = async (asked: readonly string[], table: RawBuilder<unknown>) => {
        const { rows } = await sql<{ id: string }>`
          select distinct a.id from unnest(${[...asked]}::text[]) as a(id) left join ${table} k on k.id = a.id
          where k.id is null`.execute(trx);
        return rows.map((row) => row.id).sort(compareText);
      };
      return { users: await missing(users, sql`estate_user`), sites: await missing(sites, sql`estate_site`) };
    },
  };
}

async function notices(trx: Trx, rolloutId: RolloutId): Promise<readonly NoticeRow[]> {
  type Row = { stage: Stage; notice: Notice; notice_hash: string; edited_by: string; edited_at_ms: Instant };
  const { rows } = await sql<Row>`
    select stage, notice, notice_hash, edited_by, edited_at_ms from support_notice
    where rollout_id = ${rolloutId} order by stage`.execute(trx);
  return rows.map((row) => ({
    stage: row.stage,
    notice: row.notice,
    hash: row.notice_hash,
    editedBy: row.edited_by,
    editedAt: row.edited_at_ms,
  }));
}

const SUBSTITUTE_COLUMNS: Columns<{ site_id: string | null; user_id: string }> = { site_id: "text", user_id: "text" };

/** The look starts anew: other substitutes are other people to tell. */
async function setNotice(trx: Trx, rolloutId: RolloutId, row: NoticeRow, substitutes: readonly Substitute[]): Promise<void> {
  const { stage, notice, hash, editedBy, editedAt } = row;
  await sql`
    insert into support_notice (rollout_id, stage, notice, notice_hash, edited_by, edited_at_ms, look_marker)
    values (${rolloutId}, ${stage}, ${jsonText(notice)}::jsonb, ${hash}, ${editedBy}, ${editedAt}, '')
    on conflict (rollout_id, stage) do update set notice = excluded.notice, notice_hash = excluded.notice_hash,
      edited_by = excluded.edited_by, edited_at_ms = excluded.edited_at_ms, look_marker = ''`.execute(trx);
  await sql`delete from support_substitute where rollout_id = ${rolloutId} and stage = ${stage}`.execute(trx);
  const rows = substitutes.map(({ siteId, userId }) => ({ site_id: siteId, user_id: userId }));
  if (rows.length === 0) return;
  await sql`
    insert into support_substitute (rollout_id, stage, site_id, user_id)
    select ${rolloutId}, ${stage}, r.site_id, r.user_id from ${recordSet(rows, SUBSTITUTE_COLUMNS, "r")}`.execute(trx);
}

function lists(trx: Trx): Pick<CommunicationStore, "totals" | "deliveries" | "countDeliveries"> {
  return {
    totals: (scope) => totals(trx, scope),
    async deliveries({ limit, after, ...filter }) {
      const from = after === null ? sql`` : sql`and (d.stage, d.user_id collate "C") > (${after.stage}, ${after.userId})`;
      const { rows } = await sql<DeliveryColumns>`
        select d.stage, d.user_id, coalesce(u.display_name, d.user_id) as display_name, u.mail, d.state, d.attempts,
          d.told_at_ms, d.last_error, d.message_id
        from support_delivery d left join estate_user u on u.id = d.user_id
        where ${matches(filter)} ${from} order by d.stage, d.user_id collate "C" limit ${limit}`.execute(trx);
      return rows.map(deliveryOf);
    },
    async countDeliveries(filter) {
      const { rows } = await sql<{ total: number }>`
        select count(*) as total from support_delivery d where ${matches(filter)}`.execute(trx);
      return rows[0]?.total ?? 0;
    },
  };
}

type DeliveryColumns = Readonly<{
  stage: Stage;
  user_id: UserId;
  display_name: string;
  mail: string | null;
  state: DeliveryState;
  attempts: number;
  told_at_ms: Instant | null;
  last_error: string | null;
  message_id: string;
}>;

function deliveryOf(row: DeliveryColumns): DeliveryRow {
  return {
    stage: row.stage,
    userId: row.user_id,
    displayName: row.display_name,
    mail: row.mail,
    state: row.state,
    attempts: row.attempts,
    toldAt: row.told_at_ms,
    lastError: row.last_error,
    messageId: row.message_id,
  };
}

function matches({ rolloutId, stage, state }: DeliveryFilter): RawBuilder<unknown> {
  const ofStage = stage === null ? sql`` : sql`and d.stage = ${stage}`;
  const inState = state === null ? sql`` : sql`and d.state = ${state}`;
  return sql`d.rollout_id = ${rolloutId} ${ofStage} ${inState}`;
}

async function totals(trx: Trx, scope: StageScope): Promise<StageTotals> {
  const { rows: people } = await sql<Omit<StageTotals, "devicesHeldBack" | "devicesWithoutAnybody">>`
    select count(*) as people, count(*) filter (where state = 'queued') as queued,
      count(*) filter (where state = 'accepted') as accepted, count(*) filter (where state = 'told-by-hand') as "toldByHand",
      count(*) filter (where state = 'bounced') as bounced, count(*) filter (where state = 'failed') as failed,
      min(first_attempt_at_ms) as "sentSince"
    from support_delivery where rollout_id = ${scope.rolloutId} and stage = ${scope.stage}`.execute(trx);
  const { rows: devices } = await sql<Pick<StageTotals, "devicesHeldBack" | "devicesWithoutAnybody">>`
    select count(*) as "devicesHeldBack", count(*) filter (where user_id is null) as "devicesWithoutAnybody"
    from ${addressees(scope)}`.execute(trx);
  return { ...(people[0] as (typeof people)[number]), ...(devices[0] as (typeof devices)[number]) };
}
