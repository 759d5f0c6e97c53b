import type { ParsedPolicy } from "../../../app/ports/source-files.ts";
import type { Json } from "../../../kit/canonical-json.ts";
import type { Setting } from "../../../policy/setting.ts";
import { platformsOfType } from "../graph-platforms.ts";
import { isList, isObject, textAt, type JsonObject } from "../json-access.ts";
import { loadLegacyMap } from "../legacy/legacy-map.ts";
import { propertyCollector, type PropertyCollector } from "../legacy/property-settings.ts";
import { pointerTo, quoted } from "../problem-list.ts";
import { readJson } from "../read-json.ts";
import { readSettings } from "../read-settings.ts";
import type { ReadingContext } from "../reading-context.ts";
import { parsedPolicy, typeNameOf } from "./policy-parts.ts";

/**
 * App configuration: keys and values that an app reads. The node is the key in its app, `appConfiguration.<app>.<key>`: the app's
 * package on Android, Graph's app id on iOS, and for managed apps the list of apps that the policy is for.
 */
export function readAppConfiguration(
  object: JsonObject,
  pointer: string,
  graphType: string,
  context: ReadingContext,
): ParsedPolicy | null {
  const typeName = typeNameOf(graphType);
  const collector = propertyCollector(loadLegacyMap(), "explicit", context);
  const put = (app: string, key: string, value: Json, at: string): void => {
    const setting: Setting = { definitionId: `appConfiguration.${app}.${key}`, value: { kind: "property", value } };
    collector.addSetting(setting, setting, at);
  };
  const apps = appsOf(object);
  const pairs = [object["settings"], object["customSettings"]].reduce<number>(
    (sum, list) => sum + (isList(list) ? list.length : 0),
    0,
  );
  if (apps.length * pairs > SETTINGS_MAX) {
    context.problems.add(
      "json-too-large",
      pointer,
      `${pairs} keys for ${apps.length} apps, together more than ${SETTINGS_MAX} settings`,
    );
    return null;
  }
  for (const app of apps) {
    addPairs(object["settings"], pointerTo(pointer, "settings"), ["appConfigKey", "appConfigKeyValue"], app, put);
    addPairs(object["customSettings"], pointerTo(pointer, "customSettings"), ["name", "value"], app, put);
    addPayload(object, pointer, app, put, context);
    addText(object["encodedSettingXml"], app, pointerTo(pointer, "encodedSettingXml"), put);
  }
  addCatalogSettings(object, pointer, collector, context);
  const platforms = typeName === "targetedManagedAppConfiguration" ? managedPlatforms(object) : platformsOfType(typeName);
  return parsedPolicy(object, pointer, context, {
    kind: "app-configuration",
    platforms,
    sourceType: graphType,
    settings: collector.settings(),
  });
}

/** Each app gets each key: two long lists multiply. */
const SETTINGS_MAX = 20_000;

type Put = (app: string, key: string, value: Json, at: string) => void;

function appsOf(object: JsonObject): readonly string[] {
  const packageId = textAt(object, "packageId");
  if (packageId !== null) return [packageId];
  const targeted = object["targetedMobileApps"];
  if (isList(targeted)) {
    const ids = targeted.filter((id): id is string => typeof id === "string" && id !== "");
    if (ids.length > 0) return ids;
  }
  const managed = managedApps(object).map(({ id }) => id);
  return managed.length > 0 ? managed : ["all"];
}

/** Graph's `apps`: `{mobileAppIdentifier: {"@odata.type", bundleId | packageId}}`. */
type ManagedApp = Readonly<{ id: string; platform: "ios" | "android" }>;

function managedApps(object: JsonObject): readonly ManagedApp[] {
  const { apps } = object;
  return (isList(apps) ? apps : []).flatMap((app): readonly ManagedApp[] => {
    const identifier = isObject(app) && isObject(app["mobileAppIdentifier"]) ? app["mobileAppIdentifier"] : {};
    const bundleId = textAt(identifier, "bundleId");
    const packageId = textAt(identifier, "packageId");
    if (bundleId !== null) return [{ id: bundleId, platform: "ios" }];
    return packageId === null ? [] : [{ id: packageId, platform: "android" }];
  });
}

function managedPlatforms(object: JsonObject): ParsedPolicy["content"]["platforms"] {
  const named = new Set(managedApps(object).map(({ platform }) => platform));
  const all = named.size === 0;
  return [
    ...(all || named.has("ios") ? (["iOS", "iPadOS"] as const) : []),
    ...(all || named.has("android") ? (["android"] as const) : []),
  ];
}

function addPairs(
  list: Json | undefined,
  at: string,
  [nameKey, valueKey]: readonly [string, string],
  app: string,
  put: Put,
): void {
  if (!isList(list)) return;
  list.forEach((pair, index) => {
    const key = isObject(pair) ? textAt(pair, nameKey) : null;
    if (isObject(pair) && key !== null) put(app, key, pair[valueKey] ?? null, pointerTo(at, index));
  });
}

/** Android: `payloadJson` is base64 of `{kind, productId, managedProperty: [{key, valueString, valueBool, ...}]}`. */
function addPayload(object: JsonObject, pointer: string, app: string, put: Put, context: ReadingContext): void {
  const text = textAt(object, "payloadJson");
  if (text === null) return;
  const at = pointerTo(pointer, "payloadJson");
  const { value, faults } = readJson(Buffer.from(text, "base64").toString("utf8"));
  const properties = isObject(value) ? value["managedProperty"] : undefined;
  if (faults.length > 0 || !isList(properties)) {
    context.problems.add(
      "policy-part-kept-out",
      at,
      `${quoted(text)} is no base64 of a managed configuration; it is kept as it is`,
    );
    put(app, "payloadJson", text, at);
    return;
  }
  for (const property of properties) {
    const key = isObject(property) ? textAt(property, "key") : null;
    if (!isObject(property) || key === null) continue;
    const values = Object.keys(property).filter((name) => name.startsWith("value"));
    put(app, key, values.length === 1 ? (property[values[0] ?? ""] ?? null) : property, at);
  }
}

function addText(value: Json | undefined, app: string, at: string, put: Put): void {
  if (typeof value === "string" && value !== "") put(app, "encodedSettingXml", value, at);
}

/** Managed app policies may hold settings catalog instances beside the pairs. */
function addCatalogSettings(object: JsonObject, pointer: string, collector: PropertyCollector, context: ReadingContext): void {
  const list = object["settings"];
  if (!isList(list) || !list.some((item) => isObject(item) && "settingInstance" in item)) return;
  const at = pointerTo(pointer, "settings");
  for (const setting of readSettings(list, at, context)) collector.addSetting(setting, setting, at);
}
