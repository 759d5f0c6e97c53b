import type { DescribedAnswer, Operation } from "./openapi-document.ts";
import type { WireAnswer } from "./openapi-wire.ts";

/** The names that Schemathesis gives to its checks. */
export const CHECKS = [
  "not_a_server_error",
  "status_code_conformance",
  "content_type_conformance",
  "response_headers_conformance",
  "response_schema_conformance",
  "positive_data_acceptance",
  "negative_data_rejection",
  "missing_required_header",
  "unsupported_method",
  "use_after_free",
  "ensure_resource_availability",
  "ignored_auth",
  "max_response_time",
] as const;
export type CheckName = (typeof CHECKS)[number];
export type Fault = Readonly<{ check: CheckName; because: string }>;
export type Tally = Readonly<{
  count: (check: CheckName) => void;
  counts: ReadonlyMap<CheckName, number>;
}>;

export function createTally(): Tally {
  const counts = new Map<CheckName, number>();
  return { counts, count: (check) => counts.set(check, (counts.get(check) ?? 0) + 1) };
}

/** Nothing here asks for more than a moment, sign-ins with their slow hash included; a machine under load may double it. */
const ANSWER_MS_MAX = 4_000;

/** Everything that the description says of an answer, whatever the question was. Null: it keeps every word. */
export function faultOf(operation: Operation, answer: WireAnswer, tally: Tally): Fault | null {
  const { status, text, tookMs } = answer;
  tally.count("not_a_server_error");
  if (status >= 500 || status === 0) return fault("not_a_server_error", `status ${status}: ${text.slice(0, 500)}`);
  tally.count("max_response_time");
  if (tookMs > ANSWER_MS_MAX) return fault("max_response_time", `took ${Math.round(tookMs)} ms`);
  tally.count("status_code_conformance");
  const described = operation.answers.get(status);
  const code = codeOf(answer);
  if (described === undefined || (status >= 400 && !described.codes.includes(code)))
    return fault("status_code_conformance", `status ${status} with the code \`${code}\` is not in the description`);
  return contentFault(described, answer, tally);
}

function contentFault(described: DescribedAnswer, { headers, text, json }: WireAnswer, tally: Tally): Fault | null {
  tally.count("content_type_conformance");
  const type = headers["content-type"]?.split(";", 1)[0] ?? null;
  if (type !== described.mediaType)
    return fault("content_type_conformance", `content type ${type ?? "none"} instead of ${described.mediaType ?? "none"}`);
  tally.count("response_headers_conformance");
  const wrong = described.headers.find(({ name, isValue }) => !isValue(typed(headers[name])));
  if (wrong !== undefined)
    return fault("response_headers_conformance", `the header ${wrong.name} is ${headers[wrong.name] ?? "missing"}`);
  tally.count("response_schema_conformance");
  if (described.isBody === null)
    return text === "" ? null : fault("response_schema_conformance", "a body where none was promised");
  if (json !== undefined && described.isBody(json)) return null;
  const errors = (described.isBody.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message ?? ""}`);
  return fault("response_schema_conformance", json === undefined ? "the body is no JSON" : errors.join("; "));
}

/** A header is text; one that is described as a number is its digits. */
function typed(value: string | undefined): string | number | undefined {
  return value !== undefined && /^\d{1,15}$/.test(value) ? Number(value) : value;
}

export function fault(check: CheckName, because: string): Fault {
  return { check, because };
}

export function codeOf({ json }: WireAnswer): string {
  const code = typeof json === "object" && json !== null && "code" in json ? json.code : "";
  return typeof code === "string" ? code : "";
}

/** Every problem that the description knows, by status: for refusals before any operation was found. */
const ANYWHERE: Readonly<Record<number, readonly string[]>> = {
  400: ["body-invalid"],
  404: ["not-found"],
  405: ["method-not-allowed"],
  413: ["body-too-large"],
  415: ["media-type-unsupported"],
};

/** A refusal that may come from in front of the operation. `statuses`: the right ones. */
export function refusalFault(
  check: CheckName,
  operation: Operation,
  answer: WireAnswer,
  statuses: readonly number[],
  tally: Tally,
): Fault | null {
  tally.count(check);
  const said = `status ${answer.status}, code \`${codeOf(answer)}\`: ${answer.text.slice(0, 300)}`;
  if (!statuses.includes(answer.status)) return fault(check, `${said}; expected ${statuses.join(" or ")}`);
  const isKnown = operation.answers.get(answer.status)?.codes.includes(codeOf(answer)) ?? false;
  if (isKnown) return null;
  if (answer.headers["content-type"]?.startsWith("application/problem+json") !== true)
    return fault(check, `${said}; no problem of ours`);
  return ANYWHERE[answer.status]?.includes(codeOf(answer)) === true ? null : fault(check, `${said}; an undeclared code`);
}
