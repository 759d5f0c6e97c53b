import type { z } from "zod";
import type { Role } from "./words.ts";

/** `public`: everybody; `device`: whoever proves a pinned key, or an enrolment token. A list: these roles and no other. */
export type Allow = readonly Role[] | "public" | "device";

/** Chapters of the API description. */
export const TAGS = [
  "server",
  "sign-in",
  "accounts",
  "imports",
  "policies",
  "catalogue",
  "drafts",
  "masters",
  "conflicts",
  "requirements",
  "plans",
  "rollouts",
  "people",
  "live",
  "devices",
  "audit",
  "tokens",
  "demo",
  "device door",
] as const;

/** One operation: what the server routes, what the API description says and what the authorisation tests walk. */
export type RouteSpec = Readonly<{
  method: "GET" | "POST" | "DELETE";
  /** As Fastify writes parameters: `/api/v1/rollouts/:id`. */
  path: string;
  summary: string;
  tag: (typeof TAGS)[number];
  allow: Allow;
  request: Readonly<{ params?: z.ZodObject; query?: z.ZodObject; body?: z.ZodObject }>;
  /** `body: null`: an answer without one. */
  response: Readonly<{ status: 200 | 201 | 202 | 204; body: z.ZodType | null }>;
  /** Codes of docs/errors.md beyond those that every route of its kind can answer with (`problemsOf`). */
  problems: readonly string[];
  /** Left out: 1 MiB. */
  bodyBytesMax?: number;
}>;

/** Every code that a route can answer with. */
export function problemsOf(route: RouteSpec): readonly string[] {
  const { params, query } = route.request;
  const codes = ["internal-error", "store-unavailable", "too-busy", ...route.problems];
  if (typeof route.allow !== "string") codes.push("not-signed-in", "not-allowed", "request-not-from-console");
  if ((params ?? query) !== undefined) codes.push("body-invalid");
  // Whoever sends a body where none is read is told that it cannot be read.
  if (route.method !== "GET") codes.push("body-invalid", "body-too-large", "media-type-unsupported");
  return [...new Set(codes)].sort();
}
