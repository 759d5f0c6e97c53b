import fc from "fast-check";
import { z } from "zod";
import type { RouteSpec } from "../../src/http/contract/route-spec.ts";

/** Real things that ids and names in requests may hit, so that requests get past "there is no such thing". */
export type Known = Readonly<{
  texts: readonly string[];
  hashes: readonly string[];
  thumbprints: readonly string[];
  tokenIds: readonly string[];
}>;
export type GeneratedRequest = Readonly<{
  params: Readonly<Record<string, string>>;
  query: Readonly<Record<string, string>>;
  body: unknown;
}>;

type JsonSchema = Readonly<{
  type?: string;
  const?: unknown;
  enum?: readonly unknown[];
  anyOf?: readonly JsonSchema[];
  oneOf?: readonly JsonSchema[];
  allOf?: readonly JsonSchema[];
  $ref?: string;
  $defs?: Readonly<Record<string, JsonSchema>>;
  properties?: Readonly<Record<string, JsonSchema>>;
  required?: readonly string[];
  items?: JsonSchema;
  minItems?: number;
  maxItems?: number;
  minimum?: number;
  maximum?: number;
  minLength?: number;
  maxLength?: number;
  pattern?: string;
  contentEncoding?: string;
}>;

/** Requests as the API description promises to read them. */
export function validRequest({ request }: RouteSpec, known: Known): fc.Arbitrary<GeneratedRequest> {
  const part = (schema: z.ZodType | undefined) => (schema === undefined ? fc.constant({}) : arbitraryOf(schema, known));
  return fc.record({
    params: part(request.params) as fc.Arbitrary<Record<string, string>>,
    query: part(request.query).map(asTexts),
    body: request.body === undefined ? fc.constant(undefined) : arbitraryOf(request.body, known),
  });
}

/** One thing in it changed, mostly for the worse. */
export function mutated(value: unknown): fc.Arbitrary<unknown> {
  return fc.tuple(fc.nat(), HOSTILE, fc.constantFrom("replace", "remove", "add")).map(([place, hostile, how]) => {
    const paths = pathsOf(value, []);
    return changedAt(value, paths[place % paths.length] ?? [], hostile, how);
  });
}

/** Values that have broken servers before. */
const HOSTILE: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom(
    null,
    true,
    false,
    0,
    -1,
    1.5,
    1e308,
    -1e308,
    2 ** 53,
    "",
    " ",
    "\u0000",
    "\ud800",
    "a\u0000b",
    "__proto__",
    "constructor",
    "../../etc/passwd",
    "' or 1=1 --",
    "%00",
    "NaN",
    [],
    {},
    [[]],
  ),
  fc.string({ unit: "binary", maxLength: 30 }),
  fc.constant("x".repeat(5_000)),
  fc.integer(),
  fc.double(),
  fc.array(fc.integer(), { maxLength: 3 }),
);

function arbitraryOf(schema: z.ZodType, known: Known): fc.Arbitrary<unknown> {
  const json = z.toJSONSchema(schema, { io: "input" }) as JsonSchema;
  return fromJsonSchema(json, json.$defs ?? {}, known).filter((value) => schema.safeParse(value).success);
}

function fromJsonSchema(schema: JsonSchema, defs: Readonly<Record<string, JsonSchema>>, known: Known): fc.Arbitrary<unknown> {
  const inner = (part: JsonSchema) => fromJsonSchema(part, defs, known);
  if (schema.$ref !== undefined) return inner(defs[schema.$ref.replace("#/$defs/", "")] ?? {});
  if (schema.const !== undefined) return fc.constant(schema.const);
  if (schema.enum !== undefined) return fc.constantFrom(...schema.enum);
  const options = schema.anyOf ?? schema.oneOf;
  if (options !== undefined) return fc.oneof(...options.map(inner));
  switch (schema.type) {
    case "object":
      return objectOf(schema, inner);
    case "array":
      return fc.array(inner(schema.items ?? {}), {
        minLength: schema.minItems ?? 0,
        maxLength: Math.min(schema.maxItems ?? 4, (schema.minItems ?? 0) + 3),
      });
    case "string":
      return stringOf(schema, known);
    case "integer":
      return fc.integer({ min: Math.max(schema.minimum ?? 0, -(2 ** 31)), max: Math.min(schema.maximum ?? 1_000, 2 ** 31 - 1) });
    case "number":
      return fc.double({ min: schema.minimum ?? 0, max: schema.maximum ?? 100, noNaN: true });
    case "boolean":
      return fc.boolean();
    case "null":
      return fc.constant(null);
    case undefined:
    default:
      return fc.jsonValue({ maxDepth: 2 });
  }
}

function objectOf(
  { properties = {}, required = [] }: JsonSchema,
  inner: (part: JsonSchema) => fc.Arbitrary<unknown>,
): fc.Arbitrary<unknown> {
  const parts = Object.fromEntries(Object.entries(properties).map(([key, part]) => [key, inner(part)]));
  return fc.record(parts, { requiredKeys: [...required], noNullPrototype: true });
}

function stringOf(schema: JsonSchema, known: Known): fc.Arbitrary<string> {
  if (schema.contentEncoding === "base64")
    return fc.oneof(
      fc.uint8Array({ maxLength: 60 }).map(toBase64),
      fc.json({ maxDepth: 2 }).map((text) => toBase64(Buffer.from(text))),
    );
  const pattern = [schema.pattern, ...(schema.allOf ?? []).map((part) => part.pattern)].find((one) => one !== undefined) ?? "";
  if (pattern === "^[0-9a-f]{64}$") return oneOf(known.hashes, fc.stringMatching(/^[0-9a-f]{64}$/));
  if (pattern === "^[0-9a-f]{12}$") return oneOf(known.tokenIds, fc.stringMatching(/^[0-9a-f]{12}$/));
  if (pattern === "^[A-Za-z0-9_-]{43}$") return oneOf(known.thumbprints, fc.stringMatching(/^[A-Za-z0-9_-]{43}$/));
  if (pattern.includes("\\.[A-Za-z0-9_-]+"))
    return fc.stringMatching(/^[A-Za-z0-9_-]{1,20}\.[A-Za-z0-9_-]{1,20}\.[A-Za-z0-9_-]{1,20}$/);
  const words = fc.string({
    unit: "grapheme",
    minLength: schema.minLength ?? 0,
    maxLength: Math.min(schema.maxLength ?? 40, 40),
  });
  return oneOf(known.texts, words);
}

function oneOf(known: readonly string[], others: fc.Arbitrary<string>): fc.Arbitrary<string> {
  return known.length === 0 ? others : fc.oneof(fc.constantFrom(...known), others);
}

function toBase64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString("base64");
}

function asTexts(query: unknown): Record<string, string> {
  return Object.fromEntries(Object.entries(query as object).map(([key, value]) => [key, String(value)]));
}

type Path = readonly (string | number)[];

function pathsOf(value: unknown, path: Path): Path[] {
  if (typeof value !== "object" || value === null) return [path];
  const members = Array.isArray(value) ? value.map((item: unknown, at) => [at, item] as const) : Object.entries(value);
  return [path, ...members.flatMap(([key, member]) => pathsOf(member, [...path, key]))];
}

function changedAt(value: unknown, path: Path, hostile: unknown, how: "replace" | "remove" | "add"): unknown {
  const [first, ...rest] = path;
  if (first === undefined)
    return how === "add" && typeof value === "object" && value !== null && !Array.isArray(value)
      ? { ...value, surprise: hostile }
      : hostile;
  if (Array.isArray(value))
    return value.map((item: unknown, at): unknown => (at === first ? changedAt(item, rest, hostile, how) : item));
  const entries = Object.entries(value as object).flatMap(([key, member]): [string, unknown][] => {
    if (key !== first) return [[key, member]];
    return rest.length === 0 && how === "remove" ? [] : [[key, changedAt(member, rest, hostile, how)]];
  });
  return Object.fromEntries(entries);
}
