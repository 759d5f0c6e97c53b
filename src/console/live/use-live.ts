import { useEffect, useSyncExternalStore } from "react";
import { noteRolloutChanged } from "../api/all-rollouts.ts";
import { queryClient } from "../api/query-client.ts";
import { noteServerTime, serverNow } from "../api/server-clock.ts";
import { isOldAfter } from "../api/topics.ts";
import { LiveLink, type LiveState, type LiveWorld } from "./live-link.ts";
import { TopicThrottle } from "./topic-throttle.ts";

type Freshness = Readonly<{ state: LiveState; heardAt: number }>;

let freshness: Freshness = { state: "reconnecting", heardAt: serverNow() };
const listeners = new Set<() => void>();

const later = (run: () => void, delayMs: number) => {
  const timer = setTimeout(run, delayMs);
  return () => clearTimeout(timer);
};
const BROWSER: LiveWorld = {
  now: () => performance.now(),
  later,
  open: ({ message, error, opened }) => {
    const source = new EventSource("/api/v1/events");
    source.addEventListener("open", opened);
    source.addEventListener("error", error);
    source.addEventListener("message", (event: MessageEvent<string>) => message(event.data));
    return () => source.close();
  },
};

const throttle = new TopicThrottle(
  (topic) => {
    const [word, id] = topic.split(":");
    if (word === "rollout" && id !== undefined) noteRolloutChanged(id);
    void queryClient.invalidateQueries({ predicate: ({ queryKey }) => isOldAfter(topic, queryKey) });
  },
  { now: () => performance.now(), later: (run, delayMs) => void setTimeout(run, delayMs) },
);
const link = new LiveLink(BROWSER, {
  onEvent: ({ at, topics }) => {
    noteServerTime(at);
    set({ state: "live", heardAt: at });
    for (const topic of topics) throttle.add(topic);
  },
  onGap: () => void queryClient.invalidateQueries(),
  onState: (state) => set({ state, heardAt: state === "live" ? serverNow() : freshness.heardAt }),
});

/** Keeps the page live as long as the frame is on the screen and the tab is looked at. */
export function useLive(): void {
  useEffect(() => {
    const follow = () => (document.visibilityState === "visible" ? link.start() : link.pause());
    follow();
    document.addEventListener("visibilitychange", follow);
    return () => {
      document.removeEventListener("visibilitychange", follow);
      link.pause();
    };
  }, []);
}

/** How fresh the numbers are; `heardAt` is the server's time of its latest sign. */
export function useFreshness(): Freshness {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => freshness,
  );
}

function set(next: Freshness): void {
  freshness = next;
  for (const listener of listeners) listener();
}
