import { compareText, type DeviceId, type GroupId, type SiteId, type UserId } from "../kit/ids.ts";
import type { Device } from "./device.ts";
import type { Group, Site } from "./group.ts";
import type { User } from "./user.ts";

/**
 * Everything known about who and what, at one revision. Devices are in the order of their ids, so that
 * an index into `devices` means the same in every reader of the same revision.
 */
export type Estate = Readonly<{
  devices: readonly Device[];
  usersById: ReadonlyMap<UserId, User>;
  groupsById: ReadonlyMap<GroupId, Group>;
  sitesById: ReadonlyMap<SiteId, Site>;
  indexByDeviceId: ReadonlyMap<DeviceId, number>;
}>;

export type EstateParts = Readonly<{
  devices: readonly Device[];
  users: readonly User[];
  groups: readonly Group[];
  sites: readonly Site[];
}>;

export function estateOf(parts: EstateParts): Estate {
  const devices = [...parts.devices].sort((a, b) => compareText(a.id, b.id));
  return {
    devices,
    usersById: new Map(parts.users.map((user) => [user.id, user])),
    groupsById: new Map(parts.groups.map((group) => [group.id, group])),
    sitesById: new Map(parts.sites.map((site) => [site.id, site])),
    indexByDeviceId: new Map(devices.map((device, index) => [device.id, index])),
  };
}

export function deviceById(estate: Estate, id: DeviceId): Device | undefined {
  const index = estate.indexByDeviceId.get(id);
  return index === undefined ? undefined : estate.devices[index];
}

/** The person's department stands for the device's; a device without a person has none. */
export function departmentOf(estate: Estate, device: Device): string | null {
  if (device.primaryUserId === null) return null;
  return estate.usersById.get(device.primaryUserId)?.department ?? null;
}
