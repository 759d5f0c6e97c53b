import { formatInstant } from "./times.ts";

const DAY_MS = 86_400_000;
const WEEKDAY = new Intl.DateTimeFormat("en-GB", { weekday: "short", hour: "2-digit", minute: "2-digit" });
const DAY = new Intl.DateTimeFormat("en-GB", { weekday: "short" });
const CLOCK = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit" });

/** For appointments: `Tue 09:00` within six days, `today 09:00`, the date otherwise. */
export function formatAppointment(atMs: number, nowMs: number): string {
  if (Math.abs(atMs - nowMs) >= 6 * DAY_MS) return formatInstant(atMs, nowMs);
  if (Math.abs(atMs - nowMs) < DAY_MS && DAY.format(atMs) === DAY.format(nowMs)) return `today ${CLOCK.format(atMs)}`;
  return WEEKDAY.format(atMs).replace(",", "");
}
