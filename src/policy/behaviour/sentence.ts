import type { Json } from "../../kit/canonical-json.ts";

/** `future`: the change brings it. `gone`: the change takes it away. */
export type Tense = "present" | "future" | "past" | "gone";

const TENSES: Readonly<Record<Tense, Readonly<{ is: string; are: string }>>> = {
  present: { is: "is", are: "are" },
  future: { is: "will be", are: "will be" },
  past: { is: "was", are: "were" },
  gone: { is: "will no longer be", are: "will no longer be" },
};

/** What stands in braces in a phrase, made of the value: counts with their unit, durations in words, lists by name. */
const TOKEN = /\{(value|characters|digits|days|hours|minutes|seconds|months|times|list)\}/g;
const LISTED_MAX = 3;
const VALUE_CHARACTERS_MAX = 80;

/** @param apps for `{app}`: what the behaviour holds in, in the order given */
export function sentenceOf(says: string, value: Json, tense: Tense, apps: readonly string[]): string {
  return says
    .replace(/\[(is|are)\]/g, (_, word: "is" | "are") => TENSES[tense][word])
    .replaceAll("{app}", listed(apps.length === 0 ? ["the browser"] : apps))
    .replace(TOKEN, (_, token: string) => tokenText(token, value));
}

/** The value alone, as the phrase would put it: for "until now 4 digits". Null where the phrase does not show its value. */
export function valueText(says: string, value: Json): string | null {
  const token = says.match(TOKEN)?.[0];
  return token === undefined ? null : tokenText(token.slice(1, -1), value);
}

/** Any JSON value on one line, cut where it is long. */
export function plainText(value: Json): string {
  if (value === true) return "on";
  if (value === false) return "off";
  if (value === null) return "nothing";
  if (typeof value === "string") return cut(value === "" ? "an empty text" : value);
  if (typeof value === "number") return String(value);
  if (Array.isArray(value)) {
    const isShort = value.length <= LISTED_MAX && value.every((item: Json) => typeof item !== "object");
    return isShort ? listed(value.map(plainText)) : `a list of ${value.length}`;
  }
  return "a group of settings";
}

export function listed(words: readonly string[]): string {
  if (words.length <= 1) return words[0] ?? "";
  return `${words.slice(0, -1).join(", ")} and ${words.at(-1)}`;
}

function tokenText(token: string, value: Json): string {
  if (token === "value") return plainText(value);
  if (token === "list") return namesOf(value);
  const number = Number(value);
  if (!Number.isFinite(number)) return plainText(value);
  if (token === "seconds" && number % 60 === 0) return counted(number / 60, "minute");
  return counted(number, token.slice(0, -1));
}

function namesOf(value: Json): string {
  const items = (Array.isArray(value) ? value : [value]).map(plainText);
  if (items.length <= LISTED_MAX) return listed(items);
  return `${items.slice(0, LISTED_MAX).join(", ")} and ${items.length - LISTED_MAX} more`;
}

function counted(number: number, unit: string): string {
  return `${number} ${unit}${number === 1 ? "" : "s"}`;
}

function cut(text: string): string {
  const characters = [...text];
  return characters.length <= VALUE_CHARACTERS_MAX ? text : `${characters.slice(0, VALUE_CHARACTERS_MAX).join("")}...`;
}
