import type { AssignmentLine, PoliciesAnswer, PolicyDetail } from "../../http/contract/policies.ts";
import type { Palette } from "./palette.ts";
import { tableText } from "./table.ts";
import { count, moment, shareOf, shortHash, value } from "./words.ts";

export function policiesTable({ items }: PoliciesAnswer): string {
  return tableText(items, [
    { head: "NAME", cell: (row) => row.name },
    { head: "KIND", cell: (row) => row.kind },
    { head: "PLATFORMS", cell: (row) => row.platforms.join(",") },
    { head: "VERSION", cell: (row) => String(row.version), right: true },
    { head: "SETTINGS", cell: (row) => count(row.settings), right: true },
    { head: "DEVICES", cell: (row) => `${count(row.devices)}/${count(row.ofDevices)}`, right: true },
    { head: "ROLLOUT", cell: (row) => row.openRolloutId ?? "-" },
    { head: "ID", cell: (row) => row.id },
  ]);
}

export function policyText(policy: PolicyDetail, palette: Palette): string {
  const lines = [
    `${palette.bold(policy.name)}   ${palette.faint(policy.id)}`,
    `  ${policy.kind} for ${policy.platforms.join(", ")}, version ${policy.version} (${shortHash(policy.hash)}), from ${policy.sourceType}`,
    `  reaches ${shareOf(policy.devices, policy.ofDevices)} devices`,
    ...(policy.openRolloutId === null ? [] : [`  a rollout is not over: ${policy.openRolloutId}`]),
    policy.assignments.length === 0 ? "Assigned to nobody" : "Assigned",
    ...policy.assignments.map((line) => `  ${assignmentWords(line)}`),
    ...(policy.nodes.length === 0
      ? ["What it does cannot be read"]
      : ["Settings", ...policy.nodes.flatMap((one) => settingLines(one, policy.names, palette))]),
    palette.faint(`As of ${moment(policy.asOf)}`),
  ];
  return `${lines.join("\n")}\n`;
}

/** What people call it and its value, and below the id with which `catalogue show` says more. */
function settingLines(
  { node, value: json }: PolicyDetail["nodes"][number],
  names: PolicyDetail["names"],
  palette: Palette,
): readonly string[] {
  const option = typeof json === "string" ? names[json] : undefined;
  const shown = option === undefined ? value(json) : option;
  return [`  ${names[node] ?? node} = ${shown}`, `    ${palette.faint(node)}`];
}

/** `for group "Pilot"`, `except all users`. */
export function assignmentWords({ mode, target }: AssignmentLine): string {
  const who =
    target.kind === "group"
      ? `group "${target.groupName ?? `${target.groupId} (not in the estate)`}"`
      : target.kind === "all-users"
        ? "all users"
        : "all devices";
  return `${mode === "include" ? "for" : "except"} ${who}`;
}
