import type { DiffAnswer, LintAnswer, VersionsAnswer } from "../../http/contract/library.ts";
import type { Palette } from "./palette.ts";
import { settingText } from "./plan-text.ts";
import { assignmentWords } from "./policy-text.ts";
import { tableText } from "./table.ts";
import { count, moment, plural, shortHash, value } from "./words.ts";

export function versionsTable({ name, retired, versions }: VersionsAnswer): string {
  const table = tableText(versions, [
    { head: "VERSION", cell: (row) => String(row.number), right: true },
    { head: "", cell: (row) => (row.isLive ? (retired ? "last" : "live") : "") },
    { head: "NAME", cell: (row) => row.name },
    { head: "SETTINGS", cell: (row) => count(row.settings), right: true },
    { head: "MADE", cell: (row) => moment(row.createdAt) },
    { head: "BY", cell: (row) => row.createdBy },
    { head: "HASH", cell: (row) => shortHash(row.hash) },
    { head: "REASON", cell: (row) => row.reason ?? "-" },
  ]);
  return retired ? `${name} is retired\n${table}` : table;
}

export function lintText({ name, findings, errors, warnings }: LintAnswer, palette: Palette): string {
  const lines = findings.flatMap(({ code, severity, field, line, message, help }) => {
    const place = [...(line === null ? [] : [`line ${line}`]), ...(field === "" ? [] : [field])].join(", ");
    const mark = severity === "error" ? palette.bad(severity) : palette.warn(severity);
    return [`${mark} ${code}${place === "" ? "" : `   ${palette.faint(place)}`}`, `  ${message}`, `  ${palette.faint(help)}`];
  });
  const what = name === null ? "The file" : `"${name}"`;
  const sum = findings.length === 0 ? `${what} is valid` : `${what}: ${plural(errors, "error")}, ${plural(warnings, "warning")}`;
  return `${[...lines, sum].join("\n")}\n`;
}

export function diffText({ from, to, fields, settings, assignments, isEqual }: DiffAnswer, palette: Palette): string {
  const nameOf = ({ name, version }: DiffAnswer["from"]) => `"${name}"${version === null ? "" : ` version ${version}`}`;
  const lines = [
    `${nameOf(from)} -> ${nameOf(to)}`,
    ...(isEqual ? ["Nothing differs"] : []),
    ...fields.map(({ field, before, after }) => `  ~ ${field}: ${value(before)} becomes ${value(after)}`),
    ...settings.flatMap((one) =>
      one.kind === "removed"
        ? [palette.bad(`  - ${one.node}`), `      was       ${value(one.before)}`]
        : settingText(one, palette),
    ),
    ...(assignments?.added ?? []).map((line) => palette.good(`  + ${assignmentWords(line)}`)),
    ...(assignments?.removed ?? []).map((line) => palette.bad(`  - ${assignmentWords(line)}`)),
    ...(assignments === null ? [palette.faint("Versions that are not live have no assignments to compare")] : []),
  ];
  return `${lines.join("\n")}\n`;
}
