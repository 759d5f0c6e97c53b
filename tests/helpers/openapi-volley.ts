import fc from "fast-check";
import { requestOf, type ApiRequest, type Known } from "./openapi-arbitrary.ts";
import { codeOf, fault, faultOf, refusalFault, type Fault, type Tally } from "./openapi-checks.ts";
import type { Api, Operation } from "./openapi-document.ts";
import { badRequestOf } from "./openapi-mutation.ts";
import { wireOf, type WireAnswer, type WireRequest } from "./openapi-wire.ts";

/** Kinds of fire at an operation, and their shares of its requests. */
export const KINDS = { positive: 0.28, negative: 0.6, auth: 0.07, method: 0.04, freed: 0.01 } as const;
export type Kind = keyof typeof KINDS;
type Send = (operation: Operation, wire: WireRequest) => Promise<WireAnswer>;
type Judge = (answer: WireAnswer, send: Send) => Promise<Fault | null> | Fault | null;
export type Volley = Readonly<{ how: string; wire: WireRequest; judge: Judge }>;
export type Aim = Readonly<{ api: Api; known: Known; badTokens: readonly string[]; operation: Operation; tally: Tally }>;

/** Whether there is anything of this kind to send to the operation. */
export function isAimed(kind: Kind, api: Api, operation: Operation): boolean {
  return kind !== "freed" || makerOf(api, operation) !== null;
}

/** Requests of one kind at one operation, each with what has to be true of its answer. */
export function volleyOf(kind: Kind, aim: Aim): fc.Arbitrary<Volley> {
  const valid = requestOf(aim.api, aim.operation, aim.known);
  switch (kind) {
    case "positive":
      return positive(aim, valid);
    case "negative":
      return negative(aim, valid);
    case "auth":
      return withoutAuth(aim, valid);
    case "method":
      return wrongMethod(aim, valid);
    case "freed":
      return freed(aim);
  }
}

function positive({ api, operation, tally }: Aim, valid: fc.Arbitrary<ApiRequest>): fc.Arbitrary<Volley> {
  const judge: Judge = async (answer, send) => {
    const broken = faultOf(operation, answer, tally);
    if (broken !== null) return broken;
    tally.count("positive_data_acceptance");
    if (operation.isSecured && answer.status === 401 && codeOf(answer) === "not-signed-in")
      return fault("positive_data_acceptance", "a valid token was refused");
    if (answer.status === 400) return fault("positive_data_acceptance", answer.text.slice(0, 500));
    return availabilityFault(api, operation, answer, send, tally);
  };
  return valid.map((request) => ({ how: "valid", wire: wireOf(operation, request), judge }));
}

/** What was just made can be looked at, where the description has an address for it. */
async function availabilityFault(
  api: Api,
  { method, path, params, answers }: Operation,
  answer: WireAnswer,
  send: Send,
  tally: Tally,
): Promise<Fault | null> {
  if (method !== "POST" || answer.status >= 300 || Object.keys(params).length > 0 || answers.size === 0) return null;
  const reader = api.operations.find(
    (other) => other.method === "GET" && other.path.startsWith(`${path}/{`) && other.path.endsWith("}"),
  );
  const [name] = Object.keys(reader?.params ?? {});
  const made = name === undefined ? undefined : (answer.json as Readonly<Record<string, unknown>>)[name];
  if (reader === undefined || name === undefined || typeof made !== "string") return null;
  tally.count("ensure_resource_availability");
  const role = reader.roles[0] ?? null;
  const found = await send(reader, wireOf(reader, { role, params: { [name]: made }, query: {}, body: undefined }));
  if (found.status === 200) return null;
  return fault(
    "ensure_resource_availability",
    `made \`${made}\`, and ${reader.id} answers ${found.status}: ${found.text.slice(0, 300)}`,
  );
}

function negative({ operation, tally }: Aim, valid: fc.Arbitrary<ApiRequest>): fc.Arbitrary<Volley> {
  return badRequestOf(operation, valid).map(({ how, wire, statuses }) => ({
    how,
    wire,
    judge: (answer) => {
      // In front of the operation its description does not hold; behind it every word does.
      const isItsOwn = operation.answers.get(answer.status)?.codes.includes(codeOf(answer)) ?? false;
      const broken = isItsOwn || answer.status >= 500 ? faultOf(operation, answer, tally) : null;
      return broken ?? refusalFault("negative_data_rejection", operation, answer, statuses, tally);
    },
  }));
}

/** Credentials that nobody has, and a body without the header that says what it is. */
function withoutAuth({ operation, badTokens, tally }: Aim, valid: fc.Arbitrary<ApiRequest>): fc.Arbitrary<Volley> {
  const headerless = valid.map((request): Volley => {
    const { "content-type": _, ...headers } = wireOf(operation, request).headers;
    return {
      how: "no content type",
      wire: { ...wireOf(operation, request), headers },
      judge: (answer) => refusalFault("missing_required_header", operation, answer, [415], tally),
    };
  });
  const stranger = fc.tuple(valid, fc.constantFrom(null, ...badTokens)).map(([request, token]): Volley => {
    const wire = wireOf(operation, { ...request, role: null });
    return {
      how: "no credentials",
      wire: token === null ? wire : { ...wire, headers: { ...wire.headers, authorization: token } },
      judge: (answer) => refusalFault("ignored_auth", operation, answer, [401], tally),
    };
  });
  const options = [...(operation.body === null ? [] : [headerless]), ...(operation.isSecured ? [stranger] : [])];
  return options.length === 0 ? positiveOnly(operation, valid, tally) : fc.oneof(...options);
}

/** For operations that ask nobody who they are: odd credentials change nothing. */
function positiveOnly(operation: Operation, valid: fc.Arbitrary<ApiRequest>, tally: Tally): fc.Arbitrary<Volley> {
  const wire = (request: ApiRequest): WireRequest => ({ ...wireOf(operation, request), headers: { authorization: "Bearer x" } });
  return valid.map((request) => ({
    how: "odd credentials",
    wire: wire(request),
    judge: (answer) => faultOf(operation, answer, tally),
  }));
}

const METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS", "TRACE"];

function wrongMethod({ api, operation, tally }: Aim, valid: fc.Arbitrary<ApiRequest>): fc.Arbitrary<Volley> {
  // An address may fit several paths: one with a word where another has a parameter.
  const methods = [...new Set([...api.methods].flatMap(([path, of]) => (isLike(operation.path, path) ? of : [])))].sort();
  const others = METHODS.filter((method) => !methods.includes(method));
  return fc.tuple(valid, fc.constantFrom(...others)).map(([request, method]) => ({
    how: `method ${method}`,
    wire: { ...wireOf(operation, request), method, headers: {}, body: null },
    judge: (answer) => {
      tally.count("unsupported_method");
      const allowed = answer.headers["allow"] ?? "";
      if (
        answer.status === 405 &&
        allowed === methods.join(", ") &&
        (method === "HEAD" || codeOf(answer) === "method-not-allowed")
      )
        return null;
      return fault("unsupported_method", `status ${answer.status}, allow: ${allowed}; expected 405 and ${methods.join(", ")}`);
    },
  }));
}

/** The operation that makes what this one takes away. */
function makerOf(api: Api, { method, path, params }: Operation): Operation | null {
  const [name, ...others] = Object.keys(params);
  if (method !== "DELETE" || name === undefined || others.length > 0) return null;
  return api.operations.find((other) => other.answers.has(201) && `${other.path}/{${name}}` === path) ?? null;
}

/** Makes something, takes it away, and asks for it again: by its name, and with the secret that it was, if it was one. */
function freed({ api, known, operation, tally }: Aim): fc.Arbitrary<Volley> {
  const maker = makerOf(api, operation);
  const [name = ""] = Object.keys(operation.params);
  if (maker === null) throw new Error(`nothing makes what ${operation.id} takes away`);
  const judge: Judge = async (answer, send) => {
    // A body of the right shape may still mean nothing, as a file without a policy does: then there is nothing to take away.
    if (maker.answers.get(answer.status)?.codes.includes(codeOf(answer)) === true) return faultOf(maker, answer, tally);
    tally.count("use_after_free");
    const made = answer.json as Readonly<Record<string, unknown>>;
    const id = made[name];
    if (answer.status !== 201 || typeof id !== "string")
      return fault("use_after_free", `${maker.id} made nothing: ${answer.text.slice(0, 300)}`);
    const remove = wireOf(operation, { role: operation.roles[0] ?? null, params: { [name]: id }, query: {}, body: undefined });
    const [first, second] = [await send(operation, remove), await send(operation, remove)];
    if (first.status !== 204 || second.status !== 404)
      return fault("use_after_free", `${operation.id} of \`${id}\` answers ${first.status}, then ${second.status}`);
    if (typeof made["token"] !== "string") return null;
    const used = await send(maker, {
      method: "GET",
      path: maker.path,
      role: null,
      headers: { authorization: `Bearer ${made["token"]}` },
      body: null,
    });
    return used.status === 401 ? null : fault("use_after_free", `the token of \`${id}\` still answers ${used.status}`);
  };
  return requestOf(api, maker, known).map((request) => ({ how: "made, then taken away", wire: wireOf(maker, request), judge }));
}

/** Whether an address of the first path is one of the second, too. */
function isLike(path: string, other: string): boolean {
  const [parts, others] = [path.split("/"), other.split("/")];
  return parts.length === others.length && parts.every((part, at) => part === others[at] || others[at]?.startsWith("{") === true);
}
