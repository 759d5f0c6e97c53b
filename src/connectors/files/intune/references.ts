import type { ParsedReference } from "../../../app/ports/source-files.ts";
import type { Json } from "../../../kit/canonical-json.ts";
import { isList, isObject, textAt, type JsonObject } from "../json-access.ts";
import { pointerTo, quoted } from "../problem-list.ts";
import type { ReadingContext } from "../reading-context.ts";
import { nameOf } from "./policy-parts.ts";

/** Lists of references as exporters and templates write them: the key that holds the list, and the kind of its members. */
const LISTS: readonly (readonly [string, ParsedReference["kind"]])[] = [
  ["groups", "group"],
  ["filters", "assignment-filter"],
];

/** True where the object is such a list (and nothing else); its members are then among the references. */
export function readReferenceList(object: JsonObject, pointer: string, context: ReadingContext): boolean {
  if (readMigrationTable(object, pointer, context)) return true;
  const found = LISTS.find(
    ([key]) => isList(object[key]) && Object.keys(object).every((name) => name === key || name.startsWith("@")),
  );
  if (found === undefined) return false;
  const [key, kind] = found;
  (object[key] as readonly Json[]).forEach((item, index) =>
    addReference(item, pointerTo(pointerTo(pointer, key), index), kind, context),
  );
  return true;
}

export function addReference(value: Json, at: string, kind: ParsedReference["kind"], context: ReadingContext): void {
  const name = isObject(value) ? nameOf(value) : null;
  if (!isObject(value) || name === null || isTooLong(value)) {
    context.problems.add(
      "reference-invalid",
      at,
      `${quoted(value)} is no ${kind === "group" ? "group" : "assignment filter"} with a name`,
    );
    return;
  }
  const rule = textAt(value, kind === "group" ? "membershipRule" : "rule");
  context.references.push({
    kind,
    file: context.file,
    externalId: textAt(value, "id"),
    name,
    rule,
    platform: textAt(value, "platform"),
  });
}

/** Longer than any name or rule of a directory; the answer would carry all of it. */
const TEXT_CHARACTERS_MAX = 4_000;

function isTooLong(object: JsonObject): boolean {
  const texts = [nameOf(object), ...["id", "membershipRule", "rule", "platform"].map((key) => textAt(object, key))];
  return texts.some((text) => text !== null && text.length > TEXT_CHARACTERS_MAX);
}

/** The table of ids that one exporter writes beside its files: `{TenantId, Objects: [{Type, Id, DisplayName}]}`. */
function readMigrationTable(object: JsonObject, pointer: string, context: ReadingContext): boolean {
  const list = object["Objects"];
  if (!isList(list) || textAt(object, "TenantId") === null) return false;
  list.forEach((item, index) => {
    if (!isObject(item) || item["Type"] !== "Group") return;
    const name = textAt(item, "DisplayName");
    const externalId = textAt(item, "Id");
    const at = pointerTo(pointerTo(pointer, "Objects"), index);
    if (name === null || name.length > TEXT_CHARACTERS_MAX || (externalId?.length ?? 0) > TEXT_CHARACTERS_MAX)
      context.problems.add("reference-invalid", at, "a group without a name that can be listed");
    else context.references.push({ kind: "group", file: context.file, externalId, name, rule: null, platform: null });
  });
  return true;
}
