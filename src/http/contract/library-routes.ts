import { policyFilesAnswer } from "./library.ts";
import type { RouteSpec } from "./route-spec.ts";
import { pageQuery } from "./words.ts";

/** Policies as code, their versions, and what is wrong with them. */
export const LIBRARY_ROUTES = {
  exportPolicies: {
    method: "GET",
    path: "/api/v1/exports/policies",
    summary: "Write live policies down as files; an import reads them back unchanged",
    tag: "policies",
    // Opaque policies are written whole, scripts too: that is more than every reader of the console is shown.
    allow: ["author", "approver", "operator", "admin"],
    request: { query: pageQuery },
    response: { status: 200, body: policyFilesAnswer },
    problems: [],
  },
} as const satisfies Record<string, RouteSpec>;
