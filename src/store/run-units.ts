import { sql, type Kysely, type Transaction } from "kysely";
import { sqlStateOf } from "./database/database-failure.ts";
import type { Tables } from "./schema.ts";

export type Db = Kysely<Tables>;
export type Trx = Transaction<Tables>;

/** How often units of work were repeated since the store was made, by what the database said. */
export type RetryCounts = Readonly<{ serialisation: number; deadlock: number; givenUp: number }>;

export type UnitRunner = Readonly<{
  read: <T>(work: (trx: Trx) => Promise<T>) => Promise<T>;
  write: <T>(work: (trx: Trx) => Promise<T>) => Promise<T>;
  retryCounts: () => RetryCounts;
}>;

const SERIALISATION_FAILURE = "40001";
const DEADLOCK_DETECTED = "40P01";

/** The last attempts run alone (see `inTurn`), so more of them than a few would only hide a bug. */
const ATTEMPTS_MAX = 8;
const OPTIMISTIC_ATTEMPTS = 2;

/**
 * Both kinds of unit are `repeatable read`: one snapshot, as the port promises. In a write, a row that somebody moved since
 * the snapshot cannot be locked or updated: the database raises 40001 and the unit runs again on what is true now. Read
 * committed would let such a statement re-read that one row and mix it with older answers: a tick could open a phase on
 * approvals that it read before a denial.
 *
 * The price is starvation: a long unit could lose to short ones for ever. So a unit that lost twice runs in turn: it takes,
 * before its snapshot, the locks that every other unit needs to move the fences or the audit chain.
 */
export function unitRunner(db: Db): UnitRunner {
  const counts = { serialisation: 0, deadlock: 0, givenUp: 0 };

  async function write<T>(work: (trx: Trx) => Promise<T>): Promise<T> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await db
          .transaction()
          .setIsolationLevel("repeatable read")
          .execute(async (trx) => {
            if (attempt > OPTIMISTIC_ATTEMPTS) await inTurn(trx);
            return work(trx);
          });
      } catch (error) {
        const state = sqlStateOf(error);
        if (state !== SERIALISATION_FAILURE && state !== DEADLOCK_DETECTED) throw error;
        if (attempt === ATTEMPTS_MAX) {
          counts.givenUp += 1;
          throw error;
        }
        counts[state === DEADLOCK_DETECTED ? "deadlock" : "serialisation"] += 1;
      }
    }
  }

  return {
    read: (work) => db.transaction().setIsolationLevel("repeatable read").setAccessMode("read only").execute(work),
    write,
    retryCounts: () => ({ ...counts }),
  };
}

/** `lock table` takes no snapshot; the order is that of every unit: fences first, audit last. */
async function inTurn(trx: Trx): Promise<void> {
  await sql`lock table app_world, app_audit_head in exclusive mode`.execute(trx);
}
