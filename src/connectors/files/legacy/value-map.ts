import type { Json } from "../../../kit/canonical-json.ts";

/**
 * How a property's value becomes the node's. Written in the map as
 * - `number`, `text`, `boolean`, `list`: the same value, if it is of that kind;
 * - `number*60`: minutes that the node counts in seconds, and the like;
 * - `join ;`: a list that the node takes as one text;
 * - `true=0 false=-`: words to values; `-` is "not configured", so that nothing is sent. A word that is not there has no value.
 */
export type ValueMap = Readonly<
  | { kind: "number"; factor: number }
  | { kind: "same"; type: "text" | "boolean" | "list" }
  | { kind: "join"; separator: string }
  | { kind: "words"; values: ReadonlyMap<string, Json | undefined> }
>;

export type MappedValue = Readonly<{ kind: "value"; value: Json } | { kind: "not-configured" } | { kind: "unmapped" }>;

/** Graph's words for "leave the device as it is", in every legacy type. */
const UNCONFIGURED_WORDS: ReadonlySet<string> = new Set(["notConfigured", "userDefined", "deviceDefault", "NotConfigured"]);

/** Null where the text is no mapping: the map's own test reads every line. */
export function parseValueMap(text: string): ValueMap | null {
  const number = /^number(?:\*([1-9]\d*))?$/.exec(text);
  if (number !== null) return { kind: "number", factor: Number(number[1] ?? 1) };
  if (text === "text" || text === "boolean" || text === "list") return { kind: "same", type: text };
  const join = /^join (\S)$/.exec(text);
  if (join !== null) return { kind: "join", separator: join[1] ?? "" };
  const values = new Map<string, Json | undefined>();
  for (const pair of text.split(" ")) {
    const parts = /^([^=]+)=(.+)$/.exec(pair);
    if (parts === null || values.has(parts[1] ?? "")) return null;
    values.set(parts[1] ?? "", wordValue(parts[2] ?? ""));
  }
  return { kind: "words", values };
}

export function mapValue(map: ValueMap, value: Json): MappedValue {
  if (value === null || value === "" || (Array.isArray(value) && value.length === 0)) return { kind: "not-configured" };
  if (map.kind === "words") return mapWord(map.values, value);
  if (typeof value === "string" && UNCONFIGURED_WORDS.has(value)) return { kind: "not-configured" };
  const mapped = mapPlain(map, value);
  return mapped === undefined ? { kind: "unmapped" } : { kind: "value", value: mapped };
}

function mapWord(values: ReadonlyMap<string, Json | undefined>, value: Json): MappedValue {
  const word = typeof value === "string" || typeof value === "boolean" || typeof value === "number" ? String(value) : null;
  if (word === null) return { kind: "unmapped" };
  if (!values.has(word)) return UNCONFIGURED_WORDS.has(word) ? { kind: "not-configured" } : { kind: "unmapped" };
  const mapped = values.get(word);
  return mapped === undefined ? { kind: "not-configured" } : { kind: "value", value: mapped };
}

function mapPlain(map: Exclude<ValueMap, { kind: "words" }>, value: Json): Json | undefined {
  if (map.kind === "number") {
    const product = typeof value === "number" ? value * map.factor : Number.NaN;
    return Number.isSafeInteger(product) ? product : undefined;
  }
  const isTexts = Array.isArray(value) && value.every((item: Json) => typeof item === "string");
  if (map.kind === "join") {
    const texts = isTexts ? (value as readonly string[]) : null;
    return texts === null || texts.some((text) => text.includes(map.separator)) ? undefined : texts.join(map.separator);
  }
  if (map.type === "list") return isTexts ? value : undefined;
  return typeof value === (map.type === "text" ? "string" : "boolean") ? value : undefined;
}

function wordValue(text: string): Json | undefined {
  if (text === "-") return undefined;
  if (text === "true" || text === "false") return text === "true";
  return /^-?(?:0|[1-9]\d{0,14})$/.test(text) ? Number(text) : text;
}
