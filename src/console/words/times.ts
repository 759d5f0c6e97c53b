const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

const CLOCK = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit", second: "2-digit" });
const DAY_CLOCK = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", hour: "2-digit", minute: "2-digit" });
const YEAR_DAY_CLOCK = new Intl.DateTimeFormat("en-GB", {
  day: "numeric",
  month: "short",
  year: "numeric",
  hour: "2-digit",
  minute: "2-digit",
});
const LONG = new Intl.DateTimeFormat("en-GB", { dateStyle: "full", timeStyle: "long" });
const DAY = new Intl.DateTimeFormat("en-GB", { year: "numeric", month: "2-digit", day: "2-digit" });

/** Absolute and as short as it stays clear at `nowMs`: `14:03:10` today, `22 Nov, 14:03` this year, with the year otherwise. */
export function formatInstant(atMs: number, nowMs: number): string {
  if (DAY.format(atMs) === DAY.format(nowMs)) return CLOCK.format(atMs);
  const isThisYear = new Date(atMs).getFullYear() === new Date(nowMs).getFullYear();
  return (isThisYear ? DAY_CLOCK : YEAR_DAY_CLOCK).format(atMs);
}

/** With weekday and zone, for titles: `Sunday 22 November 2026 at 14:03:10 CET`. */
export function formatInstantLong(atMs: number): string {
  return LONG.format(atMs);
}

/** A span in its two largest units: `2 d 3 h`, `45 min`, `8 s`. Negative spans count as none. */
export function formatSpan(spanMs: number): string {
  const ms = Math.max(0, spanMs);
  if (ms < MINUTE_MS) return `${Math.floor(ms / SECOND_MS)} s`;
  if (ms < HOUR_MS) return twoUnits(ms, MINUTE_MS, "min", SECOND_MS, "s", 10);
  if (ms < DAY_MS) return twoUnits(ms, HOUR_MS, "h", MINUTE_MS, "min", 24);
  return twoUnits(ms, DAY_MS, "d", HOUR_MS, "h", 14);
}

/** The smaller unit is left out where it is 0, and once the larger one says enough. */
function twoUnits(ms: number, largeMs: number, large: string, smallMs: number, small: string, enough: number): string {
  const first = Math.floor(ms / largeMs);
  const rest = Math.floor((ms % largeMs) / smallMs);
  return rest === 0 || first >= enough ? `${first} ${large}` : `${first} ${large} ${rest} ${small}`;
}

/** `8 s ago`; a moment that is a little ahead of us by a coarse clock is `just now`. */
export function formatAge(atMs: number, nowMs: number): string {
  const ageMs = nowMs - atMs;
  return ageMs < 2 * SECOND_MS ? "just now" : `${formatSpan(ageMs)} ago`;
}

/** `in 3 h`, `due now`. */
export function formatUntil(atMs: number, nowMs: number): string {
  const leftMs = atMs - nowMs;
  return leftMs < SECOND_MS ? "due now" : `in ${formatSpan(leftMs)}`;
}

/** `2026-11-22T14:03:10.000Z`, for the `dateTime` of a `<time>`. */
export function machineTime(atMs: number): string {
  return new Date(atMs).toISOString();
}
