import { sql } from "kysely";
import type { World, WorldStore } from "../app/ports/world-store.ts";
import { plusMs, type Instant } from "../kit/instant.ts";
import type { Trx } from "./run-units.ts";

/**
 * The fences. An offer and a halt exclude each other twice over:
 * - by locks on the table, which queue in the order of asking (row locks would let an endless stream of offers overtake a
 *   halt for ever) and take no snapshot, so that a unit that begins with one reads what is true when its turn has come;
 * - by locks on the row, which raise 40001 where the unit had read something before, in a snapshot that the row has left:
 *   then it runs again from its beginning.
 */
export function worldStore(trx: Trx): WorldStore {
  return {
    async initialise(tenant) {
      const row = { singleton: true, tenant, revision: 1, estate_revision: 1, epoch: 1 };
      await trx
        .insertInto("app_world")
        .values(row)
        .onConflict((conflict) => conflict.doNothing())
        .execute();
    },
    get: () => readWorld(trx),
    async getShared() {
      await sql`lock table app_world in share mode`.execute(trx);
      return worldOf(await trx.selectFrom("app_world").selectAll().forShare().executeTakeFirst());
    },
    async bump({ estate }) {
      await sql`lock table app_world in exclusive mode`.execute(trx);
      const updated = trx
        .updateTable("app_world")
        .set((row) => ({ revision: row("revision", "+", 1), estate_revision: row("estate_revision", "+", estate ? 1 : 0) }))
        .returningAll();
      return worldOf(await updated.executeTakeFirst());
    },
    lead: (holder, now, leaseMs) => takeLead(trx, holder, now, leaseMs),
  };
}

async function takeLead(trx: Trx, holder: string, now: Instant, leaseMs: number): Promise<World | null> {
  const lease = await trx.selectFrom("app_lease").selectAll().forUpdate().executeTakeFirstOrThrow();
  const isMine = lease.holder === holder;
  if (!isMine && lease.holder !== null && lease.until_ms > now) return null;
  await trx
    .updateTable("app_lease")
    .set({ holder, until_ms: plusMs(now, leaseMs) })
    .execute();
  // Nobody led in between, so nobody's writes have to be fenced off.
  if (isMine) return readWorld(trx);
  await sql`lock table app_world in exclusive mode`.execute(trx);
  const updated = trx
    .updateTable("app_world")
    .set((row) => ({ epoch: row("epoch", "+", 1) }))
    .returningAll();
  return worldOf(await updated.executeTakeFirst());
}

async function readWorld(trx: Trx): Promise<World> {
  return worldOf(await trx.selectFrom("app_world").selectAll().executeTakeFirst());
}

type WorldRow = Readonly<{ tenant: string; revision: number; estate_revision: number; epoch: number }>;

function worldOf(row: WorldRow | undefined): World {
  if (row === undefined) throw new Error("the database has no world yet: `world.initialise` comes first");
  return { tenant: row.tenant, revision: row.revision, estateRevision: row.estate_revision, epoch: row.epoch };
}
