import { keepPreviousData, queryOptions } from "@tanstack/react-query";
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

export const helpRequestQuery = (id: string) =>
  queryOptions({
    queryKey: keys.helpRequests("one", id),
    queryFn: ({ signal }) => get<HelpRequestBody>(at(id), {}, signal),
  });

export const createHelpRequest = (body: NewHelpRequest) => post<HelpRequestBody>("/api/v1/help-requests", body);
export const linkHelpRequest = (id: string, body: RequestLinkRequest) => post<HelpRequestBody>(at(id, "/link"), body);
export const setHelpRequestState = (id: string, body: RequestStateRequest) => post<HelpRequestBody>(at(id, "/state"), body);
