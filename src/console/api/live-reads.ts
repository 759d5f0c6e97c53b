import { queryOptions } from "@tanstack/react-query";
import type { DemoAnswer, DemoSpeedRequest, InboxAnswer } from "../../http/contract/live.ts";
import type { ServerAnswer } from "../../http/contract/server.ts";
import { get, post } from "./call.ts";
import { keys } from "./keys.ts";
import { ApiProblem } from "./problem.ts";

/** What waits for a person, what the asker can act on first. */
export const inboxQuery = () =>
  queryOptions({
    queryKey: keys.inbox,
    queryFn: ({ signal }) => get<InboxAnswer>("/api/v1/inbox", { limit: 100 }, signal),
  });

/** How far the demo is; null where this is no demo. */
export const demoQuery = () =>
  queryOptions({
    queryKey: keys.demo,
    queryFn: async ({ signal }): Promise<DemoAnswer | null> => {
      try {
        return await get<DemoAnswer>("/api/v1/demo", {}, signal);
      } catch (error) {
        if (error instanceof ApiProblem && error.status === 404) return null;
        throw error;
      }
    },
  });

export const setDemoSpeed = (speed: DemoSpeedRequest["speed"]) =>
  post<DemoAnswer>("/api/v1/demo/speed", { speed } satisfies DemoSpeedRequest);

/** What runs here, and what has been set up. */
export const serverQuery = () =>
  queryOptions({
    queryKey: keys.server,
    queryFn: ({ signal }) => get<ServerAnswer>("/api/v1/server", {}, signal),
  });
