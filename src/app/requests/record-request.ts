import { err, ok, type Result } from "../../kit/result.ts";
import type { Instant } from "../../kit/instant.ts";
import { audit } from "../audit.ts";
import type { Entropy } from "../ports/clock.ts";
import type { RequestRow } from "../ports/request-store.ts";
import type { Store, Unit } from "../ports/store.ts";
import { problem, type Problem } from "../problems/problem.ts";
import { findRollout } from "../queries/find-rollout.ts";
import { auditLink, requestSubject, wakeGate } from "./link-request.ts";
import { readRequest, type HelpRequest } from "./request-reading.ts";

export type NewRequest = Pick<RequestRow, "summary" | "description" | "requester" | "workedBefore" | "source" | "externalId"> &
  Readonly<{
    /** Id, serial number or exact name; null: not known. */
    device: string | null;
    /** To link it at once: the caller has made sure that this person may. */
    rollout: string | null;
    by: string;
    now: Instant;
  }>;

/** W4. The same source and external id twice is one request: what was recorded first stays as it is. */
export function recordRequest(store: Store, entropy: Entropy, request: NewRequest): Promise<Result<HelpRequest, Problem>> {
  const id = `hr-${entropy.hex(64)}`;
  return store.write((unit) => recordInUnit(unit, id, request));
}

async function recordInUnit(unit: Unit, id: string, request: NewRequest): Promise<Result<HelpRequest, Problem>> {
  const { summary, description, requester, workedBefore, source, externalId, by, now } = request;
  const device = request.device === null ? null : await unit.estate.lookUpDevice(request.device);
  if (device === null && request.device !== null)
    return err(problem("device-unknown", `there is no device \`${request.device}\``));
  const rollout = request.rollout === null ? null : await findRollout(unit, request.rollout);
  if (rollout !== null && !rollout.ok) return rollout;
  const { row, isNew } = await unit.requests.insert({
    id,
    openedAt: now,
    openedBy: by,
    requester,
    deviceId: device?.id ?? null,
    summary,
    description,
    workedBefore,
    source,
    externalId,
    state: "open",
    link: rollout === null ? null : { rolloutId: rollout.value.id, by, at: now },
  });
  if (isNew) {
    if (rollout !== null) await wakeGate(unit, rollout.value.id, now);
    // No words of the request: it may hold personal facts, and the log keeps them for ever.
    await audit(unit, now, by, "help-request.recorded", requestSubject(id), { rolloutId: rollout?.value.id ?? null });
    if (rollout !== null) await auditLink(unit, "linked", rollout.value.id, { id, reason: null, by, now });
  }
  return ok(await readRequest(unit, row.id));
}
