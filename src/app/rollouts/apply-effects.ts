import type { Json } from "../../kit/canonical-json.ts";
import { MINUTE_MS, plusMs, SECOND_MS, type Instant } from "../../kit/instant.ts";
import type { Effect } from "../../rollout/lifecycle/types.ts";
import type { Rollout } from "../../rollout/rollout.ts";
import type { BackendChange, DeviceBackend } from "../ports/device-backend.ts";
import type { OutboxRow } from "../ports/outbox-store.ts";
import type { Store } from "../ports/store.ts";

const BATCH_MAX = 50;
const RETRY_MS_MAX = 60 * MINUTE_MS;

export type EffectsResult = Readonly<{ done: number; postponed: number }>;

/**
 * Drains the outbox after the commit (P-S9): every intent is one row with a stable key, delivered at least once. Claimed rows
 * are pushed out of reach first, so that no transaction is open while the world is asked, and a crash repeats them.
 */
export async function applyEffects(store: Store, backend: DeviceBackend, now: Instant): Promise<EffectsResult> {
  const result = { done: 0, postponed: 0 };
  for (;;) {
    const rows = await claim(store, now);
    if (rows.length === 0) return result;
    for (const row of rows) {
      const delivered = await deliver(store, backend, row, now);
      result[delivered ? "done" : "postponed"] += 1;
    }
  }
}

/** If this process dies, somebody repeats the row after this time: about as long as it takes another one to lead. */
const CLAIM_MS = 15 * SECOND_MS;

function claim(store: Store, now: Instant): Promise<readonly OutboxRow[]> {
  return store.write(async (unit) => {
    const rows = await unit.outbox.claim(now, BATCH_MAX);
    for (const row of rows) await unit.outbox.retryAt(row.key, row.lastError ?? "", plusMs(now, CLAIM_MS));
    return rows;
  });
}

async function deliver(store: Store, backend: DeviceBackend, row: OutboxRow, now: Instant): Promise<boolean> {
  const change = await store.read(async (unit) => {
    const rollout = await unit.rollouts.find(row.rolloutId);
    return rollout === null
      ? null
      : changeOf(rollout, row.payload as unknown as Effect, await unit.rollouts.cohortDeviceIds(rollout.id));
  });
  if (change === null) return false;
  try {
    const receipt = await backend.apply(change, row.key);
    await store.write((unit) => unit.outbox.complete(row.key, receipt as unknown as Json, now));
    return true;
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    const waitMs = Math.min(RETRY_MS_MAX, MINUTE_MS * 2 ** row.attempts);
    await store.write((unit) => unit.outbox.retryAt(row.key, message, plusMs(now, waitMs)));
    return false;
  }
}

function changeOf(rollout: Rollout, effect: Effect, deviceIds: BackendChange["deviceIds"]): BackendChange {
  const { policyId, fromHash, toHash } = rollout.plan.policyPlan.change;
  const versionHash = effect.kind === "restore-previous" ? fromHash : toHash;
  const phaseIndex = "phaseIndex" in effect ? effect.phaseIndex : null;
  return { kind: effect.kind, rolloutId: rollout.id, policyId, versionHash, phaseIndex, deviceIds };
}
