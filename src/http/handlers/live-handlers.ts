import type { DeviceFilter } from "../../app/live/device-index.ts";
import { createDeviceIndexMemory } from "../../app/live/device-index-memory.ts";
import { withNames } from "../../app/catalogue/names-in.ts";
import { getDecision } from "../../app/queries/decision.ts";
import { getInbox } from "../../app/queries/inbox.ts";
import { groupRolloutDevices, listRolloutDevices } from "../../app/queries/rollout-devices.ts";
import type { RolloutCounter } from "../../app/queries/rollout-summary.ts";
import { getRolloutSeries } from "../../app/queries/rollout-series.ts";
import { getRolloutTimeline } from "../../app/queries/rollout-timeline.ts";
import { ok } from "../../kit/result.ts";
import type { Handlers } from "../call.ts";
import type { RolloutDevicesQuery } from "../contract/live.ts";
import type { HttpDeps } from "../http-deps.ts";
import { pageRequest } from "./page-request.ts";

type LiveOperations =
  | "getDecision"
  | "getInbox"
  | "getRolloutSeries"
  | "getRolloutTimeline"
  | "groupRolloutDevices"
  | "listRolloutDevices";

export function liveHandlers({ store, mail, catalogue }: HttpDeps, count: RolloutCounter): Pick<Handlers, LiveOperations> {
  const devices = createDeviceIndexMemory(store);
  return {
    getDecision: async ({ params, principal, now }) =>
      withNames(catalogue.current(), await getDecision(store, count, params.id, principal, now)),
    getInbox: async ({ query, principal, now }) => ok(await getInbox(store, principal, mail, pageRequest(query), now)),
    getRolloutSeries: ({ params, query, now }) => getRolloutSeries(store, params.id, query.points, now),
    getRolloutTimeline: ({ params, query, now }) => {
      const { actions = null, before, limit } = query;
      return getRolloutTimeline(store, params.id, { actions, before, limit }, now);
    },
    groupRolloutDevices: ({ params, now }) => groupRolloutDevices(store, devices, params.id, now),
    listRolloutDevices: ({ params, query, now }) => {
      const { sort, descending, offset, limit } = query;
      const order = { sort, descending: descending === "yes", offset, limit };
      return listRolloutDevices(store, devices, { rollout: params.id, filter: filterOf(query), order }, now);
    },
  };
}

function filterOf({ phase, state, everFailed, reason, search }: RolloutDevicesQuery): DeviceFilter {
  return {
    phase: phase < 0 ? null : phase,
    state: state ?? null,
    everFailed: everFailed === undefined ? null : everFailed === "yes",
    reasonKey: reason ?? null,
    search: search ?? null,
  };
}
