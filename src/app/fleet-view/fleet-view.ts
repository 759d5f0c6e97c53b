import type { Store, Unit } from "../ports/store.ts";
import type { World } from "../ports/world-store.ts";
import { baseSetsOf, fleetSnapshotOf, type BaseSets, type FleetSnapshot } from "./fleet-snapshot.ts";

/**
 * The check-in path's memory (house.md W3): a snapshot fenced by (revision, epoch), good for one lease. When the lease is
 * over the database is asked for the fence; the same fence prolongs it, another one rebuilds the snapshot. A halt in another
 * process therefore binds this one within a lease, and offers are fenced once more inside their own transaction.
 */
export type FleetView = Readonly<{
  /** The snapshot under a valid lease. Throws when the database does not answer: the door then says 503. */
  current: () => Promise<FleetSnapshot>;
  /** Look at the database before the next answer. */
  invalidate: () => void;
}>;

/** P-S5's bound on how long another process's halt may go unnoticed on the quiet path. */
export const FLEET_LEASE_MS = 1_000;

type Held = {
  snapshot: FleetSnapshot | null;
  base: BaseSets | null;
  baseKey: string;
  validUntilMs: number;
  refreshing: Promise<FleetSnapshot> | null;
  generation: number;
};

/** @param monotonicMs a clock that never jumps: leases are real time even where the world's clock is virtual. */
export function createFleetView(store: Store, monotonicMs: () => number): FleetView {
  const held: Held = { snapshot: null, base: null, baseKey: "", validUntilMs: -1, refreshing: null, generation: 0 };
  const refresh = async (): Promise<FleetSnapshot> => {
    for (;;) {
      const generation = held.generation;
      const startedMs = monotonicMs();
      const snapshot = await store.read((unit) => readSnapshot(unit, held));
      held.snapshot = snapshot;
      // Counted from before the read: the answer is as old as the question. Invalidated meanwhile: read again.
      if (generation === held.generation) {
        held.validUntilMs = startedMs + FLEET_LEASE_MS;
        return snapshot;
      }
    }
  };
  return {
    current: async () => {
      if (held.snapshot !== null && monotonicMs() < held.validUntilMs) return held.snapshot;
      held.refreshing ??= refresh().finally(() => {
        held.refreshing = null;
      });
      return held.refreshing;
    },
    invalidate: () => {
      held.generation += 1;
      held.validUntilMs = -1;
    },
  };
}

async function readSnapshot(unit: Unit, held: Held): Promise<FleetSnapshot> {
  const world = await unit.world.get();
  if (held.snapshot !== null && isSameWorld(held.snapshot.world, world)) return held.snapshot;
  const policies = await unit.policies.loadLive();
  const baseKey = `${world.estateRevision}/${policies.map((policy) => `${policy.id}@${policy.live.hash}:${JSON.stringify(policy.assignments)}`).join("|")}`;
  if (held.base === null || held.baseKey !== baseKey) {
    held.base = baseSetsOf(await unit.estate.load(), policies);
    held.baseKey = baseKey;
  }
  const inactive = new Set(await unit.devices.inactiveThumbprints());
  return fleetSnapshotOf(world, held.base, await unit.rollouts.loadActive(), inactive);
}

function isSameWorld(a: World, b: World): boolean {
  return a.revision === b.revision && a.epoch === b.epoch;
}
