import type { Platform } from "../../estate/platform.ts";
import type { Json } from "../../kit/canonical-json.ts";
import { compareText } from "../../kit/ids.ts";
import type { Setting } from "../../policy/setting.ts";
import { isList, isObject, type JsonObject } from "./json-access.ts";
import { platformsOfType } from "./graph-platforms.ts";
import { pointerTo, type ProblemList } from "./problem-list.ts";

/** What a compliance policy says about itself and not about a device. Source: Graph's deviceCompliancePolicy. */
const METADATA: ReadonlySet<string> = new Set([
  "id",
  "createdDateTime",
  "lastModifiedDateTime",
  "displayName",
  "description",
  "version",
  "roleScopeTagIds",
  "supportsScopeTags",
  "assignments",
  "scheduledActionsForRule",
  "deviceSettingStateSummaries",
  "deviceStatuses",
  "deviceStatusOverview",
  "userStatuses",
  "userStatusOverview",
]);

/** The platforms of a compliance policy's Graph type; null where the type is no compliance policy of a platform. */
export function compliancePlatforms(typeName: string): readonly Platform[] | null {
  if (!typeName.endsWith("CompliancePolicy")) return null;
  const platforms = platformsOfType(typeName);
  return platforms.length === 0 ? null : platforms;
}

/**
 * Each property that says something becomes a setting `<type>.<property>`. Null and an empty list mean "not
 * configured" and are no settings; keys with `@` or `#` are the wire's own.
 */
export function readComplianceSettings(policy: JsonObject, typeName: string): readonly Setting[] {
  return Object.keys(policy)
    .filter((key) => !METADATA.has(key) && !/[@#]/.test(key) && isConfigured(policy[key]))
    .sort(compareText)
    .map((key) => ({ definitionId: `${typeName}.${key}`, value: { kind: "property", value: policy[key] as Json } }));
}

/** The actions for noncompliance have no place in a policy's content yet; leaving them out is said, not hidden. */
export function noteScheduledActions(policy: JsonObject, pointer: string, problems: ProblemList): void {
  const rules = policy["scheduledActionsForRule"];
  if (!isList(rules) || rules.length === 0) return;
  const count = rules.reduce<number>((sum, rule) => sum + actionCount(rule), 0);
  problems.add(
    "compliance-actions-kept-out",
    pointerTo(pointer, "scheduledActionsForRule"),
    `${count} actions for noncompliance are not read`,
  );
}

function actionCount(rule: Json): number {
  const actions = isObject(rule) ? rule["scheduledActionConfigurations"] : undefined;
  return isList(actions) ? actions.length : 0;
}

function isConfigured(value: Json | undefined): boolean {
  return value !== undefined && value !== null && !(isList(value) && value.length === 0);
}
