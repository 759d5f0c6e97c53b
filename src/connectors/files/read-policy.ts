import type { ParsedPolicy } from "../../app/ports/source-files.ts";
import type { Json } from "../../kit/canonical-json.ts";
import { isPolicyDocument } from "../../policy/code/read-document.ts";
import { backupEntry, isSettingsList, powerShellTable, shapeOf, wrappedEntities } from "./intune-shapes.ts";
import { ADMINISTRATIVE_TEMPLATE_TYPE, isDefinitionValues } from "./intune/administrative-template.ts";
import { readGraphEntity } from "./intune/graph-entity.ts";
import { intentSettings, INTENT_TYPE } from "./intune/intent.ts";
import { fileTitle, opaquePolicy } from "./intune/policy-parts.ts";
import { addReference, readReferenceList } from "./intune/references.ts";
import { isList, isObject, type JsonObject } from "./json-access.ts";
import { pointerTo, quoted } from "./problem-list.ts";
import { readAssignments } from "./read-assignments.ts";
import { readJson } from "./read-json.ts";
import { readOwnDocument } from "./read-policy-document.ts";
import { NO_HINT, type EntityHint, type ReadingContext } from "./reading-context.ts";

/** JSON inside a JSON string, inside another: PowerShell exports come that way, but never deeper. */
const TEXT_LEVELS_MAX = 3;

/** Far beyond what one tenant may hold of a kind. */
const ENTITIES_MAX = 20_000;

/** Where in a file an entity is, and what is known of it from around it. */
type Place = Readonly<{ pointer: string; textLevels: number; hint: EntityHint }>;

/**
 * Every policy in a JSON value: one entity, a list of them, Graph's `{value: [...]}`, or any of these once more as
 * text. A policy with an error is left out; its problems say why. Groups and filters go to the context's references.
 */
export function readEntities(value: Json, pointer: string, context: ReadingContext): readonly ParsedPolicy[] {
  return readValue(value, { pointer, textLevels: 0, hint: NO_HINT }, context);
}

function readValue(value: Json, place: Place, context: ReadingContext): readonly ParsedPolicy[] {
  const { pointer, textLevels } = place;
  if (typeof value === "string" && textLevels < TEXT_LEVELS_MAX && /^\s*[[{]/.test(value))
    return readEmbedded(value, place, context);
  if (isList(value)) return readBareList(value, place, context);
  if (!isObject(value)) return stranger(value, pointer, context);
  const wrapped = wrappedEntities(value);
  if (wrapped === null) return readObject(value, place, context);
  const address = typeof value["@odata.context"] === "string" ? value["@odata.context"] : null;
  return readList(wrapped, { ...place, pointer: `${pointer}/value`, hint: { address } }, context);
}

/** A list of entities, or one of the lists that exporters write without the policy around them: it goes by its file's name. */
function readBareList(value: readonly Json[], place: Place, context: ReadingContext): readonly ParsedPolicy[] {
  const { pointer, textLevels } = place;
  const byName = (object: JsonObject) =>
    readObject({ displayName: fileTitle(context.file), ...object }, { ...place, pointer }, context);
  if (isDefinitionValues(value)) return byName({ "@odata.type": ADMINISTRATIVE_TEMPLATE_TYPE, definitionValues: value });
  if (!isSettingsList(value)) return readList(value, place, context);
  if (intentSettings(value) !== null && textLevels === 0) return byName({ "@odata.type": INTENT_TYPE, settings: value });
  return [opaquePolicy(value, pointer, { graphType: "", words: "list of settings" }, context)];
}

function readList(items: readonly Json[], place: Place, context: ReadingContext): readonly ParsedPolicy[] {
  const { pointer } = place;
  if (items.length > ENTITIES_MAX) {
    context.problems.add("json-too-large", pointer, `a list of ${items.length} policies, more than ${ENTITIES_MAX}`);
    return [];
  }
  const entry = backupEntry(items);
  if (entry === null)
    return items.flatMap((item, index) => readValue(item, { ...place, pointer: pointerTo(pointer, index) }, context));
  const mark = context.problems.mark();
  const policies = readValue(
    entry.entity,
    { ...place, pointer: pointerTo(pointer, 0), hint: { address: entry.address } },
    context,
  );
  const assignments = readAssignments(entry.assignments, pointerTo(pointer, 4), context.problems);
  if (context.problems.hasErrorSince(mark)) return [];
  return policies.map((policy) => (policy.assignments.length > 0 ? policy : { ...policy, assignments }));
}

function readEmbedded(text: string, place: Place, context: ReadingContext): readonly ParsedPolicy[] {
  const { pointer, textLevels } = place;
  const { value, faults } = readJson(text);
  for (const fault of faults)
    context.problems.add(fault.code, pointer + fault.pointer, `in the text at ${quoted(pointer)}, ${fault.message}`);
  return value === undefined || faults.length > 0 ? [] : readValue(value, { ...place, textLevels: textLevels + 1 }, context);
}

function readObject(object: JsonObject, place: Place, context: ReadingContext): readonly ParsedPolicy[] {
  const { pointer, hint } = place;
  if (isPolicyDocument(object)) {
    const own = readOwnDocument(object, pointer, context);
    return own === null ? [] : [own];
  }
  if (readReferenceList(object, pointer, context)) return [];
  const table = powerShellTable(object);
  if (table !== null) return readObject(table, { ...place, pointer: `${pointer}/Values` }, context);
  const shape = shapeOf(object, hint);
  if (shape === null) return stranger(object, pointer, context);
  if (shape.graphType === "" && intentSettings(object) !== null) {
    return readObject({ "@odata.type": INTENT_TYPE, displayName: fileTitle(context.file), ...object }, place, context);
  }
  if (shape.words === "group" || shape.words === "assignment filter" || REFERENCE_TYPES.has(shape.graphType)) {
    addReference(object, pointer, shape.graphType.endsWith("group") ? "group" : "assignment-filter", context);
    return [];
  }
  const mark = context.problems.mark();
  const policy = readGraphEntity(object, pointer, shape, hint, context);
  return policy === null || context.problems.hasErrorSince(mark) ? [] : [policy];
}

const REFERENCE_TYPES: ReadonlySet<string> = new Set([
  "#microsoft.graph.group",
  "#microsoft.graph.deviceAndAppManagementAssignmentFilter",
  "#microsoft.graph.payloadCompatibleAssignmentFilter",
]);

function stranger(value: Json, pointer: string, context: ReadingContext): readonly ParsedPolicy[] {
  const keys = isObject(value) ? Object.keys(value).slice(0, 5).map(quoted).join(", ") : "";
  const what = isObject(value) ? (keys === "" ? "an empty object" : `an object with the keys ${keys}`) : quoted(value);
  context.problems.add("policy-shape-unknown", pointer, `${what} is no Intune object that is known`);
  return [];
}
