import type { Assignment } from "../../audience/assignment.ts";
import type { Json } from "../../kit/canonical-json.ts";
import type { GroupId } from "../../kit/ids.ts";
import { GRAPH_TYPE_PREFIX, isList, isObject, odataType, textAt, type JsonObject } from "./json-access.ts";
import { pointerTo, quoted, type ProblemList } from "./problem-list.ts";

/**
 * Reads Graph's assignments. What cannot be read never adds anybody: an include line with a filter is left out, an
 * exclude line loses its filter (it then excludes more), and an unknown target leaves the policy unassigned.
 */
export function readAssignments(value: Json | undefined, pointer: string, problems: ProblemList): readonly Assignment[] {
  if (value === undefined || value === null) return [];
  if (!isList(value)) {
    problems.add("assignment-invalid", pointer, "the assignments are not a list");
    return [];
  }
  const lines = value.map((line, index) => readLine(line, pointerTo(pointer, index), problems));
  if (lines.includes("unknown")) return [];
  return lines.filter((line): line is Assignment => line !== "unknown" && line !== null);
}

/** Graph's are GUIDs. */
const GROUP_ID_CHARACTERS_MAX = 200;

type TargetReader = (target: JsonObject) => Assignment | null;

const TARGETS: ReadonlyMap<string, TargetReader> = new Map<string, TargetReader>([
  ["groupAssignmentTarget", (target) => groupLine("include", target)],
  ["exclusionGroupAssignmentTarget", (target) => groupLine("exclude", target)],
  ["allLicensedUsersAssignmentTarget", () => ({ mode: "include", target: { kind: "all-users" } })],
  ["allDevicesAssignmentTarget", () => ({ mode: "include", target: { kind: "all-devices" } })],
]);

function readLine(line: Json, pointer: string, problems: ProblemList): Assignment | "unknown" | null {
  const target = isObject(line) ? line["target"] : undefined;
  const type = isObject(target) ? odataType(target) : null;
  if (!isObject(target) || type === null) {
    problems.add("assignment-invalid", pointer, "the assignment has no target");
    return null;
  }
  const read = TARGETS.get(type.startsWith(GRAPH_TYPE_PREFIX) ? type.slice(GRAPH_TYPE_PREFIX.length) : type);
  if (read === undefined) {
    problems.add(
      "assignment-target-unsupported",
      `${pointer}/target`,
      `the target ${quoted(type)} is not known; the policy is left unassigned`,
    );
    return "unknown";
  }
  const groupName = textAt(target, "groupName");
  if (/group/i.test(type) && textAt(target, "groupId") === null && (groupName !== null || target["groupId"] === null)) {
    const which = groupName === null ? "the group has no id any more" : `the group ${quoted(groupName)} has no id here`;
    problems.add("assignment-group-unresolved", `${pointer}/target`, `${which}; the policy is left unassigned`);
    return "unknown";
  }
  const assignment = read(target);
  if (assignment === null) {
    problems.add("assignment-invalid", `${pointer}/target/groupId`, "the assignment names no group");
    return null;
  }
  if (!hasFilter(target)) return assignment;
  const filterId = quoted(target["deviceAndAppManagementAssignmentFilterId"] ?? null);
  const outcome = assignment.mode === "include" ? "assignment kept out" : "the whole group stays excluded";
  problems.add(
    "assignment-filter-unsupported",
    `${pointer}/target`,
    `assignment filter ${filterId} not evaluated yet, ${outcome}`,
  );
  return assignment.mode === "include" ? null : assignment;
}

function groupLine(mode: Assignment["mode"], target: JsonObject): Assignment | null {
  const groupId = textAt(target, "groupId");
  return groupId === null || groupId.length > GROUP_ID_CHARACTERS_MAX
    ? null
    : { mode, target: { kind: "group", groupId: groupId as GroupId } };
}

function hasFilter(target: JsonObject): boolean {
  const id = target["deviceAndAppManagementAssignmentFilterId"];
  const type = target["deviceAndAppManagementAssignmentFilterType"];
  return (id !== undefined && id !== null && id !== "") || (type !== undefined && type !== null && type !== "none");
}
