import type { Json } from "../../kit/canonical-json.ts";
import { deviceValue, type NodeId } from "../node.ts";
import { phraseKey } from "./phrase-key.ts";
import { PHRASES } from "./phrase-table.ts";
import type { Phrase, When } from "./phrase.ts";

/** A phrase that fits a node and its value; `says` null: another node of the behaviour says it. */
export type FoundPhrase = Readonly<{ phrase: Phrase; says: string | null; value: Json; app: string | null }>;

/** A key with `*`: what stands between the stars, in order. */
type Pattern = Readonly<{ parts: readonly string[]; literals: number; phrase: Phrase }>;

const KEYED = PHRASES.flatMap((phrase) => phrase.keys.map((key) => ({ key: key.toLowerCase(), phrase })));
const EXACT: ReadonlyMap<string, Phrase> = new Map(
  KEYED.filter(({ key }) => !key.includes("*")).map(({ key, phrase }) => [key, phrase]),
);
/** The one that spells out most of a key comes first: `csp:bitlocker_systemdrives*` before `csp:bitlocker_*`. */
const PATTERNS: readonly Pattern[] = KEYED.filter(({ key }) => key.includes("*"))
  .map(({ key, phrase }) => ({ parts: key.split("*"), literals: key.replaceAll("*", "").length, phrase }))
  .sort((a, b) => b.literals - a.literals);

/** Null: the table has no phrase for the node, or none for this value. */
export function findPhrase(node: NodeId, value: Json): FoundPhrase | null {
  const { keys, app } = phraseKey(node);
  const phrase = phraseOf(keys);
  if (phrase === undefined) return null;
  const given = plainValue(deviceValue(node, value));
  const fitting = phrase.cases.find(({ when }) => fits(when, given));
  return fitting === undefined ? null : { phrase, says: fitting.says, value: given, app };
}

function phraseOf(keys: readonly string[]): Phrase | undefined {
  for (const key of keys) {
    const lower = key.toLowerCase();
    const exact = EXACT.get(lower);
    if (exact !== undefined) return exact;
  }
  const [last = ""] = keys.slice(-1);
  return PATTERNS.find(({ parts }) => matches(parts, last.toLowerCase()))?.phrase;
}

function matches(parts: readonly string[], key: string): boolean {
  const [first = "", ...rest] = parts;
  if (!key.startsWith(first)) return false;
  let at = first.length;
  for (const [index, part] of rest.entries()) {
    const isLast = index === rest.length - 1;
    const found = isLast && part !== "" ? key.length - part.length : key.indexOf(part, at);
    if (found < at || (isLast && part !== "" && !key.endsWith(part))) return false;
    at = found + part.length;
  }
  return true;
}

/** A number or a truth value written as a text says the same to a person. */
function plainValue(value: Json): Json {
  if (typeof value !== "string") return value;
  if (/^-?\d{1,15}$/.test(value)) return Number(value);
  return /^(?:true|false)$/i.test(value) ? value.toLowerCase() === "true" : value;
}

function fits(when: When, value: Json): boolean {
  if (when === "any") return true;
  if ("above" in when) return typeof value === "number" && value > when.above;
  return when.is.includes(value);
}
