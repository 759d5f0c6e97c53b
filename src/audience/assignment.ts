import type { GroupId } from "../kit/ids.ts";

/**
 * One line of a policy's assignment list, as Intune knows it. All users and all devices are virtual groups.
 * Source: requirements.md 2.2.
 */
export type AssignmentTarget =
  | Readonly<{ kind: "group"; groupId: GroupId }>
  | Readonly<{ kind: "all-devices" }>
  | Readonly<{ kind: "all-users" }>;

export type Assignment = Readonly<{
  mode: "include" | "exclude";
  target: AssignmentTarget;
}>;

/** The same list has the same key whatever the order its lines were written in. */
export function assignmentKey(assignment: Assignment): string {
  const { target } = assignment;
  return `${assignment.mode}:${target.kind === "group" ? `group:${target.groupId}` : target.kind}`;
}
