import fc from "fast-check";
import type { ApiRequest } from "./openapi-arbitrary.ts";
import type { Operation } from "./openapi-document.ts";
import { HEADS, HUGE, IN_BODY, nth, PATH_PARTS, QUERY_TEXTS, RAW, UNCHANGED, without } from "./openapi-hostile.ts";
import { wireOf, type WireRequest } from "./openapi-wire.ts";

/** One request that has to be refused, with the statuses that are a right answer to it. */
export type BadRequest = Readonly<{ how: string; wire: WireRequest; statuses: readonly number[] }>;

/** Valid requests, each with one thing wrong with it. Never one that the description would let pass. */
export function badRequestOf(operation: Operation, valid: fc.Arbitrary<ApiRequest>): fc.Arbitrary<BadRequest> {
  const kinds = MUTATIONS.filter(({ applies }) => applies(operation));
  return fc
    .tuple(valid, fc.constantFrom(...kinds), fc.nat({ max: 1_000 }), fc.nat({ max: 1_000 }))
    .map(([request, kind, place, which]) => ({ how: kind.how, ...kind.damage(operation, request, place, which) }));
}

type Damaged = Omit<BadRequest, "how">;
type Mutation = Readonly<{
  how: string;
  applies: (operation: Operation) => boolean;
  damage: (operation: Operation, request: ApiRequest, place: number, which: number) => Damaged;
}>;

const hasBody = ({ body }: Operation) => body !== null;
const hasQuery = ({ query }: Operation) => Object.keys(query).length > 0;
const hasParams = ({ params }: Operation) => Object.keys(params).length > 0;

const BODY_MUTATIONS = Object.entries(IN_BODY).map(
  ([how, change]): Mutation => ({
    how,
    applies: hasBody,
    damage: (operation, request, place, which) => {
      const body = damagedBody(operation, request.body, place, which, change);
      const text = JSON.stringify(body).replaceAll(JSON.stringify(RAW), nth(HUGE, which));
      return { wire: { ...wireOf(operation, request), body: text }, statuses: how === "too long" ? [400, 413] : [400] };
    },
  }),
);

/** Bodies that are no JSON, or that two readers would read differently. */
const TEXT_MUTATIONS: readonly ((json: string) => string | Uint8Array)[] = [
  (json) => json.slice(0, -1),
  (json) => `${json}}`,
  (json) => `${json}${json}`,
  (json) => json.replace(/\}$/, ",}"),
  (json) => json.replaceAll('"', "'"),
  (json) => json.replace("{", "{/* */"),
  (json) => json.replace("{", '{"x":NaN,'),
  (json) => json.replace("{", '{"x":01,'),
  (json) => json.replace("{", '{"x":"\u0001",'),
  (json) => json.replace("{", '{"x":"\\u12",'),
  () => "",
  () => "undefined",
  () => "null",
  () => "[]",
  () => '"text"',
  () => "0",
  () => "[".repeat(100_000),
  (json) => Buffer.concat([Buffer.from(json.slice(0, -1)), Buffer.from([0x22, 0xff, 0xfe, 0x22, 0x7d])]),
  notUtf8,
  (json) => Buffer.from(json, "utf16le"),
];

/** In the first text of the body, where there is one. */
function notUtf8(json: string): Uint8Array {
  const at = json.indexOf('":"') + 3;
  return Buffer.concat([Buffer.from(json.slice(0, at)), Buffer.from([0xc3, 0x28]), Buffer.from(json.slice(at))]);
}

const WIRE_MUTATIONS: readonly Mutation[] = [
  {
    how: "bad JSON",
    applies: hasBody,
    damage: (operation, request, _, which) => {
      const wire = wireOf(operation, request);
      return { wire: { ...wire, body: nth(TEXT_MUTATIONS, which)(String(wire.body)) }, statuses: [400] };
    },
  },
  {
    how: "duplicate key",
    applies: hasBody,
    damage: (operation, request, place, which) => {
      const wire = wireOf(operation, request);
      const members = Object.entries(request.body as object);
      if (members.length === 0) return { wire: { ...wire, body: '{"x":1,"x":1}' }, statuses: [400] };
      const [key, value] = nth(members, place) as [string, unknown];
      const twin = nth([JSON.stringify(key), `"\\u${key.charCodeAt(0).toString(16).padStart(4, "0")}${key.slice(1)}"`], which);
      const body = `${String(wire.body).slice(0, -1)},${twin}:${JSON.stringify(value)}}`;
      return { wire: { ...wire, body }, statuses: [400] };
    },
  },
  {
    how: "wrong content type",
    applies: hasBody,
    damage: (operation, request, _, which) => {
      const wire = wireOf(operation, request);
      const type = nth(
        [
          "text/plain",
          "application/xml",
          "application/x-www-form-urlencoded",
          "multipart/form-data; boundary=x",
          "application/jsonp",
          "json",
          "text/json",
          "application/ld+json",
        ],
        which,
      );
      return { wire: { ...wire, headers: { ...wire.headers, "content-type": type } }, statuses: [415] };
    },
  },
  {
    how: "too large",
    applies: hasBody,
    damage: (operation, request) => {
      const wire = wireOf(operation, request);
      const head = `${wire.method} ${wire.path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: 99999999999`;
      return { wire: { ...wire, head, body: null }, statuses: [413] };
    },
  },
  {
    how: "body that nobody reads",
    applies: ({ body, method }) => body === null && method !== "GET",
    damage: (operation, request, _, which) => {
      const [type, body, status] = nth(
        [
          ["text/plain", "x", 415],
          ["application/json", "{", 400],
          ["application/json", '{"a":1,"a":2}', 400],
        ] as const,
        which,
      );
      return { wire: { ...wireOf(operation, request), headers: { "content-type": type }, body }, statuses: [status] };
    },
  },
  {
    how: "query",
    applies: hasQuery,
    damage: (operation, request, place, which) => {
      const query = damagedQuery(operation, request.query, place, which);
      const wire = wireOf(operation, { ...request, query: {} });
      return { wire: { ...wire, path: `${wire.path}?${query}` }, statuses: [400] };
    },
  },
  {
    how: "path",
    applies: hasParams,
    damage: (operation, request, place, which) => {
      const name = nth(Object.keys(operation.params), place);
      const marked = wireOf(operation, { ...request, query: {}, params: { ...request.params, [name]: "MARK" } });
      // The address may be one that nothing answers, or one of another kind: an empty part, or two parts made of one.
      const path = marked.path.replace("MARK", nth(PATH_PARTS, which));
      return { wire: { ...marked, path }, statuses: REFUSALS };
    },
  },
  {
    how: "header abuse",
    applies: () => true,
    damage: (operation, request, _, which) => {
      const wire = wireOf(operation, request);
      const start = `${wire.method} ${wire.path} HTTP/1.1\r\n`;
      return { wire: { ...wire, head: `${start}${nth(HEADS, which)}\r\nConnection: close`, body: null }, statuses: [400] };
    },
  },
];

/** What a request about nothing may be told; a body that nobody asked for is not among it. */
const REFUSALS = [400, 401, 403, 404, 405, 409, 422, 429];

const MUTATIONS: readonly Mutation[] = [...BODY_MUTATIONS, ...WIRE_MUTATIONS];

function damagedBody(
  { isBody }: Operation,
  body: unknown,
  place: number,
  which: number,
  change: (member: unknown, which: number) => unknown,
): unknown {
  const paths = pathsOf(body, []);
  for (let step = 0; step < paths.length * 2; step += 1) {
    const candidate = changedAt(body, nth(paths, place + step), (member) =>
      change(member, which + Math.floor(step / paths.length)),
    );
    if (candidate !== UNCHANGED && !isBody(JSON.parse(JSON.stringify(candidate)))) return candidate;
  }
  // There is nothing of the kind in it, for example no number.
  return { ...(body as object), surprise: null };
}

type Path = readonly (string | number)[];

function pathsOf(value: unknown, path: Path): Path[] {
  if (typeof value !== "object" || value === null) return [path];
  const members = Array.isArray(value) ? value.map((item: unknown, at) => [at, item] as const) : Object.entries(value);
  return [path, ...members.flatMap(([key, member]) => pathsOf(member, [...path, key]))];
}

function changedAt(value: unknown, [first, ...rest]: Path, change: (member: unknown) => unknown): unknown {
  if (first === undefined) return change(value);
  const inner = changedAt((value as Record<string | number, unknown>)[first], rest, change);
  if (inner === UNCHANGED) return UNCHANGED;
  return Array.isArray(value) ? value.with(Number(first), inner) : { ...(value as object), [first]: inner };
}

function damagedQuery(
  { query, isText }: Operation,
  given: Readonly<Record<string, string>>,
  place: number,
  which: number,
): string {
  const pairs = (of: Readonly<Record<string, string>>) =>
    Object.entries(of).map(([name, text]) => `${encodeURIComponent(name)}=${encodeURIComponent(text)}`);
  const names = Object.keys(query);
  const name = nth(names, place);
  const wrong = QUERY_TEXTS.filter((text) => !isText("query", name, text));
  const fine = wellFormed(given);
  switch (nth(["value", "value", "value", "unknown", "twice", "list", "nested"] as const, which)) {
    case "value":
      if (wrong.length > 0) return pairs({ ...fine, [name]: nth(wrong, which) }).join("&");
      return [...pairs(fine), "surprise=1"].join("&");
    case "unknown":
      return [...pairs(fine), `${nth(["surprise", "__proto__", "constructor", "LIMIT", "%00"], place)}=1`].join("&");
    case "twice":
      return [...pairs(without(fine, name) as Record<string, string>), `${name}=1`, `${name}=1`].join("&");
    case "list":
      return [...pairs(fine), `${name}[]=1`].join("&");
    case "nested":
      return [...pairs(fine), `${name}[x]=1`].join("&");
  }
}

function wellFormed(query: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(query).map(([name, text]) => [name, text.toWellFormed()]));
}
