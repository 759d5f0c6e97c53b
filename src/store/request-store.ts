import { sql, type RawBuilder } from "kysely";
import type { RequestFilter, RequestReading, RequestRow, RequestStore } from "../app/ports/request-store.ts";
import type { Instant } from "../kit/instant.ts";
import { expectOne } from "./rollout-rows.ts";
import type { Trx } from "./run-units.ts";
import type { Tables } from "./schema.ts";

export function requestStore(trx: Trx): RequestStore {
  return {
    insert: (row) => insert(trx, row),
    find: async (id) => (await readingsWhere(trx, sql`where q.id = ${id}`))[0] ?? null,
    async findForUpdate(id) {
      const row = await trx.selectFrom("support_request").selectAll().where("id", "=", id).forUpdate().executeTakeFirst();
      return row === undefined ? null : requestOf(row);
    },
    async setLink(id, link) {
      const columns = { rollout_id: link?.rolloutId ?? null, linked_by: link?.by ?? null, linked_at_ms: link?.at ?? null };
      const set = trx.updateTable("support_request").set(columns).where("id", "=", id).returning("id");
      expectOne(await set.execute(), `help request \`${id}\``);
    },
    async setState(id, state) {
      const set = trx.updateTable("support_request").set({ state }).where("id", "=", id).returning("id");
      expectOne(await set.execute(), `help request \`${id}\``);
    },
    list: (filter) =>
      readingsWhere(
        trx,
        sql`where ${matches(filter)} and ${after(filter.afterId)}
          order by q.opened_at_ms desc, q.id collate "C" limit ${filter.limit}`,
      ),
    count: (filter) => countWhere(trx, matches(filter)),
    countLinked: (rolloutId, since) => countWhere(trx, sql`q.rollout_id = ${rolloutId} and q.opened_at_ms >= ${since}`),
    async countUnlinkedOpen() {
      const { rows } = await sql<{ requests: number; oldest: Instant | null }>`
        select count(*) as requests, min(opened_at_ms) as oldest from support_request
        where rollout_id is null and state = 'open'`.execute(trx);
      return { requests: rows[0]?.requests ?? 0, oldestAt: rows[0]?.oldest ?? null };
    },
  };
}

/**
 * Two systems that send the same request at once: what the snapshot cannot see raises 40001, and the unit runs again and
 * finds the other's row.
 */
async function insert(trx: Trx, row: RequestRow): Promise<Readonly<{ row: RequestRow; isNew: boolean }>> {
  const added = trx
    .insertInto("support_request")
    .values(columnsOf(row))
    .onConflict((conflict) => conflict.columns(["source", "external_id"]).where("external_id", "is not", null).doNothing())
    .returning("id");
  if ((await added.executeTakeFirst()) !== undefined) return { row, isNew: true };
  const known = trx
    .selectFrom("support_request")
    .selectAll()
    .where("source", "=", row.source)
    .where("external_id", "=", row.externalId);
  return { row: requestOf(await known.executeTakeFirstOrThrow()), isNew: false };
}

async function countWhere(trx: Trx, where: RawBuilder<unknown>): Promise<number> {
  const { rows } = await sql<{
    requests: number;
  }>`select count(*) as requests from support_request q where ${where}`.execute(trx);
  return rows[0]?.requests ?? 0;
}

function matches({ rolloutId, state, linked }: Omit<RequestFilter, "limit" | "afterId">): RawBuilder<unknown> {
  const ofRollout = rolloutId === null ? sql`true` : sql`q.rollout_id = ${rolloutId}`;
  const inState = state === null ? sql`true` : sql`q.state = ${state}`;
  const isLinked = linked === null ? sql`true` : linked ? sql`q.rollout_id is not null` : sql`q.rollout_id is null`;
  return sql`${ofRollout} and ${inState} and ${isLinked}`;
}

/** The bound is what the index goes by; `exists` settles requests of one moment. */
function after(afterId: string | null): RawBuilder<unknown> {
  if (afterId === null) return sql`true`;
  return sql`q.opened_at_ms <= (select opened_at_ms from support_request where id = ${afterId}) and exists (
    select 1 from support_request a where a.id = ${afterId}
      and (q.opened_at_ms < a.opened_at_ms or (q.opened_at_ms = a.opened_at_ms and q.id collate "C" > a.id)))`;
}

type Row = Tables["support_request"];
type ReadRow = Row &
  Readonly<{
    device_name: string | null;
    rollout_name: string | null;
    device_rollouts: RequestReading["deviceRollouts"];
  }>;

/** `rest`: where, order and limit of `support_request q`. */
async function readingsWhere(trx: Trx, rest: RawBuilder<unknown>): Promise<RequestReading[]> {
  const { rows } = await sql<ReadRow>`
    with page as materialized (select q.* from support_request q ${rest})
    select q.*, d.name as device_name, l.name as rollout_name,
      coalesce((
        select json_agg(json_build_object('id', r.id, 'name', r.name, 'status', r.state_kind, 'offeredAt', e.offered_at_ms)
          order by r.created_at_ms desc, r.id collate "C")
        from rollout_cohort c join rollout_rollout r on r.id = c.rollout_id
        left join rollout_exposure e on e.rollout_id = c.rollout_id and e.device_id = c.device_id
        where c.device_id = q.device_id), '[]') as device_rollouts
    from page q left join estate_device d on d.id = q.device_id left join rollout_rollout l on l.id = q.rollout_id
    order by q.opened_at_ms desc, q.id collate "C"`.execute(trx);
  return rows.map((row) => ({
    ...requestOf(row),
    deviceName: row.device_name,
    rolloutName: row.rollout_name,
    deviceRollouts: row.device_rollouts,
  }));
}

function requestOf(row: Row): RequestRow {
  const { rollout_id: rolloutId, linked_by: by, linked_at_ms: at } = row;
  return {
    id: row.id,
    openedAt: row.opened_at_ms,
    openedBy: row.opened_by,
    requester: row.requester,
    deviceId: row.device_id,
    summary: row.summary,
    description: row.description,
    workedBefore: row.worked_before,
    source: row.source,
    externalId: row.external_id,
    state: row.state,
    link: rolloutId === null || by === null || at === null ? null : { rolloutId, by, at },
  };
}

function columnsOf(row: RequestRow): Row {
  return {
    id: row.id,
    opened_at_ms: row.openedAt,
    opened_by: row.openedBy,
    requester: row.requester,
    device_id: row.deviceId,
    summary: row.summary,
    description: row.description,
    worked_before: row.workedBefore,
    source: row.source,
    external_id: row.externalId,
    state: row.state,
    rollout_id: row.link?.rolloutId ?? null,
    linked_by: row.link?.by ?? null,
    linked_at_ms: row.link?.at ?? null,
  };
}
