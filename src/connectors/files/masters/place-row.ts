import type { Json } from "../../../kit/canonical-json.ts";
import type { SettingCatalogue, SettingFacts } from "../../../policy/catalogue.ts";
import type { DeclaredRow } from "../../../policy/declared-fact.ts";
import { nodeOfDefinition, nodeOfOmaUri, type NodeId, type SettingScope } from "../../../policy/node.ts";
import type { RegistryFact } from "../../../policy/registry-fact.ts";
import type { RegistryIndex } from "../../../policy/registry-index.ts";
import { nodeValues } from "../../../policy/setting.ts";
import { factsOfNode, settingOfNode } from "../node-setting.ts";
import { policyNames, type PolicyNames } from "./policy-names.ts";

/** What a master's source says, before anybody knows which node it is. Absent `value`: the source gives none that could be read. */
export type StatedRow = Readonly<{ setting: string; line: number; value: Json | undefined; by: StatedPlace }>;

export type StatedPlace =
  | Readonly<{ kind: "registry"; scope: SettingScope; key: string; value: string | null }>
  /** A policy of an administrative template, by the name that people see; `field`: an entry of its own below it. */
  | Readonly<{ kind: "policy"; scope: SettingScope; name: string; field: string | null }>
  /** The last part of a Windows policy's node inside an area, for example an audit subcategory. */
  | Readonly<{ kind: "tail"; area: string; tail: string }>
  | Readonly<{ kind: "node"; text: string }>
  | Readonly<{ kind: "nowhere" }>;

/** One row for each node: a registry value may stand behind several. */
export type Placer = (row: StatedRow) => readonly DeclaredRow[];

/** Brings rows to device nodes, by Windows' own table of registry places and by the catalogue's names. */
export function createPlacer(catalogue: SettingCatalogue, registry: RegistryIndex): Placer {
  const names = policyNames(catalogue);
  return (row) => {
    const found = placesOf(row.by, catalogue, registry, names);
    const { setting, line } = row;
    if (found.length === 0) return [{ kind: "opaque", setting, line }];
    return found.map(({ node, isComparable }): DeclaredRow => {
      if (!isComparable || row.value === undefined || isSecret(factsOfNode(catalogue, node), node, row.value))
        return { kind: "node", node, setting, line };
      return { kind: "value", node, value: valueAt(catalogue, node, row.value), setting, line };
    });
  };
}

/** As a policy of ours would write it: the same words for the same value, whoever sets it. */
function valueAt(catalogue: SettingCatalogue, node: NodeId, value: Json): Json {
  const [first] = nodeValues([settingOfNode(catalogue, node, value)]);
  return first === undefined ? value : first.value;
}

type Found = Readonly<{ node: NodeId; isComparable: boolean }>;

function placesOf(by: StatedPlace, catalogue: SettingCatalogue, registry: RegistryIndex, names: PolicyNames): readonly Found[] {
  const certain = (node: NodeId | null) => (node === null ? [] : [{ node, isComparable: true }]);
  switch (by.kind) {
    case "registry": {
      const facts = registry(by.scope, by.key, by.value);
      const keeping = new Set(facts.filter((one) => keepsValue(one, by.value, catalogue)).map(({ node }) => node));
      return [...new Set(facts.map(({ node }) => node))].map((node) => ({ node, isComparable: keeping.has(node) }));
    }
    case "policy":
      return certain(by.field === null ? names.policy(by.scope, by.name) : names.field(by.scope, by.name, by.field));
    case "tail":
      return certain(names.tail(by.area, by.tail));
    case "node": {
      const node = nodeOfOmaUri(by.text) ?? nodeOfDefinition(by.text.trim().toLowerCase());
      return certain(factsOfNode(catalogue, node) === undefined ? null : node);
    }
    case "nowhere":
      return [];
  }
}

/**
 * Whether the registry holds the number or text that MDM writes. A template's switch is kept as whatever the template says
 * (often 0 for "on"), a whole key as many values, and where Group Policy has a name of its own for the value, it often means
 * the opposite (`DisableRealtimeMonitoring` beside `AllowRealtimeMonitoring`).
 */
function keepsValue(fact: RegistryFact, value: string | null, catalogue: SettingCatalogue): boolean {
  if (fact.value === null || value === null) return false;
  if (fact.role === "group-policy") return fact.node.endsWith(`_${fact.value.toLowerCase()}`);
  const facts = factsOfNode(catalogue, fact.node);
  if (facts === undefined || facts.valueType === null) return false;
  const isTruthValue = facts.kind === "choice" && facts.options?.size === 2 && /_admx_|~policy~/.test(fact.node);
  return !isTruthValue && (facts.valueType === "integer" || facts.valueType === "string");
}

const SECRET_NAME = /(?:password|passphrase|passcode|secret|credential|presharedkey|privatekey|token)[a-z]*$/;

/** Texts only: a number below such a name is a length or a count. */
function isSecret(facts: SettingFacts | undefined, node: NodeId, value: Json): boolean {
  return facts?.valueType === "secret" || (typeof value === "string" && SECRET_NAME.test(node));
}
