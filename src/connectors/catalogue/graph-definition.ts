import type { Json } from "../../kit/canonical-json.ts";
import {
  bareFacts,
  type OptionFacts,
  type SettingDependency,
  type SettingFacts,
  type SettingKind,
  type ValueType,
} from "../../policy/catalogue.ts";
import { nodeOfDefinition, nodeOfOmaUri, scopeOfNode, type NodeId } from "../../policy/node.ts";
import { derivedName } from "../../policy/naming/derived-name.ts";
import { graphApplicability } from "./graph-applicability.ts";
import { asList, asObject, integerOf, textList, textOf, type Definition } from "./json-fields.ts";

const KIND_BY_TYPE: ReadonlyMap<string, SettingKind> = new Map([
  ["ChoiceSettingDefinition", "choice"],
  ["ChoiceSettingCollectionDefinition", "choices"],
  ["SimpleSettingDefinition", "simple"],
  ["SimpleSettingCollectionDefinition", "simples"],
  ["SettingGroupDefinition", "group"],
  ["SettingGroupCollectionDefinition", "groups"],
]);

/** Names are read in lists. Longer ones are sentences, which the catalogue does not keep. */
const NAME_CHARACTERS_MAX = 120;

/**
 * The facts of one `deviceManagementConfigurationSettingDefinition`, as Graph's `deviceManagement/configurationSettings` lists them.
 * Descriptions and help texts are not read. Null where it is no definition.
 */
export function factsOfDefinition(definition: Definition): SettingFacts | null {
  const id = textOf(definition["id"]);
  if (id === "" || /[\t\n\r]/.test(id)) return null;
  const word = textOf(definition["@odata.type"]).replace(/^#microsoft\.graph\.deviceManagementConfiguration/, "");
  const kind = KIND_BY_TYPE.get(word) ?? "other";
  const address = `${textOf(definition["baseUri"])}${textOf(definition["offsetUri"])}`;
  const node = nodeOf(id, address);
  const range = asObject(definition["valueDefinition"]);
  const isChoice = kind === "choice" || kind === "choices";
  const options = isChoice ? optionsOf(asList(definition["options"])) : null;
  return {
    ...bareFacts(id, nameOf(definition, id)),
    node,
    scope: scopeOfNode(node),
    kind,
    valueType: isChoice ? optionType(options) : valueTypeOf(range),
    options,
    integerMin: integerOf(range["minimumValue"]),
    integerMax: integerOf(range["maximumValue"]),
    lengthMin: integerOf(range["minimumLength"]),
    lengthMax: lengthMaxOf(range),
    defaultValue: isChoice ? textOf(definition["defaultOptionId"]) || null : valueOf(definition["defaultValue"]),
    dependsOn: dependenciesOf(definition),
    children: childrenOf(definition),
    applicability: graphApplicability(asObject(definition["applicability"])),
    ...(nodeOfOmaUri(address) === null ? {} : { address }),
  };
}

/** A second definition of one knob, as Intune writes it: `..._machineinactivitylimit_v2`. */
const SECOND_VERSION = /^v\d+$/;

/**
 * Only Windows' addresses are nodes by themselves: elsewhere Intune's own agent stands between. The elements of an
 * administrative template share the address of their policy, and are nodes of their own all the same.
 */
function nodeOf(id: string, address: string): NodeId {
  const [own, addressed] = [nodeOfDefinition(id), nodeOfOmaUri(address)];
  if (addressed === null || !own.startsWith(`${addressed}_`)) return addressed ?? own;
  return SECOND_VERSION.test(own.slice(addressed.length + 1)) ? addressed : own;
}

function nameOf(definition: Definition, id: string): string {
  const [displayName, name] = [textOf(definition["displayName"]).trim(), textOf(definition["name"]).trim()];
  if (isName(displayName)) return displayName;
  return derivedName(name) || derivedName(id) || id;
}

function isName(text: string): boolean {
  return text !== "" && text.length <= NAME_CHARACTERS_MAX && !/\p{Cc}/u.test(text);
}

/** A definition without its list of options cannot deny one. */
function optionsOf(options: readonly Json[]): ReadonlyMap<string, OptionFacts> | null {
  const facts = options.map(asObject).flatMap((option): [string, OptionFacts][] => {
    const id = textOf(option["itemId"]);
    const named = [option["displayName"], option["name"]].map((text) => textOf(text).trim()).find(isName);
    return id === "" ? [] : [[id, { value: valueOf(option["optionValue"]), name: named ?? id }]];
  });
  return facts.length === 0 ? null : new Map(facts);
}

/** What a `...SettingValue` holds. */
function valueOf(value: Json | undefined): Json {
  const content = asObject(value)["value"];
  return content === undefined || typeof content === "object" ? null : content;
}

function optionType(options: ReadonlyMap<string, OptionFacts> | null): ValueType | null {
  const types = new Set([...(options?.values() ?? [])].map(({ value }) => typeof value));
  const [only] = types;
  if (types.size !== 1) return null;
  return only === "number" ? "integer" : only === "string" ? "string" : only === "boolean" ? "boolean" : null;
}

function valueTypeOf(range: Definition): ValueType | null {
  if (range["isSecret"] === true) return "secret";
  const word = /deviceManagementConfiguration(\w+)SettingValueDefinition$/.exec(textOf(range["@odata.type"]))?.[1];
  return word === "Integer" ? "integer" : word === "String" ? "string" : word === "Reference" ? "reference" : null;
}

/** Graph writes 0 where a text has no limit. */
function lengthMaxOf(range: Definition): number | null {
  const max = integerOf(range["maximumLength"]);
  return max === null || max === 0 ? null : max;
}

/** On the definition for simple settings and groups; on every option for choices, which then depend as one. */
function dependenciesOf(definition: Definition): readonly SettingDependency[] {
  const options = asList(definition["options"]).map(asObject);
  const entries = [definition, ...options].flatMap((one) => asList(one["dependentOn"])).map(asObject);
  const found = new Map<string, SettingDependency>();
  for (const entry of entries) {
    const [parent, option] = [textOf(entry["parentSettingId"]), textOf(entry["dependentOn"])];
    const definitionId = parent === "" ? option : parent;
    if (definitionId === "") continue;
    found.set(`${definitionId} ${option}`, { definitionId, option: option === "" || option === definitionId ? null : option });
  }
  return [...found.values()];
}

function childrenOf(definition: Definition): readonly string[] {
  const options = asList(definition["options"]).map(asObject);
  const below = [definition, ...options].flatMap((one) => asList(one["dependedOnBy"])).map(asObject);
  return [...new Set([...textList(definition["childIds"]), ...below.map((entry) => textOf(entry["dependedOnBy"]))])].filter(
    (id) => id !== "",
  );
}
