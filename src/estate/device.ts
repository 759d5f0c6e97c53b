import type { DeviceId, GroupId, SiteId, UserId } from "../kit/ids.ts";
import type { Instant } from "../kit/instant.ts";
import type { Platform } from "./platform.ts";

export const OWNERSHIPS = ["company", "personal", "unknown"] as const;
export type Ownership = (typeof OWNERSHIPS)[number];

/** Who is allowed to be hurt first, and who last. A device carries the marks of its person too. */
export const SENSITIVITIES = ["vip", "break-glass", "mission-critical"] as const;
export type Sensitivity = (typeof SENSITIVITIES)[number];

/** How the device belongs to a directory; `none` is a fact, not a gap. Entra's words, as requirements.md 2.3 lists its trust types. */
export const JOIN_TYPES = ["entra-joined", "entra-registered", "hybrid-joined", "none"] as const;
export type JoinType = (typeof JOIN_TYPES)[number];

/**
 * How the device came under management, as far as settings depend on it. `automated`: at first start (Apple's automated device
 * enrolment, Windows Autopilot); `device`: later, the whole device; `user`: Apple user enrolment; the next four are Android's.
 */
export const ENROLMENTS = [
  "automated",
  "device",
  "user",
  "work-profile",
  "corporate-work-profile",
  "fully-managed",
  "dedicated",
  "co-managed",
] as const;
export type Enrolment = (typeof ENROLMENTS)[number];

/**
 * How the system drive is encrypted now, which a new policy does not change (requirements.md 2.9). `other`: encrypted, by a
 * method that has no word here.
 */
export const DRIVE_ENCRYPTIONS = [
  "none",
  "xts-aes-128",
  "xts-aes-256",
  "aes-cbc-128",
  "aes-cbc-256",
  "filevault",
  "luks",
  "other",
] as const;
export type DriveEncryption = (typeof DRIVE_ENCRYPTIONS)[number];

/**
 * A managed device as last known. A fact that was never reported is null, and null is never read as a match.
 * `testOnly` marks laboratory devices: a proof of concept may reach only these (S13).
 */
export type Device = Readonly<{
  id: DeviceId;
  name: string;
  serialNumber: string;
  platform: Platform;
  /** Dotted numbers as the platform prints them, for example `10.0.26100.4351`; null: never reported. */
  osVersion: string | null;
  /** Windows edition (Enterprise, Professional, ...); null elsewhere or unknown. */
  edition: string | null;
  manufacturer: string | null;
  model: string | null;
  ownership: Ownership;
  /** Apple: supervised; null elsewhere or never reported. */
  supervised: boolean | null;
  joinType: JoinType | null;
  enrolment: Enrolment | null;
  driveEncryption: DriveEncryption | null;
  siteId: SiteId | null;
  /** The person who uses it; null for kiosks and shared devices. */
  primaryUserId: UserId | null;
  sensitivities: readonly Sensitivity[];
  testOnly: boolean;
  /** Assigned device groups this device is a direct member of. */
  groupIds: readonly GroupId[];
  lastSeenAt: Instant | null;
}>;

/** Silent for this long means stale: kept out of pilots, shown apart (requirements.md 1.3 asks after 24 h; 30 days is the retirement habit). */
export const STALE_AFTER_DAYS = 30;
