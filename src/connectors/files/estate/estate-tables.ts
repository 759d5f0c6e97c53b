import { DRIVE_ENCRYPTIONS, ENROLMENTS, JOIN_TYPES, OWNERSHIPS, SENSITIVITIES, type Device } from "../../../estate/device.ts";
import { MEMBER_KINDS, type Group, type Site } from "../../../estate/group.ts";
import { PLATFORMS } from "../../../estate/platform.ts";
import type { User } from "../../../estate/user.ts";
import type { DeviceId, GroupId, SiteId, UserId } from "../../../kit/ids.ts";
import { quoted } from "../problem-list.ts";
import type { RowReader } from "./row-reader.ts";

/** The tables of an estate and their columns; docs/guide/import.md explains each. */
export const ESTATE_COLUMNS = {
  "sites.csv": ["id", "name", "timeZone"],
  "groups.csv": ["id", "name", "memberKind"],
  "users.csv": ["id", "principalName", "displayName", "department", "siteId", "mail", "sensitivities", "groupIds"],
  "devices.csv": [
    "id",
    "name",
    "serialNumber",
    "platform",
    "osVersion",
    "edition",
    "manufacturer",
    "model",
    "ownership",
    "siteId",
    "primaryUserId",
    "sensitivities",
    "testOnly",
    "groupIds",
    "lastSeenAt",
  ],
} as const;

/** Columns that a table may lack: what they hold then counts as never reported. */
export const OPTIONAL_ESTATE_COLUMNS: Readonly<Record<keyof typeof ESTATE_COLUMNS, readonly string[]>> = {
  "sites.csv": [],
  "groups.csv": [],
  "users.csv": ["licences"],
  "devices.csv": ["supervised", "joinType", "enrolment", "driveEncryption"],
};

export type EstateTable = keyof typeof ESTATE_COLUMNS;

export function siteOf(row: RowReader): Site {
  const timeZone = row.required("timeZone");
  if (timeZone !== "" && !isTimeZone(timeZone))
    row.fault("csv-row-invalid", "timeZone", `${quoted(timeZone)} is no IANA time zone`);
  return { id: row.required("id") as SiteId, name: row.required("name"), timeZone };
}

export function groupOf(row: RowReader): Group {
  return { id: row.required("id") as GroupId, name: row.required("name"), memberKind: row.oneOf("memberKind", MEMBER_KINDS) };
}

export function userOf(row: RowReader): User {
  return {
    id: row.required("id") as UserId,
    principalName: row.required("principalName"),
    displayName: row.required("displayName"),
    department: row.optional("department"),
    siteId: row.optional("siteId") as SiteId | null,
    mail: row.matching("mail", /^[^\s@]+@[^\s@]+$/, "name@example.com"),
    sensitivities: row.listOf("sensitivities", SENSITIVITIES),
    licences: licencesOf(row.list("licences")),
    groupIds: row.list("groupIds") as readonly GroupId[],
  };
}

export function deviceOf(row: RowReader): Device {
  return {
    id: row.required("id") as DeviceId,
    name: row.required("name"),
    serialNumber: row.required("serialNumber"),
    platform: row.oneOf("platform", PLATFORMS),
    osVersion: row.matching("osVersion", /^\d{1,9}(\.\d{1,9}){0,5}$/, "10.0.26100.4351"),
    edition: row.optional("edition"),
    manufacturer: row.optional("manufacturer"),
    model: row.optional("model"),
    ownership: row.oneOf("ownership", OWNERSHIPS, "unknown"),
    supervised: row.flagOrNull("supervised"),
    joinType: row.oneOfOrNull("joinType", JOIN_TYPES),
    enrolment: row.oneOfOrNull("enrolment", ENROLMENTS),
    driveEncryption: row.oneOfOrNull("driveEncryption", DRIVE_ENCRYPTIONS),
    siteId: row.optional("siteId") as SiteId | null,
    primaryUserId: row.optional("primaryUserId") as UserId | null,
    sensitivities: row.listOf("sensitivities", SENSITIVITIES),
    testOnly: row.flag("testOnly"),
    groupIds: row.list("groupIds") as readonly GroupId[],
    lastSeenAt: row.time("lastSeenAt"),
  };
}

/** Empty: not reported. `none` alone: reported, and there is no licence. */
function licencesOf(words: readonly string[]): readonly string[] | null {
  if (words.length === 0) return null;
  return words.filter((word) => word !== "none");
}

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat("en", { timeZone: name }).resolvedOptions().timeZone !== "";
  } catch {
    return false;
  }
}
