import type { LiveStore } from "../app/ports/live-store.ts";
import { timelineMethods } from "./live-store-timeline.ts";
import { pulseMethods } from "./live-store-pulse.ts";
import { deviceListMethods } from "./rollout-device-lists.ts";
import { seriesMethods } from "./rollout-series.ts";
import type { Trx } from "./run-units.ts";

export function liveStore(trx: Trx): LiveStore {
  return { ...timelineMethods(trx), ...seriesMethods(trx), ...deviceListMethods(trx), ...pulseMethods(trx) };
}
