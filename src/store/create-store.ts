import type { Store, Unit } from "../app/ports/store.ts";
import { accessStore } from "./access-store.ts";
import { accountStore } from "./account-store.ts";
import { auditStore } from "./audit-store.ts";
import { catalogueStore } from "./catalogue-store.ts";
import { communicationStore } from "./communication-store.ts";
import type { OpenDatabase } from "./database/open-database.ts";
import { deviceStore } from "./device-store.ts";
import { draftStore } from "./draft-store.ts";
import { estateStore } from "./estate-store.ts";
import { liveStore } from "./live-store.ts";
import { masterStore } from "./master-store.ts";
import { outboxStore } from "./outbox-store.ts";
import { policyStore } from "./policy-store.ts";
import { requestStore } from "./request-store.ts";
import { requirementStore } from "./requirement-store.ts";
import { rolloutStore } from "./rollout-store.ts";
import { unitRunner, type RetryCounts, type Trx } from "./run-units.ts";
import type { Tables } from "./schema.ts";
import { worldStore } from "./world-store.ts";

/** The store, and how often it had to repeat a unit of work: for the metrics. */
export type CountingStore = Store & Readonly<{ retryCounts: () => RetryCounts }>;

/**
 * The house's one store, on a migrated database. The same statements run on the embedded database and on PostgreSQL.
 *
 * Units that lock in one order never deadlock: the fences (`world.bump`, `world.getShared`) before anything else, then
 * rollouts, then bundles, the audit entry last. Another order is still safe: the database ends one of the two after a
 * second, and that one runs again.
 */
export function createStore(database: Pick<OpenDatabase, "db">): CountingStore {
  const runner = unitRunner(database.db.withTables<Tables>());
  return {
    read: (work) => runner.read((trx) => work(unitOf(trx))),
    write: (work) => runner.write((trx) => work(unitOf(trx))),
    retryCounts: runner.retryCounts,
  };
}

function unitOf(trx: Trx): Unit {
  return {
    world: worldStore(trx),
    access: accessStore(trx),
    accounts: accountStore(trx),
    audit: auditStore(trx),
    outbox: outboxStore(trx),
    estate: estateStore(trx),
    policies: policyStore(trx),
    catalogue: catalogueStore(trx),
    drafts: draftStore(trx),
    masters: masterStore(trx),
    requirements: requirementStore(trx),
    rollouts: rolloutStore(trx),
    devices: deviceStore(trx),
    live: liveStore(trx),
    requests: requestStore(trx),
    communication: communicationStore(trx),
  };
}
