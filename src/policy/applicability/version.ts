/**
 * Whether a device's version keeps a limit. `unclear`: one of the two cannot be read, or the device prints fewer numbers than the
 * limit asks for and those are equal, so that it may be on either side.
 */
export type VersionStanding = "inside" | "outside" | "unclear";

/** Graph's placeholder for a version that is not out yet: requirements.md 2.5. */
const NOT_OUT_YET = "88.8.88888";

/** True for a limit that a device can be held against. */
export function isVersion(text: string): boolean {
  return numbersOf(text) !== null && text !== NOT_OUT_YET;
}

/** What the device does not print counts as zero only where the limit asks for zero. */
export function atLeast(version: string, least: string): VersionStanding {
  const [own, limit] = [numbersOf(version), numbersOf(least)];
  if (own === null || limit === null || least === NOT_OUT_YET) return "unclear";
  const gap = gapOf(own, limit);
  if (gap !== 0) return gap > 0 ? "inside" : "outside";
  return limit.slice(own.length).every((number) => number === 0) ? "inside" : "unclear";
}

/** The limit stands for everything that begins with it: `10.0.10586` holds all its monthly patches. */
export function atMost(version: string, most: string): VersionStanding {
  const [own, limit] = [numbersOf(version), numbersOf(most)];
  if (own === null || limit === null) return "unclear";
  const gap = gapOf(own, limit);
  if (gap !== 0) return gap < 0 ? "inside" : "outside";
  return own.length >= limit.length ? "inside" : "unclear";
}

/** The higher of two readable versions. */
export function higherVersion(one: string, other: string): string {
  const [left, right] = [numbersOf(one) ?? [], numbersOf(other) ?? []];
  const gap = gapOf(left, right);
  return gap > 0 || (gap === 0 && left.length >= right.length) ? one : other;
}

/** Compares as far as both go. */
function gapOf(own: readonly number[], limit: readonly number[]): number {
  const length = Math.min(own.length, limit.length);
  for (let at = 0; at < length; at++) {
    const gap = (own[at] as number) - (limit[at] as number);
    if (gap !== 0) return gap;
  }
  return 0;
}

function numbersOf(version: string): readonly number[] | null {
  return /^\d{1,9}(?:\.\d{1,9})*$/.test(version) ? version.split(".").map(Number) : null;
}
