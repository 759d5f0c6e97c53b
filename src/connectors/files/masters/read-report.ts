import type { ParsedMaster } from "../../../app/ports/master-reader.ts";
import type { SourceFile } from "../../../app/ports/source-files.ts";
import { instant, type Instant } from "../../../kit/instant.ts";
import type { SettingScope } from "../../../policy/node.ts";
import type { DeclaredRow } from "../../../policy/declared-fact.ts";
import { decodeText } from "../decode-text.ts";
import { quoted, type ProblemList } from "../problem-list.ts";
import { readXml, type XmlElement, type XmlPlace } from "../xml/read-xml.ts";
import type { Placer } from "./place-row.ts";
import { extensionsOf, hasLost, rowsOfExtension } from "./report-rows.ts";
import { childOf, childrenOf, isFalseAt, textAt } from "./xml-access.ts";

/** More settings than any Group Policy object has: the rest of a hostile file is not taken in. */
export const ROWS_MAX = 20_000;

/**
 * Reads a report of Group Policy objects (`Get-GPOReport -ReportType Xml`, one or all of a domain) or a resultant set
 * (`gpresult /x`). Objects and halves that are switched off are left out, each with a warning.
 */
export function readReport(file: SourceFile, place: Placer, problems: ProblemList): readonly ParsedMaster[] {
  const text = decodeText(file.bytes);
  if (!text.ok) {
    problems.add(text.error.code, "", text.error.message);
    return [];
  }
  const { root, faults } = readXml(text.value);
  for (const fault of faults) problems.add(fault.code, at(fault.place), fault.message);
  if (root === null) {
    if (faults.length === 0) problems.add("xml-invalid", "", "the text holds no element");
    return [];
  }
  if (root.local === "Rsop") return resultantSet(root, file, place, problems);
  const objects = root.local === "GPO" ? [root] : childrenOf(root, "GPO");
  if (objects.length === 0) problems.add("report-shape-unknown", at(root.place), `the document is a ${quoted(root.local)}`);
  return objects.flatMap((object) => groupPolicyObject(object, file, place, problems));
}

/** Windows takes 255. */
const NAME_CHARACTERS_MAX = 500;

function groupPolicyObject(object: XmlElement, file: SourceFile, place: Placer, problems: ProblemList): readonly ParsedMaster[] {
  const name = textAt(object, "Name");
  if (name === null) {
    problems.add("report-name-missing", at(object.place), "a Group Policy object has no name");
    return [];
  }
  if (name.length > NAME_CHARACTERS_MAX) {
    problems.add("report-name-missing", at(object.place), `a Group Policy object has a name of ${name.length} characters`);
    return [];
  }
  const links = childrenOf(object, "LinksTo");
  if (links.length > 0 && links.every((link) => isFalseAt(link, "Enabled"))) {
    problems.add("report-part-off", at(object.place), `every link of ${quoted(name)} is switched off`);
    return [];
  }
  const rows = [
    ...sideRows(childOf(object, "Computer"), "device", name, place, problems),
    ...sideRows(childOf(object, "User"), "user", name, place, problems),
  ];
  return parsed(file, name, rows, readAtOf(object), object, problems);
}

function resultantSet(root: XmlElement, file: SourceFile, place: Placer, problems: ProblemList): readonly ParsedMaster[] {
  const computer = childOf(root, "ComputerResults");
  const user = childOf(root, "UserResults");
  if (computer === undefined && user === undefined)
    problems.add("report-shape-unknown", at(root.place), "the resultant set has neither computer nor user results");
  const host = textAt(computer, "Name") ?? textAt(user, "Name") ?? file.path;
  if (host.length > NAME_CHARACTERS_MAX) {
    problems.add("report-name-missing", at(root.place), `the computer has a name of ${host.length} characters`);
    return [];
  }
  const rows = [...sideRows(computer, "device", host, place, problems), ...sideRows(user, "user", host, place, problems)];
  return parsed(file, `Resultant set of ${host}`, rows, readAtOf(root), root, problems);
}

function sideRows(
  side: XmlElement | undefined,
  scope: SettingScope,
  name: string,
  place: Placer,
  problems: ProblemList,
): readonly DeclaredRow[] {
  if (side === undefined) return [];
  const extensions = extensionsOf(side);
  if (isFalseAt(side, "Enabled")) {
    const half = scope === "device" ? "computer" : "user";
    if (extensions.length > 0)
      problems.add("report-part-off", at(side.place), `the ${half} settings of ${quoted(name)} are switched off`);
    return [];
  }
  const standing = extensions.map((extension) => ({
    ...extension,
    children: extension.children.filter((row) => !hasLost(row)),
  }));
  return standing.flatMap((extension) => rowsOfExtension(extension, scope).flatMap(place));
}

function parsed(
  file: SourceFile,
  name: string,
  rows: readonly DeclaredRow[],
  readAt: Instant | null,
  element: XmlElement,
  problems: ProblemList,
): readonly ParsedMaster[] {
  if (rows.length > ROWS_MAX) {
    problems.add("report-too-long", at(element.place), `${quoted(name)} has ${rows.length} settings, more than ${ROWS_MAX}`);
    return [];
  }
  if (rows.length === 0) return [];
  return [{ file: file.path, name, master: "group-policy", group: null, rows, workloads: [], readAt }];
}

const READ_TIME = /^(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2})(?:\.\d{1,9})?(Z|[+-]\d{2}:\d{2})$/;

/** A time without a zone is none: it could be off by a day. */
function readAtOf(element: XmlElement): Instant | null {
  const found = READ_TIME.exec(textAt(element, "ReadTime") ?? "");
  const epochMs = found === null ? Number.NaN : Date.parse(`${found[1]}${found[2]}`);
  return Number.isNaN(epochMs) ? null : instant(epochMs);
}

function at({ line, column }: XmlPlace): string {
  return `line ${line}, column ${column}`;
}
