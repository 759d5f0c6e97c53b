import type { PolicyId } from "../kit/ids.ts";
import type { Assignment } from "../audience/assignment.ts";
import type { PolicyContent } from "./policy.ts";

/**
 * What a rollout brings about: one policy added, changed or retired. First policies and changes of live ones take the
 * same road (S2). A change may touch the content, the assignments, or both.
 */
export type PolicyChange =
  | Readonly<{ kind: "add"; policyId: PolicyId; content: PolicyContent; assignments: readonly Assignment[] }>
  | Readonly<{ kind: "change"; policyId: PolicyId; content: PolicyContent; assignments: readonly Assignment[] }>
  | Readonly<{ kind: "retire"; policyId: PolicyId }>;
