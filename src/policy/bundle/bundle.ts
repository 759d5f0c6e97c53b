import type { Json } from "../../kit/canonical-json.ts";
import type { Instant } from "../../kit/instant.ts";
import { hashOf } from "../../kit/sha256.ts";

/**
 * What a device is asked to hold, shared word for word by every device with the same policies: content-addressed.
 * A node in conflict is listed apart and not applied: no winner is promised (requirements.md 2.8, rule 3).
 */
export type BundleContent = Readonly<{
  policies: readonly BundlePolicy[];
  conflicts: readonly BundleConflict[];
}>;

export type BundlePolicy = Readonly<{
  policyId: string;
  versionHash: string;
  name: string;
  settings: readonly Readonly<{ node: string; value: Json }>[];
}>;

export type BundleConflict = Readonly<{ node: string; policyIds: readonly string[] }>;

/** The signed part: for this device alone, in this order. The device id is inside even when nothing else is. */
export type BundleEnvelope = Readonly<{
  type: "tidegate-bundle";
  specVersion: 1;
  tenant: string;
  deviceId: string;
  /** Rises with every bundle of a device; a rollback is a higher number with older content (P-S7). */
  seq: number;
  /** Rises when a restored database might reissue numbers. */
  epoch: number;
  issuedAt: Instant;
  notAfter: Instant;
  contentHash: string;
  /** Hash of the device's previous envelope, null on its first. */
  previousHash: string | null;
  /** Comes back in the report, so that an old report cannot stand for this bundle. */
  reportNonce: string;
}>;

export function contentHashOf(content: BundleContent): string {
  return hashOf(content);
}

export function envelopeHashOf(envelope: BundleEnvelope): string {
  return hashOf(envelope);
}
