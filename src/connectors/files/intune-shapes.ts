import type { Json } from "../../kit/canonical-json.ts";
import { GRAPH_TYPE_PREFIX, isList, isObject, odataType, textAt, type JsonObject } from "./json-access.ts";
import type { EntityHint } from "./reading-context.ts";

/**
 * What a JSON object is, as far as Intune goes: a Graph type, and words for people where the type says little. Null: nothing
 * that is known. Many exporters drop the type; then the address that holds the object tells it, or its keys.
 */
export type IntuneShape = Readonly<{ graphType: string; words: string }>;

export const CONFIGURATION_POLICY = "#microsoft.graph.deviceManagementConfigurationPolicy";
/** Linux compliance: settings catalog instances under another type. */
export const CATALOG_COMPLIANCE_POLICY = "#microsoft.graph.deviceManagementCompliancePolicy";

export function shapeOf(object: JsonObject, hint: EntityHint): IntuneShape | null {
  const type = odataType(object);
  if (type?.startsWith(GRAPH_TYPE_PREFIX)) return { graphType: type, words: type.slice(GRAPH_TYPE_PREFIX.length) };
  const address = addressType(textAt(object, "@odata.context")) ?? addressType(hint.address);
  if (address !== null && named(object)) return { graphType: GRAPH_TYPE_PREFIX + address, words: address };
  return SHAPES.find(({ fits }) => fits(object)) ?? null;
}

/** Graph's collections by the last word of their address, in lower case: exporters write it in any. */
const TYPES_BY_COLLECTION: ReadonlyMap<string, string> = new Map([
  ["configurationpolicies", "deviceManagementConfigurationPolicy"],
  ["compliancepolicies", "deviceManagementCompliancePolicy"],
  ["intents", "deviceManagementIntent"],
  ["createinstance", "deviceManagementIntent"],
  ["grouppolicyconfigurations", "groupPolicyConfiguration"],
  ["devicemanagementscripts", "deviceManagementScript"],
  ["deviceshellscripts", "deviceShellScript"],
  ["devicehealthscripts", "deviceHealthScript"],
  ["devicecompliancescripts", "deviceComplianceScript"],
  ["devicecustomattributeshellscripts", "deviceCustomAttributeShellScript"],
  ["windowsfeatureupdateprofiles", "windowsFeatureUpdateProfile"],
  ["windowsqualityupdateprofiles", "windowsQualityUpdateProfile"],
  ["windowsqualityupdatepolicies", "windowsQualityUpdatePolicy"],
  ["windowsdriverupdateprofiles", "windowsDriverUpdateProfile"],
  ["windowsautopilotdeploymentprofiles", "azureADWindowsAutopilotDeploymentProfile"],
  ["iosmanagedappprotections", "iosManagedAppProtection"],
  ["androidmanagedappprotections", "androidManagedAppProtection"],
  ["windowsmanagedappprotections", "windowsManagedAppProtection"],
  ["targetedmanagedappconfigurations", "targetedManagedAppConfiguration"],
  ["notificationmessagetemplates", "notificationMessageTemplate"],
  ["assignmentfilters", "deviceAndAppManagementAssignmentFilter"],
  ["groups", "group"],
]);

function addressType(address: string | null): string | null {
  if (address === null) return null;
  const words = address
    .replace(/^.*#/, "")
    .replace(/\([^/]*\)/g, "")
    .split("/")
    .filter((word) => !word.startsWith("$"));
  return TYPES_BY_COLLECTION.get((words.at(-1) ?? "").toLowerCase()) ?? null;
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
export function backupEntry(
  list: readonly Json[],
): Readonly<{ entity: Json; address: string; assignments: readonly Json[] }> | null {
  const [entity, address, name, ids, assignments] = list;
  const isEntity = isObject(entity) || (typeof entity === "string" && entity.trimStart().startsWith("{"));
  if (entity === undefined || !isEntity || typeof address !== "string" || typeof name !== "string") return null;
  if (!(isList(ids) || typeof ids === "string")) return null;
  if (isList(assignments)) return { entity, address, assignments };
  return { entity, address, assignments: isObject(assignments) && Object.keys(assignments).length > 0 ? [assignments] : [] };
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

type Shape = IntuneShape & Readonly<{ fits: (object: JsonObject) => boolean }>;

const SHAPES: readonly Shape[] = [
  shape("deviceManagementConfigurationPolicy", "settings catalog policy", (o) => looksLikeConfigurationPolicy(o)),
  shape(
    "deviceManagementIntent",
    "security intent",
    (o) => named(o) && (isList(o["settingsDelta"]) || isList(o["settingsDeltas"])),
  ),
  shape("deviceManagementIntent", "security intent", (o) => named(o) && isList(o["settings"]) && isIntentList(o["settings"])),
  shape("groupPolicyConfiguration", "administrative template", (o) => named(o) && isList(o["definitionValues"])),
  shape("groupPolicyConfiguration", "administrative template", (o) => named(o) && "policyConfigurationIngestionType" in o),
  shape(
    "conditionalAccessPolicy",
    "conditional access policy",
    (o) => isObject(o["conditions"]) && ("grantControls" in o || "sessionControls" in o),
  ),
  shape(
    "group",
    "group",
    (o) => named(o) && ("membershipRule" in o || "groupTypes" in o || ("mailNickname" in o && "securityEnabled" in o)),
  ),
  shape("deviceAndAppManagementAssignmentFilter", "assignment filter", (o) => named(o) && "rule" in o && "platform" in o),
  shape("notificationMessageTemplate", "notification template", (o) => isList(o["localizedMessages"])),
  shape(
    "deviceHealthScript",
    "remediation script",
    (o) => named(o) && "detectionScriptContent" in o && "remediationScriptContent" in o,
  ),
  shape("deviceComplianceScript", "compliance script", (o) => named(o) && "detectionScriptContent" in o),
  shape(
    "deviceManagementScript",
    "script",
    (o) => named(o) && "scriptContent" in o && ("runAs32Bit" in o || "runAsAccount" in o),
  ),
  shape("deviceShellScript", "script", (o) => named(o) && "scriptContent" in o),
  shape("iosManagedAppProtection", "app protection", (o) => isAppProtection(o) && ("faceIdBlocked" in o || appsAre(o, "ios"))),
  shape(
    "androidManagedAppProtection",
    "app protection",
    (o) => isAppProtection(o) && ("screenCaptureBlocked" in o || appsAre(o, "android")),
  ),
  shape("managedAppPolicy", "app protection for a platform that it does not name", isAppProtection),
  { graphType: "", words: "list of settings", fits: (o) => isList(o["settings"]) && isSettingsList(o["settings"]) },
];

function shape(typeName: string, words: string, fits: Shape["fits"]): Shape {
  return { graphType: GRAPH_TYPE_PREFIX + typeName, words, fits };
}

function isIntentList(list: readonly Json[]): boolean {
  return list.length > 0 && list.every((item) => isObject(item) && typeof item["definitionId"] === "string");
}

function isAppProtection(object: JsonObject): boolean {
  return named(object) && "periodOfflineBeforeAccessCheck" in object && "allowedOutboundDataTransferDestinations" in object;
}

function appsAre(object: JsonObject, platform: "ios" | "android"): boolean {
  const { apps } = object;
  if (!isList(apps)) return false;
  return apps.some((app) => {
    const identifier = isObject(app) && isObject(app["mobileAppIdentifier"]) ? app["mobileAppIdentifier"] : {};
    return odataType(identifier)?.startsWith(`${GRAPH_TYPE_PREFIX}${platform}`) ?? false;
  });
}

/** PowerShell writes a hashtable as `{Keys: [...], Values: [...]}`, lists inside as `{value: [...], Count: n}`; null: it is none. */
export function powerShellTable(object: JsonObject): JsonObject | null {
  const keys = object["Keys"];
  const values = object["Values"];
  if (!isList(keys) || !isList(values) || keys.length !== values.length) return null;
  const table: Record<string, Json> = Object.create(null) as Record<string, Json>;
  keys.forEach((key, index) => {
    const value = values[index] ?? null;
    if (typeof key === "string") table[key] = (isObject(value) ? wrappedEntities(value) : null) ?? value;
  });
  return table;
}

function named(object: JsonObject): boolean {
  return textAt(object, "name") !== null || textAt(object, "displayName") !== null;
}
