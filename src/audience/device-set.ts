/** A set of device indexes as a bitmap: one bit a device, 32 a word. Sets of one engine have the same size. */
export type DeviceSet = Readonly<{ size: number; words: Uint32Array }>;

export function emptySet(size: number): DeviceSet {
  return { size, words: new Uint32Array((size + 31) >>> 5) };
}

export function setOf(size: number, indexes: Iterable<number>): DeviceSet {
  const set = emptySet(size);
  for (const index of indexes) addTo(set, index);
  return set;
}

/** Changes the set in place: for builders only, before the set is handed on. */
export function addTo(set: DeviceSet, index: number): void {
  set.words[index >>> 5] = (set.words[index >>> 5] as number) | (1 << (index & 31));
}

export function has(set: DeviceSet, index: number): boolean {
  return (((set.words[index >>> 5] ?? 0) >>> (index & 31)) & 1) === 1;
}

export function union(a: DeviceSet, b: DeviceSet): DeviceSet {
  return combined(a, b, (x, y) => x | y);
}

export function intersection(a: DeviceSet, b: DeviceSet): DeviceSet {
  return combined(a, b, (x, y) => x & y);
}

export function difference(a: DeviceSet, b: DeviceSet): DeviceSet {
  return combined(a, b, (x, y) => x & ~y);
}

export function countOf(set: DeviceSet): number {
  let count = 0;
  for (const word of set.words) count += bitsIn(word);
  return count;
}

/** How many devices are in both, without making a set of them. */
export function overlapCount(a: DeviceSet, b: DeviceSet): number {
  const [left, right] = [a.words, b.words];
  let count = 0;
  for (let at = 0; at < left.length; at++) {
    const both = (left[at] as number) & (right[at] as number);
    if (both !== 0) count += bitsIn(both);
  }
  return count;
}

/** Whether a device is in both; stops at the first. */
export function meets(a: DeviceSet, b: DeviceSet): boolean {
  const [left, right] = [a.words, b.words];
  for (let at = 0; at < left.length; at++) if (((left[at] as number) & (right[at] as number)) !== 0) return true;
  return false;
}

export function isEmpty(set: DeviceSet): boolean {
  return set.words.every((word) => word === 0);
}

/** In ascending order. */
export function indexesOf(set: DeviceSet): number[] {
  const indexes: number[] = [];
  set.words.forEach((word, at) => {
    let rest = word;
    while (rest !== 0) {
      indexes.push(at * 32 + (31 - Math.clz32(rest & -rest)));
      rest &= rest - 1;
    }
  });
  return indexes;
}

function combined(a: DeviceSet, b: DeviceSet, combine: (x: number, y: number) => number): DeviceSet {
  const result = emptySet(a.size);
  for (let at = 0; at < result.words.length; at++) result.words[at] = combine(a.words[at] as number, b.words[at] as number);
  return result;
}

function bitsIn(word: number): number {
  let bits = word - ((word >>> 1) & 0x55555555);
  bits = (bits & 0x33333333) + ((bits >>> 2) & 0x33333333);
  return Math.imul((bits + (bits >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}
