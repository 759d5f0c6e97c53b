import type { Json } from "../kit/canonical-json.ts";
import { unreachable } from "../kit/assert.ts";
import { comparableValue, type NodeId } from "./node.ts";

/**
 * What a backend does when policies ask different values of one node. Data of the backend, not code of the engine.
 * `undetermined`: no winner is promised, the device gets none of them and a person has to resolve it (requirements.md 2.8,
 * rule 3). Compliance policies have nodes of their own, so that "compliance wins" (rule 1) never has to be decided here.
 */
export type ConflictRule = Readonly<{ differentValues: "undetermined" }>;

export const EMBEDDED_CONFLICT_RULE: ConflictRule = { differentValues: "undetermined" };

/** True: a device that is asked for both values holds neither. The same value twice is no conflict. */
export function areInConflict(rule: ConflictRule, node: NodeId, a: Json, b: Json): boolean {
  switch (rule.differentValues) {
    case "undetermined":
      return comparableValue(node, a) !== comparableValue(node, b);
    default:
      return unreachable(rule.differentValues);
  }
}
