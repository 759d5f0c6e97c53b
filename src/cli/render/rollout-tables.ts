import type { RolloutDevicesAnswer } from "../../http/contract/live.ts";
import type { RolloutsAnswer } from "../../http/contract/rollouts.ts";
import { approvalWords } from "./rollout-text.ts";
import { tableText } from "./table.ts";
import { count, moment } from "./words.ts";

export function rolloutsTable({ items }: RolloutsAnswer): string {
  return tableText(items, [
    { head: "NAME", cell: (row) => row.name },
    { head: "STATUS", cell: (row) => row.status },
    { head: "PHASE", cell: (row) => row.phase?.name ?? "-" },
    { head: "EXPOSED", cell: (row) => `${count(row.totals.exposed)}/${count(row.population)}`, right: true },
    {
      head: "VERIFIED",
      // Of all that were ever offered it: a finished rollout has no open phase whose numbers would mean anything.
      cell: (row) => `${count(row.totals.everVerified)}/${count(row.totals.exposed)}`,
      right: true,
    },
    { head: "FAILED", cell: (row) => count(row.totals.everFailed), right: true },
    { head: "WAITS FOR", cell: (row) => (row.waitsForApproval === null ? "-" : approvalWords(row.waitsForApproval)) },
    { head: "ID", cell: (row) => row.id },
  ]);
}

export function rolloutDevicesTable({ items }: RolloutDevicesAnswer): string {
  return tableText(items, [
    { head: "DEVICE", cell: (row) => row.name },
    { head: "PHASE", cell: (row) => String(row.phaseIndex + 1), right: true },
    { head: "STATE", cell: (row) => `${row.state}${row.everFailed && row.state !== "error" ? " (failed before)" : ""}` },
    { head: "OFFERED", cell: (row) => moment(row.offeredAt) },
    { head: "REPORTED", cell: (row) => moment(row.reportedAt) },
    { head: "REASON", cell: (row) => row.reason?.text ?? "-" },
    { head: "ID", cell: (row) => row.deviceId },
  ]);
}
