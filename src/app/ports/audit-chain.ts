import { hashOf } from "../../kit/sha256.ts";
import type { AuditRow } from "./audit-store.ts";

/** What stands before the first entry. */
export const AUDIT_GENESIS_HASH = "0".repeat(64);

/**
 * The link of one entry: SHA-256 over the canonical JSON of everything in it and of the hash before it. The writer and
 * every verifier share it (P-S11).
 */
export function auditHash(row: Omit<AuditRow, "hash">): string {
  const { number, at, actor, action, subject, detail, prevHash } = row;
  return hashOf({ number, at, actor, action, subject, detail, prevHash });
}

/**
 * The first entry that does not follow from the one before it, or null. `before` is the end of the chain so far: number 0
 * and the genesis hash for a chain from its beginning.
 */
export function firstBrokenLink(rows: readonly AuditRow[], before: Readonly<{ number: number; hash: string }>): number | null {
  let last = before;
  for (const row of rows) {
    const follows = row.number === last.number + 1 && row.prevHash === last.hash && row.hash === auditHash(row);
    if (!follows) return last.number + 1;
    last = row;
  }
  return null;
}
