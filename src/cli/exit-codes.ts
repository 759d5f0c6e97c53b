import type { StateKind } from "../rollout/lifecycle/types.ts";

/** House-wide (W1): scripts branch on these, so they never change their meaning. */
export const EXIT = {
  ok: 0,
  other: 1,
  changes: 2,
  conflicts: 3,
  importRefused: 3,
  waitsForApproval: 4,
  halted: 5,
  refused: 10,
  interrupted: 130,
} as const;

/** A plan that was made: changes, or conflicts that somebody has to look at first. "No change" is a refusal of the API. */
export function exitOfPlan(plan: Readonly<{ conflicts: readonly unknown[] }>): number {
  return plan.conflicts.length > 0 ? EXIT.conflicts : EXIT.changes;
}

type Standing = Readonly<{ status: StateKind; waitsForApproval: unknown }>;

/** Halted beats waiting: an approval that would let a halted rollout go on is not what is missing. */
export function exitOfRollout({ status, waitsForApproval }: Standing): number {
  if (status === "halted") return EXIT.halted;
  if (waitsForApproval !== null) return EXIT.waitsForApproval;
  return status === "held" ? EXIT.halted : EXIT.ok;
}
