/** A moment, in whole milliseconds since 1970-01-01T00:00:00Z. Always handed in, never read here. */
export type Instant = number & { readonly __unit: "epoch-ms" };

export const SECOND_MS = 1_000;
export const MINUTE_MS = 60 * SECOND_MS;
export const HOUR_MS = 60 * MINUTE_MS;
export const DAY_MS = 24 * HOUR_MS;

/** @param epochMs whole milliseconds; a fraction is cut off. */
export function instant(epochMs: number): Instant {
  return Math.trunc(epochMs) as Instant;
}

export function plusMs(at: Instant, durationMs: number): Instant {
  return instant(at + durationMs);
}

export function latestOf(a: Instant, b: Instant): Instant {
  return a > b ? a : b;
}

export function earliestOf(a: Instant, b: Instant): Instant {
  return a < b ? a : b;
}

/** ISO 8601 in UTC to the second, as people read it in logs and tables. */
export function formatInstant(at: Instant): string {
  return `${new Date(at).toISOString().slice(0, 19)}Z`;
}

/** Two units at most: `3 d 4 h`, `12 min`, `45 s`. */
export function formatDuration(durationMs: number): string {
  const parts: string[] = [];
  let restMs = Math.max(0, Math.round(durationMs / SECOND_MS) * SECOND_MS);
  for (const [unit, unitMs] of UNITS) {
    const count = Math.floor(restMs / unitMs);
    if (count > 0) parts.push(`${count} ${unit}`);
    restMs -= count * unitMs;
    if (parts.length === 2) break;
  }
  return parts.length === 0 ? "0 s" : parts.join(" ");
}

const UNITS: readonly (readonly [string, number])[] = [
  ["d", DAY_MS],
  ["h", HOUR_MS],
  ["min", MINUTE_MS],
  ["s", SECOND_MS],
];
