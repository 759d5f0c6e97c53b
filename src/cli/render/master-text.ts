import type { MasterAnswer, MasterImportAnswer, MastersAnswer, MasterSummary } from "../../http/contract/masters.ts";
import type { MasterConflictsAnswer, MasterFindingsBody } from "../../http/contract/master-findings.ts";
import { importOutcome, problemLines, type ImportLook } from "./import-text.ts";
import type { Palette } from "./palette.ts";
import { tableText } from "./table.ts";
import { count, moment, plural, value } from "./words.ts";

const MASTERS: Readonly<Record<MasterSummary["master"], string>> = {
  "group-policy": "Group Policy",
  "configuration-manager": "Configuration Manager",
  "other-mdm": "another MDM",
};

/** Where policies meet other masters: the same in a plan and in the list. */
export function masterLines(found: MasterFindingsBody | undefined, palette: Palette): readonly string[] {
  if (found === undefined || (found.conflicts.length === 0 && found.kept.length === 0)) return [];
  const met = found.conflicts.filter((one) => one.class !== "duplicate");
  const kept = found.kept.map(
    ({ name, workload, master, settings, settingsTotal, devices }) =>
      `  - "${name}": ${count(settings)} of ${plural(settingsTotal, "setting")} do not apply on ${plural(devices, "device")}, because "${master.name}" keeps the workload ${workload}`,
  );
  const agreeing = found.conflicts.length - met.length;
  return [
    palette.warn(`Other masters: ${plural(met.length, "setting")} where they disagree, ${count(agreeing)} where they agree`),
    ...met.flatMap((one) => conflictText(one, palette)),
    ...kept,
  ];
}

function conflictText({ node, devices, policy, master, sentence }: MasterFindingsBody["conflicts"][number], palette: Palette) {
  const theirs = master.isComparable ? value(master.value) : "a value that cannot be compared";
  return [
    palette.warn(`  ! ${node}   ${plural(devices, "device")}`),
    `      "${policy.name}" asks  ${value(policy.value)}`,
    `      "${master.name}" (${MASTERS[master.master]}) sets  ${theirs}`,
    `      ${sentence}`,
  ];
}

export function masterConflictsText(answer: MasterConflictsAnswer, palette: Palette): string {
  const { items, kept, policies, masters, oldestReadAt } = answer;
  const against = `${plural(policies, "policy", "policies")} against ${plural(masters, "set")} of values of other masters`;
  const age = oldestReadAt === null ? "" : `, the oldest made at ${moment(oldestReadAt)}`;
  const lines = masterLines({ conflicts: items, kept }, palette);
  return `${[`${against}${age}`, ...(lines.length === 0 ? ["None of them meet."] : lines)].join("\n")}\n`;
}

export function mastersTable({ items }: MastersAnswer): string {
  return tableText(items, [
    { head: "NAME", cell: (row) => row.name },
    { head: "MASTER", cell: (row) => MASTERS[row.master] },
    { head: "GROUP", cell: (row) => row.groupName ?? `${row.groupId} (gone)` },
    { head: "DEVICES", cell: (row) => count(row.devices), right: true },
    { head: "VALUES", cell: (row) => `${count(row.counts.values)} of ${count(row.counts.rows)}`, right: true },
    { head: "MADE", cell: (row) => moment(row.readAt) },
    { head: "ID", cell: (row) => row.id },
  ]);
}

export function masterText(master: MasterAnswer, palette: Palette): string {
  const { rows } = master;
  const group =
    master.groupName === null ? `group ${master.groupId}, which the estate no longer has` : `group "${master.groupName}"`;
  const lines = [
    `${palette.bold(master.name)}   ${palette.faint(master.id)}`,
    `  ${MASTERS[master.master]} for ${group}: ${plural(master.devices, "device")} of ${count(master.devicesTotal)}`,
    `  from ${master.file}, made ${master.readAt === null ? "at a time that it does not say" : `at ${moment(master.readAt)}`}`,
    `  ${countsText(master)}`,
    ...master.workloads.map((workload) => `  Intune's policies of the workload ${workload} do not apply there`),
    ...rows.items.map((row) => rowText(row, palette)),
    ...(rows.next === null
      ? []
      : [palette.faint(`${count(rows.items.length)} of ${count(rows.total)} shown; go on with --after ${rows.next}`)]),
    palette.faint(`Imported by ${master.importedBy} at ${moment(master.importedAt)}`),
  ];
  return `${lines.join("\n")}\n`;
}

function rowText(row: MasterAnswer["rows"]["items"][number], palette: Palette): string {
  const at = palette.faint(`line ${row.line}`);
  switch (row.kind) {
    case "value":
      return `  ${row.node ?? ""} = ${value(row.value)}   ${palette.faint(row.setting)} ${at}`;
    case "node":
      return `  ${row.node ?? ""}   ${palette.warn("its value cannot be compared")} ${palette.faint(row.setting)} ${at}`;
    case "opaque":
      return `  ${row.setting}   ${palette.warn("not known which setting it is")} ${at}`;
  }
}

export function masterImportText(result: MasterImportAnswer, look: ImportLook): string {
  const { written, masters, problems } = result;
  const lines = [
    `${plural(result.files, "file")}: ${plural(masters.length, "set")} of values of other masters`,
    ...masters.map(
      (one) =>
        `  ${look.palette.bold(one.name)} (${MASTERS[one.master]}) for "${one.groupName}": ${countsText(one)}   ${look.palette.faint(one.id)}`,
    ),
    ...problemLines(problems, look),
    ...(written === null
      ? importOutcome(problems, look)
      : [`Imported: ${count(written.added)} added, ${count(written.replaced)} replaced. No device changes by it.`]),
  ];
  return `${lines.join("\n")}\n`;
}

function countsText({ counts, workloads }: Pick<MasterSummary, "counts" | "workloads">): string {
  if (counts.rows === 0) return plural(workloads.length, "workload");
  const { rows, values, nodesOnly, opaque } = counts;
  return `${plural(rows, "row")}: ${count(values)} compared, ${count(nodesOnly)} at a known setting without a value to compare, ${count(opaque)} unknown`;
}
