import type { Instant } from "../../kit/instant.ts";
import { ok, type Result } from "../../kit/result.ts";
import { rolloutSubject } from "../audit.ts";
import type { AuditRow } from "../ports/audit-store.ts";
import type { Store } from "../ports/store.ts";
import type { Problem } from "../problems/problem.ts";
import { auditSentence } from "./audit-sentence.ts";
import { findRollout } from "./find-rollout.ts";

export type TimelineEntry = AuditRow & Readonly<{ sentence: string }>;
export type RolloutTimeline = Readonly<{
  items: readonly TimelineEntry[];
  total: number;
  asOf: Instant;
  next: number | null;
}>;
export type TimelinePage = Readonly<{ actions: string | null; before: number; limit: number }>;

/** Newest first; `next` is handed back as `before`. */
export function getRolloutTimeline(
  store: Store,
  text: string,
  { actions, before, limit }: TimelinePage,
  now: Instant,
): Promise<Result<RolloutTimeline, Problem>> {
  return store.read(async (unit) => {
    const found = await findRollout(unit, text);
    if (!found.ok) return found;
    const subject = rolloutSubject(found.value.id);
    const prefixes = prefixesOf(actions);
    const { rows, total } = await unit.live.timeline({ subject, prefixes, before, limit: limit + 1 });
    const items = rows.slice(0, limit).map((row) => ({ ...row, sentence: auditSentence(row) }));
    const next = rows.length > limit ? (items.at(-1)?.number ?? null) : null;
    return ok({ items, total, asOf: now, next });
  });
}

function prefixesOf(actions: string | null): readonly string[] {
  return (actions ?? "")
    .split(",")
    .map((prefix) => prefix.trim())
    .filter((prefix) => prefix !== "");
}
