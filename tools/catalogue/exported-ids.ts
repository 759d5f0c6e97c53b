import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Json } from "../../src/kit/canonical-json.ts";
import { bareFacts, type SettingFacts, type SettingKind, type ValueType } from "../../src/policy/catalogue.ts";
import { scopeOfNode, nodeOfDefinition } from "../../src/policy/node.ts";
import { asList, asObject, textOf, type Definition } from "../../src/connectors/catalogue/json-fields.ts";

const KINDS: Readonly<Record<string, SettingKind>> = {
  Choice: "choice",
  ChoiceSettingCollection: "choices",
  Simple: "simple",
  SimpleSettingCollection: "simples",
  Group: "group",
  GroupSettingCollection: "groups",
};

/**
 * Definition ids that exports under the MIT licence use, with what an instance shows: its kind, its value's type, its children. It
 * proves that a definition exists, not which options it has: those stay unknown.
 */
export function exportedFacts(folder: string): readonly SettingFacts[] {
  const found = new Map<string, SettingFacts>();
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || !entry.name.endsWith(".json")) continue;
    const json = readFileSync(join(entry.parentPath, entry.name), "utf8").replace(/^\ufeff/, "");
    collect(JSON.parse(json) as Json, found);
  }
  return [...found.values()];
}

function collect(value: Json, found: Map<string, SettingFacts>): void {
  if (typeof value !== "object" || value === null) return;
  for (const item of Object.values<Json>(value)) collect(item, found);
  const instance = asObject(value);
  const [id, type] = [textOf(instance["settingDefinitionId"]), textOf(instance["@odata.type"])];
  if (id === "" || type === "") return;
  const children = new Set([...(found.get(id)?.children ?? []), ...childIds(instance)]);
  found.set(id, {
    ...bareFacts(id, id),
    kind: kindOf(type),
    valueType: valueTypeOf(instance),
    scope: scopeOfNode(nodeOfDefinition(id)),
    children: [...children],
  });
}

function kindOf(type: string): SettingKind {
  const word = /deviceManagementConfiguration(\w+?)(?:Setting)?Instance$/.exec(type)?.[1];
  return KINDS[word ?? ""] ?? "other";
}

function valueTypeOf(instance: Definition): ValueType | null {
  const values = [instance["simpleSettingValue"] ?? null, ...asList(instance["simpleSettingCollectionValue"])];
  const words = values.map(
    (value) => /deviceManagementConfiguration(\w+)SettingValue$/.exec(textOf(asObject(value)["@odata.type"]))?.[1],
  );
  if (words.includes("Integer")) return "integer";
  if (words.includes("Secret")) return "secret";
  return words.includes("String") ? "string" : null;
}

function childIds(instance: Definition): readonly string[] {
  const holders = [
    asObject(instance["choiceSettingValue"]),
    ...asList(instance["choiceSettingCollectionValue"]).map(asObject),
    ...asList(instance["groupSettingCollectionValue"]).map(asObject),
    asObject(instance["groupSettingValue"]),
  ];
  return holders
    .flatMap((holder) => asList(holder["children"]))
    .map((child) => textOf(asObject(child)["settingDefinitionId"]))
    .filter((id) => id !== "");
}
