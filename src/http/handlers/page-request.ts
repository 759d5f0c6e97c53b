import type { PageRequest } from "../../app/queries/page-of.ts";

export function pageRequest(query: Readonly<{ limit: number; after?: string | undefined }>): PageRequest {
  return { limit: query.limit, after: query.after ?? null };
}
