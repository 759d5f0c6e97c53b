/** Random numbers that a seed repeats exactly. Not for secrets. */
export type SeededRandom = Readonly<{
  /** Uniform in [0, 1). */
  next: () => number;
  /** A whole number in [from, to). */
  int: (from: number, to: number) => number;
  /** True with this probability. */
  chance: (probability: number) => boolean;
  pick: <T>(items: readonly T[]) => T;
  /** Picks by weight; weights need not add up to 1. */
  weighted: <T>(items: readonly (readonly [T, number])[]) => T;
  shuffle: <T>(items: readonly T[]) => T[];
  /** A stream of its own under this name, so that a new consumer does not move the others. */
  fork: (name: string) => SeededRandom;
}>;

export function seededRandom(seed: number | string): SeededRandom {
  let state = hash32(String(seed));
  const next = () => {
    // mulberry32: small, fast, and good enough for fleets and tests.
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
  const int = (from: number, to: number) => from + Math.floor(next() * (to - from));
  return {
    next,
    int,
    chance: (probability) => next() < probability,
    pick: (items) => items[int(0, items.length)] as (typeof items)[number],
    weighted: (items) => pickWeighted(items, next()),
    shuffle: (items) => shuffled(items, int),
    fork: (name) => seededRandom(`${seed}/${name}`),
  };
}

/** FNV-1a with a final avalanche: the same text gives the same 32 bits everywhere. */
export function hash32(text: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) {
    hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

function pickWeighted<T>(items: readonly (readonly [T, number])[], at: number): T {
  const total = items.reduce((sum, [, weight]) => sum + weight, 0);
  let rest = at * total;
  for (const [item, weight] of items) {
    rest -= weight;
    if (rest < 0) return item;
  }
  return (items[items.length - 1] as readonly [T, number])[0];
}

function shuffled<T>(items: readonly T[], int: (from: number, to: number) => number): T[] {
  const copy = [...items];
  for (let at = copy.length - 1; at > 0; at--) {
    const other = int(0, at + 1);
    [copy[at], copy[other]] = [copy[other] as T, copy[at] as T];
  }
  return copy;
}
