import type { Json } from "../../kit/canonical-json.ts";
import { pointerTo, quoted } from "./problem-list.ts";

/** Graph nests policies about 12 levels deep; 100 leaves room and keeps every later walk off the stack's end. */
export const JSON_LEVELS_MAX = 100;

/** Ten times the largest export of one policy; `[{},{},...]` costs 500 bytes a value once it is read. */
const VALUES_MAX = 500_000;

/** Two thousand policies of two hundred settings stay below. */
const VALUES_PER_IMPORT_MAX = 4_000_000;

/** How many more values the files of one import may hold together. */
export type ValueBudget = { left: number };

export function valueBudget(): ValueBudget {
  return { left: VALUES_PER_IMPORT_MAX };
}

/** Each costs a count of the lines before it. */
const FAULTS_MAX = 20;

export type JsonFault = Readonly<{
  code: "json-invalid" | "json-too-deep" | "json-too-large" | "json-duplicate-key" | "json-text-unstorable";
  pointer: string;
  message: string;
}>;

/** `value` is undefined where the text is no JSON; with faults of the other kinds it is there, but not to be trusted. */
export type JsonReading = Readonly<{ value: Json | undefined; faults: readonly JsonFault[] }>;

/**
 * Reads JSON (RFC 8259) strictly: a position for every fault, no duplicate key, a limit on depth, no number beyond
 * a double. Objects have no prototype, so that a key named `__proto__` is a key like any other.
 */
export function readJson(text: string, budget: ValueBudget = valueBudget()): JsonReading {
  const cursor: Cursor = { text, at: 0, values: 0, budget, path: [], faults: [] };
  try {
    const value = readValue(cursor);
    skipSpace(cursor);
    if (cursor.at < text.length) stop(cursor, "json-invalid", `${found(cursor)} after the end of the value`);
    return { value, faults: cursor.faults };
  } catch (stopped) {
    if (!(stopped instanceof Stopped)) throw stopped;
    return { value: undefined, faults: cursor.faults };
  }
}

type Cursor = {
  readonly text: string;
  at: number;
  values: number;
  readonly budget: ValueBudget;
  readonly path: (string | number)[];
  readonly faults: JsonFault[];
};

/** Ends the reading from any depth; it never leaves this file. */
class Stopped extends Error {}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const COLON = 0x3a;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;
const OPEN_LIST = 0x5b;
const CLOSE_LIST = 0x5d;
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const LITERALS: readonly (readonly [string, Json])[] = [
  ["true", true],
  ["false", false],
  ["null", null],
];
const ESCAPES: Readonly<Record<string, string>> = { '"': '"', "\\": "\\", "/": "/", b: "\b", f: "\f", n: "\n", r: "\r", t: "\t" };

function readValue(cursor: Cursor): Json {
  cursor.values += 1;
  if (cursor.values > VALUES_MAX) stop(cursor, "json-too-large", `more than ${VALUES_MAX} values`);
  cursor.budget.left -= 1;
  if (cursor.budget.left < 0) stop(cursor, "json-too-large", `more than ${VALUES_PER_IMPORT_MAX} values in all files together`);
  skipSpace(cursor);
  const code = cursor.text.charCodeAt(cursor.at);
  if (code === OPEN_OBJECT) return nested(cursor, readObject);
  if (code === OPEN_LIST) return nested(cursor, readList);
  if (code === QUOTE) return readString(cursor);
  for (const [word, value] of LITERALS) {
    if (!cursor.text.startsWith(word, cursor.at)) continue;
    cursor.at += word.length;
    return value;
  }
  return readNumber(cursor);
}

function nested(cursor: Cursor, read: (cursor: Cursor) => Json): Json {
  if (cursor.path.length >= JSON_LEVELS_MAX) stop(cursor, "json-too-deep", `more than ${JSON_LEVELS_MAX} levels`);
  return read(cursor);
}

function readObject(cursor: Cursor): Json {
  const object = Object.create(null) as Record<string, Json>;
  cursor.at += 1;
  skipSpace(cursor);
  if (take(cursor, CLOSE_OBJECT)) return object;
  for (;;) {
    skipSpace(cursor);
    if (cursor.text.charCodeAt(cursor.at) !== QUOTE) stop(cursor, "json-invalid", `${found(cursor)} where a key was due`);
    const keyAt = cursor.at;
    const key = readString(cursor);
    skipSpace(cursor);
    if (!take(cursor, COLON)) stop(cursor, "json-invalid", `${found(cursor)} where the colon after a key was due`);
    cursor.path.push(key);
    if (key in object) note(cursor, "json-duplicate-key", `the key ${quoted(key)} is there twice`, keyAt);
    object[key] = readValue(cursor);
    cursor.path.pop();
    skipSpace(cursor);
    if (take(cursor, CLOSE_OBJECT)) return object;
    if (!take(cursor, COMMA)) stop(cursor, "json-invalid", `${found(cursor)} where a comma or the end of the object was due`);
  }
}

function readList(cursor: Cursor): Json {
  const list: Json[] = [];
  cursor.at += 1;
  skipSpace(cursor);
  if (take(cursor, CLOSE_LIST)) return list;
  for (;;) {
    cursor.path.push(list.length);
    list.push(readValue(cursor));
    cursor.path.pop();
    skipSpace(cursor);
    if (take(cursor, CLOSE_LIST)) return list;
    if (!take(cursor, COMMA)) stop(cursor, "json-invalid", `${found(cursor)} where a comma or the end of the list was due`);
  }
}

function readString(cursor: Cursor): string {
  const startAt = cursor.at;
  let plainFrom = startAt + 1;
  let value = "";
  let escapes = false;
  for (cursor.at += 1; ; cursor.at += 1) {
    const code = cursor.text.charCodeAt(cursor.at);
    if (code === QUOTE) break;
    if (code === BACKSLASH) {
      value += cursor.text.slice(plainFrom, cursor.at) + readEscape(cursor);
      plainFrom = cursor.at + 1;
      escapes = true;
    } else if (!(code >= 0x20)) {
      stop(cursor, "json-invalid", `${found(cursor)} inside a string`);
    }
  }
  value += cursor.text.slice(plainFrom, cursor.at);
  cursor.at += 1;
  // Only an escape can bring these in: the decoder refuses half pairs, and raw control characters stopped above.
  if (escapes && (value.includes("\u0000") || !value.isWellFormed())) {
    note(cursor, "json-text-unstorable", "a text holds a zero character or half a surrogate pair", startAt);
  }
  return value;
}

/** Leaves the cursor on the last character of the escape. */
function readEscape(cursor: Cursor): string {
  cursor.at += 1;
  const character = cursor.text.charAt(cursor.at);
  if (character === "u") {
    const digits = cursor.text.slice(cursor.at + 1, cursor.at + 5);
    if (!/^[0-9a-fA-F]{4}$/.test(digits)) stop(cursor, "json-invalid", "an escape without its four hexadecimal digits");
    cursor.at += 4;
    return String.fromCharCode(Number.parseInt(digits, 16));
  }
  const plain = character === "" ? undefined : ESCAPES[character];
  return plain ?? stop(cursor, "json-invalid", `${found(cursor)} after a backslash`);
}

function readNumber(cursor: Cursor): number {
  NUMBER.lastIndex = cursor.at;
  const match = NUMBER.exec(cursor.text);
  if (match === null) return stop(cursor, "json-invalid", `${found(cursor)} where a value was due`);
  const value = Number(match[0]);
  if (!Number.isFinite(value)) stop(cursor, "json-invalid", `the number ${quoted(match[0])} is too large`);
  cursor.at += match[0].length;
  return value;
}

function skipSpace(cursor: Cursor): void {
  for (;;) {
    const code = cursor.text.charCodeAt(cursor.at);
    if (code !== 0x20 && code !== 0x0a && code !== 0x0d && code !== 0x09) return;
    cursor.at += 1;
  }
}

function take(cursor: Cursor, code: number): boolean {
  if (cursor.text.charCodeAt(cursor.at) !== code) return false;
  cursor.at += 1;
  return true;
}

function found(cursor: Cursor): string {
  const character = cursor.text.codePointAt(cursor.at);
  return character === undefined ? "the text ends" : quoted(String.fromCodePoint(character));
}

function stop(cursor: Cursor, code: JsonFault["code"], message: string): never {
  note(cursor, code, message, cursor.at);
  throw new Stopped();
}

function note(cursor: Cursor, code: JsonFault["code"], message: string, at: number): void {
  if (cursor.faults.length >= FAULTS_MAX) return;
  let line = 1;
  let lineAt = 0;
  for (let next = cursor.text.indexOf("\n"); next !== -1 && next < at; next = cursor.text.indexOf("\n", lineAt)) {
    line += 1;
    lineAt = next + 1;
  }
  const pointer = cursor.path.reduce<string>(pointerTo, "");
  cursor.faults.push({ code, pointer, message: `line ${line}, column ${at - lineAt + 1}: ${message}` });
}
