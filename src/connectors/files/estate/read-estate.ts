import type { ParsedEstate, SourceFile } from "../../../app/ports/source-files.ts";
import type { SourceProblemCode } from "../../../app/ports/source-problem-codes.ts";
import type { MemberKind } from "../../../estate/group.ts";
import { compareText } from "../../../kit/ids.ts";
import { problemList, quoted, type ProblemList } from "../problem-list.ts";
import { skippedKinds } from "../skipped-kinds.ts";
import { placeInTable, readCsvTable } from "./csv-table.ts";
import { deviceOf, ESTATE_COLUMNS, groupOf, OPTIONAL_ESTATE_COLUMNS, siteOf, userOf, type EstateTable } from "./estate-tables.ts";
import { rowReader, type RowReader } from "./row-reader.ts";

/**
 * Reads the four tables of an estate. Rows with an error are left out, but stay known by their id, so that a row
 * naming them is not blamed too. The parts are for use only where no problem is an error.
 */
export function readEstate(files: readonly SourceFile[]): ParsedEstate {
  const ordered = [...files].sort((a, b) => compareText(a.path, b.path));
  const tables = new Map<EstateTable, Table<unknown>>();
  const open = <T extends Row>(name: EstateTable, read: (row: RowReader) => T): Table<T> => {
    const table = openTable(name, ordered, read);
    tables.set(name, table);
    return table;
  };
  const sites = open("sites.csv", siteOf);
  const groups = open("groups.csv", groupOf);
  const users = open("users.csv", userOf);
  const devices = open("devices.csv", deviceOf);

  checkUnique(users, "estate-principal-duplicate", "principalName", (user) => user.principalName.toLowerCase());
  checkUnique(devices, "estate-serial-duplicate", "serialNumber", (device) => device.serialNumber.toLowerCase());
  const kindByGroupId = new Map<string, MemberKind>(groups.entries.map(({ value }) => [value.id, value.memberKind]));
  for (const { row, value } of users.entries) {
    checkReference(row, "siteId", value.siteId, sites, "estate-site-unknown");
    checkGroups(row, value.groupIds, "user", groups, kindByGroupId);
  }
  for (const { row, value } of devices.entries) {
    checkReference(row, "siteId", value.siteId, sites, "estate-site-unknown");
    checkReference(row, "primaryUserId", value.primaryUserId, users, "estate-user-unknown");
    checkGroups(row, value.groupIds, "device", groups, kindByGroupId);
  }
  const isTable = (file: SourceFile) => tables.has(baseName(file.path) as EstateTable);
  return {
    files: ordered.filter(isTable).length,
    parts: { sites: good(sites), groups: good(groups), users: good(users), devices: good(devices) },
    problems: [
      ...[...tables.values()].flatMap((table) => table.problems.all()),
      ...skippedKinds(ordered.filter((file) => !isTable(file))),
    ],
  };
}

type Row = Readonly<{ id: string }>;
type Entry<T> = Readonly<{ row: RowReader; value: T; line: number }>;
/** `readable` false: the table is absent or broken as a whole, so that nobody is blamed for naming its rows. */
type Table<T> = Readonly<{ problems: ProblemList; readable: boolean; ids: ReadonlySet<string>; entries: readonly Entry<T>[] }>;

function openTable<T extends Row>(name: EstateTable, files: readonly SourceFile[], read: (row: RowReader) => T): Table<T> {
  const found = files.filter((file) => baseName(file.path) === name);
  const [file, second] = found;
  const problems = problemList(file?.path ?? name);
  const none = { problems, readable: false, ids: new Set<string>(), entries: [] };
  if (file === undefined) {
    problems.add("estate-file-missing", "", `the table ${quoted(name)} is missing`);
    return none;
  }
  if (second !== undefined) {
    problems.add("estate-file-duplicate", "", `${quoted(second.path)} is a second table of that name`);
    return none;
  }
  const rows = readCsvTable(file, ESTATE_COLUMNS[name], OPTIONAL_ESTATE_COLUMNS[name], problems);
  if (rows === null) return none;
  const lineById = new Map<string, number>();
  const entries = rows.map((csvRow) => {
    const row = rowReader(csvRow, problems);
    const value = read(row);
    const first = lineById.get(value.id);
    if (first !== undefined)
      row.fault("estate-id-duplicate", "id", `the id ${quoted(value.id)} is also on ${placeInTable(first)}`);
    else if (value.id !== "") lineById.set(value.id, csvRow.line);
    return { row, value, line: csvRow.line };
  });
  return { problems, readable: true, ids: new Set(lineById.keys()), entries };
}

function checkUnique<T>(table: Table<T>, code: SourceProblemCode, column: string, keyOf: (value: T) => string): void {
  const lineByKey = new Map<string, number>();
  for (const { row, value, line } of table.entries) {
    const key = keyOf(value);
    const first = lineByKey.get(key);
    if (key === "") continue;
    if (first === undefined) lineByKey.set(key, line);
    else row.fault(code, column, `${quoted(key)} is also on ${placeInTable(first)}`);
  }
}

function checkReference(row: RowReader, column: string, id: string | null, table: Table<unknown>, code: SourceProblemCode): void {
  if (id !== null && table.readable && !table.ids.has(id)) row.fault(code, column, `there is no ${quoted(id)}`);
}

function checkGroups(
  row: RowReader,
  groupIds: readonly string[],
  memberKind: MemberKind,
  groups: Table<unknown>,
  kindByGroupId: ReadonlyMap<string, MemberKind>,
): void {
  for (const groupId of groupIds) {
    checkReference(row, "groupIds", groupId, groups, "estate-group-unknown");
    const kind = kindByGroupId.get(groupId);
    if (kind !== undefined && kind !== memberKind)
      row.fault("estate-group-kind", "groupIds", `${quoted(groupId)} is a group of ${kind}s`);
  }
}

function good<T>(table: Table<T>): readonly T[] {
  return table.entries.filter(({ row }) => !row.failed()).map(({ value }) => value);
}

function baseName(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1).toLowerCase();
}
