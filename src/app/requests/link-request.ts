import { compareText, type RolloutId } from "../../kit/ids.ts";
import { err, ok, type Result } from "../../kit/result.ts";
import type { Instant } from "../../kit/instant.ts";
import { audit, rolloutSubject } from "../audit.ts";
import type { Store, Unit } from "../ports/store.ts";
import type { Problem } from "../problems/problem.ts";
import { findRollout } from "../queries/find-rollout.ts";
import { readRequest, requestUnknown, type HelpRequest } from "./request-reading.ts";

export type LinkRequest = Readonly<{
  id: string;
  /** Id or exact name; null: takes the link away. */
  rollout: string | null;
  reason: string;
  by: string;
  now: Instant;
}>;

/** A person's word on what a help request comes from: the gate counts it from this commit on. The same word twice is one. */
export function linkRequest(store: Store, request: LinkRequest): Promise<Result<HelpRequest, Problem>> {
  return store.write((unit) => linkInUnit(unit, request));
}

async function linkInUnit(unit: Unit, { id, rollout, reason, by, now }: LinkRequest): Promise<Result<HelpRequest, Problem>> {
  const row = await unit.requests.findForUpdate(id);
  if (row === null) return err(requestUnknown(id));
  const found = rollout === null ? null : await findRollout(unit, rollout);
  if (found !== null && !found.ok) return found;
  const before = row.link?.rolloutId ?? null;
  const after = found?.value.id ?? null;
  if (before !== after) {
    await unit.requests.setLink(id, after === null ? null : { rolloutId: after, by, at: now });
    // Two links that change places would wait for each other, were the rollouts not locked in one order.
    for (const one of [before, after].filter((moved) => moved !== null).sort(compareText)) await wakeGate(unit, one, now);
    if (before !== null) await auditLink(unit, "unlinked", before, { id, reason, by, now });
    if (after !== null) await auditLink(unit, "linked", after, { id, reason, by, now });
  }
  return ok(await readRequest(unit, id));
}

/**
 * Lets the timer look at once. The rollout's row is moved, so that a tick which counted before this link is repeated instead of
 * opening the next phase beside it. A rollout that nobody looks at (paused, halted, over) sleeps on.
 */
export async function wakeGate(unit: Unit, id: RolloutId, now: Instant): Promise<void> {
  const rollout = await unit.rollouts.findForUpdate(id);
  if (rollout === null) throw new Error(`rollout \`${id}\` is gone`);
  if (rollout.wakeAt === null) return;
  const { epoch } = await unit.world.get();
  await unit.rollouts.snooze(id, now, rollout.because, { revision: rollout.revision, epoch });
}

export function requestSubject(id: string): string {
  return `help-request:${id}`;
}

type Said = Pick<LinkRequest, "id" | "by" | "now"> & Readonly<{ reason: string | null }>;

/** Stands with the rollout, whose dossier and timeline then tell it. `reason` is the linker's own word, none of the request. */
export function auditLink(
  unit: Unit,
  word: "linked" | "unlinked",
  rolloutId: RolloutId,
  { id, reason, by, now }: Said,
): Promise<void> {
  return audit(unit, now, by, `help-request.${word}`, rolloutSubject(rolloutId), { requestId: id, reason });
}
