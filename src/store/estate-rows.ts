import type { Device } from "../estate/device.ts";
import type { Group, Site } from "../estate/group.ts";
import type { User } from "../estate/user.ts";
import type { Columns } from "./row-sets.ts";
import type { Tables } from "./schema.ts";

type DeviceRow = Tables["estate_device"];

export const SITE_COLUMNS: Columns<Tables["estate_site"]> = { id: "text", name: "text", time_zone: "text" };

export const GROUP_COLUMNS: Columns<Tables["estate_group"]> = { id: "text", name: "text", member_kind: "text" };

export const USER_COLUMNS: Columns<Tables["estate_user"]> = {
  id: "text",
  principal_name: "text",
  display_name: "text",
  department: "text",
  site_id: "text",
  mail: "text",
  sensitivities: "text[]",
  licences: "text[]",
  group_ids: "text[]",
};

export const DEVICE_COLUMNS: Columns<DeviceRow> = {
  id: "text",
  name: "text",
  serial_number: "text",
  platform: "text",
  os_version: "text",
  edition: "text",
  manufacturer: "text",
  model: "text",
  ownership: "text",
  supervised: "boolean",
  join_type: "text",
  enrolment: "text",
  drive_encryption: "text",
  site_id: "text",
  primary_user_id: "text",
  sensitivities: "text[]",
  test_only: "boolean",
  group_ids: "text[]",
};

export function siteRow(site: Site): Tables["estate_site"] {
  return { id: site.id, name: site.name, time_zone: site.timeZone };
}

export function siteOf(row: Tables["estate_site"]): Site {
  return { id: row.id, name: row.name, timeZone: row.time_zone };
}

export function groupRow(group: Group): Tables["estate_group"] {
  return { id: group.id, name: group.name, member_kind: group.memberKind };
}

export function groupOf(row: Tables["estate_group"]): Group {
  return { id: row.id, name: row.name, memberKind: row.member_kind };
}

export function userRow(user: User): Tables["estate_user"] {
  return {
    id: user.id,
    principal_name: user.principalName,
    display_name: user.displayName,
    department: user.department,
    site_id: user.siteId,
    mail: user.mail,
    sensitivities: [...user.sensitivities],
    licences: user.licences === null ? null : [...user.licences],
    group_ids: [...user.groupIds],
  };
}

export function userOf(row: Tables["estate_user"]): User {
  return {
    id: row.id,
    principalName: row.principal_name,
    displayName: row.display_name,
    department: row.department,
    siteId: row.site_id,
    mail: row.mail,
    sensitivities: row.sensitivities,
    licences: row.licences,
    groupIds: row.group_ids,
  };
}

export function deviceRow(device: Device): DeviceRow {
  return {
    id: device.id,
    name: device.name,
    serial_number: device.serialNumber,
    platform: device.platform,
    os_version: device.osVersion,
    edition: device.edition,
    manufacturer: device.manufacturer,
    model: device.model,
    ownership: device.ownership,
    supervised: device.supervised,
    join_type: device.joinType,
    enrolment: device.enrolment,
    drive_encryption: device.driveEncryption,
    site_id: device.siteId,
    primary_user_id: device.primaryUserId,
    sensitivities: [...device.sensitivities],
    test_only: device.testOnly,
    group_ids: [...device.groupIds],
  };
}

export type SeenDeviceRow = DeviceRow & Readonly<{ last_seen_at_ms: Device["lastSeenAt"] }>;

export function deviceOf(row: SeenDeviceRow): Device {
  return {
    id: row.id,
    name: row.name,
    serialNumber: row.serial_number,
    platform: row.platform,
    osVersion: row.os_version,
    edition: row.edition,
    manufacturer: row.manufacturer,
    model: row.model,
    ownership: row.ownership,
    supervised: row.supervised,
    joinType: row.join_type,
    enrolment: row.enrolment,
    driveEncryption: row.drive_encryption,
    siteId: row.site_id,
    primaryUserId: row.primary_user_id,
    sensitivities: row.sensitivities,
    testOnly: row.test_only,
    groupIds: row.group_ids,
    lastSeenAt: row.last_seen_at_ms,
  };
}
