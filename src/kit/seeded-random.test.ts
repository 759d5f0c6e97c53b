import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { hash32, type SeededRandom, seededRandom } from "./seeded-random.ts";

function take(random: SeededRandom, count: number): number[] {
  return Array.from({ length: count }, () => random.next());
}

describe("seededRandom", () => {
  test("a seed repeats its stream, another seed does not", () => {
    fc.assert(
      fc.property(fc.string(), (seed) => {
        expect(take(seededRandom(seed), 20)).toEqual(take(seededRandom(seed), 20));
        expect(take(seededRandom(seed), 20)).not.toEqual(take(seededRandom(`${seed}!`), 20));
      }),
    );
  });

  test("the stream is fixed for good: recorded fleets and replays depend on it", () => {
    const random = seededRandom(42);
    expect([random.int(0, 1000), random.int(0, 1000), random.int(0, 1000)]).toEqual(RECORDED);
  });

  test("a fork has a stream of its own that depends on the name only", () => {
    const early = seededRandom("fleet");
    const late = seededRandom("fleet");
    take(late, 7);
    expect(take(early.fork("reports"), 10)).toEqual(take(late.fork("reports"), 10));
    expect(take(early.fork("reports"), 10)).not.toEqual(take(early.fork("faults"), 10));
    expect(take(early, 5)).toEqual(take(seededRandom("fleet"), 5));
  });

  test("int stays in its range and reaches both ends", () => {
    const random = seededRandom("range");
    const seen = new Set(Array.from({ length: 500 }, () => random.int(-2, 3)));
    expect([...seen].sort((a, b) => a - b)).toEqual([-2, -1, 0, 1, 2]);
  });

  test("chance and weighted follow their numbers", () => {
    const random = seededRandom("shares");
    const hits = Array.from({ length: 10_000 }, () => random.chance(0.3)).filter(Boolean).length;
    expect(hits / 10_000).toBeCloseTo(0.3, 1);
    const weights = [
      ["rare", 1],
      ["often", 9],
      ["never", 0],
    ] as const;
    const picks = Array.from({ length: 10_000 }, () => random.weighted(weights));
    expect(picks.filter((pick) => pick === "often").length / 10_000).toBeCloseTo(0.9, 1);
    expect(picks).not.toContain("never");
    expect([random.chance(0), random.chance(1)]).toEqual([false, true]);
  });

  test("shuffle keeps every item and leaves its argument alone", () => {
    fc.assert(
      fc.property(fc.array(fc.integer()), fc.string(), (items, seed) => {
        const before = [...items];
        const shuffled = seededRandom(seed).shuffle(items);
        expect(items).toEqual(before);
        expect(shuffled.toSorted((a, b) => a - b)).toEqual(before.toSorted((a, b) => a - b));
      }),
    );
  });
});

describe("hash32", () => {
  test("is a 32-bit whole number that moves with every character", () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const hash = hash32(text);
        expect(Number.isInteger(hash) && hash >= 0 && hash < 2 ** 32).toBe(true);
        expect(hash32(`${text}a`)).not.toBe(hash32(`${text}b`));
      }),
    );
  });
});

const RECORDED = [113, 192, 551];
