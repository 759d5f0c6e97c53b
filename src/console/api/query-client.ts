import { QueryCache, QueryClient } from "@tanstack/react-query";
import { mayPass } from "./call.ts";
import { ApiProblem } from "./problem.ts";

const RETRIES_MAX = 3;
const RETRY_MS_MAX = 15_000;

type Listener = () => void;
const signedOutListeners = new Set<Listener>();

/** Called when an answer says that the session has ended. Returns how to stop listening. */
export function onSignedOut(listener: Listener): () => void {
  signedOutListeners.add(listener);
  return () => signedOutListeners.delete(listener);
}

/** Answers stay until a live event says that they are old; see live/. */
export const queryClient = new QueryClient({
  queryCache: new QueryCache({ onError: noticeSignedOut }),
  defaultOptions: {
    queries: {
      staleTime: Number.POSITIVE_INFINITY,
      gcTime: 5 * 60_000,
      refetchOnWindowFocus: false,
      refetchOnReconnect: true,
      retry: (failures, error) => failures < RETRIES_MAX && mayPass(error),
      retryDelay: (attempt) => Math.min(RETRY_MS_MAX, 500 * 2 ** attempt),
    },
    mutations: { onError: noticeSignedOut },
  },
});

function noticeSignedOut(error: unknown): void {
  if (!(error instanceof ApiProblem) || error.status !== 401) return;
  for (const listener of signedOutListeners) listener();
}
