import { queryOptions } from "@tanstack/react-query";
import type { PlanAnswer, PlanRequestBody } from "../../http/contract/plans.ts";
import { get, post } from "./call.ts";
import { keys } from "./keys.ts";

/** A plan by its hash, and whether its inputs have changed since. */
export const planQuery = (hash: string) =>
  queryOptions({
    queryKey: keys.policies("plan", hash),
    queryFn: ({ signal }) => get<PlanAnswer>(`/api/v1/plans/${encodeURIComponent(hash)}`, {}, signal),
  });

/** With the shape that the server chooses. It touches no device. */
export const planDraft = (draftId: string) =>
  post<PlanAnswer>("/api/v1/plans", {
    policy: null,
    change: { kind: "draft", draftId },
    shape: null,
    onGateFail: "halt",
  } satisfies PlanRequestBody);
