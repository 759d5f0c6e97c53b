import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { binomialLowerBound, binomialUpperBound } from "./binomial.ts";

const counts = fc
  .integer({ min: 1, max: 80 })
  .chain((trials) => fc.record({ trials: fc.constant(trials), failures: fc.integer({ min: 0, max: trials }) }));
const confidences = fc.constantFrom(0.5, 0.8, 0.9, 0.95, 0.99, 0.999);

/** The definition, without any beta function: the chance of at most `failures` in `trials`, term by term. */
function chanceOfAtMost(failures: number, trials: number, share: number): number {
  let sum = 0;
  for (let count = 0; count <= failures; count++) {
    let term = 1;
    for (let at = 0; at < count; at++) term *= ((trials - at) / (at + 1)) * share;
    sum += term * (1 - share) ** (trials - count);
  }
  return sum;
}

describe("binomialUpperBound and binomialLowerBound", () => {
  // Computed apart, in 40-digit decimals, by bisecting the summed tail.
  test.each([
    [0, 59, 0.95, 0.0495076098882269, 0],
    [3, 100, 0.95, 0.07571079374983, 0.008225829107652686],
    [3, 100, 0.975, 0.08517605297428, 0.006229971538306394],
    [1, 10, 0.9, 0.3368477233067247, 0.010480741793785607],
    [9, 10, 0.95, 0.994883803108176, 0.6058366975634952],
    [50, 1000, 0.99, 0.068404893695631, 0.03528149985474587],
  ])("%i of %i at %f", (failures, trials, confidence, upper, lower) => {
    expect(binomialUpperBound(failures, trials, confidence)).toBeCloseTo(upper, 11);
    expect(binomialLowerBound(failures, trials, confidence)).toBeCloseTo(lower, 11);
  });

  test("without failures the upper bound has a closed form, up to large fleets", () => {
    for (const trials of [1, 2, 59, 1_000, 100_000]) {
      const expected = -Math.expm1(Math.log(0.05) / trials);
      expect(binomialUpperBound(0, trials, 0.95) / expected).toBeCloseTo(1, 8);
    }
  });

  test("without trials nothing is known", () => {
    expect(binomialUpperBound(0, 0, 0.95)).toBe(1);
    expect(binomialLowerBound(0, 0, 0.95)).toBe(0);
  });

  test("at the bound, the summed tail is what the confidence leaves", () => {
    fc.assert(
      fc.property(counts, confidences, ({ failures, trials }, confidence) => {
        if (failures < trials) {
          const upper = binomialUpperBound(failures, trials, confidence);
          expect(chanceOfAtMost(failures, trials, upper)).toBeCloseTo(1 - confidence, 9);
        }
        if (failures > 0) {
          const lower = binomialLowerBound(failures, trials, confidence);
          expect(1 - chanceOfAtMost(failures - 1, trials, lower)).toBeCloseTo(1 - confidence, 9);
        }
      }),
    );
  });

  test("failures and successes mirror each other", () => {
    fc.assert(
      fc.property(counts, confidences, ({ failures, trials }, confidence) => {
        const mirrored = 1 - binomialLowerBound(trials - failures, trials, confidence);
        expect(binomialUpperBound(failures, trials, confidence)).toBeCloseTo(mirrored, 10);
      }),
    );
  });

  test("the bounds hold the observed share between them, and widen with the confidence", () => {
    fc.assert(
      fc.property(counts, ({ failures, trials }) => {
        const share = failures / trials;
        for (const [less, more] of [
          [0.8, 0.9],
          [0.9, 0.99],
        ] as const) {
          expect(binomialUpperBound(failures, trials, less)).toBeGreaterThanOrEqual(share);
          expect(binomialLowerBound(failures, trials, less)).toBeLessThanOrEqual(share);
          expect(binomialUpperBound(failures, trials, more)).toBeGreaterThanOrEqual(binomialUpperBound(failures, trials, less));
          expect(binomialLowerBound(failures, trials, more)).toBeLessThanOrEqual(binomialLowerBound(failures, trials, less));
        }
      }),
    );
  });

  test("one failure more raises both bounds, one success more lowers both", () => {
    fc.assert(
      fc.property(counts, confidences, ({ failures, trials }, confidence) => {
        for (const bound of [binomialUpperBound, binomialLowerBound]) {
          const here = bound(failures, trials, confidence);
          expect(bound(failures + 1, trials + 1, confidence)).toBeGreaterThanOrEqual(here);
          expect(bound(failures, trials + 1, confidence)).toBeLessThanOrEqual(here);
        }
      }),
    );
  });

  test.each([
    [-1, 10, 0.95],
    [11, 10, 0.95],
    [1.5, 10, 0.95],
    [1, Number.NaN, 0.95],
    [1, 10, 0],
    [1, 10, 1],
    [1, 10, Number.NaN],
  ])("refuses %d of %d at %d", (failures, trials, confidence) => {
    expect(() => binomialUpperBound(failures, trials, confidence)).toThrow("assertion failed");
    expect(() => binomialLowerBound(failures, trials, confidence)).toThrow("assertion failed");
  });
});
