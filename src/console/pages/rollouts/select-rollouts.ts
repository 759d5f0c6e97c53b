import type { RolloutSummary } from "../../../http/contract/rollouts.ts";
import { OVER, type RolloutState, UNDER_WAY } from "../../words/states.ts";

export const SHOWS = [
  { value: "under-way", label: "Under way" },
  { value: "stopped", label: "Held, paused or halted" },
  { value: "waiting", label: "Waiting for approval" },
  { value: "over", label: "Over" },
] as const;

const STOPPED: readonly RolloutState[] = ["held", "paused", "halted", "rolling-back"];

/** `text`: part of name, policy or author, in any case; `show`: one of SHOWS, or empty for all. */
export function filterRollouts(
  rollouts: readonly RolloutSummary[],
  { text, show }: Readonly<{ text: string; show: string }>,
): readonly RolloutSummary[] {
  const part = text.trim().toLowerCase();
  const has = ({ name, policy, author }: RolloutSummary) =>
    part === "" || [name, policy.name, author].some((word) => word.toLowerCase().includes(part));
  return rollouts.filter((rollout) => isShown(rollout, show) && has(rollout));
}

function isShown({ status, waitsForApproval }: RolloutSummary, show: string): boolean {
  switch (show) {
    case "under-way":
      return UNDER_WAY.includes(status);
    case "stopped":
      return STOPPED.includes(status);
    case "waiting":
      return waitsForApproval !== null;
    case "over":
      return OVER.includes(status);
    default:
      return true;
  }
}

/** The columns of the board, in the order of a rollout's life. */
export const BOARD = [
  { key: "scope", title: "Scope" },
  { key: "proof-of-concept", title: "Proof of concept" },
  { key: "pilot-isolated", title: "Isolated pilot" },
  { key: "pilot-final", title: "Final pilot" },
  { key: "waves", title: "Waves" },
  { key: "operations", title: "Operations" },
  { key: "stopped", title: "Halted, rolled back" },
] as const;
export type BoardColumn = (typeof BOARD)[number]["key"];

/** Held and paused ones stay in the phase that they are in; what has been closed or given up is not on the board. */
export function boardColumnOf({ status, phase }: RolloutSummary): BoardColumn | null {
  switch (status) {
    case "closed":
    case "aborted":
      return null;
    case "halted":
    case "rolling-back":
    case "rolled-back":
      return "stopped";
    case "held":
    case "paused":
      return phase === null ? "scope" : phase.kind === "wave" ? "waves" : phase.kind;
    case "scope":
    case "proof-of-concept":
    case "pilot-isolated":
    case "pilot-final":
    case "waves":
    case "operations":
      return status;
  }
}

export const SORTS = ["name", "state", "exposed", "failed", "owner", "created"] as const;
export type SortKey = (typeof SORTS)[number];

/** Sorted by one column; equal ones newest first, as they came. */
export function sortRollouts(
  rollouts: readonly RolloutSummary[],
  key: SortKey,
  isDescending: boolean,
): readonly RolloutSummary[] {
  const sign = isDescending ? -1 : 1;
  return [...rollouts].sort((a, b) => sign * compare(valueOf(a, key), valueOf(b, key)));
}

function valueOf(rollout: RolloutSummary, key: SortKey): string | number {
  switch (key) {
    case "name":
      return rollout.name.toLowerCase();
    case "state":
      return rollout.status;
    case "exposed":
      return rollout.totals.exposed;
    case "failed":
      return rollout.totals.everFailed;
    case "owner":
      return rollout.author.toLowerCase();
    case "created":
      return rollout.createdAt;
  }
}

function compare(a: string | number, b: string | number): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** What happens next; without an approval that is missing: why it stands where it stands, in the server's words. */
export function nextEventOf({ waitsForApproval, because }: RolloutSummary): string {
  if (waitsForApproval !== null) {
    const { given, needed, deniedBy } = waitsForApproval;
    if (deniedBy.length > 0) return `Denied by ${deniedBy.join(", ")}`;
    return `Waits for approval: ${given} of ${needed} given`;
  }
  return because;
}
