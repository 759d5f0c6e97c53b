import { Ajv2020, type ValidateFunction } from "ajv/dist/2020.js";

/** As much of a JSON schema as the product's description uses. */
export type JsonSchema = Readonly<{
  $ref?: string;
  type?: string;
  const?: unknown;
  enum?: readonly unknown[];
  anyOf?: readonly JsonSchema[];
  oneOf?: readonly JsonSchema[];
  allOf?: readonly JsonSchema[];
  properties?: Readonly<Record<string, JsonSchema>>;
  required?: readonly string[];
  additionalProperties?: boolean | JsonSchema;
  items?: JsonSchema;
  minItems?: number;
  maxItems?: number;
  uniqueItems?: boolean;
  minimum?: number;
  maximum?: number;
  minLength?: number;
  maxLength?: number;
  pattern?: string;
  contentEncoding?: string;
}>;
type Parameter = Readonly<{ in: "path" | "query"; name: string; required?: boolean; schema: JsonSchema }>;
type Content = Readonly<Record<string, Readonly<{ schema: JsonSchema }>>>;
type Response = Readonly<{ description: string; content?: Content; headers?: Readonly<Record<string, JsonSchema>> }>;
type DescribedOperation = Readonly<{
  operationId: string;
  parameters?: readonly Parameter[];
  requestBody?: Readonly<{ content: Content }>;
  security?: readonly unknown[];
  "x-roles": readonly string[];
  responses: Readonly<Record<string, Response>>;
}>;
export type ApiDocument = Readonly<{
  paths: Readonly<Record<string, Readonly<Record<string, DescribedOperation>>>>;
  components: Readonly<{ schemas: Readonly<Record<string, JsonSchema>>; headers: Readonly<Record<string, HeaderObject>> }>;
}>;
type HeaderObject = Readonly<{ required?: boolean; schema: JsonSchema }>;

/** What an answer of one status has to be. `codes`: problems that may have this status here. */
export type DescribedAnswer = Readonly<{
  mediaType: string | null;
  isBody: ValidateFunction | null;
  codes: readonly string[];
  headers: readonly Readonly<{ name: string; isValue: ValidateFunction }>[];
}>;
export type Operation = Readonly<{
  id: string;
  method: string;
  /** With parameters in braces. */
  path: string;
  params: Readonly<Record<string, JsonSchema>>;
  query: Readonly<Record<string, JsonSchema>>;
  queryRequired: readonly string[];
  body: JsonSchema | null;
  /** Whether the description lets this be a body. */
  isBody: (body: unknown) => boolean;
  /** Whether the description lets this text stand in the address. A number is its digits. */
  isText: (where: "params" | "query", name: string, text: string) => boolean;
  roles: readonly string[];
  /** Asks for credentials of any kind. */
  isSecured: boolean;
  answers: ReadonlyMap<number, DescribedAnswer>;
}>;
export type Api = Readonly<{
  operations: readonly Operation[];
  /** By path, methods in upper case. */
  methods: ReadonlyMap<string, readonly string[]>;
  resolve: (schema: JsonSchema) => JsonSchema;
}>;

/** Reads a description as the server gives it; the schemas are compiled by a validator that is not the product's. */
export function readApi(document: ApiDocument): Api {
  // A schema of a string has no number keywords to be strict about; `example` and `$ref` beside others are OpenAPI's.
  const ajv = new Ajv2020({ strict: false, validateFormats: false, allErrors: false });
  ajv.addSchema(document, "api");
  const compiled = (schema: JsonSchema) => ajv.compile(absolute(schema) as object);
  const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, described]) => operationOf(path, method.toUpperCase(), described, compiled, document)),
  );
  const methods = new Map(
    Object.entries(document.paths).map(([path, of]) => [path, Object.keys(of).map((method) => method.toUpperCase())]),
  );
  return { operations, methods, resolve: (schema) => resolved(document, schema) };
}

type Compile = (schema: JsonSchema) => ValidateFunction;

function operationOf(
  path: string,
  method: string,
  described: DescribedOperation,
  compiled: Compile,
  document: ApiDocument,
): Operation {
  const parameters = described.parameters ?? [];
  const named = (where: "path" | "query") =>
    Object.fromEntries(parameters.filter((one) => one.in === where).map((one) => [one.name, resolved(document, one.schema)]));
  const params = named("path");
  const query = named("query");
  const body = described.requestBody?.content["application/json"]?.schema ?? null;
  const isBody = body === null ? null : compiled(body);
  const texts = new Map(Object.entries({ ...params, ...query }).map(([name, schema]) => [name, compiled(schema)]));
  return {
    id: described.operationId,
    method,
    path,
    params,
    query,
    queryRequired: parameters.filter((one) => one.in === "query" && one.required === true).map(({ name }) => name),
    body,
    isBody: (value) => isBody === null || isBody(value),
    isText: (where, name, text) => {
      const schema = (where === "params" ? params : query)[name];
      const isNumber = schema?.type === "integer" || schema?.type === "number";
      if (isNumber && !/^-?\d+$/.test(text)) return false;
      return texts.get(name)?.(isNumber ? Number(text) : text) ?? false;
    },
    roles: described["x-roles"],
    isSecured: (described.security ?? []).length > 0,
    answers: new Map(
      Object.entries(described.responses).map(([status, answer]) => [Number(status), answerOf(answer, compiled, document)]),
    ),
  };
}

function answerOf({ description, content, headers }: Response, compiled: Compile, document: ApiDocument): DescribedAnswer {
  const [first] = Object.entries(content ?? {});
  return {
    mediaType: first?.[0] ?? null,
    isBody: first === undefined ? null : compiled(first[1].schema),
    codes: [...description.matchAll(/`([a-z0-9-]+)`:/g)].map(([, code = ""]) => code),
    headers: Object.entries(headers ?? {}).flatMap(([name, said]) => {
      const header = referred(document, said) as HeaderObject;
      return header.required === true ? [{ name, isValue: compiled(header.schema) }] : [];
    }),
  };
}

function resolved(document: ApiDocument, schema: JsonSchema): JsonSchema {
  return referred(document, schema) as JsonSchema;
}

/** What stands where a reference points to, or the thing itself. */
function referred(document: ApiDocument, { $ref, ...own }: Readonly<{ $ref?: string }>): unknown {
  if ($ref === undefined) return own;
  const [, ...steps] = $ref.split("/");
  return steps.reduce<unknown>((at, step) => (at as Record<string, unknown>)[step], document);
}

/** References from the document's root, so that a part of it can be compiled alone. */
function absolute(schema: JsonSchema): unknown {
  return JSON.parse(JSON.stringify(schema).replaceAll('"$ref":"#/', '"$ref":"api#/'));
}
