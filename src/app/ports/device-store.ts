import type { Json } from "../../kit/canonical-json.ts";
import type { DeviceId, PolicyId, VersionHash } from "../../kit/ids.ts";
import type { Instant } from "../../kit/instant.ts";
import type { BundleContent, BundleEnvelope } from "../../policy/bundle/bundle.ts";
import type { DevicePublicKey, ReportState } from "../../policy/bundle/protocol.ts";

export type IdentityRow = Readonly<{
  deviceId: DeviceId;
  thumbprint: string;
  publicKey: DevicePublicKey;
  status: "active" | "quarantined" | "revoked";
  enrolledAt: Instant;
}>;
export type EnrolmentTokenRow = Readonly<{
  tokenHash: string;
  label: string;
  createdBy: string;
  createdAt: Instant;
  expiresAt: Instant;
  usesLeft: number;
}>;

/** A device's latest bundle and how far its reports are. */
export type BundleRow = Readonly<{
  deviceId: DeviceId;
  epoch: number;
  seq: number;
  setHash: string;
  envelope: BundleEnvelope;
  envelopeHash: string;
  offeredAt: Instant;
  reportNumber: number;
  reportHash: string | null;
  reportedSeq: number;
  reportedAt: Instant | null;
  refused: Json | null;
}>;

export type PolicyReportRow = Readonly<{
  deviceId: DeviceId;
  policyId: PolicyId;
  versionHash: string;
  state: ReportState;
  settings: number;
  applied: number;
  verified: number;
  /** SettingReports that are anything but succeeded and verified. */
  exceptions: Json;
  reportedAt: Instant;
}>;

/** `states`: those of its reports, each once; success that was not read back is an error, as in a gate. */
export type DeviceStanding = Readonly<{
  deviceId: DeviceId;
  bundle: Pick<BundleRow, "epoch" | "seq" | "reportedSeq" | "offeredAt" | "reportedAt"> | null;
  states: readonly ReportState[];
}>;

/** A report as a backend's observation; `cursor` goes on after it. */
export type ReportFeedRow = Readonly<{
  deviceId: DeviceId;
  policyId: PolicyId;
  versionHash: VersionHash;
  state: ReportState;
  observedAt: Instant;
  cursor: string;
}>;

export type DeviceStore = Readonly<{
  /** Oldest first; the cursor is one that this feed gave, or null for the start. */
  reportsAfter: (cursor: string | null, limit: number) => Promise<readonly ReportFeedRow[]>;
  insertEnrolmentToken: (row: EnrolmentTokenRow) => Promise<void>;
  /** Takes `uses` uses at once if they are left and the time is not over; false: nothing was taken. */
  useEnrolmentToken: (tokenHash: string, uses: number, now: Instant) => Promise<boolean>;
  /** Quarantined and revoked keys. */
  inactiveThumbprints: () => Promise<readonly string[]>;
  findIdentities: (
    by: Readonly<{ thumbprints: readonly string[] }> | Readonly<{ deviceIds: readonly DeviceId[] }>,
  ) => Promise<readonly IdentityRow[]>;
  insertIdentities: (rows: readonly IdentityRow[]) => Promise<void>;
  setIdentityStatus: (thumbprint: string, status: IdentityRow["status"]) => Promise<boolean>;

  /** Locked until the transaction ends, in the order of their ids (so that two batches never wait for each other). */
  bundlesForUpdate: (deviceIds: readonly DeviceId[]) => Promise<readonly BundleRow[]>;
  findBundle: (deviceId: DeviceId) => Promise<BundleRow | null>;
  saveBundles: (rows: readonly BundleRow[]) => Promise<void>;
  saveContents: (rows: readonly Readonly<{ setHash: string; contentHash: string; content: BundleContent }>[]) => Promise<void>;
  findContent: (setHash: string) => Promise<Readonly<{ contentHash: string; content: BundleContent }> | null>;

  /** How far the report was counted; same transaction as saveReports. */
  saveReportProgress: (
    rows: readonly Pick<BundleRow, "deviceId" | "reportNumber" | "reportHash" | "reportedSeq" | "reportedAt" | "refused">[],
  ) => Promise<void>;
  saveReports: (rows: readonly PolicyReportRow[]) => Promise<void>;
  /** Proven gone from the device. */
  deleteReports: (rows: readonly Readonly<{ deviceId: DeviceId; policyId: PolicyId }>[]) => Promise<void>;
  reportsOf: (deviceId: DeviceId) => Promise<readonly PolicyReportRow[]>;
  /** For lists: how far each of these devices is, in the order of their ids; those without bundle and report are left out. */
  standings: (deviceIds: readonly DeviceId[]) => Promise<readonly DeviceStanding[]>;
  /** For operations: how the live version of a policy stands over the devices. */
  policyCounts: (policyId: PolicyId, versionHash: string) => Promise<Readonly<Record<ReportState, number>>>;
}>;
