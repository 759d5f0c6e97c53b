import type { ParsedPolicy } from "../../../app/ports/source-files.ts";
import type { Json } from "../../../kit/canonical-json.ts";
import type { Platform } from "../../../estate/platform.ts";
import type { PolicyKind } from "../../../policy/policy.ts";
import { platformsOfType } from "../graph-platforms.ts";
import { isList, isObject, textAt, type JsonObject } from "../json-access.ts";
import { loadLegacyMap } from "../legacy/legacy-map.ts";
import { propertyCollector, type PropertyCollector } from "../legacy/property-settings.ts";
import { pointerTo, quoted } from "../problem-list.ts";
import { readJson } from "../read-json.ts";
import type { EntityHint, ReadingContext } from "../reading-context.ts";
import { addAdmxSetting } from "./admx-settings.ts";
import { nameOf, parsedPolicy } from "./policy-parts.ts";
import { templateFamilyOf } from "./template-families.ts";

export const INTENT_TYPE = "#microsoft.graph.deviceManagementIntent";

/** `deviceConfiguration--windows10GeneralConfiguration_passwordRequired`: a property of a legacy type, under another name. */
const PROPERTY_DEFINITION = /^deviceConfiguration--([A-Za-z0-9]+)_(.+)$/s;

/**
 * Endpoint security and baseline policies of the first generation ("intents"): a list of `{definitionId, value, valueJson}`
 * under `settings`, or `settingsDelta` where the export is meant to be created anew.
 */
export function readIntent(object: JsonObject, pointer: string, hint: EntityHint, context: ReadingContext): ParsedPolicy | null {
  const key = ["settings", "settingsDelta", "settingsDeltas"].find((name) => isList(object[name]));
  const list = key === undefined ? context.settingsBeside : (object[key] as readonly Json[]);
  if (list === null) {
    context.problems.add("policy-settings-missing", pointerTo(pointer, "settings"), "the policy has no list of settings");
    return null;
  }
  const collector = propertyCollector(loadLegacyMap(), "legacy", context);
  const platforms = new Set<Platform>();
  list.forEach((item, index) => {
    const at = pointerTo(pointerTo(pointer, key ?? "settings"), index);
    for (const platform of addInstance(item, at, collector, context)) platforms.add(platform);
  });
  const { kind, templateFamily } = kindOf(object, hint);
  return parsedPolicy(object, pointer, context, {
    kind,
    platforms: [...platforms],
    sourceType: INTENT_TYPE,
    settings: collector.settings(),
    ...(templateFamily === null ? {} : { templateFamily }),
  });
}

function addInstance(item: Json, at: string, collector: PropertyCollector, context: ReadingContext): readonly Platform[] {
  const definitionId = isObject(item) ? textAt(item, "definitionId") : null;
  if (!isObject(item) || definitionId === null) {
    context.problems.add("setting-invalid", at, "a setting without a `definitionId`");
    return [];
  }
  context.tally.settings += 1;
  const value = valueOf(item, at, context);
  if (value === undefined) return [];
  if (definitionId.startsWith("admx--")) {
    addAdmxSetting(definitionId, value, at, collector, context);
    return ["windows"];
  }
  const [, graphType, path] = PROPERTY_DEFINITION.exec(definitionId) ?? [];
  if (graphType === undefined || path === undefined) {
    collector.add("deviceManagementIntent", definitionId, value, at);
    return [];
  }
  collector.add(graphType, path, value, at);
  return platformsOfType(graphType);
}

/** `valueJson` is there for every kind of setting; `value` is not. */
function valueOf(item: JsonObject, at: string, { problems }: ReadingContext): Json | undefined {
  const text = item["valueJson"];
  if (typeof text !== "string") return item["value"] ?? null;
  const { value, faults } = readJson(text);
  if (value !== undefined && faults.length === 0) return value;
  problems.add("setting-value-invalid", `${at}/valueJson`, `${quoted(text)} is no JSON`);
  return undefined;
}

const TEMPLATE_ADDRESS = /\/templates(?:\/|\(')([0-9a-f-]{36})/i;

/** By the template; a policy that names none is told by the word in its name, as nothing else in the file says it. */
function kindOf(object: JsonObject, hint: EntityHint): Readonly<{ kind: PolicyKind; templateFamily: string | null }> {
  const templateId =
    textAt(object, "templateId") ?? textAt(object, "TemplateId") ?? TEMPLATE_ADDRESS.exec(hint.address ?? "")?.[1] ?? null;
  const templateFamily = templateId === null ? null : templateFamilyOf(templateId);
  const isBaseline = templateFamily === null ? /baseline/i.test(nameOf(object) ?? "") : templateFamily === "baseline";
  return { kind: isBaseline ? "security-baseline" : "endpoint-security", templateFamily };
}

/** The settings of an intent in a file of their own: `{"settings": [{"definitionId": ...}]}` or the list alone. */
export function intentSettings(value: Json): readonly Json[] | null {
  const list =
    isObject(value) && Object.keys(value).every((key) => key === "settings" || key.startsWith("@")) ? value["settings"] : value;
  if (!isList(list) || list.length === 0) return null;
  return list.every((item) => isObject(item) && textAt(item, "definitionId") !== null) ? list : null;
}
