import type { ParsedPolicy } from "../../../app/ports/source-files.ts";
import type { Platform } from "../../../estate/platform.ts";
import { compareText } from "../../../kit/ids.ts";
import type { PolicyKind } from "../../../policy/policy.ts";
import type { Json } from "../../../kit/canonical-json.ts";
import type { JsonObject } from "../json-access.ts";
import { loadLegacyMap } from "../legacy/legacy-map.ts";
import { propertyCollector } from "../legacy/property-settings.ts";
import { pointerTo } from "../problem-list.ts";
import type { ReadingContext } from "../reading-context.ts";
import { readNoncomplianceActions } from "./noncompliance-actions.ts";
import { isMetadata, parsedPolicy, typeNameOf } from "./policy-parts.ts";
import { resourceOf } from "./policy-types.ts";

/** Parts of app protection policies that say for which apps they are, not what holds in them. */
const ABOUT_APPS: ReadonlySet<string> = new Set(["apps", "targetedAppManagementLevels", "appGroupType"]);

/**
 * Policies that Graph writes as one object with a property for each setting: device configurations, compliance, app
 * protection and update profiles.
 */
export function readPropertyPolicy(
  object: JsonObject,
  pointer: string,
  type: Readonly<{ graphType: string; kind: PolicyKind; platforms: readonly Platform[] }>,
  context: ReadingContext,
): ParsedPolicy | null {
  const typeName = typeNameOf(type.graphType);
  const isExplicit = type.kind === "compliance" || type.kind === "app-protection";
  const collector = propertyCollector(loadLegacyMap(), isExplicit ? "explicit" : "legacy", context);
  const resource = resourceOf(typeName, object);
  const owner = resource === null ? typeName : `${typeName}.${resource}`;
  for (const key of Object.keys(object).sort(compareText)) {
    const value = object[key] as Json;
    if (isMetadata(key) || (type.kind === "app-protection" && (ABOUT_APPS.has(key) || value === ""))) continue;
    collector.add(owner, key, value, pointerTo(pointer, key));
  }
  const actions = type.kind === "compliance" ? readNoncomplianceActions(object, pointer, context.problems) : [];
  return parsedPolicy(object, pointer, context, {
    kind: type.kind,
    platforms: type.platforms,
    sourceType: type.graphType,
    settings: collector.settings(),
    ...(actions.length > 0 ? { noncomplianceActions: actions } : {}),
  });
}
