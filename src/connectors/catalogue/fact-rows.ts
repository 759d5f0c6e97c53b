import type { Json } from "../../kit/canonical-json.ts";
import {
  bareFacts,
  type MergeRule,
  type OptionFacts,
  type SettingApplicability,
  type SettingDependency,
  type SettingFacts,
  type SettingKind,
  type SettingScope,
  type ValueType,
} from "../../policy/catalogue.ts";
import { nodeOfDefinition } from "../../policy/node.ts";
import { derivedName } from "../../policy/naming/derived-name.ts";
import { textOf } from "./json-fields.ts";

/**
 * One definition as a line of a packed catalogue: its id, a tab, and a JSON list of what is known. What can be told from the id is
 * left out, and so is everything unknown at the end; `0` stands for unknown before it.
 *
 *   [letters, name, options, bounds, default, dependencies, children, applicability, node, address]
 */
export function rowOf(facts: SettingFacts, applicabilityIndex: (applicability: SettingApplicability) => number): string {
  const { definitionId, displayName, node, defaultValue, dependsOn, children, applicability, address } = facts;
  const bounds = [facts.integerMin, facts.integerMax, facts.lengthMin, facts.lengthMax];
  const cells: Json[] = [
    lettersOf(facts),
    displayName,
    facts.options === null ? 0 : [...facts.options].map(([id, option]) => optionCell(definitionId, id, option)),
    bounds.every((bound) => bound === null) ? 0 : bounds,
    defaultValue === null ? 0 : [shortened(defaultValue, definitionId)],
    dependsOn.length === 0 ? 0 : dependsOn.flatMap(({ definitionId: id, option }) => [id, shortened(option, id)]),
    children.length === 0 ? 0 : children.map((child) => shortened(child, definitionId)),
    applicability === null ? 0 : applicabilityIndex(applicability) + 1,
    node === nodeOfDefinition(definitionId) ? 0 : node,
    address ?? 0,
  ];
  while (cells.at(-1) === 0) cells.pop();
  return `${definitionId}\t${JSON.stringify(cells)}`;
}

/** The other way round. `json` is what follows the tab. Throws where a line was not made by `rowOf`. */
export function factsOfRow(definitionId: string, json: string, applicabilities: readonly SettingApplicability[]): SettingFacts {
  const cells = JSON.parse(json) as readonly Json[];
  const [letters = "o--", name = "", options, bounds, standard, dependencies, children, applicability, node, address] = cells;
  const [kind = "o", valueType = "-", scope = "-", merge = "-"] = textOf(letters);
  const [integerMin = null, integerMax = null, lengthMin = null, lengthMax = null] = listOf<number | null>(bounds);
  return {
    ...bareFacts(definitionId, textOf(name)),
    node: typeof node === "string" ? node : nodeOfDefinition(definitionId),
    kind: KINDS.byLetter(kind) ?? "other",
    valueType: VALUE_TYPES.byLetter(valueType),
    scope: SCOPES.byLetter(scope),
    merge: MERGES.byLetter(merge),
    options: Array.isArray(options) ? new Map(options.map((cell: Json) => optionOf(definitionId, cell))) : null,
    integerMin,
    integerMax,
    lengthMin,
    lengthMax,
    defaultValue: Array.isArray(standard) ? lengthened((standard as readonly Json[])[0] ?? null, definitionId) : null,
    dependsOn: dependenciesOf(listOf<string | null>(dependencies)),
    children: listOf<string>(children).map((child) => textOf(lengthened(child, definitionId))),
    applicability: typeof applicability === "number" && applicability > 0 ? (applicabilities[applicability - 1] ?? null) : null,
    ...(typeof address === "string" ? { address } : {}),
  };
}

function lettersOf({ kind, valueType, scope, merge }: SettingFacts): string {
  return [KINDS.letter(kind), VALUE_TYPES.letter(valueType), SCOPES.letter(scope), MERGES.letter(merge)]
    .join("")
    .replace(/-+$/, "");
}

/** `[id, value, name]`; only the value where the id ends in it and the name is what one would make of it. */
function optionCell(definitionId: string, id: string, { value, name }: OptionFacts): Json {
  const short = shortened(id, definitionId);
  const isPlain = value !== null && typeof value !== "object" && short === `~${value}` && name === plainOptionName(value);
  return isPlain ? value : [short, value, name];
}

function optionOf(definitionId: string, cell: Json): [string, OptionFacts] {
  if (typeof cell !== "object") return [`${definitionId}_${cell}`, { value: cell, name: plainOptionName(cell) }];
  const [id = "", value = null, name = ""] = listOf<Json>(cell);
  return [textOf(lengthened(id, definitionId)), { value, name: textOf(name) }];
}

/** What an option is called where no source says it. */
function plainOptionName(value: string | number | boolean): string {
  return typeof value === "string" ? derivedName(value) || value : String(value);
}

/** Ids that begin with the setting's own are most of a catalogue; `~` stands for that beginning and its `_`. */
function shortened<Value extends Json>(value: Value, definitionId: string): Value | string {
  return typeof value === "string" && value.startsWith(`${definitionId}_`) ? `~${value.slice(definitionId.length + 1)}` : value;
}

function lengthened(value: Json, definitionId: string): Json {
  return typeof value === "string" && value.startsWith("~") ? `${definitionId}_${value.slice(1)}` : value;
}

function dependenciesOf(flat: readonly (string | null)[]): readonly SettingDependency[] {
  const dependencies: SettingDependency[] = [];
  for (let at = 0; at + 1 < flat.length; at += 2) {
    const definitionId = flat[at] ?? "";
    const option = lengthened(flat[at + 1] ?? null, definitionId);
    dependencies.push({ definitionId, option: typeof option === "string" ? option : null });
  }
  return dependencies;
}

function listOf<Item>(cell: Json | undefined): readonly Item[] {
  return Array.isArray(cell) ? (cell as readonly unknown[] as readonly Item[]) : [];
}

type Alphabet<Word extends string> = Readonly<{
  letter: (word: Word | null) => string;
  byLetter: (letter: string) => Word | null;
}>;

function alphabet<Word extends string>(letters: Readonly<Record<Word, string>>): Alphabet<Word> {
  const words = new Map(Object.entries<string>(letters).map(([word, letter]) => [letter, word as Word]));
  return {
    letter: (word) => (word === null ? "-" : letters[word]),
    byLetter: (letter) => words.get(letter) ?? null,
  };
}

const KINDS = alphabet<SettingKind>({
  choice: "c",
  choices: "C",
  simple: "s",
  simples: "S",
  group: "g",
  groups: "G",
  other: "o",
});
const VALUE_TYPES = alphabet<ValueType>({ integer: "i", string: "s", boolean: "b", secret: "x", reference: "r" });
const SCOPES = alphabet<SettingScope>({ device: "d", user: "u" });
const MERGES = alphabet<MergeRule>({
  lowest: "l",
  highest: "h",
  "lowest-not-zero": "L",
  "highest-or-zero": "H",
  "last-write": "w",
  "boolean-or": "o",
  "boolean-and": "a",
  "enum-first": "e",
  "enum-last": "E",
  first: "f",
  "array-append": "p",
  "set-union": "u",
  "set-intersection": "i",
});
