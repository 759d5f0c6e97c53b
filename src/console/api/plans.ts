import { queryOptions } from "@tanstack/react-query";
import type { PlanAnswer } from "../../http/contract/plans.ts";
import { get } from "./call.ts";
import { keys } from "./keys.ts";

/** A plan by its hash, and whether its inputs have changed since. */
export const planQuery = (hash: string) =>
  queryOptions({
    queryKey: keys.policies("plan", hash),
    queryFn: ({ signal }) => get<PlanAnswer>(`/api/v1/plans/${encodeURIComponent(hash)}`, {}, signal),
  });
