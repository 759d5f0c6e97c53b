import { canonicalJson, type Json } from "../../../kit/canonical-json.ts";
import type { SettingCatalogue } from "../../../policy/catalogue.ts";
import { nodeOfPayloadKey } from "../../../policy/node.ts";
import type { Setting, SettingValue, SimpleValue } from "../../../policy/setting.ts";
import { isSecret } from "./payload-secrets.ts";
import type { PlistDictionary, PlistValue } from "./read-plist.ts";

/** `secrets` counts the values that were kept out. */
export type PayloadContext = Readonly<{ payloadType: string; catalogue: SettingCatalogue; tally: { secrets: number } }>;

/** As Graph says of a secret what state it is in; this one was never taken in. */
const KEPT_OUT = { secret: true, state: "keptOut" } as const;

/** What a payload says of itself and not about the device. Source: CommonPayloadKeys and TopLevel of apple/device-management. */
const METADATA: ReadonlySet<string> = new Set([
  "PayloadType",
  "PayloadVersion",
  "PayloadIdentifier",
  "PayloadUUID",
  "PayloadDisplayName",
  "PayloadDescription",
  "PayloadOrganization",
  "PayloadEnabled",
  "PayloadScope",
]);

/** The settings of one payload, each at its node (policy/node.ts), in the form that the catalogue has for it. */
export function payloadSettings(payload: PlistDictionary, context: PayloadContext): readonly Setting[] {
  return entriesOf(payload)
    .filter(([key]) => !METADATA.has(key))
    .flatMap(([key, value]) => settingOf([key], value, context));
}

/** A value of which nothing is known stays one thing, secrets taken out. */
export function opaqueValue(value: PlistValue, context: PayloadContext, key = ""): Json {
  if (isSecret(context.payloadType, key, value)) return secret(context);
  if (value.kind === "list") return value.items.map((item) => opaqueValue(item, context, key));
  if (value.kind !== "dictionary") return plainScalar(value);
  const object = Object.create(null) as Record<string, Json>;
  for (const [name, inner] of entriesOf(value)) object[name] = opaqueValue(inner, context, name);
  return object;
}

/** The settings of a preference domain: an application's, not one of Apple's payload types. */
export function preferenceSettings(preferences: PlistDictionary, context: PayloadContext): readonly Setting[] {
  return entriesOf(preferences).flatMap(([key, value]) => settingOf([key], value, context));
}

function settingOf(path: readonly string[], value: PlistValue, context: PayloadContext): readonly Setting[] {
  const definitionId = nodeOfPayloadKey(context.payloadType, path);
  const key = path.findLast((step) => step !== ITEM) ?? "";
  return [{ definitionId, value: valueOf(definitionId, path, key, value, context) }];
}

/** Between a list and the keys of its elements, as the catalogue's identifiers have it. */
const ITEM = "item";

function valueOf(
  definitionId: string,
  path: readonly string[],
  key: string,
  value: PlistValue,
  context: PayloadContext,
): SettingValue {
  if (isSecret(context.payloadType, key, value)) return { kind: "simple", value: secret(context) };
  if (value.kind === "dictionary") {
    const children = entriesOf(value).flatMap(([name, inner]) => settingOf([...path, name], inner, context));
    return children.length === 0 ? { kind: "property", value: {} } : { kind: "group", children };
  }
  if (value.kind === "list") return listValue(path, key, value.items, context);
  const plain = plainScalar(value);
  const option = optionFor(definitionId, plain, context.catalogue);
  if (option !== null) return { kind: "choice", option, children: [] };
  return { kind: "simple", value: plain as SimpleValue };
}

/** Lists of one kind of thing have a form of their own; mixed ones are kept as they are. */
function listValue(path: readonly string[], key: string, items: readonly PlistValue[], context: PayloadContext): SettingValue {
  if (items.length > 0 && items.every((item) => item.kind === "dictionary")) {
    const instances = items.map((item) =>
      entriesOf(item).flatMap(([name, inner]) => settingOf([...path, ITEM, name], inner, context)),
    );
    return { kind: "groups", instances };
  }
  if (items.every((item) => item.kind !== "dictionary" && item.kind !== "list" && item.kind !== "flag")) {
    const values = items.map((item) => (isSecret(context.payloadType, key, item) ? secret(context) : plainScalar(item)));
    return { kind: "simples", values: values as SimpleValue[] };
  }
  return { kind: "property", value: items.map((item) => opaqueValue(item, context, key)) };
}

/**
 * The option that gives the device this value. Truth values are choices in the catalogue whether it lists the key or not;
 * for other values only a choice that it lists counts.
 */
function optionFor(definitionId: string, plain: string | number | boolean, catalogue: SettingCatalogue): string | null {
  if (typeof plain === "boolean") return `${definitionId}_${String(plain)}`;
  const facts = catalogue.find(definitionId);
  if (facts?.kind !== "choice" || facts.options === null) return null;
  const text = canonicalJson(plain);
  for (const [option, { value }] of facts.options) if (value !== null && canonicalJson(value) === text) return option;
  const written = `${definitionId}_${String(plain)}`.toLowerCase();
  for (const option of facts.options.keys()) if (option.toLowerCase() === written) return option;
  return null;
}

function plainScalar(value: Exclude<PlistValue, PlistDictionary | { kind: "list" }>): string | number | boolean {
  switch (value.kind) {
    case "text":
      return value.text;
    case "number":
      return value.number;
    case "flag":
      return value.flag;
    case "data":
      return value.base64;
    case "date":
      return value.date;
  }
}

function secret({ tally }: PayloadContext): typeof KEPT_OUT {
  tally.secrets += 1;
  return KEPT_OUT;
}

function entriesOf(dictionary: PlistDictionary): readonly (readonly [string, PlistValue])[] {
  return [...dictionary.entries];
}
