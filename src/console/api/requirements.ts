import { infiniteQueryOptions, keepPreviousData, queryOptions } from "@tanstack/react-query";
import type { FirstPoliciesAnswer, FirstPoliciesRequestBody, TemplatesAnswer } from "../../http/contract/first-policies.ts";
import type {
  CoverageAnswer,
  RequirementAnswer,
  RequirementsAnswer,
  SavedRequirementsAnswer,
  StarterAddedAnswer,
  StarterAnswer,
  UncoveredAnswer,
} from "../../http/contract/requirements.ts";
import { get, post, type Query, remove, withQuery } from "./call.ts";
import { keys } from "./keys.ts";

const at = (id: string) => `/api/v1/requirements/${encodeURIComponent(id)}`;

/** By area, open ones first, page by page. `query`: text, area, status and retired. */
export const requirementPagesQuery = (query: Query) =>
  infiniteQueryOptions({
    queryKey: keys.policies("requirements", "pages", query),
    queryFn: ({ signal, pageParam }) =>
      get<RequirementsAnswer>("/api/v1/requirements", { ...query, limit: 100, after: pageParam }, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ next }) => next ?? undefined,
    placeholderData: keepPreviousData,
  });

export const requirementQuery = (id: string) =>
  queryOptions({
    queryKey: keys.policies("requirements", "one", id),
    queryFn: ({ signal }) => get<RequirementAnswer>(at(id), {}, signal),
  });

export const coverageQuery = () =>
  queryOptions({
    queryKey: keys.policies("requirements", "coverage"),
    queryFn: ({ signal }) => get<CoverageAnswer>("/api/v1/register/coverage", {}, signal),
  });

export const uncoveredPagesQuery = () =>
  infiniteQueryOptions({
    queryKey: keys.policies("requirements", "uncovered"),
    queryFn: ({ signal, pageParam }) =>
      get<UncoveredAnswer>("/api/v1/register/settings-without-requirement", { limit: 100, after: pageParam }, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ next }) => next ?? undefined,
  });

/** Only its counts are asked for. */
export const starterQuery = () =>
  queryOptions({
    queryKey: keys.policies("requirements", "starter"),
    queryFn: ({ signal }) => get<StarterAnswer>("/api/v1/register/starter", { limit: 1, standing: "new" }, signal),
  });

export const templatesQuery = () =>
  queryOptions({
    queryKey: keys.policies("requirements", "templates"),
    queryFn: ({ signal }) => get<TemplatesAnswer>("/api/v1/register/templates", {}, signal),
    staleTime: Number.POSITIVE_INFINITY,
  });

export const addStarter = () => post<StarterAddedAnswer>("/api/v1/register/starter", {});
export const saveRequirement = (requirement: object) =>
  post<SavedRequirementsAnswer>("/api/v1/requirements", { requirements: [requirement] });
export const retireRequirement = (id: string, revision: number) => remove(withQuery(at(id), { revision }));
export const makeFirstPolicies = (body: FirstPoliciesRequestBody) =>
  post<FirstPoliciesAnswer>("/api/v1/register/first-policies", body);
