import type { AssignmentLine } from "../../http/contract/policies.ts";

/** `all devices`, `the group Windows - Desktops`. */
export function targetWords({ target }: AssignmentLine): string {
  if (target.kind === "group") return `the group ${target.groupName ?? `${target.groupId} (not in the estate)`}`;
  return target.kind === "all-users" ? "all users" : "all devices";
}
