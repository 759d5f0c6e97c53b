import type { SeededRandom } from "../../kit/seeded-random.ts";

/**
 * Shares out exactly `total` places by weight (largest remainder), so that a mix holds at every size and seed instead
 * of on average only.
 */
export function apportion(total: number, weights: readonly number[]): number[] {
  const sum = weights.reduce((all, weight) => all + weight, 0);
  const exact = weights.map((weight) => (total * weight) / sum);
  const counts = exact.map(Math.floor);
  const open = total - counts.reduce((all, count) => all + count, 0);
  exact
    .map((share, index) => ({ index, rest: share - Math.floor(share) }))
    .sort((a, b) => b.rest - a.rest || a.index - b.index)
    .slice(0, open)
    .forEach(({ index }) => {
      counts[index] = (counts[index] ?? 0) + 1;
    });
  return counts;
}

/** `total` items in the exact mix of their weights, in a seeded order. */
export function mixOf<T extends Readonly<{ weight: number }>>(random: SeededRandom, total: number, items: readonly T[]): T[] {
  const counts = apportion(
    total,
    items.map((item) => item.weight),
  );
  return random.shuffle(items.flatMap((item, index) => Array.from({ length: counts[index] ?? 0 }, () => item)));
}
