import type { RolloutId } from "../../kit/ids.ts";
import type { DeviceListMark } from "../ports/live-store.ts";
import type { Store } from "../ports/store.ts";
import { createDeviceIndex, type DeviceIndex } from "./device-index.ts";

/** Indexes of the rollouts that somebody looks at. */
export type DeviceIndexMemory = Readonly<{ read: (rolloutId: RolloutId) => Promise<DeviceIndex> }>;

/** In devices over all rollouts, at some 500 bytes each. The rollout that is asked for is kept however large it is. */
const DEVICES_MAX = 300_000;

type Held = { index: DeviceIndex; mark: DeviceListMark };
type Slot = { held: Held | null; refreshing: Promise<DeviceIndex> | null; next: Promise<DeviceIndex> | null };

/**
 * Brings an index up to date at every reading: the devices whose bundles were written since the last one are read again,
 * and everything anew where the cohorts, the estate or who is held back have changed. Readers who come at once share one
 * refresh; one that began before a reader came is not good enough for it, and refreshes follow one another, so that none
 * puts an older state over a newer one.
 */
export function createDeviceIndexMemory(store: Store, devicesMax = DEVICES_MAX): DeviceIndexMemory {
  // Least recently asked for first.
  const slots = new Map<RolloutId, Slot>();

  async function refresh(rolloutId: RolloutId, slot: Slot): Promise<DeviceIndex> {
    const held = await refreshed(store, rolloutId, slot.held);
    slot.held = held;
    forget(slots, rolloutId, devicesMax);
    return held.index;
  }

  function start(rolloutId: RolloutId, slot: Slot): Promise<DeviceIndex> {
    const running = refresh(rolloutId, slot).finally(() => {
      if (slot.refreshing === running) slot.refreshing = null;
    });
    slot.refreshing = running;
    return running;
  }

  return {
    read: (rolloutId) => {
      const slot = slots.get(rolloutId) ?? { held: null, refreshing: null, next: null };
      slots.delete(rolloutId);
      slots.set(rolloutId, slot);
      if (slot.refreshing === null) return start(rolloutId, slot);
      if (slot.next !== null) return slot.next;
      const before = slot.refreshing.catch(() => undefined);
      slot.next = before.then(() => {
        slot.next = null;
        return start(rolloutId, slot);
      });
      return slot.next;
    },
  };
}

function refreshed(store: Store, rolloutId: RolloutId, held: Held | null): Promise<Held> {
  return store.read(async ({ live }) => {
    const mark = await live.deviceListMark(rolloutId);
    if (held === null || !isSameGround(held.mark, mark)) {
      const rows = await live.listedDevices(rolloutId, null);
      return { index: createDeviceIndex(rows), mark };
    }
    held.index.put(await live.listedDevices(rolloutId, held.mark.snapshot));
    return { index: held.index, mark };
  });
}

function isSameGround(before: DeviceListMark, now: DeviceListMark): boolean {
  return before.estateRevision === now.estateRevision && before.members === now.members && before.heldBack === now.heldBack;
}

function forget(slots: Map<RolloutId, Slot>, kept: RolloutId, devicesMax: number): void {
  let devices = 0;
  for (const { held } of slots.values()) devices += held?.index.size ?? 0;
  for (const [rolloutId, { held, refreshing }] of slots) {
    if (devices <= devicesMax) return;
    if (rolloutId === kept || refreshing !== null) continue;
    slots.delete(rolloutId);
    devices -= held?.index.size ?? 0;
  }
}
