import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import type { Json } from "../../src/kit/canonical-json.ts";
import {
  bareFacts,
  type MergeRule,
  type OptionFacts,
  type SettingApplicability,
  type SettingFacts,
} from "../../src/policy/catalogue.ts";
import { derivedName } from "../../src/policy/naming/derived-name.ts";
import { appleApplicability, appleScope, type SupportedOs } from "./apple-platforms.ts";

export type PayloadKey = Readonly<{
  key?: string;
  title?: string;
  /** Apple's text: only the word list looks at it, for its single words. */
  content?: string;
  type?: string;
  supportedOS?: SupportedOs;
  presence?: string;
  range?: Readonly<{ min?: number; max?: number }>;
  rangelist?: readonly (string | number)[];
  default?: Json;
  combinetype?: string;
  subkeys?: readonly PayloadKey[];
}>;

type PayloadSchema = Readonly<{
  title?: string;
  payload?: Readonly<{ payloadtype?: string; declarationtype?: string; supportedOS?: SupportedOs }>;
  payloadkeys?: readonly PayloadKey[];
}>;

/** Apple's words for how several declarations join at one key (requirements.md 2.8). */
const COMBINE: ReadonlyMap<string, MergeRule> = new Map([
  ["boolean-or", "boolean-or"],
  ["boolean-and", "boolean-and"],
  ["number-min", "lowest"],
  ["number-max", "highest"],
  ["enum-first", "enum-first"],
  ["enum-last", "enum-last"],
  ["first", "first"],
  ["array-append", "array-append"],
  ["set-union", "set-union"],
  ["set-intersection", "set-intersection"],
]);

const LEVELS_MAX = 8;
const NAME_CHARACTERS_MAX = 80;

type Parent = Readonly<{ id: string; address: string; supports: readonly SupportedOs[] }>;

/** Payloads of configuration profiles. Their keys have the ids `<payload type>_<key>_<key>` in Intune, all in lower case. */
export function appleProfiles(folder: string): { roots: readonly string[]; facts: readonly SettingFacts[] } {
  const roots = new Set<string>();
  const facts: SettingFacts[] = [];
  for (const schema of schemasOf(folder)) {
    const type = schema.payload?.payloadtype ?? "";
    const domain = type.toLowerCase();
    // Files on keys that all payloads share have a title for a type.
    if (!/^(com\.apple\.|\.|loginwindow$)[^_]*$/.test(domain)) continue;
    roots.add(domain);
    facts.push(...payloadFacts(schema, domain, type, `${domain}_${domain}`));
  }
  return { roots: [...roots], facts };
}

/**
 * Configurations of declarative management. Intune's ids begin with the first word after `com.apple.configuration.`; where several
 * declarations share it, only the one called `settings` has ids that are known, and the others keep their whole type.
 */
export function appleDeclarations(folder: string): { roots: readonly string[]; facts: readonly SettingFacts[] } {
  const facts: SettingFacts[] = [];
  const roots: string[] = [];
  for (const schema of schemasOf(folder)) {
    const type = schema.payload?.declarationtype ?? "";
    const [word = "", ...rest] = type.replace(/^com\.apple\.configuration\./, "").split(".");
    if (word === "" || word === type) continue;
    const isPlain = rest.join(".") === "settings";
    roots.push(word, type.toLowerCase());
    const domain = isPlain ? word.toLowerCase() : type.toLowerCase();
    facts.push(...payloadFacts(schema, domain, type, isPlain ? `${domain}_${domain}` : domain));
  }
  return { roots, facts };
}

/** Keys in their own spelling, for the word list. */
export function appleIdentifiers(folders: readonly string[]): readonly string[] {
  const names: string[] = [];
  // Some files name a part of themselves in itself.
  const seen = new Set<PayloadKey>();
  const collect = (keys: readonly PayloadKey[]): void => {
    for (const one of keys) {
      if (seen.has(one)) continue;
      seen.add(one);
      const { key, title, content, subkeys } = one;
      names.push(...[key, title, content].filter((name) => name !== undefined && name !== "ANY").map(String));
      collect(subkeys ?? []);
    }
  };
  for (const schema of folders.flatMap(schemasOf)) collect(schema.payloadkeys ?? []);
  return names;
}

function schemasOf(folder: string): readonly PayloadSchema[] {
  const names = readdirSync(folder).filter((file) => file.endsWith(".yaml"));
  return names.sort().map((name) => parse(readFileSync(join(folder, name), "utf8"), { maxAliasCount: 1000 }) as PayloadSchema);
}

function payloadFacts(schema: PayloadSchema, domain: string, type: string, groupId: string): readonly SettingFacts[] {
  const supports = schema.payload?.supportedOS === undefined ? [] : [schema.payload.supportedOS];
  const facts: SettingFacts[] = [];
  const parent = { id: domain, address: type, supports };
  for (const key of schema.payloadkeys ?? []) collect(key, parent, facts, 0);
  const own = new Set(childIds(schema.payloadkeys ?? [], domain, false));
  const group: SettingFacts = {
    ...bareFacts(groupId, named(schema.title, type.split(".").at(-1) ?? type)),
    kind: groupId === domain ? "group" : "groups",
    scope: appleScope(supports),
    children: facts.flatMap(({ definitionId }) => (own.has(definitionId) ? [definitionId] : [])),
    applicability: appleApplicability(supports),
    address: type,
  };
  return [group, ...facts];
}

function collect(key: PayloadKey, parent: Parent, facts: SettingFacts[], level: number): void {
  if (key.key === undefined || level > LEVELS_MAX) return;
  const id = keyId(parent.id, key);
  const supports = key.supportedOS === undefined ? parent.supports : [...parent.supports, key.supportedOS];
  const address = `${parent.address}/${key.key}`;
  const applicability = appleApplicability(supports);
  if (isPlainId(id)) facts.push(factsOfKey(id, key, { address, supports, applicability }));
  for (const sub of key.subkeys ?? []) {
    // A list of dictionaries has one nameless dictionary below it, which Intune calls `item`.
    if (key.type === "<array>")
      for (const inner of sub.subkeys ?? [])
        collect(inner, { id: `${id}_item`, address: `${address}/*`, supports }, facts, level + 1);
    else collect(sub, { id, address, supports }, facts, level + 1);
  }
}

/** A key that names any key ("ANY") is one where the administrator writes the name. */
function keyId(parentId: string, { key = "" }: PayloadKey): string {
  return `${parentId}_${key === "ANY" ? "generickey" : key.toLowerCase()}`;
}

function isPlainId(id: string): boolean {
  return /^[!-~][ -~]*$/.test(id) && !id.includes("\t");
}

function childIds(keys: readonly PayloadKey[], parentId: string, isList: boolean): readonly string[] {
  const below = isList ? keys.flatMap(({ subkeys }) => subkeys ?? []) : keys;
  return below.filter(({ key }) => key !== undefined).map((key) => keyId(isList ? `${parentId}_item` : parentId, key));
}

type Place = Readonly<{ address: string; supports: readonly SupportedOs[]; applicability: SettingApplicability | null }>;

function factsOfKey(id: string, key: PayloadKey, { address, supports, applicability }: Place): SettingFacts {
  const { key: name = "", title, range, combinetype, subkeys = [] } = key;
  const children = childIds(subkeys, id, key.type === "<array>").filter(isPlainId);
  const options = optionsOf(id, key);
  return {
    ...bareFacts(id, named(title, name === "ANY" ? "any key" : name)),
    ...kindOf(key, options, children),
    scope: appleScope(supports),
    integerMin: key.type === "<integer>" ? whole(range?.min) : null,
    integerMax: key.type === "<integer>" ? whole(range?.max) : null,
    options,
    defaultValue: defaultOf(key, options),
    children,
    applicability,
    merge: COMBINE.get(combinetype ?? "") ?? null,
    address,
  };
}

function kindOf(
  { type = "", subkeys = [] }: PayloadKey,
  options: ReadonlyMap<string, OptionFacts> | null,
  children: readonly string[],
): Pick<SettingFacts, "kind" | "valueType"> {
  switch (type) {
    case "<boolean>":
      return { kind: "choice", valueType: "boolean" };
    case "<integer>":
      return { kind: options === null ? "simple" : "choice", valueType: "integer" };
    case "<string>":
      return { kind: options === null ? "simple" : "choice", valueType: "string" };
    case "<dictionary>":
      return { kind: "group", valueType: null };
    case "<array>": {
      if (children.length > 0) return { kind: "groups", valueType: null };
      const inner = subkeys[0]?.type;
      if (inner === "<string>") return { kind: "simples", valueType: "string" };
      return { kind: inner === "<integer>" ? "simples" : "other", valueType: inner === "<integer>" ? "integer" : null };
    }
    default:
      return { kind: "other", valueType: null };
  }
}

/** Intune writes an option as the setting's id and its place in Apple's list, from 0; the value is Apple's. */
function optionsOf(id: string, { type, rangelist }: PayloadKey): ReadonlyMap<string, OptionFacts> | null {
  if (type === "<boolean>")
    return new Map([
      [`${id}_false`, { value: false, name: "False" }],
      [`${id}_true`, { value: true, name: "True" }],
    ]);
  if (rangelist === undefined || rangelist.length === 0 || (type !== "<string>" && type !== "<integer>")) return null;
  return new Map(
    rangelist.map((value, at) => [
      `${id}_${at}`,
      { value, name: typeof value === "string" ? derivedName(value) || value : String(value) },
    ]),
  );
}

function defaultOf(key: PayloadKey, options: ReadonlyMap<string, OptionFacts> | null): Json {
  const { default: standard = null } = key;
  if (standard === null || typeof standard === "object") return null;
  if (options === null) return standard;
  return [...options].find(([, option]) => option.value === standard)?.[0] ?? null;
}

function whole(value: number | undefined): number | null {
  return Number.isSafeInteger(value) ? (value as number) : null;
}

/** Apple's own title where it is a name and not a sentence. */
function named(title: string | undefined, identifier: string): string {
  const text = title?.trim() ?? "";
  return text !== "" && text.length <= NAME_CHARACTERS_MAX && !/[.:]\s/.test(text) ? text : derivedName(identifier) || identifier;
}
