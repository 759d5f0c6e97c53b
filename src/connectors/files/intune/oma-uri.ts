import type { ParsedPolicy } from "../../../app/ports/source-files.ts";
import type { SettingCatalogue } from "../../../policy/catalogue.ts";
import { nodeOfOmaUri, type NodeId } from "../../../policy/node.ts";
import type { Setting, SettingValue } from "../../../policy/setting.ts";
import { platformsOfType } from "../graph-platforms.ts";
import { isList, isObject, odataType, textAt, type JsonObject } from "../json-access.ts";
import { loadLegacyMap } from "../legacy/legacy-map.ts";
import { propertyCollector } from "../legacy/property-settings.ts";
import { factsOfNode, settingOfNode } from "../node-setting.ts";
import { pointerTo, quoted } from "../problem-list.ts";
import type { ReadingContext } from "../reading-context.ts";
import { admxList, readAdmxText } from "./admx-text.ts";
import { policySetting } from "./admx-settings.ts";
import { parsedPolicy, typeNameOf } from "./policy-parts.ts";

/**
 * Custom policies: rows of an OMA-URI and a value. Windows' own URIs are device nodes, so that a row meets the catalogue's
 * setting of the same node; what is no such URI (Samsung Knox, say) stays under `<type>.<uri>`.
 */
export function readOmaUriPolicy(
  object: JsonObject,
  pointer: string,
  graphType: string,
  context: ReadingContext,
): ParsedPolicy | null {
  const { problems } = context;
  const rows = object["omaSettings"];
  const typeName = typeNameOf(graphType);
  if (!isList(rows)) {
    problems.add("policy-settings-missing", pointerTo(pointer, "omaSettings"), "the policy has no list of OMA-URI rows");
    return null;
  }
  const collector = propertyCollector(loadLegacyMap(), "explicit", context);
  rows.forEach((row, index) => {
    const at = pointerTo(pointerTo(pointer, "omaSettings"), index);
    const uri = isObject(row) ? textAt(row, "omaUri") : null;
    if (!isObject(row) || uri === null) return problems.add("setting-invalid", at, "a row without an `omaUri`");
    context.tally.settings += 1;
    const node = nodeOfOmaUri(uri);
    const own: Setting = { definitionId: `${typeName}.${uri}`, value: rawValue(row) };
    if (node === null) problems.add("oma-uri-foreign", `${at}/omaUri`, `${quoted(uri)} is no node of Windows that is known`);
    collector.addSetting(node === null ? own : settingOfRow(node, row, context.catalogue), own, at);
  });
  const settings = collector.settings();
  return parsedPolicy(object, pointer, context, {
    kind: "custom",
    platforms: platformsOfType(typeName),
    sourceType: graphType,
    settings,
  });
}

function settingOfRow(node: NodeId, row: JsonObject, catalogue: SettingCatalogue): Setting {
  const value = rawValue(row);
  if (value.kind !== "simple" || typeof value.value !== "string") {
    const facts = factsOfNode(catalogue, node);
    return value.kind === "property" || (value.kind === "simple" && typeof value.value === "number")
      ? settingOfNode(catalogue, node, value.value)
      : { definitionId: facts?.definitionId ?? node, value };
  }
  const admx = readAdmxText(value.value);
  if (admx === null) return settingOfNode(catalogue, node, value.value);
  const definitionId = factsOfNode(catalogue, node)?.definitionId ?? node;
  const children = admx.fields.map(({ id, value: text }) => field(`${definitionId}_${id.toLowerCase()}`, text, catalogue));
  const setting = policySetting(definitionId, admx.enabled ? 1 : 0);
  return setting.value.kind === "choice" ? { ...setting, value: { ...setting.value, children } } : setting;
}

/** A field's text is a number where it reads like one and the catalogue does not call it a text. */
function field(definitionId: string, text: string, catalogue: SettingCatalogue): Setting {
  const list = admxList(text);
  if (list !== null) return settingOfNode(catalogue, definitionId, list);
  const facts = catalogue.find(definitionId);
  const isNumber = /^-?(?:0|[1-9]\d{0,14})$/.test(text) && facts?.valueType !== "string";
  return settingOfNode(catalogue, definitionId, isNumber ? Number(text) : text);
}

/** Encrypted rows hold their text elsewhere: that there is one is all that is kept. */
function rawValue(row: JsonObject): SettingValue {
  const value = row["value"] ?? null;
  const type = odataType(row) ?? "";
  if (row["isEncrypted"] === true) return { kind: "simple", value: { secret: true, state: "encryptedValueToken" } };
  if (typeof value === "string" && type.endsWith("omaSettingInteger") && /^-?\d{1,15}$/.test(value))
    return { kind: "simple", value: Number(value) };
  if (typeof value === "string" && type.endsWith("omaSettingBoolean") && /^(?:true|false)$/i.test(value)) {
    return { kind: "property", value: value.toLowerCase() === "true" };
  }
  return typeof value === "string" || typeof value === "number" ? { kind: "simple", value } : { kind: "property", value };
}
