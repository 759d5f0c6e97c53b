import { BackendUnavailable, type BackendChange, type BackendObservation } from "../../../app/ports/device-backend.ts";
import type { DeviceId, PolicyId, RolloutId, VersionHash } from "../../../kit/ids.ts";
import { instant, MINUTE_MS, plusMs, type Instant } from "../../../kit/instant.ts";
import type { EmbeddedBackendDeps } from "../embedded/index.ts";

type RolloutState = "open" | "stopped" | "restoring" | "landed";
type RolloutRow = Readonly<{
  policyId: PolicyId;
  state: RolloutState;
  target: VersionHash | null;
  previous: VersionHash | null;
  phaseByDeviceId: ReadonlyMap<DeviceId, number>;
  published: ReadonlySet<number>;
}>;

export type TestProduct = Readonly<{
  deps: EmbeddedBackendDeps;
  commit: (change: BackendChange) => void;
  passMs: (ms: number) => void;
  heldVersion: (deviceId: DeviceId, policyId: PolicyId) => VersionHash | null;
  setUnavailable: (isUnavailable: boolean) => void;
  loseNextAnswer: () => void;
}>;

export const CHECK_IN_MS = 60 * MINUTE_MS;
const TICK_MS = MINUTE_MS;

/**
 * The product around the embedded backend, as small as it can honestly be: rollouts and the ledger as rows, a door that answers
 * from a snapshot, and devices that ask once an hour. The door's lease is left out, so that it looks only when it is woken.
 */
export function createTestProduct(deviceIds: readonly DeviceId[]): TestProduct {
  const rows = new Map<RolloutId, RolloutRow>();
  let snapshot: ReadonlyMap<RolloutId, RolloutRow> = new Map();
  const ledger = new Map<RolloutId, Set<DeviceId>>();
  const held = new Map<string, VersionHash | null>();
  const reports: BackendObservation[] = [];
  let now: Instant = instant(Date.UTC(2026, 8, 1));
  let isUnavailable = false;
  let losesAnswer = false;

  const checkIn = (deviceId: DeviceId) => {
    for (const [rolloutId, row] of snapshot) {
      const exposed = ledger.get(rolloutId) ?? new Set<DeviceId>();
      const wanted = versionFor(row, deviceId, exposed.has(deviceId));
      const slot = `${deviceId}/${row.policyId}`;
      if (wanted === undefined || wanted === (held.get(slot) ?? null)) continue;
      ledger.set(rolloutId, exposed.add(deviceId));
      held.set(slot, wanted);
      reports.push({ deviceId, policyId: row.policyId, versionHash: wanted, state: "succeeded", observedAt: now });
    }
  };
  const failIfUnavailable = () => {
    if (isUnavailable) throw new BackendUnavailable("the test's database is away");
  };
  const deps: EmbeddedBackendDeps = {
    publishPhase: async (rolloutId, phaseIndex) => {
      failIfUnavailable();
      const row = rows.get(rolloutId);
      if (row === undefined) throw new Error(`no rollout ${rolloutId}`);
      if (row.published.has(phaseIndex)) return "already-done";
      rows.set(rolloutId, { ...row, published: new Set([...row.published, phaseIndex]) });
      if (!losesAnswer) return "done";
      losesAnswer = false;
      throw new BackendUnavailable("the test's connection broke after the commit");
    },
    wakeDoor: () => {
      failIfUnavailable();
      snapshot = new Map(rows);
    },
    observations: async (since, limit) => {
      const start = Number(since ?? 0);
      const observations = reports.slice(start, start + Math.min(limit, 5));
      return { observations, cursor: observations.length === 0 ? null : String(start + observations.length) };
    },
    now: () => now,
    checkInIntervalMs: CHECK_IN_MS,
  };
  return {
    deps,
    commit: (change) => void rows.set(change.rolloutId, committed(rows.get(change.rolloutId), change)),
    passMs: (ms) => {
      for (const until = plusMs(now, ms); now < until; ) {
        now = plusMs(now, TICK_MS);
        const minute = Math.floor(now / TICK_MS);
        deviceIds.forEach((deviceId, at) => {
          if ((minute - 4 * at) % (CHECK_IN_MS / TICK_MS) === 0) checkIn(deviceId);
        });
      }
    },
    heldVersion: (deviceId, policyId) => held.get(`${deviceId}/${policyId}`) ?? null,
    setUnavailable: (away) => {
      isUnavailable = away;
    },
    loseNextAnswer: () => {
      losesAnswer = true;
    },
  };
}

/** What the product's own transaction writes before the change leaves the outbox. */
function committed(
  row: RolloutRow | undefined,
  { kind, policyId, versionHash, phaseIndex, deviceIds }: BackendChange,
): RolloutRow {
  const before: RolloutRow = row ?? {
    policyId,
    state: "open",
    target: null,
    previous: null,
    phaseByDeviceId: new Map(),
    published: new Set(),
  };
  switch (kind) {
    case "publish-phase": {
      const joined = deviceIds.filter((id) => !before.phaseByDeviceId.has(id)).map((id) => [id, phaseIndex ?? 0] as const);
      return { ...before, target: versionHash, phaseByDeviceId: new Map([...before.phaseByDeviceId, ...joined]) };
    }
    case "stop-offering":
      return { ...before, state: "stopped" };
    case "offer-again":
      return { ...before, state: "open" };
    case "restore-previous":
      return { ...before, state: "restoring", previous: versionHash };
    case "land":
      return { ...before, state: "landed", phaseByDeviceId: new Map(deviceIds.map((id) => [id, 0])) };
  }
}

/** Undefined: this rollout has nothing to say about the device. */
function versionFor(row: RolloutRow, deviceId: DeviceId, isExposed: boolean): VersionHash | null | undefined {
  const phase = row.phaseByDeviceId.get(deviceId);
  if (row.state === "restoring") return isExposed ? row.previous : undefined;
  if (isExposed) return row.target;
  if (row.state === "stopped" || phase === undefined) return undefined;
  return row.published.has(phase) ? row.target : undefined;
}
