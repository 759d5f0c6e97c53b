import type { Json } from "../../kit/canonical-json.ts";
import type { DeviceId } from "../../kit/ids.ts";
import type { Instant } from "../../kit/instant.ts";
import type { Device } from "../../estate/device.ts";
import type { Estate, EstateParts } from "../../estate/estate.ts";

export type UpsertCounts = Readonly<{ added: number; changed: number; unchanged: number }>;
export type EstateUpsert = Readonly<{ sites: UpsertCounts; groups: UpsertCounts; users: UpsertCounts; devices: UpsertCounts }>;

export type DeviceFilter = Readonly<{ search: string | null; platform: string | null; limit: number; afterId: string | null }>;

export type EstateStore = Readonly<{
  load: () => Promise<Estate>;
  /** Adds and changes; what the parts do not name is left alone. Set-based: 100,000 devices are a few statements. */
  upsert: (parts: EstateParts) => Promise<EstateUpsert>;
  findDevice: (id: DeviceId) => Promise<Device | null>;
  /** By id, serial number or name, exactly. */
  lookUpDevice: (text: string) => Promise<Device | null>;
  findBySerials: (serialNumbers: readonly string[]) => Promise<readonly Device[]>;
  listDevices: (filter: DeviceFilter) => Promise<readonly Device[]>;
  countDevices: (filter: DeviceFilter) => Promise<number>;
  /** Only ever forward in time. Not a change of the estate: no revision. */
  touch: (seen: readonly Readonly<{ deviceId: DeviceId; at: Instant }>[]) => Promise<void>;
  saveBaseline: (row: Readonly<{ hash: string; takenAt: Instant; summary: Json }>) => Promise<void>;
  latestBaseline: () => Promise<Readonly<{ hash: string; takenAt: Instant; summary: Json }> | null>;
}>;
