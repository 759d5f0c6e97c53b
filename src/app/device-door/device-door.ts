import type { DeviceId } from "../../kit/ids.ts";
import type { Instant } from "../../kit/instant.ts";
import type { ConflictRule } from "../../policy/conflict-rule.ts";
import type { FleetView } from "../fleet-view/fleet-view.ts";
import type { Entropy } from "../ports/clock.ts";
import type { DeviceCrypto } from "../ports/device-crypto.ts";
import type { Store } from "../ports/store.ts";
import type { CheckInTimes } from "./check-in-times.ts";
import type { IdentityCache } from "./identity-cache.ts";
import type { ReplayGuard } from "./replay-guard.ts";

/** What the use cases of the device door share. */
export type DeviceDoor = Readonly<{
  store: Store;
  view: FleetView;
  crypto: DeviceCrypto;
  entropy: Entropy;
  identities: IdentityCache;
  replays: ReplayGuard;
  seen: SeenDevices;
  times: CheckInTimes;
  conflictRule: ConflictRule;
}>;

/** Last-seen times wait here and are written together; losing a minute of them in a crash costs nothing but freshness. */
export type SeenDevices = Readonly<{ note: (deviceId: DeviceId, at: Instant) => void; flush: (store: Store) => Promise<void> }>;

export function createSeenDevices(): SeenDevices {
  const waiting = new Map<DeviceId, Instant>();
  return {
    note: (deviceId, at) => {
      waiting.set(deviceId, at);
    },
    flush: async (store) => {
      if (waiting.size === 0) return;
      const seen = [...waiting].map(([deviceId, at]) => ({ deviceId, at }));
      waiting.clear();
      await store.write((unit) => unit.estate.touch(seen));
    },
  };
}
