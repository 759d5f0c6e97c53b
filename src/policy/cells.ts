import { has, indexesOf, type DeviceSet } from "../audience/device-set.ts";

/** How many devices are in exactly these of some sets: what depends on membership alone is worked out once for all of them. */
export type Cell = Readonly<{ devices: number; memberOf: readonly boolean[] }>;

/**
 * Splits `scope` by the sets: no cell is empty, each device is in one. Costs devices times sets, however many cells there are;
 * cells come in the order of their first device.
 */
export function cellsOf(scope: DeviceSet, sets: readonly DeviceSet[]): readonly Cell[] {
  const indexes = indexesOf(scope);
  const cellOf = new Int32Array(indexes.length);
  let members: (readonly boolean[])[] = indexes.length === 0 ? [] : [[]];
  for (const set of sets) {
    const halves = new Map<number, number>();
    const split: (readonly boolean[])[] = [];
    for (const [at, index] of indexes.entries()) {
      const isIn = has(set, index);
      const old = cellOf[at] as number;
      const half = 2 * old + Number(isIn);
      let next = halves.get(half);
      if (next === undefined) {
        next = split.length;
        halves.set(half, next);
        split.push([...(members[old] as readonly boolean[]), isIn]);
      }
      cellOf[at] = next;
    }
    members = split;
  }
  const counts = members.map(() => 0);
  for (const cell of cellOf) counts[cell] = (counts[cell] as number) + 1;
  return members.map((memberOf, cell) => ({ devices: counts[cell] as number, memberOf }));
}
