import type { Json } from "../../kit/canonical-json.ts";
import type { Instant } from "../../kit/instant.ts";
import type { BundleContent } from "./bundle.ts";

/**
 * What crosses the device door, both ways. The device makes an Ed25519 key at enrolment; the server pins it, and the key,
 * not a name in a URL, says who speaks. Compact JWS (RFC 7515, alg EdDSA) everywhere; `kid` is the key's RFC 7638 thumbprint.
 *
 * - `POST /device/v1/enrolments`  EnrolRequest -> 201 EnrolResponse
 * - `GET  /device/v1/check-in`    If-None-Match; `authorization: Bearer SESSION` or `authorization: Proof JWS(DeviceProof)`
 *                                 -> 200 CheckInResponse with ETag, or 304. Both carry the headers of DEVICE_HEADERS.
 * - `POST /device/v1/reports`     ReportRequest -> 202 once the report is durable; the same report again is 202 and counts once.
 */
export const DEVICE_PATHS = {
  enrol: "/device/v1/enrolments",
  checkIn: "/device/v1/check-in",
  report: "/device/v1/reports",
} as const;

/** Lower-case names of response headers. Times are epoch milliseconds of the server's clock. */
export const DEVICE_HEADERS = {
  serverTime: "tidegate-time",
  nextCheckInAt: "tidegate-next-check-in",
  session: "tidegate-session",
  sessionExpiresAt: "tidegate-session-expires",
} as const;

/** A proof older or younger than this is refused with 401 and the server's time, so that a device with a wrong clock can correct itself. */
export const PROOF_SKEW_MS_MAX = 5 * 60_000;
export const SESSION_MS = 60 * 60_000;

/** Public half of an Ed25519 key as a JWK. */
export type DevicePublicKey = Readonly<{ kty: "OKP"; crv: "Ed25519"; x: string }>;

export type DeviceFacts = Readonly<{
  serialNumber: string;
  name: string;
  platform: string;
  osVersion: string;
  edition: string | null;
  manufacturer: string | null;
  model: string | null;
}>;

/** `proof` signs an EnrolProof with the key that is being enrolled. */
export type EnrolRequest = Readonly<{ enrolmentToken: string; publicKey: DevicePublicKey; facts: DeviceFacts; proof: string }>;
/** `bodyHash` = hashOf({enrolmentToken, publicKey, facts}). */
export type EnrolProof = Readonly<{ aud: "tidegate-enrol"; iat: number; jti: string; bodyHash: string }>;

export type EnrolResponse = Readonly<{
  deviceId: string;
  tenant: string;
  /** Keys that may sign this device's bundles. */
  serverKeys: readonly Readonly<{ kid: string; publicKey: DevicePublicKey }>[];
  nextCheckInAt: Instant;
}>;

/** `iat` in whole seconds as in RFC 7519; `htu` is the path without query. */
export type DeviceProof = Readonly<{ aud: "tidegate-device"; htm: string; htu: string; iat: number; jti: string }>;

export type CheckInResponse = Readonly<{
  /** Compact JWS whose payload is the canonical JSON of a BundleEnvelope. */
  envelope: string;
  content: BundleContent;
}>;

/** Compact JWS by the device's key whose payload is a DeviceReport. */
export type ReportRequest = Readonly<{ report: string }>;

/** Intune's words for what became of a policy or a setting on a device (requirements.md 2.7). */
export const REPORT_STATES = ["succeeded", "error", "conflict", "notApplicable"] as const;
export type ReportState = (typeof REPORT_STATES)[number];

export type DeviceReport = Readonly<{
  type: "tidegate-report";
  deviceId: string;
  /** Of the bundle that this report speaks of. */
  epoch: number;
  seq: number;
  reportNonce: string;
  /** Rises by one with each report of this device since enrolment; a lower one is a replay. */
  reportNumber: number;
  /** Hash of the device's previous report, null on its first. */
  previousHash: string | null;
  reportedAt: Instant;
  policies: readonly PolicyReport[];
  /** Policies of the previous bundle that are no longer in this one; `verified`: read back and gone. */
  removed: readonly Readonly<{ policyId: string; verified: boolean }>[];
  /** Set when the device refused the bundle: the named attack, nothing was applied. */
  refused: Readonly<{ code: string; detail: string }> | null;
}>;

export type PolicyReport = Readonly<{
  policyId: string;
  versionHash: string;
  state: ReportState;
  settings: readonly SettingReport[];
}>;

/** `applied`: the device accepted the value. `verified`: it read the value back and found it equal to the intended one. */
export type SettingReport = Readonly<{
  node: string;
  state: ReportState;
  applied: boolean;
  verified: boolean;
  /** What was read back, only where it differs from the intended value. */
  actual?: Json;
  errorCode?: string;
}>;
