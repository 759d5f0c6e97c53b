import type { Instant } from "../../kit/instant.ts";
import { AUDIT_GENESIS_HASH, firstBrokenLink } from "../ports/audit-chain.ts";
import type { AuditRow } from "../ports/audit-store.ts";
import type { Store, Unit } from "../ports/store.ts";

export type AuditPage = Readonly<{ items: readonly AuditRow[]; total: number; asOf: Instant; next: number | null }>;

export function readAuditPage(
  store: Store,
  request: Readonly<{ from: number; limit: number }>,
  now: Instant,
): Promise<AuditPage> {
  return store.read(async (unit) => {
    const items = await unit.audit.page(request.from, request.limit);
    const total = (await unit.audit.head()).number;
    const last = items.at(-1)?.number ?? total;
    return { items, total, asOf: now, next: last < total ? last + 1 : null };
  });
}

export type AuditVerdict = Readonly<{
  ok: boolean;
  entries: number;
  lastHash: string;
  brokenAt: number | null;
  because: string;
  asOf: Instant;
}>;

const ENTRIES_A_PAGE = 1_000;

/** Recomputes every link from the genesis hash on, in one snapshot, and holds the end against the chain's head (P-S11). */
export function verifyAudit(store: Store, now: Instant): Promise<AuditVerdict> {
  return store.read(async (unit) => {
    const { end, brokenAt } = await walk(unit);
    const head = await unit.audit.head();
    const base = { entries: end.number, lastHash: end.hash, asOf: now };
    if (brokenAt !== null)
      return { ...base, ok: false, brokenAt, because: `entry ${brokenAt} does not follow from the one before it` };
    if (head.number !== end.number || head.hash !== end.hash) {
      return {
        ...base,
        ok: false,
        brokenAt: end.number + 1,
        because: `the chain's head names entry ${head.number}, and the log ends at ${end.number}`,
      };
    }
    return { ...base, ok: true, brokenAt: null, because: `${end.number} entries follow from one another` };
  });
}

type End = Readonly<{ number: number; hash: string }>;

async function walk(unit: Unit): Promise<Readonly<{ end: End; brokenAt: number | null }>> {
  let end: End = { number: 0, hash: AUDIT_GENESIS_HASH };
  for (;;) {
    const rows = await unit.audit.page(end.number + 1, ENTRIES_A_PAGE);
    const brokenAt = firstBrokenLink(rows, end);
    if (brokenAt !== null) return { end: rows.findLast((row) => row.number < brokenAt) ?? end, brokenAt };
    const last = rows.at(-1);
    if (last === undefined) return { end, brokenAt: null };
    end = last;
  }
}
