import { compareText } from "../kit/ids.ts";
import { hash32 } from "../kit/seeded-random.ts";
import type { Estate } from "../estate/estate.ts";
import { deviceAt, placeKey } from "./population.ts";

/** A person with all devices, or a device without a person: what a phase takes whole. Indexes ascend. */
export type Place = Readonly<{ key: string; indexes: readonly number[] }>;

/**
 * The devices in an order that only the salt and each key decide, so that a place keeps its rank among the others whatever
 * else joins or leaves the fleet.
 */
export function placesInOrder(estate: Estate, indexes: readonly number[], salt: string): readonly Place[] {
  const byKey = new Map<string, number[]>();
  for (const index of indexes) {
    const key = placeKey(deviceAt(estate, index));
    byKey.set(key, [...(byKey.get(key) ?? []), index]);
  }
  const ranked = [...byKey].map(([key, members]) => ({
    key,
    rank: hash32(`${salt}/${key}`),
    indexes: members.sort((a, b) => a - b),
  }));
  ranked.sort((a, b) => a.rank - b.rank || compareText(a.key, b.key));
  return ranked.map(({ key, indexes }) => ({ key, indexes }));
}
