import type { Json } from "../../kit/canonical-json.ts";
import { GRAPH_TYPE_PREFIX, isList, isObject, odataType, textAt, type JsonObject } from "./json-access.ts";

/**
 * What a JSON object is, as far as Intune goes. `typed` is anything with a Graph type; `shaped` was told by its keys,
 * because many exporters drop the type.
 */
export type IntuneShape =
  | Readonly<{ kind: "configuration-policy"; graphType: string }>
  | Readonly<{ kind: "typed"; graphType: string; typeName: string }>
  | Readonly<{ kind: "shaped"; graphType: string; words: string }>
  | Readonly<{ kind: "stranger" }>;

const CONFIGURATION_POLICY = "#microsoft.graph.deviceManagementConfigurationPolicy";
/** Linux compliance: settings catalog instances under another type. */
const CATALOG_COMPLIANCE_POLICY = "#microsoft.graph.deviceManagementCompliancePolicy";
const CONFIGURATION_POLICY_CONTEXT = /(?:^|[/#])configurationPolicies(?:\([^/]*\))?\/\$entity$/;

export function shapeOf(object: JsonObject): IntuneShape {
  const type = odataType(object);
  if (type === CONFIGURATION_POLICY || type === CATALOG_COMPLIANCE_POLICY)
    return { kind: "configuration-policy", graphType: type };
  if (type?.startsWith(GRAPH_TYPE_PREFIX))
    return { kind: "typed", graphType: type, typeName: type.slice(GRAPH_TYPE_PREFIX.length) };
  const context = textAt(object, "@odata.context");
  if ((context !== null && CONFIGURATION_POLICY_CONTEXT.test(context)) || looksLikeConfigurationPolicy(object)) {
    return { kind: "configuration-policy", graphType: CONFIGURATION_POLICY };
  }
  const shape = SHAPES.find(({ fits }) => fits(object));
  return shape === undefined ? { kind: "stranger" } : { kind: "shaped", graphType: shape.graphType, words: shape.words };
}

/** Lists that wrap entities: Graph's collections, and what PowerShell writes for an array (`Count` beside `value`). */
export function wrappedEntities(object: JsonObject): readonly Json[] | null {
  const { value } = object;
  if (!isList(value) || odataType(object) !== null) return null;
  const others = Object.keys(object).filter((key) => key !== "value" && key !== "Count" && !key.startsWith("@odata."));
  return others.length === 0 ? value : null;
}

/**
 * What a widespread backup script writes for one policy: `[policy as text, its Graph address, name, [id], assignments]`.
 * PowerShell writes a single assignment without its list, and none as `{}`.
 */
export function backupEntry(list: readonly Json[]): Readonly<{ entity: Json; assignments: readonly Json[] }> | null {
  const [entity, address, name, ids, assignments] = list;
  const isEntry =
    typeof entity === "string" && entity.trimStart().startsWith("{") && typeof address === "string" && typeof name === "string";
  if (!isEntry || !(isList(ids) || typeof ids === "string")) return null;
  if (isList(assignments)) return { entity, assignments };
  return { entity, assignments: isObject(assignments) && Object.keys(assignments).length > 0 ? [assignments] : [] };
}

/** Settings without a policy around them, in the old and in the new form. */
export function isSettingsList(list: readonly Json[]): boolean {
  return (
    list.length > 0 &&
    list.every((item) => isObject(item) && ("settingInstance" in item || "settingDefinitionId" in item || "definitionId" in item))
  );
}

function looksLikeConfigurationPolicy(object: JsonObject): boolean {
  const { settings } = object;
  if (!isList(settings)) return false;
  if (settings.length === 0) return textAt(object, "platforms") !== null && textAt(object, "technologies") !== null;
  return settings.some((item) => isObject(item) && isObject(item["settingInstance"])) && named(object);
}

const SHAPES: readonly Readonly<{ graphType: string; words: string; fits: (object: JsonObject) => boolean }>[] = [
  { graphType: "#microsoft.graph.deviceManagementIntent", words: "security intent", fits: (o) => isList(o["settingsDelta"]) },
  {
    graphType: "#microsoft.graph.conditionalAccessPolicy",
    words: "conditional access policy",
    fits: (o) => isObject(o["conditions"]) && ("grantControls" in o || "sessionControls" in o),
  },
  { graphType: "#microsoft.graph.group", words: "list of groups", fits: (o) => isList(o["groups"]) },
  { graphType: "#microsoft.graph.group", words: "group", fits: (o) => named(o) && ("membershipRule" in o || "groupTypes" in o) },
  {
    graphType: "#microsoft.graph.deviceAndAppManagementAssignmentFilter",
    words: "list of assignment filters",
    fits: (o) => isList(o["filters"]),
  },
  {
    graphType: "#microsoft.graph.deviceAndAppManagementAssignmentFilter",
    words: "assignment filter",
    fits: (o) => named(o) && "rule" in o && "platform" in o,
  },
  {
    graphType: "#microsoft.graph.notificationMessageTemplate",
    words: "notification template",
    fits: (o) => isList(o["localizedMessages"]),
  },
  {
    graphType: "#microsoft.graph.deviceManagementScript",
    words: "script",
    fits: (o) => named(o) && ("scriptContent" in o || "detectionScriptContent" in o),
  },
  { graphType: "", words: "list of settings", fits: (o) => isList(o["settings"]) && isSettingsList(o["settings"]) },
  { graphType: "", words: "PowerShell table", fits: (o) => named(o) && isList(o["Keys"]) && isList(o["Values"]) },
];

function named(object: JsonObject): boolean {
  return textAt(object, "name") !== null || textAt(object, "displayName") !== null;
}
