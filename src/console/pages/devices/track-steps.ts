import type { DeviceRow } from "./device-filter.ts";

export type TrackStep = Readonly<{ word: string; standing: "done" | "failed" | "open" }>;
type Facts = Pick<DeviceRow, "offeredAt" | "appliedAt" | "verifiedAt" | "failedAt" | "state">;

/**
 * The five steps of a device: assigned, offered, applied, verified, soaked. A device that is not well now failed at the
 * first step that it has not reached.
 * @param soakMs how long its phase soaks; null: not known
 */
export function trackSteps(row: Facts, soakMs: number | null, nowMs: number): readonly TrackStep[] {
  const hasSoaked = row.verifiedAt !== null && soakMs !== null && nowMs - row.verifiedAt >= soakMs;
  const reached: readonly (readonly [string, boolean])[] = [
    ["Assigned", row.state !== "left"],
    ["Offered", row.offeredAt !== null],
    ["Applied", row.appliedAt !== null],
    ["Verified", row.verifiedAt !== null],
    ["Soaked", hasSoaked],
  ];
  const isUnwell = row.state === "error" || row.state === "conflict";
  const failedAt = isUnwell ? reached.findIndex(([, done]) => !done) : -1;
  return reached.map(([word, done], index) => ({
    word,
    standing: done ? "done" : index === failedAt ? "failed" : "open",
  }));
}

/** `Assigned, Offered; failed at Applied`. */
export function trackText(steps: readonly TrackStep[]): string {
  const done = steps.filter(({ standing }) => standing === "done").map(({ word }) => word);
  const failed = steps.find(({ standing }) => standing === "failed");
  const next = steps.find(({ standing }) => standing === "open");
  const reached = done.length === 0 ? "nothing reached" : done.join(", ");
  if (failed !== undefined) return `${reached}; failed at ${failed.word}`;
  return next === undefined ? reached : `${reached}; next: ${next.word}`;
}
