import type { ParsedPolicy } from "../../../app/ports/source-files.ts";
import type { Json } from "../../../kit/canonical-json.ts";
import type { PolicyContent } from "../../../policy/policy.ts";
import { readApplicabilityRule } from "./applicability-rule.ts";
import { GRAPH_TYPE_PREFIX, isObject, textAt, type JsonObject } from "../json-access.ts";
import { platformsOfType } from "../graph-platforms.ts";
import { pointerTo, quoted } from "../problem-list.ts";
import { readAssignments } from "../read-assignments.ts";
import type { ReadingContext } from "../reading-context.ts";

/** What an Intune object says about itself and not about a device. Source: Graph's deviceConfiguration, deviceCompliancePolicy, managedAppPolicy. */
const METADATA: ReadonlySet<string> = new Set([
  "id",
  "name",
  "displayName",
  "description",
  "version",
  "createdDateTime",
  "lastModifiedDateTime",
  "roleScopeTagIds",
  "supportsScopeTags",
  "assignments",
  "isAssigned",
  "settingCount",
  "deviceManagementApplicabilityRuleOsEdition",
  "deviceManagementApplicabilityRuleOsVersion",
  "deviceManagementApplicabilityRuleDeviceMode",
  "scheduledActionsForRule",
  "deviceSettingStateSummaries",
  "deviceStatuses",
  "deviceStatusOverview",
  "userStatuses",
  "userStatusOverview",
  "groupAssignments",
  "deployedAppCount",
  "deploymentSummary",
  "deviceConfigurationId",
  "deviceConfigurationODataType",
  "qualityUpdatesPauseStartDate",
  "featureUpdatesPauseStartDate",
]);

/** Keys with `@` or `#` are the wire's own, or an exporter's. */
export function isMetadata(key: string): boolean {
  return METADATA.has(key) || /[@#]/.test(key) || key.endsWith("ReferenceUrl");
}

export type PolicyParts = Pick<PolicyContent, "kind" | "platforms" | "sourceType" | "settings"> &
  Partial<Pick<PolicyContent, "raw" | "templateFamily" | "noncomplianceActions">>;

/** Null, and a problem, where the policy has no name: nobody could tell it from another. */
export function parsedPolicy(
  object: JsonObject,
  pointer: string,
  context: ReadingContext,
  parts: PolicyParts,
): ParsedPolicy | null {
  const { file, problems } = context;
  const name = nameOf(object);
  if (name === null) problems.add("policy-name-missing", pointer, "the policy has neither `name` nor `displayName`");
  const assignments = readAssignments(object["assignments"], pointerTo(pointer, "assignments"), problems);
  const applicabilityRule = readApplicabilityRule(object, pointer, problems);
  if (name === null) return null;
  const content = { name, raw: null, ...parts, ...(applicabilityRule === null ? {} : { applicabilityRule }) };
  return { file, externalId: textAt(object, "id"), content, assignments };
}

/** An object without a name goes by its file's: it was found, so it has to be listable. `words` name what it is, `why` says what is unknown. */
export function opaquePolicy(
  value: Json,
  pointer: string,
  { graphType, words, why = "its settings are not read" }: Readonly<{ graphType: string; words: string; why?: string }>,
  context: ReadingContext,
): ParsedPolicy {
  const { file, problems } = context;
  problems.add("policy-kind-opaque", pointer, `${quoted(words)} is kept whole, ${why}`);
  const object: JsonObject = isObject(value) ? value : {};
  return {
    file,
    externalId: textAt(object, "id"),
    content: {
      name: titleOf(object, pointer, context),
      kind: "opaque",
      platforms: platformsOfType(typeNameOf(graphType)),
      sourceType: graphType,
      settings: [],
      raw: value,
    },
    assignments: readAssignments(object["assignments"], pointerTo(pointer, "assignments"), problems),
  };
}

export function titleOf(object: JsonObject, pointer: string, { file }: ReadingContext): string {
  return nameOf(object) ?? fileTitle(file) + (pointer === "" ? "" : ` ${pointer}`);
}

export function nameOf(object: JsonObject): string | null {
  return textAt(object, "name") ?? textAt(object, "displayName");
}

/** `#microsoft.graph.x` without what stands before the `x`. */
export function typeNameOf(graphType: string): string {
  return graphType.startsWith(GRAPH_TYPE_PREFIX) ? graphType.slice(GRAPH_TYPE_PREFIX.length) : graphType.replace(/^.*\./, "");
}

export function fileTitle(file: string): string {
  return file.slice(file.lastIndexOf("/") + 1).replace(/\.(?:json|ya?ml)$/i, "");
}
