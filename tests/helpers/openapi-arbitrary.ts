import fc from "fast-check";
import type { Api, JsonSchema, Operation } from "./openapi-document.ts";

/** Names of real things, so that requests get past "there is no such thing": by the collection that they stand under. */
export type Known = ReadonlyMap<string, readonly string[]>;
export type ApiRequest = Readonly<{
  role: string | null;
  params: Readonly<Record<string, string>>;
  query: Readonly<Record<string, string>>;
  body: unknown;
}>;

/** Requests that the description promises to read. */
export function requestOf(api: Api, operation: Operation, known: Known): fc.Arbitrary<ApiRequest> {
  const make = createMaker(api, known);
  const params = Object.entries(operation.params).map(([name, schema]): [string, fc.Arbitrary<unknown>] => {
    const collection = operation.path.split("/").at(operation.path.split("/").indexOf(`{${name}}`) - 1) ?? "";
    const fitting = (known.get(collection) ?? []).filter((text) => operation.isText("params", name, text));
    const any = make(schema, name);
    return [name, fitting.length === 0 ? any : fc.oneof({ weight: 3, arbitrary: fc.constantFrom(...fitting) }, any)];
  });
  const query = Object.entries(operation.query).map(([name, schema]): [string, fc.Arbitrary<unknown>] => [
    name,
    make(schema, name),
  ]);
  return fc.record({
    role: operation.roles.length === 0 ? fc.constant(null) : fc.constantFrom(...operation.roles),
    params: fc.record(Object.fromEntries(params)).map(asTexts),
    query: fc.record(Object.fromEntries(query), { requiredKeys: [...operation.queryRequired] }).map(asTexts),
    body: operation.body === null ? fc.constant(undefined) : make(operation.body, "").filter(operation.isBody),
  });
}

/** `name`: of the member that the value is for, which often says what kind of thing it names. */
type Make = (schema: JsonSchema, name: string) => fc.Arbitrary<unknown>;

function createMaker(api: Api, known: Known): Make {
  const all = [...known.values()].flat();
  const make: Make = (reference, name) => {
    const schema = api.resolve(reference);
    if (schema.const !== undefined) return fc.constant(schema.const);
    if (schema.enum !== undefined) return fc.constantFrom(...schema.enum);
    const options = schema.anyOf ?? schema.oneOf;
    // An object with `anyOf` beside its properties says how they hang together; the whole body is held to that at the end.
    if (options !== undefined && schema.properties === undefined) return fc.oneof(...options.map((option) => make(option, name)));
    switch (schema.type) {
      case "object":
        return objectOf(schema, make);
      case "array":
        return arrayOf(schema, (items) => make(items, name));
      case "string":
        return stringOf(schema, all, namedBy(known, name));
      case "integer":
        return integerOf(schema);
      case "number":
        return fc.oneof(
          fc.constantFrom(schema.minimum ?? 0, schema.maximum ?? 1),
          fc.double({ min: schema.minimum ?? -1e9, max: schema.maximum ?? 1e9, noNaN: true }),
        );
      case "boolean":
        return fc.boolean();
      case "null":
        return fc.constant(null);
      case undefined:
        return fc.jsonValue({ maxDepth: 3 });
      default:
        throw new Error(`the description has a schema of the type \`${schema.type}\`, which nobody generates`);
    }
  };
  return make;
}

/** `planHash` is of one of the plans, `policy` of one of the policies, `userIds` of the users. */
function namedBy(known: Known, name: string): readonly string[] {
  const collection = [...known.keys()].find((plural) => name.startsWith(plural.replace(/ies$/, "y").replace(/s$/, "")));
  return collection === undefined ? [] : (known.get(collection) ?? []);
}

function objectOf({ properties = {}, required = [] }: JsonSchema, make: Make): fc.Arbitrary<unknown> {
  const parts = Object.fromEntries(Object.entries(properties).map(([key, part]) => [key, make(part, key)]));
  return fc.record(parts, { requiredKeys: [...required], noNullPrototype: true });
}

function arrayOf(
  { items = {}, minItems = 0, maxItems = 4, uniqueItems }: JsonSchema,
  make: (items: JsonSchema) => fc.Arbitrary<unknown>,
): fc.Arbitrary<unknown> {
  const length = { minLength: minItems, maxLength: Math.min(maxItems, minItems + 3) };
  if (uniqueItems !== true) return fc.array(make(items), length);
  return fc.uniqueArray(make(items), { ...length, selector: (item) => JSON.stringify(item) });
}

function integerOf({ minimum, maximum }: JsonSchema): fc.Arbitrary<number> {
  const min = Math.max(minimum ?? -1_000_000, Number.MIN_SAFE_INTEGER);
  const max = Math.min(maximum ?? 1_000_000, Number.MAX_SAFE_INTEGER);
  return fc.oneof(fc.constantFrom(min, max), fc.integer({ min, max: Math.min(max, min + 100) }), fc.maxSafeInteger().map(within));
  function within(any: number): number {
    return min + (Math.abs(any) % (max - min + 1 > Number.MAX_SAFE_INTEGER ? Number.MAX_SAFE_INTEGER : max - min + 1));
  }
}

/** Longer texts at their bound cost time and tell nothing new. */
const LONG_TEXT = 9_000;

function stringOf(schema: JsonSchema, known: readonly string[], meant: readonly string[]): fc.Arbitrary<string> {
  const all = [schema, ...(schema.allOf ?? [])];
  const patterns = all.flatMap(({ pattern }) => (pattern === undefined ? [] : [new RegExp(pattern, "u")]));
  const least = Math.max(...all.map(({ minLength = 0 }) => minLength));
  const most = Math.min(...all.map(({ maxLength = Number.MAX_SAFE_INTEGER }) => maxLength));
  const fits = (text: string) => {
    const length = text.length > 2 * most ? text.length : [...text].length;
    return length >= least && length <= most && patterns.every((pattern) => pattern.test(text));
  };
  if (schema.contentEncoding === "base64") return base64(known.filter((text) => BASE64.test(text)));
  const real = (meant.some(fits) ? meant : known).filter(fits);
  const strict = patterns.find(({ source }) => !source.includes("\\p{") && source !== "\\S");
  const atBounds = ["x", "é", "𝒳"].flatMap((one) => [one.repeat(least), one.repeat(Math.min(most, LONG_TEXT))]).filter(fits);
  const free = [
    fc.string({ unit: "grapheme", minLength: least, maxLength: Math.min(most, least + 30) }),
    fc.string({ unit: "binary", minLength: least, maxLength: Math.min(most, least + 10) }),
  ].map((some) => some.filter(fits));
  const options = strict === undefined ? free : [fc.stringMatching(strict).filter(fits)];
  if (atBounds.length > 0) options.push(fc.constantFrom(...atBounds));
  return real.length === 0 ? fc.oneof(...options) : fc.oneof({ weight: 4, arbitrary: fc.constantFrom(...real) }, ...options);
}

/** Contents of real files are longer than any name. */
const BASE64 = /^[A-Za-z0-9+/]{80,}={0,2}$/;

function base64(files: readonly string[]): fc.Arbitrary<string> {
  const encoded = (bytes: Uint8Array) => Buffer.from(bytes).toString("base64");
  return fc.oneof(
    ...(files.length === 0 ? [] : [{ weight: 2, arbitrary: fc.constantFrom(...files) }]),
    fc.uint8Array({ maxLength: 60 }).map(encoded),
    fc.json({ maxDepth: 2 }).map((text) => encoded(Buffer.from(text))),
  );
}

function asTexts(values: Readonly<Record<string, unknown>>): Record<string, string> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, String(value)]));
}
