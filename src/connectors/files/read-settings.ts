import type { Json } from "../../kit/canonical-json.ts";
import type { Setting, SettingValue, SimpleValue } from "../../policy/setting.ts";
import { checkSetting } from "./check-setting.ts";
import { GRAPH_TYPE_PREFIX, isList, isObject, odataType, textAt, type JsonObject } from "./json-access.ts";
import { pointerTo, quoted } from "./problem-list.ts";
import type { ReadingContext } from "./reading-context.ts";

/**
 * Reads the `settings` of a settings catalog policy: a list of `{settingInstance}`. Broken ones become problems and
 * are left out, so that the whole list is looked at in one run.
 */
export function readSettings(list: readonly Json[], pointer: string, context: ReadingContext): readonly Setting[] {
  const scope = new Set<string>();
  return list.flatMap((item, index) => {
    const at = pointerTo(pointer, index);
    const instance = isObject(item) ? item["settingInstance"] : undefined;
    return readInstance(instance, `${at}/settingInstance`, scope, context);
  });
}

type Reader = (instance: JsonObject, at: string, scope: Set<string>, context: ReadingContext) => SettingValue | null;

/** By Graph's word in front of `SettingInstance`; the value's property is that word in camel case plus `SettingValue`. */
const READERS: ReadonlyMap<string, Readonly<{ property: string; read: Reader }>> = new Map([
  ["Choice", { property: "choiceSettingValue", read: readChoice }],
  ["ChoiceSettingCollection", { property: "choiceSettingCollectionValue", read: readChoices }],
  ["Simple", { property: "simpleSettingValue", read: readSimple }],
  ["SimpleSettingCollection", { property: "simpleSettingCollectionValue", read: readSimples }],
  ["Group", { property: "groupSettingValue", read: readGroup }],
  ["GroupSettingCollection", { property: "groupSettingCollectionValue", read: readGroups }],
]);

const INSTANCE_TYPE = /^#microsoft\.graph\.deviceManagementConfiguration(\w+?)(?:Setting)?Instance$/;

/** As many as anybody would look at; each is a problem of its file too. */
const UNKNOWN_MAX = 1_000;

/** Graph's longest has about 300. */
const ID_CHARACTERS_MAX = 1_000;

/** A scope is what a device takes as one set: the policy, or one instance of a group. A setting is in it once. */
function readInstance(instance: Json | undefined, at: string, scope: Set<string>, context: ReadingContext): Setting[] {
  const { problems, tally } = context;
  const definitionId = isObject(instance) ? textAt(instance, "settingDefinitionId") : null;
  if (!isObject(instance) || definitionId === null) {
    problems.add("setting-invalid", at, "a setting without a `settingDefinitionId`");
    return [];
  }
  if (definitionId.length > ID_CHARACTERS_MAX) {
    problems.add("setting-invalid", at, `a \`settingDefinitionId\` of ${definitionId.length} characters`);
    return [];
  }
  tally.settings += 1;
  judgeDefinition(definitionId, at, context);
  if (scope.has(definitionId)) problems.add("setting-duplicate", at, `${quoted(definitionId)} is set twice`);
  scope.add(definitionId);
  const reader = readerOf(instance);
  if (reader === undefined) {
    problems.add("setting-kind-unknown", at, `${quoted(odataType(instance))} is no kind of setting that can be read`);
    return [];
  }
  const valueAt = `${at}/${reader.property}`;
  const value = reader.read(instance, valueAt, scope, context);
  if (value === null) return [];
  const pointers = {
    instance: at,
    value: (item: number | null) => `${item === null ? valueAt : pointerTo(valueAt, item)}/value`,
  };
  checkSetting(context.catalogue, definitionId, value, pointers, problems);
  return [{ definitionId, value }];
}

function readerOf(instance: JsonObject): Readonly<{ property: string; read: Reader }> | undefined {
  const type = odataType(instance);
  if (type !== null) return READERS.get(INSTANCE_TYPE.exec(type)?.[1] ?? "");
  return [...READERS.values()].find(({ property }) => property in instance);
}

function judgeDefinition(definitionId: string, at: string, { file, catalogue, problems, tally }: ReadingContext): void {
  const acquaintance = catalogue.acquaintance(definitionId);
  if (acquaintance === "unverified") tally.unverified += 1;
  if (acquaintance !== "unknown") return;
  const pointer = `${at}/settingDefinitionId`;
  if (tally.unknown.length < UNKNOWN_MAX) tally.unknown.push({ definitionId, file, pointer });
  problems.add("setting-unknown", pointer, `no setting ${quoted(definitionId)} exists`);
}

function readChoice(instance: JsonObject, at: string, scope: Set<string>, context: ReadingContext): SettingValue | null {
  const choice = choiceOf(instance["choiceSettingValue"], at, scope, context);
  return choice === null ? null : { kind: "choice", ...choice };
}

function readChoices(instance: JsonObject, at: string, scope: Set<string>, context: ReadingContext): SettingValue | null {
  const items = listAt(instance, "choiceSettingCollectionValue", at, context);
  if (items === null) return null;
  const choices = items.map((item, index) => choiceOf(item, pointerTo(at, index), scope, context));
  return choices.includes(null) ? null : { kind: "choices", choices: choices.filter((choice) => choice !== null) };
}

function choiceOf(value: Json | undefined, at: string, scope: Set<string>, context: ReadingContext) {
  const option = isObject(value) ? textAt(value, "value") : null;
  if (!isObject(value) || option === null) {
    context.problems.add("setting-value-invalid", at, "a choice without its option in `value`");
    return null;
  }
  return { option, children: readChildren(value, at, scope, context) };
}

function readSimple(instance: JsonObject, at: string, _scope: Set<string>, context: ReadingContext): SettingValue | null {
  const value = simpleOf(instance["simpleSettingValue"], at, context);
  return value === null ? null : { kind: "simple", value };
}

function readSimples(instance: JsonObject, at: string, _scope: Set<string>, context: ReadingContext): SettingValue | null {
  const items = listAt(instance, "simpleSettingCollectionValue", at, context);
  if (items === null) return null;
  const values = items.map((item, index) => simpleOf(item, pointerTo(at, index), context));
  return values.includes(null) ? null : { kind: "simples", values: values.filter((value) => value !== null) };
}

const VALUE_TYPE = /^#microsoft\.graph\.deviceManagementConfiguration(\w+)SettingValue$/;

/** A secret's text is dropped here, before anything can store or log it. */
function simpleOf(value: Json | undefined, at: string, { problems }: ReadingContext): SimpleValue | null {
  const type = isObject(value) ? odataType(value) : null;
  const word = type === null ? null : (VALUE_TYPE.exec(type)?.[1] ?? type.slice(GRAPH_TYPE_PREFIX.length));
  const content = isObject(value) ? value["value"] : undefined;
  if (isObject(value) && word === "Secret") return { secret: true, state: textAt(value, "valueState") ?? "invalid" };
  if ((word === "String" || word === "Reference" || word === null) && typeof content === "string") return content;
  if ((word === "Integer" || word === null) && Number.isSafeInteger(content)) return content as number;
  const due =
    word === "Integer" ? "a whole number" : word === "String" || word === "Reference" ? "a text" : "a text or a whole number";
  problems.add("setting-value-invalid", `${at}/value`, `${quoted(content ?? null)} where ${due} was due`);
  return null;
}

function readGroup(instance: JsonObject, at: string, scope: Set<string>, context: ReadingContext): SettingValue | null {
  const group = instance["groupSettingValue"];
  if (isObject(group)) return { kind: "group", children: readChildren(group, at, scope, context) };
  context.problems.add("setting-value-invalid", at, "a group without its `children`");
  return null;
}

function readGroups(instance: JsonObject, at: string, _scope: Set<string>, context: ReadingContext): SettingValue | null {
  const items = listAt(instance, "groupSettingCollectionValue", at, context);
  if (items === null) return null;
  const instances = items.map((item, index) => {
    const itemAt = pointerTo(at, index);
    if (isObject(item)) return readChildren(item, itemAt, new Set(), context);
    context.problems.add("setting-value-invalid", itemAt, "an instance of a group that is no object");
    return [];
  });
  return { kind: "groups", instances };
}

function readChildren(parent: JsonObject, at: string, scope: Set<string>, context: ReadingContext): readonly Setting[] {
  const children = parent["children"] ?? [];
  const childrenAt = `${at}/children`;
  if (isList(children))
    return children.flatMap((child, index) => readInstance(child, pointerTo(childrenAt, index), scope, context));
  context.problems.add("setting-invalid", childrenAt, "the children are not a list");
  return [];
}

function listAt(instance: JsonObject, property: string, at: string, { problems }: ReadingContext): readonly Json[] | null {
  const value = instance[property];
  if (isList(value)) return value;
  problems.add("setting-value-invalid", at, "a collection without its list of values");
  return null;
}
