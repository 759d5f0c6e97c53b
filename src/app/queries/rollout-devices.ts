import type { Instant } from "../../kit/instant.ts";
import { ok, type Result } from "../../kit/result.ts";
import { reasonOf, type DeviceFilter, type DeviceGroups, type DeviceSort } from "../live/device-index.ts";
import type { DeviceIndexMemory } from "../live/device-index-memory.ts";
import type { RolloutDeviceRow } from "../ports/live-store.ts";
import type { Store } from "../ports/store.ts";
import type { Problem } from "../problems/problem.ts";
import type { FailureReason } from "./failure-reason.ts";
import { findRollout } from "./find-rollout.ts";
import { phaseName } from "./rollout-summary.ts";

export type RolloutDeviceReading = Omit<RolloutDeviceRow, "failure"> & Readonly<{ reason: FailureReason | null }>;
export type RolloutDevicesPage = Readonly<{
  items: readonly RolloutDeviceReading[];
  total: number;
  offset: number;
  asOf: Instant;
}>;
export type RolloutDevicesRequest = Readonly<{
  rollout: string;
  filter: DeviceFilter;
  order: Readonly<{ sort: DeviceSort; descending: boolean; offset: number; limit: number }>;
}>;

/** Chosen and ordered by the index, and told as the database has them now. */
export async function listRolloutDevices(
  store: Store,
  memory: DeviceIndexMemory,
  { rollout, filter, order }: RolloutDevicesRequest,
  now: Instant,
): Promise<Result<RolloutDevicesPage, Problem>> {
  const found = await store.read((unit) => findRollout(unit, rollout));
  if (!found.ok) return found;
  const { id } = found.value;
  const { deviceIds, total } = (await memory.read(id)).page(filter, order);
  const rows = deviceIds.length === 0 ? [] : await store.read(({ live }) => live.rolloutDevices(id, deviceIds));
  const items = rows.map(({ failure, ...row }) => ({ ...row, reason: reasonOf({ ...row, failure }) }));
  return ok({ items, total, offset: order.offset, asOf: now });
}

const REASONS_MAX = 20;
const MODELS_MAX = 20;

export type DeviceGroupsReading = Omit<DeviceGroups, "phases"> &
  Readonly<{
    phases: readonly Readonly<{ index: number; name: string; devices: number }>[];
    /** Devices of all further reasons. */
    others: number;
    asOf: Instant;
  }>;

export async function groupRolloutDevices(
  store: Store,
  memory: DeviceIndexMemory,
  text: string,
  now: Instant,
): Promise<Result<DeviceGroupsReading, Problem>> {
  const found = await store.read((unit) => findRollout(unit, text));
  if (!found.ok) return found;
  const { phases, reasons, models, ...groups } = (await memory.read(found.value.id)).groups();
  return ok({
    ...groups,
    phases: phases.map(({ index, devices }) => ({ index, name: phaseName(found.value, index), devices })),
    reasons: reasons.slice(0, REASONS_MAX),
    others: reasons.slice(REASONS_MAX).reduce((sum, { devices }) => sum + devices, 0),
    models: models.slice(0, MODELS_MAX),
    asOf: now,
  });
}
