import type { Json } from "../../kit/canonical-json.ts";
import type { SettingCatalogue, SettingFacts } from "../../policy/catalogue.ts";
import type { NodeId } from "../../policy/node.ts";
import type { Setting, SettingValue } from "../../policy/setting.ts";

/**
 * A value at a device node, written as the settings catalog writes it, so that every road to a node meets the others: the
 * catalogue's own id where it lists the node, a choice where it says that the setting is one. A truth value is always a choice:
 * the catalogue has no other form for it.
 */
export function settingOfNode(catalogue: SettingCatalogue, node: NodeId, value: Json): Setting {
  const facts = factsOfNode(catalogue, node);
  const definitionId = facts?.definitionId ?? node;
  return { definitionId, value: valueOf(definitionId, facts, value) };
}

/** Some ids leave the device scope unsaid: `vendor_msft_firewall_...` is the node `device_vendor_msft_firewall_...`. */
export function factsOfNode(catalogue: SettingCatalogue, node: NodeId): SettingFacts | undefined {
  const found = catalogue.find(node);
  return found ?? (node.startsWith("device_vendor_") ? catalogue.find(node.slice("device_".length)) : undefined);
}

function valueOf(definitionId: string, facts: SettingFacts | undefined, value: Json): SettingValue {
  if (typeof value === "boolean") return { kind: "choice", option: optionOf(definitionId, facts, value), children: [] };
  if (typeof value === "number" || typeof value === "string") {
    const option = optionOf(definitionId, facts, value);
    const isChoice = facts?.kind === "choice" && facts.options?.has(option) !== false;
    return isChoice ? { kind: "choice", option, children: [] } : { kind: "simple", value };
  }
  if (Array.isArray(value) && value.every((item: Json) => typeof item === "string" || typeof item === "number")) {
    const items = value as readonly (string | number)[];
    return facts?.kind === "choices"
      ? { kind: "choices", choices: items.map((item) => ({ option: optionOf(definitionId, facts, item), children: [] })) }
      : { kind: "simples", values: items };
  }
  return { kind: "property", value };
}

/** The option that gives the device this value; Intune numbers options of texts, so that the value need not be in the id. */
function optionOf(definitionId: string, facts: SettingFacts | undefined, value: string | number | boolean): string {
  for (const [option, { value: given }] of facts?.options ?? []) if (given === value) return option;
  return `${definitionId}_${value}`;
}

/**
 * Puts settings below the choice whose id theirs begins with (`..._startupauthentication` holds `..._startupauthentication_pin`),
 * as the catalogue does. What is not below anything keeps its place.
 */
export function nestChildren(settings: readonly Setting[]): readonly Setting[] {
  const choices = new Map(settings.filter(({ value }) => value.kind === "choice").map((one) => [one.definitionId, one]));
  const childrenOf = new Map<Setting, Setting[]>();
  const top: Setting[] = [];
  for (const setting of settings) {
    const parent = parentOf(setting, choices);
    if (parent === undefined) top.push(setting);
    else childrenOf.set(parent, [...(childrenOf.get(parent) ?? []), setting]);
  }
  const withChildren = (setting: Setting): Setting => {
    const below = childrenOf.get(setting);
    if (below === undefined || setting.value.kind !== "choice") return setting;
    return { ...setting, value: { ...setting.value, children: [...setting.value.children, ...below.map(withChildren)] } };
  };
  return top.map(withChildren);
}

/** The longest id in front of a `_`. */
function parentOf(setting: Setting, choices: ReadonlyMap<string, Setting>): Setting | undefined {
  const { definitionId } = setting;
  for (let end = definitionId.lastIndexOf("_"); end > 0; end = definitionId.lastIndexOf("_", end - 1)) {
    const parent = choices.get(definitionId.slice(0, end));
    if (parent !== undefined) return parent;
  }
  return undefined;
}
