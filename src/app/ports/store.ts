import type { AccessStore } from "./access-store.ts";
import type { AccountStore } from "./account-store.ts";
import type { AuditStore } from "./audit-store.ts";
import type { CatalogueStore } from "./catalogue-store.ts";
import type { CommunicationStore } from "./communication-store.ts";
import type { DeviceStore } from "./device-store.ts";
import type { DraftStore } from "./draft-store.ts";
import type { EstateStore } from "./estate-store.ts";
import type { LiveStore } from "./live-store.ts";
import type { MasterStore } from "./master-store.ts";
import type { OutboxStore } from "./outbox-store.ts";
import type { PolicyStore } from "./policy-store.ts";
import type { RequestStore } from "./request-store.ts";
import type { RequirementStore } from "./requirement-store.ts";
import type { RolloutStore } from "./rollout-store.ts";
import type { WorldStore } from "./world-store.ts";

/** One transaction: everything read in it is one snapshot, everything written commits together or not at all. */
export type Unit = Readonly<{
  world: WorldStore;
  access: AccessStore;
  accounts: AccountStore;
  audit: AuditStore;
  outbox: OutboxStore;
  estate: EstateStore;
  policies: PolicyStore;
  catalogue: CatalogueStore;
  drafts: DraftStore;
  masters: MasterStore;
  requirements: RequirementStore;
  rollouts: RolloutStore;
  devices: DeviceStore;
  live: LiveStore;
  requests: RequestStore;
  communication: CommunicationStore;
}>;

/**
 * `read`: a read-only snapshot. `write`: a transaction; it is repeated from its beginning when the database asks for it
 * (serialisation failure, deadlock), so `work` must do nothing but use its unit. An exception rolls back.
 */
export type Store = Readonly<{
  read: <T>(work: (unit: Unit) => Promise<T>) => Promise<T>;
  write: <T>(work: (unit: Unit) => Promise<T>) => Promise<T>;
}>;

/** Thrown by a fenced write that met another revision or epoch than it read: somebody else moved first. */
export class FenceBroken extends Error {
  override readonly name = "FenceBroken";
}
