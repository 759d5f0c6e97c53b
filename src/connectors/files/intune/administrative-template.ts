import type { ParsedPolicy } from "../../../app/ports/source-files.ts";
import type { Json } from "../../../kit/canonical-json.ts";
import type { Setting } from "../../../policy/setting.ts";
import { isList, isObject, odataType, textAt, type JsonObject } from "../json-access.ts";
import { loadLegacyMap } from "../legacy/legacy-map.ts";
import { propertyCollector, type PropertyCollector } from "../legacy/property-settings.ts";
import { pointerTo, quoted } from "../problem-list.ts";
import type { ReadingContext } from "../reading-context.ts";
import { parsedPolicy } from "./policy-parts.ts";
import { templateNode } from "./template-nodes.ts";

export const ADMINISTRATIVE_TEMPLATE_TYPE = "#microsoft.graph.groupPolicyConfiguration";

/**
 * Administrative templates (`groupPolicyConfigurations`): each definition value switches one Group Policy definition on or
 * off, its presentation values fill the fields. Graph names definitions by GUIDs that are the same in every tenant.
 */
export function readAdministrativeTemplate(object: JsonObject, pointer: string, context: ReadingContext): ParsedPolicy | null {
  const list = object["definitionValues"] ?? context.settingsBeside;
  const at = pointerTo(pointer, "definitionValues");
  if (!isList(list ?? undefined)) {
    context.problems.add("policy-settings-missing", at, "the policy has no list of definition values");
    return null;
  }
  const collector = propertyCollector(loadLegacyMap(), "explicit", context);
  (list as readonly Json[]).forEach((value, index) => addDefinitionValue(value, pointerTo(at, index), collector, context));
  return parsedPolicy(object, pointer, context, {
    kind: "administrative-template",
    platforms: ["windows"],
    sourceType: ADMINISTRATIVE_TEMPLATE_TYPE,
    settings: collector.settings(),
  });
}

/** A list of definition values without a policy around it: one of the backup scripts writes them so. */
export function isDefinitionValues(list: readonly Json[]): boolean {
  return (
    list.length > 0 &&
    list.every(
      (item) =>
        isObject(item) && typeof item["enabled"] === "boolean" && ("definition@odata.bind" in item || "definition" in item),
    )
  );
}

function addDefinitionValue(value: Json, at: string, collector: PropertyCollector, context: ReadingContext): void {
  const definition = isObject(value) ? definitionOf(value) : null;
  if (!isObject(value) || definition === null || typeof value["enabled"] !== "boolean") {
    context.problems.add("setting-invalid", at, "a definition value without `enabled`, or without its definition's id or name");
    return;
  }
  context.tally.settings += 1;
  const own = `groupPolicyDefinition.${definition.key}`;
  const node = templateNode(context.catalogue, definition);
  const main = node === null ? own : node;
  const switched: Setting =
    node === null
      ? { definitionId: own, value: { kind: "property", value: value["enabled"] } }
      : { definitionId: node, value: { kind: "choice", option: `${node}_${value["enabled"] ? 1 : 0}`, children: [] } };
  collector.addSetting(switched, switched, at);
  const fields = value["presentationValues"];
  if (!isList(fields)) return;
  fields.forEach((field, index) =>
    addField(field, main, pointerTo(pointerTo(at, "presentationValues"), index), collector, context),
  );
}

function addField(field: Json, parent: string, at: string, collector: PropertyCollector, context: ReadingContext): void {
  const key = isObject(field) ? presentationOf(field) : null;
  if (!isObject(field) || key === null) {
    context.problems.add("policy-part-kept-out", at, `a field of ${quoted(parent)} that says not which one it is`);
    return;
  }
  const value = fieldValue(field);
  const setting: Setting = { definitionId: `${parent}.${key}`, value: { kind: "property", value } };
  collector.addSetting(setting, setting, at);
}

/** One text, number or truth value, or Graph's list of `{name, value}` pairs. */
function fieldValue(field: JsonObject): Json {
  if ("value" in field) return field["value"] ?? null;
  const values = field["values"];
  if (!isList(values)) return null;
  if (!(odataType(field) ?? "").endsWith("ValueList")) return values;
  return values.map((pair) => (isObject(pair) ? [pair["name"] ?? null, pair["value"] ?? null] : pair));
}

export type TemplateDefinition = Readonly<{ key: string; displayName: string | null; scope: "device" | "user" | null }>;

const BOUND_DEFINITION = /groupPolicyDefinitions\('([^']+)'\)/i;
const BOUND_PRESENTATION = /presentations\('([^']+)'\)/i;

function definitionOf(value: JsonObject): TemplateDefinition | null {
  const expanded = isObject(value["definition"]) ? value["definition"] : {};
  const bound = textAt(value, "definition@odata.bind");
  const id = textAt(expanded, "id") ?? BOUND_DEFINITION.exec(bound ?? "")?.[1] ?? textAt(value, "#Definition_Id");
  const displayName = textAt(expanded, "displayName") ?? textAt(value, "#Definition_displayName");
  const classType = textAt(expanded, "classType") ?? textAt(value, "#Definition_classType");
  const path = textAt(expanded, "categoryPath") ?? textAt(value, "#Definition_categoryPath");
  const scope = classType === "user" ? "user" : classType === "machine" ? "device" : null;
  if (id !== null) return { key: id.toLowerCase(), displayName, scope };
  return displayName === null ? null : { key: `${classType ?? ""}${path ?? ""}\\${displayName}`, displayName, scope };
}

function presentationOf(field: JsonObject): string | null {
  const expanded = isObject(field["presentation"]) ? field["presentation"] : {};
  const bound = BOUND_PRESENTATION.exec(textAt(field, "presentation@odata.bind") ?? "")?.[1] ?? null;
  return (
    textAt(expanded, "id") ??
    bound ??
    textAt(field, "#Presentation_Id") ??
    textAt(expanded, "label") ??
    textAt(field, "#Presentation_Label")
  );
}
