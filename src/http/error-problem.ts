import { FenceBroken } from "../app/ports/store.ts";
import { problem, type Problem, type ProblemIssue } from "../app/problems/problem.ts";

/** What an exception means to the caller. Whatever is not known is our mistake, and says nothing of its inside. */
export function problemOfError(error: unknown): Problem {
  if (error instanceof FenceBroken) return problem("moved-meanwhile", "it moved while this was being written");
  if (isStoreLost(error)) return problem("store-unavailable", "the database was lost while this was being answered");
  if (isContention(error)) return problem("too-busy", "others kept writing at the same time");
  return framework(error) ?? problem("internal-error", "the server's log has the details under this request's id");
}

type FrameworkError = Readonly<{
  code?: string;
  statusCode?: number;
  message?: string;
  validation?: readonly ValidationFault[];
  validationContext?: string;
}>;
type ValidationFault = Readonly<{ instancePath: string; message?: string; params?: Readonly<Record<string, unknown>> }>;

/** Fastify's own refusals. */
function framework(error: unknown): Problem | null {
  if (typeof error !== "object" || error === null) return null;
  const { code, statusCode, message, validation, validationContext } = error as FrameworkError;
  if (validation !== undefined) return invalid(validation, validationContext ?? "body");
  if (code === "FST_ERR_CTP_BODY_TOO_LARGE") return problem("body-too-large", "the body is larger than this address takes");
  if (code === "FST_ERR_CTP_INVALID_MEDIA_TYPE" || statusCode === 415)
    return problem("media-type-unsupported", "the body's media type is not read here");
  if (statusCode !== undefined && statusCode >= 400 && statusCode < 500)
    return problem("body-invalid", lowerFirst(message ?? "the request cannot be read"));
  return null;
}

/** More than this helps nobody to correct a request. */
const ISSUES_MAX = 200;

function invalid(faults: readonly ValidationFault[], context: string): Problem {
  const where = context === "querystring" ? "query" : context;
  const issues = faults.slice(0, ISSUES_MAX).map(({ instancePath, message }): ProblemIssue => {
    return { code: "body-invalid", at: `${where}${instancePath}`, message: lowerFirst(message ?? "is not valid"), help: "" };
  });
  return problem("body-invalid", `${faults.length} ${faults.length === 1 ? "field is" : "fields are"} not valid`, { issues });
}

/** Of either driver: the connection is gone, the server shuts down or takes no more. Codes: PostgreSQL appendix A. */
function isStoreLost(error: unknown): boolean {
  if (typeof error !== "object" || error === null) return false;
  if ("name" in error && error.name === "DatabaseFailure") return true;
  const code = "code" in error && typeof error.code === "string" ? error.code : "";
  return /^(?:08...|57P0[1-5]|53...|ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT|ENOTFOUND)$/.test(code);
}

/** The store has repeated the unit of work as often as it does. */
function isContention(error: unknown): boolean {
  return (
    typeof error === "object" &&
    error !== null &&
    "code" in error &&
    (error.code === "40001" || error.code === "40P01" || error.code === "55P03")
  );
}

function lowerFirst(text: string): string {
  return text.slice(0, 1).toLowerCase() + text.slice(1, 500);
}
