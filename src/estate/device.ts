import type { DeviceId, GroupId, SiteId, UserId } from "../kit/ids.ts";
import type { Instant } from "../kit/instant.ts";
import type { Platform } from "./platform.ts";

export const OWNERSHIPS = ["company", "personal", "unknown"] as const;
export type Ownership = (typeof OWNERSHIPS)[number];

/** Who is allowed to be hurt first, and who last. A device carries the marks of its person too. */
export const SENSITIVITIES = ["vip", "break-glass", "mission-critical"] as const;
export type Sensitivity = (typeof SENSITIVITIES)[number];

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
