import type { Json } from "../../kit/canonical-json.ts";
import type { Instant } from "../../kit/instant.ts";

/** What somebody or something did. `actor`: a person, `gate`, `timer` or `device:ID`. `subject`: `rollout:ID`, `policy:ID`, `estate`, ... */
export type AuditEntry = Readonly<{ at: Instant; actor: string; action: string; subject: string; detail: Json }>;
export type AuditRow = AuditEntry & Readonly<{ number: number; prevHash: string; hash: string }>;

export type AuditStore = Readonly<{
  /** Appends to the hash chain, serialised by the chain's own lock; part of the transaction. */
  append: (entry: AuditEntry) => Promise<AuditRow>;
  /** From `fromNumber` upwards, in order. */
  page: (fromNumber: number, limit: number) => Promise<readonly AuditRow[]>;
  /** The last entry; number 0 and the genesis hash before the first. */
  head: () => Promise<Readonly<{ number: number; hash: string }>>;
  ofSubject: (subject: string, limit: number) => Promise<readonly AuditRow[]>;
}>;
