import { assert } from "./assert.ts";

/**
 * Exact (Clopper-Pearson) one-sided bounds for a share that was counted. Source: C. J. Clopper, E. S. Pearson,
 * "The use of confidence or fiducial limits illustrated in the case of the binomial", Biometrika 26 (1934).
 *
 * They are never too narrow: over many counts, the true share lies on the wrong side at most `1 - confidence` of the time.
 */

/**
 * The largest share of failures that the count still allows.
 * @param failures whole number in [0, trials]
 * @param confidence one-sided, in (0, 1), for example 0.95
 * @returns a share in [0, 1]; 1 without trials, since nothing was seen
 */
export function binomialUpperBound(failures: number, trials: number, confidence: number): number {
  assertCounts(failures, trials, confidence);
  if (failures === trials) return 1;
  return bracketRoot((share) => incompleteBeta(share, failures + 1, trials - failures) < confidence).high;
}

/**
 * The smallest share of failures that the count still allows; arguments as for `binomialUpperBound`.
 * @returns a share in [0, 1]; 0 without trials
 */
export function binomialLowerBound(failures: number, trials: number, confidence: number): number {
  assertCounts(failures, trials, confidence);
  if (failures === 0) return 0;
  return bracketRoot((share) => incompleteBeta(share, failures, trials - failures + 1) < 1 - confidence).low;
}

function assertCounts(failures: number, trials: number, confidence: number): void {
  assert(Number.isSafeInteger(trials) && trials >= 0, `trials must be a whole number from 0, not ${trials}`);
  assert(
    Number.isSafeInteger(failures) && failures >= 0 && failures <= trials,
    `failures must be a whole number from 0 to ${trials}, not ${failures}`,
  );
  assert(confidence > 0 && confidence < 1, `confidence must lie between 0 and 1, not ${confidence}`);
}

/** Halves [0, 1] until no number lies between the ends; the caller takes the end that errs on the wide side. */
function bracketRoot(isBelow: (share: number) => boolean): Readonly<{ low: number; high: number }> {
  let low = 0;
  let high = 1;
  // 200 halvings reach 1e-60; a double that is not tiny is exhausted after about 55.
  for (let step = 0; step < 200; step++) {
    const middle = (low + high) / 2;
    if (middle <= low || middle >= high) break;
    if (isBelow(middle)) low = middle;
    else high = middle;
  }
  return { low, high };
}

/** Regularised incomplete beta function I_x(a, b) for x in (0, 1) and a, b > 0: the chance of at least a of a + b - 1. */
function incompleteBeta(x: number, a: number, b: number): number {
  const logFront = logGamma(a + b) - logGamma(a) - logGamma(b) + a * Math.log(x) + b * Math.log1p(-x);
  const front = Math.exp(logFront);
  // The fraction converges fast only on this side of the mean; the other side follows by symmetry.
  if (x < (a + 1) / (a + b + 2)) return (front * betaFraction(x, a, b)) / a;
  return 1 - (front * betaFraction(1 - x, b, a)) / b;
}

/** Steps grow with the square root of the larger argument: a thousand for a million trials. */
const FRACTION_STEPS_MAX = 100_000;
const FRACTION_PRECISION = 1e-15;
/** Stands in for an exact zero, which Lentz's method must not divide by. */
const TINY = 1e-300;

/** The continued fraction of the incomplete beta function (DLMF 8.17.22), by Lentz's method. */
function betaFraction(x: number, a: number, b: number): number {
  let c = 1;
  let d = 1 / awayFromZero(1 - ((a + b) * x) / (a + 1));
  let value = d;
  for (let m = 1; m <= FRACTION_STEPS_MAX; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    d = 1 / awayFromZero(1 + even * d);
    c = awayFromZero(1 + even / c);
    value *= d * c;
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 / awayFromZero(1 + odd * d);
    c = awayFromZero(1 + odd / c);
    const change = d * c;
    value *= change;
    if (Math.abs(change - 1) < FRACTION_PRECISION) return value;
  }
  throw new Error(`the beta fraction did not settle for x ${x}, a ${a}, b ${b}`);
}

function awayFromZero(value: number): number {
  return Math.abs(value) < TINY ? TINY : value;
}

/** From this argument on, the series below is exact to the last digits of a double. */
const STIRLING_FROM = 15;

/** Natural logarithm of the gamma function for x > 0: Stirling's series (DLMF 5.11.1), shifted up where x is small. */
function logGamma(x: number): number {
  let shift = 1;
  let at = x;
  while (at < STIRLING_FROM) {
    shift *= at;
    at += 1;
  }
  const inverse = 1 / at;
  const square = inverse * inverse;
  // B(2k) / (2k (2k - 1)) for k = 1..7.
  const series =
    inverse *
    (1 / 12 -
      square *
        (1 / 360 -
          square * (1 / 1260 - square * (1 / 1680 - square * (1 / 1188 - square * (691 / 360_360 - square * (1 / 156)))))));
  return (at - 0.5) * Math.log(at) - at + 0.5 * Math.log(2 * Math.PI) + series - Math.log(shift);
}
