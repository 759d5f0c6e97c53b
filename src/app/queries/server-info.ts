import type { Instant } from "../../kit/instant.ts";
import type { Store } from "../ports/store.ts";

export type SetUp = Readonly<{
  tenant: string;
  devices: number;
  policies: number;
  rollouts: number;
  baseline: Readonly<{ hash: string; takenAt: Instant }> | null;
}>;

/** What is there so far: what a newcomer has done, and what comes next. */
export function readSetUp(store: Store): Promise<SetUp> {
  return store.read(async (unit) => {
    const baseline = await unit.estate.latestBaseline();
    return {
      tenant: (await unit.world.get()).tenant,
      devices: await unit.estate.countDevices({ search: null, platform: null, limit: 1, afterId: null }),
      policies: (await unit.policies.loadLive()).length,
      rollouts: await unit.rollouts.count(),
      baseline: baseline === null ? null : { hash: baseline.hash, takenAt: baseline.takenAt },
    };
  });
}
