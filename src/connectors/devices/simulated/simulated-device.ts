import { seededRandom } from "../../../kit/seeded-random.ts";
import type { DeviceId, PolicyId, VersionHash } from "../../../kit/ids.ts";
import type { Instant } from "../../../kit/instant.ts";
import type { Platform } from "../../../estate/platform.ts";
import type { ReportState } from "../../../policy/bundle/protocol.ts";

export type SimulatedDevice = Readonly<{
  id: DeviceId;
  platform: Platform;
  /** Whatever a fault should tell devices apart by, for example the model. */
  traits?: Readonly<Record<string, string>>;
  /** Neither takes nor reports in these spans; `until` null: never comes back. */
  offline?: readonly OfflineSpan[];
  /** What it holds before anything is published, by policy. */
  holds?: readonly Readonly<{ policyId: PolicyId; versionHash: VersionHash }>[];
}>;

/** From `from`, up to but not including `until`. */
export type OfflineSpan = Readonly<{ from: Instant; until: Instant | null }>;

/** A device that it strikes reports `state` and keeps what it held. The first fault of the list that strikes counts. */
export type SimulatedFault = Readonly<{
  strikes: (device: SimulatedDevice) => boolean;
  /** The version that fails; null: every one. */
  versionHash: VersionHash | null;
  /** From 0 to 1; whether it strikes a device is the seed's, and does not change from try to try. */
  chance: number;
  state: Exclude<ReportState, "succeeded">;
}>;

/** All in ms. A device takes a version within [takeMsMin, takeMsMax] of its offer and reports `reportMs` later. */
export type SimulatedLatency = Readonly<{ takeMsMin: number; takeMsMax: number; reportMs: number }>;

/** When a device that wants to do something at `at` is online; null: never again. */
export function onlineFrom(at: Instant, spans: readonly OfflineSpan[]): Instant | null {
  let online = at;
  for (const { from, until } of [...spans].sort((a, b) => a.from - b.from)) {
    if (online < from || (until !== null && online >= until)) continue;
    if (until === null) return null;
    online = until;
  }
  return online;
}

export function stateAfterTaking(
  device: SimulatedDevice,
  versionHash: VersionHash | null,
  faults: readonly SimulatedFault[],
  seed: number | string,
): ReportState {
  const strikes = (fault: SimulatedFault, index: number) =>
    (fault.versionHash === null || fault.versionHash === versionHash) &&
    fault.strikes(device) &&
    seededRandom(`${seed}/fault ${index}/${device.id}/${versionHash ?? "none"}`).chance(fault.chance);
  return faults.find(strikes)?.state ?? "succeeded";
}
