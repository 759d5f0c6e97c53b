import { infiniteQueryOptions, keepPreviousData, queryOptions } from "@tanstack/react-query";
import type { ConflictAnswer, ConflictRepair, ConflictsAnswer } from "../../http/contract/conflicts.ts";
import type { DraftAnswer } from "../../http/contract/drafts.ts";
import { get, post, type Query } from "./call.ts";
import { keys } from "./keys.ts";

const PAGE_ROWS = 200;
const at = (id: string, rest = "") => `/api/v1/conflicts/${encodeURIComponent(id)}${rest}`;

/** Heaviest first, page by page. `query`: class, severity and policy. */
export const conflictPagesQuery = (query: Query) =>
  infiniteQueryOptions({
    queryKey: keys.policies("conflicts", query),
    queryFn: ({ signal, pageParam }) =>
      get<ConflictsAnswer>("/api/v1/conflicts", { ...query, limit: PAGE_ROWS, after: pageParam }, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ next }) => next ?? undefined,
    placeholderData: keepPreviousData,
  });

export const conflictQuery = (id: string) =>
  queryOptions({
    queryKey: keys.policies("conflict", id),
    queryFn: ({ signal }) => get<ConflictAnswer>(at(id), {}, signal),
  });

/** The same repair asked for again is the same draft, as long as it stands. */
export const keepRepair = (id: string, kind: ConflictRepair["kind"]) =>
  post<DraftAnswer>(at(id, `/repairs/${kind}`), { reason: null });
