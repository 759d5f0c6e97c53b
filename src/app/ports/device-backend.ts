import type { DeviceId, PolicyId, RolloutId, VersionHash } from "../../kit/ids.ts";
import type { Instant } from "../../kit/instant.ts";
import type { Platform } from "../../estate/platform.ts";
import type { ReportState } from "../../policy/bundle/protocol.ts";
import type { ConflictRule } from "../../policy/conflict-rule.ts";

/** What a backend is asked to bring about for one rollout. Words of the product, never a backend's own. */
export type BackendChange = Readonly<{
  kind: "publish-phase" | "stop-offering" | "offer-again" | "restore-previous" | "land";
  rolloutId: RolloutId;
  policyId: PolicyId;
  /** The version to hold after it; null: none (a retirement, or a restore of nothing). */
  versionHash: VersionHash | null;
  /** Of the plan; null where the change concerns the whole rollout. */
  phaseIndex: number | null;
  /** Devices concerned; for `stop-offering` those that may not be offered anything new. */
  deviceIds: readonly DeviceId[];
}>;

export type BackendCapabilities = Readonly<{
  platforms: readonly Platform[];
  /** Can other policies be taken off single devices for an isolated pilot? */
  isolation: boolean;
  /** Does it restore the previous version by itself when asked to? */
  rollback: boolean;
  /** How long after a change most devices have usually reported. */
  reportLatencyMs: number;
  conflictRule: ConflictRule;
}>;

/** One call that a backend would make, for people to read before it is made. */
export type BackendCall = Readonly<{ operation: string; target: string; devices: number }>;

export type BackendReceipt = Readonly<{ key: string; outcome: "done" | "already-done"; at: Instant; devices: number }>;

export type BackendObservation = Readonly<{
  deviceId: DeviceId;
  policyId: PolicyId;
  versionHash: VersionHash | null;
  state: ReportState;
  observedAt: Instant;
}>;

/** `retry`: the same change with the same key may be tried again; nothing is half done that a repeat would not finish. */
export class BackendUnavailable extends Error {
  override readonly name = "BackendUnavailable";
}

/**
 * A system that brings policy to devices. `plan` is pure and makes no call; `apply` is idempotent on its key for ever;
 * `observe` returns what became known after a cursor, oldest first, and the cursor to go on from (null: from the start).
 */
export type DeviceBackend = Readonly<{
  id: string;
  capabilities: BackendCapabilities;
  plan: (changes: readonly BackendChange[]) => readonly BackendCall[];
  apply: (change: BackendChange, key: string) => Promise<BackendReceipt>;
  observe: (since: string | null) => Promise<Readonly<{ observations: readonly BackendObservation[]; cursor: string | null }>>;
}>;
