import { infiniteQueryOptions, keepPreviousData, queryOptions } from "@tanstack/react-query";
import type {
  HelpRequestBody,
  HelpRequestsAnswer,
  NewHelpRequest,
  RequestLinkRequest,
  RequestStateRequest,
} from "../../http/contract/communication.ts";
import { get, post, type Query } from "./call.ts";
import { keys } from "./keys.ts";

const at = (id: string, rest = "") => `/api/v1/help-requests/${encodeURIComponent(id)}${rest}`;

/** `query`: rollout, state, linked, after and limit. */
export const helpRequestsQuery = (query: Query) =>
  queryOptions({
    queryKey: keys.helpRequests("page", query),
    queryFn: ({ signal }) => get<HelpRequestsAnswer>("/api/v1/help-requests", query, signal),
    placeholderData: keepPreviousData,
  });

/** Newest first, page by page. `query`: rollout, state and linked. */
export const helpRequestPagesQuery = (query: Query) =>
  infiniteQueryOptions({
    queryKey: keys.helpRequests("pages", query),
    queryFn: ({ signal, pageParam }) => get<HelpRequestsAnswer>("/api/v1/help-requests", { ...query, after: pageParam }, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ next }) => next ?? undefined,
    placeholderData: keepPreviousData,
  });

export const helpRequestQuery = (id: string) =>
  queryOptions({
    queryKey: keys.helpRequests("one", id),
    queryFn: ({ signal }) => get<HelpRequestBody>(at(id), {}, signal),
  });

export const createHelpRequest = (body: NewHelpRequest) => post<HelpRequestBody>("/api/v1/help-requests", body);
export const linkHelpRequest = (id: string, body: RequestLinkRequest) => post<HelpRequestBody>(at(id, "/link"), body);
export const setHelpRequestState = (id: string, body: RequestStateRequest) => post<HelpRequestBody>(at(id, "/state"), body);
