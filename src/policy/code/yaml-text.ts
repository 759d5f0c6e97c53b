import type { Json } from "../../kit/canonical-json.ts";

/**
 * JSON as YAML that always has the same bytes: block style, two spaces, keys in the order in which they stand, no line ever
 * folded. A text of several lines is a literal block, so that a comparison of two files shows the line that changed; every other
 * text is either plain or in double quotes. It is read back by any YAML reader, and within the limits of ours.
 */
export function yamlText(value: Json): string {
  return `${block(value, "").replace(/^[\n ]/, "")}\n`;
}

/** Begins with a space or with a line break: it stands behind `key:` or `-`. */
function block(value: Json, indent: string): string {
  if (isList(value)) return value.length === 0 ? " []" : value.map((item) => `\n${indent}-${itemText(item, indent)}`).join("");
  if (typeof value === "object" && value !== null) {
    const entries = Object.entries(value);
    return entries.length === 0 ? " {}" : entries.map(([key, member]) => `\n${entryText(key, member, indent)}`).join("");
  }
  return ` ${scalar(value, indent)}`;
}

/** The first entry stands on the line of its dash. */
function itemText(item: Json, indent: string): string {
  const text = block(item, `${indent}  `);
  return text.startsWith("\n") ? ` ${text.slice(1).trimStart()}` : text;
}

function entryText(key: string, member: Json, indent: string): string {
  const deeper = isList(member) || (typeof member === "object" && member !== null) ? `${indent}  ` : indent;
  const name = isPlain(key) ? key : quotedText(key);
  const start = name.length > KEY_CHARACTERS_MAX ? `? ${name}\n${indent}` : name;
  return `${indent}${start}:${block(member, deeper)}`;
}

function scalar(value: null | boolean | number | string, indent: string): string {
  if (typeof value !== "string") return JSON.stringify(value);
  if (isPlain(value)) return value;
  return isLiteral(value) ? literalText(value, `${indent}  `) : quotedText(value);
}

/** Never read as anything but a text, by a reader of YAML 1.1 neither. */
function isPlain(text: string): boolean {
  if (!/^[A-Za-z_][\w./()+-]*(?: [\w./()+-]+)*$/.test(text) || text.length > KEY_CHARACTERS_MAX) return false;
  return !/^(?:null|true|false|yes|no|on|off|y|n)$/i.test(text) && !isCostly(text);
}

/** YAML lets a key that is not marked as one be 1,024 characters long. */
const KEY_CHARACTERS_MAX = 1_000;

/** Lines of printable characters, of which the first is not indented and the last has no line break. */
function isLiteral(text: string): boolean {
  if (!text.includes("\n") || isCostly(text)) return false;
  return !/[^\n\t\x20-\x7e\xa0-\ufefe]|^[\s]|\s$|[ \t]\n|\n[ \t]{100}|[\u2028\u2029\ud800-\udfff]/.test(text);
}

function literalText(text: string, indent: string): string {
  return `|-\n${text
    .split("\n")
    .map((line) => (line === "" ? "" : `${indent}${line}`))
    .join("\n")}`;
}

/** JSON's quotes are YAML's; what is not printable is escaped, and what could run into a reader's limits too. */
function quotedText(text: string): string {
  const quoted = JSON.stringify(text).replace(
    /[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
  return isCostly(text)
    ? quoted.replace(/[[\]{}-]/g, (character) => `\\x${character.charCodeAt(0).toString(16).padStart(2, "0")}`)
    : quoted;
}

/** Readers count brackets and dashes to tell deep nesting before they parse. */
function isCostly(text: string): boolean {
  let level = 0;
  for (const character of text) {
    if (character === "[" || character === "{") level += 1;
    else if (character === "]" || character === "}") level -= 1;
    if (level < 0 || level > LEVELS_MAX) return true;
  }
  return level !== 0 || /(?:[-?] ){20}/.test(text);
}

const LEVELS_MAX = 20;

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}
