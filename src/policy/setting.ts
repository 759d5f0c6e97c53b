import type { Json } from "../kit/canonical-json.ts";
import { nodeOfDefinition } from "./node.ts";

/**
 * One configured setting, shaped like a settings-catalog instance and free of Graph's words. A choice and each
 * instance of a group may hold nested children.
 */
export type Setting = Readonly<{ definitionId: string; value: SettingValue }>;

export type SettingValue =
  | Readonly<{ kind: "choice"; option: string; children: readonly Setting[] }>
  | Readonly<{ kind: "choices"; choices: readonly Readonly<{ option: string; children: readonly Setting[] }>[] }>
  | Readonly<{ kind: "simple"; value: SimpleValue }>
  | Readonly<{ kind: "simples"; values: readonly SimpleValue[] }>
  | Readonly<{ kind: "group"; children: readonly Setting[] }>
  | Readonly<{ kind: "groups"; instances: readonly (readonly Setting[])[] }>
  /** A property of a policy type without definitions of its own (compliance, update rings). */
  | Readonly<{ kind: "property"; value: Json }>;

/** A secret is never held: only that there is one, and Graph's own state word for it. */
export type SimpleValue = string | number | Readonly<{ secret: true; state: string }>;

/** What a device is asked for at one node: the conflict key and its value. */
export type NodeValue = Readonly<{ node: string; value: Json }>;

/**
 * Flattens settings to the nodes a device sees, in the order of their ids. A collection of groups (firewall rules,
 * say) is one node with all its instances: whether two of them agree cannot be told row by row. A wrapper with one
 * instance is no collection: its keys are nodes of their own.
 */
export function nodeValues(settings: readonly Setting[]): NodeValue[] {
  const found: NodeValue[] = [];
  for (const setting of settings) collect(setting, found);
  return found.sort((a, b) => (a.node < b.node ? -1 : a.node > b.node ? 1 : 0));
}

/** A setting's value as plain JSON, nested children included. */
export function plainValue(value: SettingValue): Json {
  switch (value.kind) {
    case "choice":
      return value.option;
    case "choices":
      return value.choices.map((choice) => choice.option);
    case "simple":
      return value.value;
    case "simples":
      return value.values;
    case "group":
      return plainInstance(value.children);
    case "groups":
      return value.instances.map(plainInstance);
    case "property":
      return value.value;
  }
}

function collect(setting: Setting, found: NodeValue[]): void {
  const { value } = setting;
  if (value.kind === "group") {
    for (const child of value.children) collect(child, found);
    return;
  }
  const [only, ...more] = value.kind === "groups" ? value.instances : [];
  if (only !== undefined && more.length === 0 && isWrapper(setting.definitionId)) {
    for (const child of only) collect(child, found);
    return;
  }
  found.push({ node: nodeOfDefinition(setting.definitionId), value: plainValue(value) });
  if (value.kind === "choice") for (const child of value.children) collect(child, found);
  if (value.kind === "choices") for (const choice of value.choices) for (const child of choice.children) collect(child, found);
}

/**
 * Intune writes an Apple payload as a collection named after the payload twice (`com.apple.x_com.apple.x`), which a
 * configuration profile does not have; and the rules of attack surface reduction as one collection of switches, of which
 * a device takes those of several policies.
 */
function isWrapper(definitionId: string): boolean {
  return /^(com\.apple\.[a-z0-9.-]+)_\1(?:-[a-z]+)?$/i.test(definitionId) || ATTACK_SURFACE.test(definitionId);
}

const ATTACK_SURFACE = /^(?:device_)?vendor_msft_policy_config_defender_attacksurfacereductionrules$/;

function plainInstance(children: readonly Setting[]): Json {
  // Without a prototype: a definition id from a hostile file may read `__proto__`.
  const instance: Record<string, Json> = Object.create(null) as Record<string, Json>;
  for (const child of children) {
    const nested = child.value.kind === "choice" ? child.value.children : [];
    instance[child.definitionId] = plainValue(child.value);
    if (nested.length > 0) Object.assign(instance, plainInstance(nested));
  }
  return instance;
}
