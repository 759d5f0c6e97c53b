import type { ConflictRule } from "../conflict-rule.ts";
import type { PlannedConflict } from "../plan.ts";
import type { PolicyId } from "../../kit/ids.ts";
import type { ReachedPolicy } from "../reached-policy.ts";
import { conflictSentence, type PolicyConflict } from "./conflict-class.ts";
import { conflictsOfPolicy } from "./policy-conflicts.ts";

/** In all of them the changed policy takes part; most devices first. */
export type PlannedConflicts = Readonly<{
  /** Hard conflicts after the change: a plan with one is not clean. */
  conflicts: readonly PlannedConflict[];
  /** What else gets in each other's way after the change. */
  overlaps: readonly PlannedConflict[];
  /** What stands today and is gone after the change; what is only tidying is left out. */
  resolvedConflicts: readonly PlannedConflict[];
}>;

/** @param before the live version where there is one; @param after null: the policy is retired */
export function plannedConflicts(
  policyId: PolicyId,
  before: ReachedPolicy | null,
  after: ReachedPolicy | null,
  others: readonly ReachedPolicy[],
  rule: ConflictRule,
): PlannedConflicts {
  const today = before === null ? [] : conflictsOfPolicy(before, others, rule);
  const later = after === null ? [] : conflictsOfPolicy(after, others, rule);
  const standing = new Set(today.map(keyOf));
  const staying = new Set(later.map(keyOf));
  const planned = later.map((one) => plannedOf(policyId, one, standing.has(keyOf(one)) ? "existing" : "new"));
  const gone = today.filter((one) => one.severity !== "low" && !staying.has(keyOf(one)));
  return {
    conflicts: inOrder(planned.filter((one) => one.class === "hard")),
    overlaps: inOrder(planned.filter((one) => one.class !== "hard")),
    resolvedConflicts: inOrder(gone.map((one) => plannedOf(policyId, one, "existing"))),
  };
}

/** A duplicate that becomes a hard conflict is a new one. */
function keyOf({ id, class: ofClass }: PolicyConflict): string {
  return `${ofClass} ${id}`;
}

function plannedOf(policyId: PolicyId, conflict: PolicyConflict, standing: PlannedConflict["standing"]): PlannedConflict {
  const { id, class: ofClass, severity, rule, devices, winner, a } = conflict;
  const b = conflict.b ?? a;
  const isOurs = a.policyId === policyId;
  const [ours, theirs] = isOurs ? [a, b] : [b, a];
  return {
    id,
    class: ofClass,
    severity,
    node: conflict.node ?? "",
    ours: { policyId: ours.policyId, name: ours.name, value: ours.value },
    theirs: { policyId: theirs.policyId, name: theirs.name, value: theirs.value },
    devices,
    standing,
    rule,
    winner: winner === null ? null : (winner === "a") === isOurs ? "ours" : "theirs",
    sentence: conflictSentence(conflict),
  };
}

/** The sort is stable: equal counts stay in the order of weight and node. */
function inOrder(conflicts: readonly PlannedConflict[]): readonly PlannedConflict[] {
  return [...conflicts].sort((a, b) => b.devices - a.devices);
}
