import type { RolloutSummary } from "../../../http/contract/rollouts.ts";
import type { RolloutState } from "../../words/states.ts";

const URGENCY: readonly RolloutState[] = ["halted", "rolling-back", "held", "paused"];

/** Stopped ones before moving ones; among equals the newest phase first. */
export function mostUrgentFirst(rollouts: readonly RolloutSummary[]): readonly RolloutSummary[] {
  return [...rollouts].sort((a, b) => rank(a.status) - rank(b.status) || movedAt(b) - movedAt(a));
}

function rank(status: RolloutState): number {
  const at = URGENCY.indexOf(status);
  return at === -1 ? URGENCY.length : at;
}

function movedAt({ phase, createdAt }: RolloutSummary): number {
  return phase?.openedAt ?? createdAt;
}
