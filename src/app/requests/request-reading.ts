import type { Instant } from "../../kit/instant.ts";
import { err, ok, type Result } from "../../kit/result.ts";
import { helpRateOf, type HelpRate } from "../../support/help-request.ts";
import type { RequestReading, RequestRow } from "../ports/request-store.ts";
import type { Store, Unit } from "../ports/store.ts";
import { problem, type Problem } from "../problems/problem.ts";
import { findRollout } from "../queries/find-rollout.ts";
import { pageOf, type Page, type PageRequest } from "../queries/page-of.ts";

/** A help request as people see it; `deviceRollouts`: what they may want to link it to. */
export type HelpRequest = Omit<RequestRow, "deviceId" | "link"> &
  Readonly<{
    device: Readonly<{ id: string; name: string }> | null;
    link: Readonly<{ rolloutId: string; rolloutName: string; by: string; at: Instant }> | null;
    deviceRollouts: RequestReading["deviceRollouts"];
  }>;

export type RequestsQuery = PageRequest &
  Readonly<{ rollout: string | null; state: RequestRow["state"] | null; linked: boolean | null }>;
/** `rate`: of the rollout that was asked for, over all its help requests whatever else was asked; null where none was. */
export type RequestsPage = Page<HelpRequest> & Readonly<{ rate: HelpRate | null; asOf: Instant }>;

const EVER = 0 as Instant;

/** Newest first. */
export function listRequests(store: Store, query: RequestsQuery, now: Instant): Promise<Result<RequestsPage, Problem>> {
  return store.read(async (unit) => {
    const rollout = query.rollout === null ? null : await findRollout(unit, query.rollout);
    if (rollout !== null && !rollout.ok) return rollout;
    const rolloutId = rollout?.value.id ?? null;
    const { state, linked, limit, after } = query;
    const readings = await unit.requests.list({ rolloutId, state, linked, limit: limit + 1, afterId: after });
    const total = await unit.requests.count({ rolloutId, state, linked });
    const rate =
      rolloutId === null
        ? null
        : helpRateOf(
            await unit.requests.countLinked(rolloutId, EVER),
            (await unit.rollouts.exposureTotals([rolloutId])).get(rolloutId)?.exposed ?? 0,
          );
    const { items, ...page } = pageOf(readings, limit, total, (reading) => reading.id);
    return ok({ ...page, items: items.map(helpRequestOf), rate, asOf: now });
  });
}

export function getRequest(store: Store, id: string): Promise<Result<HelpRequest, Problem>> {
  return store.read(async (unit) => {
    const reading = await unit.requests.find(id);
    return reading === null ? err(requestUnknown(id)) : ok(helpRequestOf(reading));
  });
}

/** As it stands in this transaction, after what was written in it. */
export async function readRequest(unit: Unit, id: string): Promise<HelpRequest> {
  const reading = await unit.requests.find(id);
  if (reading === null) throw new Error(`help request \`${id}\` is gone from its own transaction`);
  return helpRequestOf(reading);
}

export function requestUnknown(id: string): Problem {
  return problem("help-request-unknown", `there is no help request \`${id}\``);
}

function helpRequestOf({ deviceId, deviceName, link, rolloutName, ...more }: RequestReading): HelpRequest {
  return {
    ...more,
    device: deviceId === null ? null : { id: deviceId, name: deviceName ?? deviceId },
    link: link === null ? null : { ...link, rolloutName: rolloutName ?? link.rolloutId },
  };
}
