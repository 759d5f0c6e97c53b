import { infiniteQueryOptions, keepPreviousData, queryOptions } from "@tanstack/react-query";
import type { DecisionAnswer } from "../../http/contract/decision.ts";
import type { DeviceGroupsAnswer, RolloutDevicesAnswer, SeriesAnswer, TimelineAnswer } from "../../http/contract/live.ts";
import type {
  ApprovalRequestBody,
  CommandRequestBody,
  RolloutDetail,
  RolloutDossier,
  RolloutsAnswer,
  RolloutWhy,
} from "../../http/contract/rollouts.ts";
import { get, post, type Query } from "./call.ts";
import { keys } from "./keys.ts";

const at = (id: string, rest = "") => `/api/v1/rollouts/${encodeURIComponent(id)}${rest}`;

/** One page, newest first. */
export const rolloutsQuery = (query: { after?: string; limit?: number } = {}) =>
  queryOptions({
    queryKey: keys.rollouts("page", query),
    queryFn: ({ signal }) => get<RolloutsAnswer>("/api/v1/rollouts", query, signal),
    placeholderData: keepPreviousData,
  });

export const rolloutQuery = (id: string) =>
  queryOptions({
    queryKey: keys.rollout(id, "detail"),
    queryFn: ({ signal }) => get<RolloutDetail>(at(id), {}, signal),
  });

export const rolloutWhyQuery = (id: string) =>
  queryOptions({
    queryKey: keys.rollout(id, "why"),
    queryFn: ({ signal }) => get<RolloutWhy>(at(id, "/why"), {}, signal),
  });

/** `query`: RolloutDevicesQuery as text; see http/contract/live.ts. */
export const readRolloutDevices = (id: string, query: Query, signal?: AbortSignal) =>
  get<RolloutDevicesAnswer>(at(id, "/devices"), query, signal);

export const rolloutDevicesQuery = (id: string, query: Query) =>
  queryOptions({
    queryKey: keys.rollout(id, "devices", query),
    queryFn: ({ signal }) => readRolloutDevices(id, query, signal),
    placeholderData: keepPreviousData,
  });

export const deviceGroupsQuery = (id: string) =>
  queryOptions({
    queryKey: keys.rollout(id, "device-groups"),
    queryFn: ({ signal }) => get<DeviceGroupsAnswer>(at(id, "/device-groups"), {}, signal),
  });

export const rolloutSeriesQuery = (id: string, points = 120) =>
  queryOptions({
    queryKey: keys.rollout(id, "series", points),
    queryFn: ({ signal }) => get<SeriesAnswer>(at(id, "/series"), { points }, signal),
    placeholderData: keepPreviousData,
  });

/** Newest first, page by page. `actions`: what entries begin with; undefined: all. */
export const timelinePagesQuery = (id: string, actions: string | undefined) =>
  infiniteQueryOptions({
    queryKey: keys.rollout(id, "timeline", actions),
    queryFn: ({ signal, pageParam }) => get<TimelineAnswer>(at(id, "/timeline"), { actions, before: pageParam }, signal),
    initialPageParam: undefined as number | undefined,
    getNextPageParam: ({ next }) => next ?? undefined,
    placeholderData: keepPreviousData,
  });

export const decisionQuery = (id: string) =>
  queryOptions({
    queryKey: keys.rollout(id, "decision"),
    queryFn: ({ signal }) => get<DecisionAnswer>(at(id, "/decision"), {}, signal),
  });

export const getDossier = (id: string) => get<RolloutDossier>(at(id, "/dossier"));
export const commandRollout = (id: string, body: CommandRequestBody) => post<RolloutDetail>(at(id, "/commands"), body);
export const decideApproval = (id: string, body: ApprovalRequestBody) => post<RolloutDetail>(at(id, "/approvals"), body);
