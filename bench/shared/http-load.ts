import { once } from "node:events";
import { Worker } from "node:worker_threads";

/** Whole requests as they go over the line, taken in turns, each with the status that has to come back. */
export type LoadRequest = Readonly<{ text: string; status: number }>;
export type LoadJob = Readonly<{ port: number; requests: readonly LoadRequest[]; connections: number; durationMs: number }>;
export type LoadResult = Readonly<{
  requests: number;
  perSecond: number;
  byStatus: Readonly<Record<string, number>>;
  /** Answers with another status than expected. */
  wrong: number;
  medianMs: number;
  p99Ms: number;
}>;

export type HttpLoad = Readonly<{ run: (job: LoadJob) => Promise<LoadResult>; stop: () => Promise<void> }>;

/** The client in a thread of its own, so that the server has a core to itself. One job at a time. */
export function startHttpLoad(): HttpLoad {
  const worker = new Worker(new URL("./http-load-worker.ts", import.meta.url));
  return {
    run: async (job) => {
      worker.postMessage(job);
      const [result] = (await once(worker, "message")) as [LoadResult];
      return result;
    },
    stop: async () => {
      await worker.terminate();
    },
  };
}
