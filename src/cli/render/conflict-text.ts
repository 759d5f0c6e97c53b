import type { ConflictAnswer, ConflictRepair, ConflictsAnswer, ConflictSummary } from "../../http/contract/conflicts.ts";
import type { Palette } from "./palette.ts";
import { assignmentWords } from "./policy-text.ts";
import { tableText } from "./table.ts";
import { count, plural, value } from "./words.ts";

export function conflictsText({ items, counts, names, ofDevices, policies }: ConflictsAnswer, palette: Palette): string {
  const standing = counts.filter((one) => one.conflicts > 0).map((one) => `${count(one.conflicts)} ${one.class}`);
  const among = `${plural(policies, "policy", "policies")} on ${plural(ofDevices, "device")}`;
  if (standing.length === 0) return `Nothing gets in each other's way among ${among}\n`;
  const table = tableText(items, [
    { head: "CLASS", cell: (row) => row.class },
    { head: "DEVICES", cell: (row) => count(row.devices), right: true },
    { head: "SETTING", cell: (row) => settingName(row, names) },
    { head: "A", cell: (row) => row.a.name },
    { head: "B", cell: (row) => row.b?.name ?? plural(row.others, "other policy", "other policies") },
    { head: "ID", cell: (row) => row.id },
  ]);
  return `${palette.bold(`${standing.join(", ")}, among ${among}`)}\n${table}`;
}

export function conflictText(conflict: ConflictAnswer, palette: Palette): string {
  const { a, b, aReach, bReach, names, devices, ofDevices, users, repairs } = conflict;
  const tone = conflict.severity === "high" ? palette.bad : palette.warn;
  const lines = [
    `${tone(conflict.class)}   ${palette.bold(settingName(conflict, names))}   ${palette.faint(conflict.id)}`,
    ...(conflict.node === null ? [] : [palette.faint(`  ${conflict.node}`)]),
    `  ${count(devices)} of ${plural(ofDevices, "device")} carry both, of ${plural(users, "person", "people")}`,
    `  ${conflict.sentence}`,
    palette.faint(`  Rule: ${conflict.ruleWords}`),
    ...sideLines("A", a, aReach, names),
    ...(b === null || bReach === null ? [] : sideLines("B", b, bReach, names)),
    repairs.length === 0
      ? "No repair is known that ends it and brings no other hard conflict"
      : "Repairs, fewest changed devices first",
    ...repairs.flatMap((repair) => repairLines(repair, conflict, palette)),
  ];
  return `${lines.join("\n")}\n`;
}

function settingName(
  { node, class: ofClass }: Pick<ConflictSummary, "node" | "class">,
  names: Readonly<Record<string, string>>,
): string {
  if (node === null) return ofClass === "opaque" ? "cannot be read" : "";
  return names[node] ?? node;
}

function sideLines(
  end: string,
  side: ConflictSummary["a"],
  reach: ConflictAnswer["aReach"],
  names: Readonly<Record<string, string>>,
): readonly string[] {
  const option = typeof side.value === "string" ? names[side.value] : undefined;
  return [
    `${end}  "${side.name}"   on ${plural(reach.devices, "device")}`,
    ...(side.node === null ? [] : [`     asks  ${option ?? value(side.value)}`]),
    ...reach.assignments.map((line) => `     ${assignmentWords(line)}`),
  ];
}

const SETTINGS_SHOWN_MAX = 5;

function repairLines(repair: ConflictRepair, { id, ofDevices, names }: ConflictAnswer, palette: Palette): readonly string[] {
  const { kind, name, settings, devicesChanged, devicesLost, solves, plannable, groupName, groupId, platforms } = repair;
  const lost = devicesLost === 0 ? "" : `, ${count(devicesLost)} would lose "${name}"`;
  return [
    `  ${palette.good(kind)}   ${repairWords(repair)}`,
    `      ${count(devicesChanged)} of ${plural(ofDevices, "device")} would change${lost}; ${plural(solves, "conflict")} of the two would end`,
    ...(groupId === null ? [] : [`      leaves out ${groupName ?? groupId}`]),
    ...(kind.startsWith("platforms") ? [`      would be left to ${platforms.join(", ")}`] : []),
    ...settings.slice(0, SETTINGS_SHOWN_MAX).map((one) => `      ${settingLine(one, names)}`),
    ...(settings.length > SETTINGS_SHOWN_MAX ? [`      and ${count(settings.length - SETTINGS_SHOWN_MAX)} more settings`] : []),
    plannable
      ? palette.faint(`      tidegate conflicts repair ${id} ${kind}`)
      : palette.faint("      can be kept as a draft; a rollout cannot take a policy from a part of its devices yet"),
  ];
}

/** Short: what another policy goes on asking for is the plan's to say. */
function settingLine(one: ConflictRepair["settings"][number], names: Readonly<Record<string, string>>): string {
  const name = names[one.node] ?? one.node;
  const said = (json: unknown) => (typeof json === "string" ? names[json] : undefined) ?? value(json);
  switch (one.kind) {
    case "added":
      return `+ ${name}: ${said(one.after)}`;
    case "changed":
      return `~ ${name}: ${said(one.before)} -> ${said(one.after)}`;
    case "removed":
      return `- ${name} (is ${said(one.before)})`;
  }
}

function repairWords({ kind, name }: ConflictRepair): string {
  if (kind.startsWith("drop-all")) return `Drop every setting in which the two meet from "${name}"`;
  if (kind.startsWith("drop")) return `Drop the setting from "${name}"`;
  if (kind.startsWith("align-all")) return `Give "${name}" the other's values wherever the two meet`;
  if (kind.startsWith("align")) return `Give "${name}" the other's value`;
  return kind.startsWith("exclude") ? `Exclude a group from "${name}"` : `Keep "${name}" to other platforms`;
}
