import { assert } from "../../../kit/assert.ts";
import { canonicalJson } from "../../../kit/canonical-json.ts";
import { latestOf, type Instant } from "../../../kit/instant.ts";
import type { DeviceId, PolicyId, VersionHash } from "../../../kit/ids.ts";
import { PLATFORMS } from "../../../estate/platform.ts";
import { EMBEDDED_CONFLICT_RULE } from "../../../policy/conflict-rule.ts";
import type { Clock } from "../../../app/ports/clock.ts";
import {
  BackendUnavailable,
  type BackendCapabilities,
  type BackendReceipt,
  type DeviceBackend,
} from "../../../app/ports/device-backend.ts";
import { callOf, devicesConcerned } from "./map.ts";
import type { OfflineSpan } from "./simulated-device.ts";
import { createSimulatedFleet, type FleetOptions } from "./simulated-fleet.ts";
import { createSimulatedRollouts } from "./simulated-rollouts.ts";

export type SimulatedBackendOptions = FleetOptions & Readonly<{ clock: Clock }>;

/** The backend, and what a test or a simulation does to it. */
export type SimulatedBackend = DeviceBackend &
  Readonly<{
    heldVersion: (deviceId: DeviceId, policyId: PolicyId) => VersionHash | null;
    /** What lies before now stays as it was. */
    goOffline: (deviceId: DeviceId, span: OfflineSpan) => void;
    /** Calls throw BackendUnavailable before this moment, and do nothing. */
    beUnavailableUntil: (at: Instant) => void;
    /** The next `count` changes are carried out, and throw BackendUnavailable instead of a receipt. */
    loseAnswers: (count: number) => void;
  }>;

const OBSERVATIONS_MAX = 1_000;

/** Devices in memory, on the time of `clock`: the same seed, changes and moments give the same fleet, however often one looks. */
export function createSimulatedBackend({ clock, ...options }: SimulatedBackendOptions): SimulatedBackend {
  const fleet = createSimulatedFleet(options);
  const carryOut = createSimulatedRollouts(fleet);
  const doneByKey = new Map<string, Readonly<{ receipt: BackendReceipt; change: string }>>();
  let unavailableUntil = 0;
  let answersToLose = 0;

  const liveUntilNow = () => {
    const now = clock.now();
    fleet.advance(now);
    return now;
  };
  const answerable = async () => {
    const now = liveUntilNow();
    if (now < unavailableUntil) throw new BackendUnavailable("the simulated backend is unavailable for a while");
    return now;
  };
  return {
    id: "simulated",
    capabilities: capabilitiesOf(options),
    plan: (changes) => changes.map((change) => callOf(change, fleet.knows)),
    apply: async (change, key) => {
      const now = await answerable();
      const done = doneByKey.get(key);
      const asText = canonicalJson(change);
      assert(done === undefined || done.change === asText, `key ${key} stands for one change`);
      if (done !== undefined) return { ...done.receipt, outcome: "already-done" };
      const receipt: BackendReceipt = { key, outcome: "done", at: now, devices: devicesConcerned(change, fleet.knows).length };
      doneByKey.set(key, { receipt, change: asText });
      carryOut(change, key, now);
      if (answersToLose === 0) return receipt;
      answersToLose -= 1;
      throw new BackendUnavailable("the simulated backend's answer was lost");
    },
    observe: async (since) => {
      await answerable();
      const start = since === null ? 0 : Number(since);
      assert(Number.isInteger(start) && start >= 0 && start <= fleet.reported.length, "a cursor is one that observe gave");
      const observations = fleet.reported.slice(start, start + OBSERVATIONS_MAX);
      return { observations, cursor: observations.length === 0 ? since : String(start + observations.length) };
    },
    heldVersion: (deviceId, policyId) => {
      liveUntilNow();
      return fleet.heldVersion(deviceId, policyId);
    },
    goOffline: (deviceId, { from, until }) => fleet.goOffline(deviceId, { from: latestOf(from, liveUntilNow()), until }),
    beUnavailableUntil: (at) => {
      unavailableUntil = at;
    },
    loseAnswers: (count) => {
      answersToLose = count;
    },
  };
}

function capabilitiesOf({ devices, latency }: FleetOptions): BackendCapabilities {
  const present = new Set(devices.map(({ platform }) => platform));
  return {
    platforms: PLATFORMS.filter((platform) => present.has(platform)),
    isolation: true,
    rollback: true,
    reportLatencyMs: latency.takeMsMax + latency.reportMs,
    conflictRule: EMBEDDED_CONFLICT_RULE,
  };
}
