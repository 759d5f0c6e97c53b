import type { Json } from "../../kit/canonical-json.ts";

export type DocumentObject = Readonly<{ [key: string]: Json }>;

/** One thing wrong in a document. `field` is a JSON pointer into it. */
export type DocumentFault = Readonly<{ field: string; message: string }>;

/** Where a reader is in a document, and where it tells what is wrong: all of it, in one go. */
export type At = Readonly<{ field: string; faults: DocumentFault[] }>;

export function under({ field, faults }: At, step: string | number): At {
  return { field: `${field}/${typeof step === "number" ? step : step.replace(/~/g, "~0").replace(/\//g, "~1")}`, faults };
}

export function tell({ field, faults }: At, message: string): null {
  faults.push({ field, message });
  return null;
}

/** An object with these keys and no others; `must` have to be there. */
export function objectAt(
  value: Json | undefined,
  must: readonly string[],
  may: readonly string[],
  at: At,
): DocumentObject | null {
  if (typeof value !== "object" || value === null || Array.isArray(value))
    return tell(at, value === undefined ? "is missing" : "is no object");
  const object = value as DocumentObject;
  const known = new Set([...must, ...may]);
  for (const key of Object.keys(object)) if (!known.has(key)) tell(under(at, key), "is no field of this form");
  for (const key of must) if (!Object.hasOwn(object, key)) tell(under(at, key), "is missing");
  return object;
}

export function listAt<T>(value: Json | undefined, at: At, read: (item: Json, at: At) => T | null): readonly T[] {
  if (!Array.isArray(value)) {
    if (value !== undefined) tell(at, "is no list");
    return [];
  }
  const items = value.map((item: Json, index) => read(item, under(at, index)));
  return items.filter((item) => item !== null);
}

/** A text that is not blank. */
export function lineAt(value: Json | undefined, at: At): string | null {
  if (value === undefined) return null;
  if (typeof value !== "string") return tell(at, "is no text");
  if (value.trim() === "") return tell(at, "is empty");
  return value;
}

export function oneOfAt<T extends string>(value: Json | undefined, options: readonly T[], at: At): T | null {
  if (value === undefined) return null;
  const found = options.find((option) => option === value);
  return found ?? tell(at, `is none of ${options.map((option) => `\`${option}\``).join(", ")}`);
}
