import type { ParsedMaster } from "../../../app/ports/master-reader.ts";
import type { SourceFile } from "../../../app/ports/source-files.ts";
import type { Json } from "../../../kit/canonical-json.ts";
import { MASTERS, MASTER_WORDS, type DeclaredRow, type Master } from "../../../policy/declared-fact.ts";
import { withoutHive } from "../../../policy/registry-index.ts";
import { WORKLOADS, type Workload } from "../../../policy/workload.ts";
import { readCsvTable } from "../estate/csv-table.ts";
import { rowReader } from "../estate/row-reader.ts";
import { quoted, type ProblemList } from "../problem-list.ts";
import type { Placer, StatedPlace } from "./place-row.ts";
import { ROWS_MAX } from "./read-report.ts";

/** They become keys and titles. */
const NAME_CHARACTERS_MAX = 500;

type Growing = Omit<ParsedMaster, "rows" | "workloads"> & { rows: DeclaredRow[]; workloads: Workload[] };

/**
 * Reads a table of `master`, `setting`, `value`, and where wanted `group` and `name`. A setting is a registry value with its hive, an
 * OMA-URI or a node; for Configuration Manager it is a workload. Rows of one master, group and name belong together.
 */
export function readTable(file: SourceFile, place: Placer, problems: ProblemList): readonly ParsedMaster[] {
  const rows = readCsvTable(file, ["master", "setting", "value"], ["group", "name"], problems) ?? [];
  if (rows.length > ROWS_MAX) {
    problems.add("report-too-long", "", `the table has ${rows.length} rows, more than ${ROWS_MAX}`);
    return [];
  }
  const found = new Map<string, Growing>();
  for (const row of rows) {
    const reader = rowReader(row, problems);
    const master = reader.oneOf<Master>("master", MASTERS);
    const setting = reader.required("setting");
    const group = reader.optional("group");
    const name = reader.optional("name") ?? MASTER_WORDS[master];
    const value = reader.optional("value");
    if (Math.max(name.length, group?.length ?? 0) > NAME_CHARACTERS_MAX)
      reader.fault("csv-row-invalid", "name", `a name or group of more than ${NAME_CHARACTERS_MAX} characters`);
    if (master !== "configuration-manager" && value === null) reader.fault("csv-row-invalid", "value", "the field is empty");
    const workload = WORKLOADS.find((one) => one === setting);
    if (master === "configuration-manager" && workload === undefined)
      reader.fault("csv-row-invalid", "setting", `${quoted(setting)} is none of ${WORKLOADS.join(", ")}`);
    if (reader.failed()) continue;
    const key = JSON.stringify([master, group, name]);
    const into = found.get(key) ?? { file: file.path, name, master, group, rows: [], workloads: [], readAt: null };
    found.set(key, into);
    if (master !== "configuration-manager")
      into.rows.push(...place({ setting, line: row.line, value: valueOf(value ?? ""), by: placeOf(setting) }));
    else if (workload !== undefined && !into.workloads.includes(workload)) into.workloads.push(workload);
  }
  return [...found.values()];
}

function placeOf(setting: string): StatedPlace {
  const registry = withoutHive(setting);
  if (registry === null) return { kind: "node", text: setting };
  const cut = registry.path.lastIndexOf("\\");
  const [key, value] = [registry.path.slice(0, Math.max(cut, 0)), registry.path.slice(cut + 1)];
  return { kind: "registry", scope: registry.scope, key, value };
}

/** Numbers and truth values as such; in quotes (`"""6"""` in the file) a text stays one. */
function valueOf(text: string): Json {
  if (/^-?(?:0|[1-9]\d{0,14})$/.test(text)) return Number(text);
  if (/^(?:true|false)$/i.test(text)) return text.toLowerCase() === "true";
  return /^"(.*)"$/s.exec(text)?.[1] ?? text;
}
