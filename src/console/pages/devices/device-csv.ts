import type { RolloutDetail } from "../../../http/contract/rollouts.ts";
import { DEVICE_STATES } from "../../words/states.ts";
import type { DeviceRow } from "./device-filter.ts";

type Cell = string | number | null;

const HEADERS = [
  "device id",
  "name",
  "person",
  "platform",
  "model",
  "phase",
  "state",
  "ever failed",
  "reason",
  "offered",
  "reported",
  "verified",
];

/** What is on the screen, for a spreadsheet: RFC 4180, times in UTC, and nothing that a spreadsheet would run as a formula. */
export function deviceCsv(rows: readonly DeviceRow[], rollout: Pick<RolloutDetail, "phases">): string {
  const lines = rows.map((row): readonly Cell[] => [
    row.deviceId,
    row.name,
    row.person,
    row.platform,
    row.model,
    rollout.phases[row.phaseIndex]?.name ?? row.phaseIndex,
    DEVICE_STATES[row.state].word,
    row.everFailed ? "yes" : "no",
    row.reason?.text ?? null,
    moment(row.offeredAt),
    moment(row.reportedAt),
    moment(row.verifiedAt),
  ]);
  return [HEADERS, ...lines].map((cells) => `${cells.map(csvCell).join(",")}\r\n`).join("");
}

/** Cells that begin like a formula get an apostrophe before them (OWASP: CSV injection). */
export function csvCell(cell: Cell): string {
  const text = cell === null ? "" : String(cell);
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",;\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

function moment(atMs: number | null): string | null {
  return atMs === null ? null : new Date(atMs).toISOString();
}
