import type { Json } from "../../kit/canonical-json.ts";
import type { DeviceId, RolloutId } from "../../kit/ids.ts";
import type { Instant } from "../../kit/instant.ts";
import type { CohortCounts } from "../../rollout/evidence.ts";
import type { AuditRow } from "./audit-store.ts";

/** Entries about one subject, newest first, whose action begins with one of `prefixes` (none: all); `before`: only lower numbers. */
export type TimelineRequest = Readonly<{
  subject: string;
  prefixes: readonly string[];
  before: number;
  limit: number;
}>;

/** From the first offer to the last word of a device; null: nobody was offered anything yet. */
export type LedgerSpan = Readonly<{ firstAt: Instant; lastAt: Instant }>;

/**
 * Devices whose first words fall between the same points: each number is the index of the first point that is not before
 * the word, null where the word did not come. `verifiedLater`: the verification came after the failure.
 */
export type LedgerGroup = Readonly<{
  offered: number;
  applied: number | null;
  verified: number | null;
  failed: number | null;
  verifiedLater: boolean;
  devices: number;
}>;

export type Bucket = keyof Omit<CohortCounts, "cohort">;

/**
 * Which snapshot of the database this is, in its own words: whatever a later reading calls changed since then was not
 * visible here. Never a time: on a virtual clock a thousand reports share one.
 */
export type SnapshotMark = string & { readonly __unit: "snapshot" };

/** What a list of a rollout's devices rests on besides the devices' own offers and reports. */
export type DeviceListMark = Readonly<{
  snapshot: SnapshotMark;
  estateRevision: number;
  members: number;
  heldBack: number;
}>;

/** A device as filters and orders see it. */
export type ListedDevice = Readonly<{
  deviceId: DeviceId;
  /** The id where the device has left the estate. */
  name: string;
  serialNumber: string | null;
  phaseIndex: number;
  state: Bucket;
  offeredAt: Instant | null;
  reportedAt: Instant | null;
  everFailed: boolean;
  platform: string | null;
  model: string | null;
  /** Exceptions of the report that is not well; otherwise what failed first, or null. */
  exceptions: Json;
  failure: Json;
}>;

/** A device as a row of a page. */
export type RolloutDeviceRow = Omit<ListedDevice, "serialNumber"> &
  Readonly<{
    appliedAt: Instant | null;
    verifiedAt: Instant | null;
    failedAt: Instant | null;
    person: string | null;
    lastSeenAt: Instant | null;
  }>;

/** How far somebody has followed what happens here. */
export type PulseMark = Readonly<{ snapshot: SnapshotMark; auditNumber: number; estateRevision: number }>;

/** What is new since a mark. Each piece of news is told once, by whatever server process it was written. */
export type Pulse = Readonly<{
  mark: PulseMark;
  /** Of new entries of the audit log. */
  subjects: readonly string[];
  /** With a member whose bundle was written: offered, reported or refused. */
  rolloutIds: readonly RolloutId[];
  /** Any device at all was offered something or reported. */
  devicesMoved: boolean;
  estateMoved: boolean;
  /** What each rollout that is not over says of itself; a text that has changed is news that no entry of the audit log tells. */
  told: Readonly<Record<string, string>>;
}>;

/** What pages read beside the rollout itself. */
export type LiveStore = Readonly<{
  /** @param since null: only where one is now. */
  pulse: (since: PulseMark | null) => Promise<Pulse>;
  /** `total`: entries that match, whatever `before` says. */
  timeline: (request: TimelineRequest) => Promise<Readonly<{ rows: readonly AuditRow[]; total: number }>>;
  ledgerSpan: (rolloutId: RolloutId) => Promise<LedgerSpan | null>;
  /** @param points ascending; words after the last one count as `points.length`. */
  ledgerGroups: (rolloutId: RolloutId, points: readonly Instant[]) => Promise<readonly LedgerGroup[]>;

  deviceListMark: (rolloutId: RolloutId) => Promise<DeviceListMark>;
  /** All cohort members, or those whose bundle was written since that snapshot; in no order. */
  listedDevices: (rolloutId: RolloutId, since: SnapshotMark | null) => Promise<readonly ListedDevice[]>;
  /** In the order asked for; an id that is no member is left out. */
  rolloutDevices: (rolloutId: RolloutId, deviceIds: readonly DeviceId[]) => Promise<readonly RolloutDeviceRow[]>;
}>;
