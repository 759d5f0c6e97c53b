import type { Json } from "../../../kit/canonical-json.ts";

/** Deeper nesting would overflow the stack of what walks the value later (canonical JSON). */
const DEPTH_MAX = 64;

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COLON = 0x3a;

const UTF8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/**
 * I-JSON (RFC 7493) or null: UTF-8 without a byte order mark, no member named twice, whole code points, finite numbers,
 * bounded depth. Two readers of the same bytes must not see two values. `__proto__` is refused: somebody downstream may assign it.
 */
export function parseStrictJson(bytes: Uint8Array): Json | null {
  try {
    const text = UTF8.decode(bytes);
    const value = JSON.parse(text) as Json;
    // Every member has one colon outside strings; of members with the same name JSON.parse keeps only the last.
    return membersIn(value, 0) === colonsOutsideStrings(text) ? value : null;
  } catch {
    return null;
  }
}

/** How many members all its objects have; NaN, which equals nothing, where the value is not I-JSON. */
function membersIn(value: Json, depth: number): number {
  if (typeof value === "string") return value.isWellFormed() ? 0 : Number.NaN;
  if (typeof value === "number") return Number.isFinite(value) ? 0 : Number.NaN;
  if (value === null || typeof value !== "object") return 0;
  if (depth === DEPTH_MAX) return Number.NaN;
  if (isList(value)) return value.reduce((sum: number, item) => sum + membersIn(item, depth + 1), 0);
  let members = 0;
  for (const [name, member] of Object.entries(value)) {
    if (name === "__proto__" || !name.isWellFormed()) return Number.NaN;
    members += 1 + membersIn(member, depth + 1);
  }
  return members;
}

/** The text is JSON already, so a quote outside a string opens one. */
function colonsOutsideStrings(text: string): number {
  let colons = 0;
  let isInString = false;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) isInString = !isInString;
    else if (isInString && code === BACKSLASH) at += 1;
    else if (!isInString && code === COLON) colons += 1;
  }
  return colons;
}

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}
