import { infiniteQueryOptions, keepPreviousData, queryOptions } from "@tanstack/react-query";
import type {
  AcknowledgementRequest,
  CommunicationAnswer,
  CommunicationRequest,
  DeliveriesAnswer,
  ToldRequest,
} from "../../http/contract/communication.ts";
import { get, post, type Query } from "./call.ts";
import { keys } from "./keys.ts";

const at = (id: string, rest: string) => `/api/v1/rollouts/${encodeURIComponent(id)}${rest}`;

export const communicationQuery = (id: string) =>
  queryOptions({
    queryKey: keys.communication(id, "plan"),
    queryFn: ({ signal }) => get<CommunicationAnswer>(at(id, "/communication"), {}, signal),
  });

/** Who was told and who was not, page by page. `query`: stage and state. */
export const deliveryPagesQuery = (id: string, query: Query) =>
  infiniteQueryOptions({
    queryKey: keys.communication(id, "deliveries", query),
    queryFn: ({ signal, pageParam }) => get<DeliveriesAnswer>(at(id, "/deliveries"), { ...query, after: pageParam }, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ next }) => next ?? undefined,
    placeholderData: keepPreviousData,
  });

export const setNotice = (id: string, body: CommunicationRequest) => post<CommunicationAnswer>(at(id, "/communication"), body);
export const recordTold = (id: string, body: ToldRequest) => post<{ told: number; asOf: number }>(at(id, "/told"), body);
export const acknowledgeStage = (id: string, body: AcknowledgementRequest) =>
  post<CommunicationAnswer>(at(id, "/acknowledgements"), body);
