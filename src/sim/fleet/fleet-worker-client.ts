import { Worker } from "node:worker_threads";
import type { Instant } from "../../kit/instant.ts";
import type { FleetCommand, FleetReply, FleetRequest, FleetStatus, FleetWorkerSettings } from "./fleet-worker-messages.ts";

export type FleetWorker = Readonly<{
  enrolAll: () => Promise<FleetStatus>;
  /** Not to be called again before it resolves. */
  runUntil: (until: Instant) => Promise<FleetStatus>;
  /** As of the last answer, without asking. */
  status: () => FleetStatus;
  stop: () => Promise<void>;
}>;

type Waiting = Readonly<{ resolve: (status: FleetStatus) => void; reject: (error: Error) => void }>;

/** Starts the fleet in a worker thread. What goes wrong there comes back as the rejection of the call it happened in. */
export async function startFleetWorker(settings: FleetWorkerSettings): Promise<FleetWorker> {
  const worker = new Worker(new URL("./fleet-worker.ts", import.meta.url));
  const waiting = new Map<number, Waiting>();
  let sent = 0;
  let ended: Error | null = null;

  const endAll = (error: Error) => {
    ended ??= error;
    for (const { reject } of waiting.values()) reject(error);
    waiting.clear();
  };
  worker.on("error", (error) => endAll(error instanceof Error ? error : new Error(String(error))));
  worker.on("exit", (code) => endAll(new Error(`the fleet's thread has ended (exit code ${code})`)));
  worker.on("message", (reply: FleetReply) => {
    const call = waiting.get(reply.id);
    waiting.delete(reply.id);
    if (reply.ok) call?.resolve(reply.status);
    else call?.reject(new Error(reply.message));
  });

  const ask = (command: FleetCommand): Promise<FleetStatus> =>
    new Promise((resolve, reject) => {
      if (ended !== null) return reject(ended);
      const request: FleetRequest = { id: sent++, command };
      waiting.set(request.id, { resolve, reject });
      worker.postMessage(request);
    });
  let latest = await ask({ kind: "start", settings }).catch(async (error: unknown) => {
    await worker.terminate();
    throw error;
  });
  const remember = async (command: FleetCommand) => {
    latest = await ask(command);
    return latest;
  };
  return {
    enrolAll: () => remember({ kind: "enrolAll" }),
    runUntil: (until) => remember({ kind: "runUntil", until }),
    status: () => latest,
    stop: async () => {
      if (ended === null) await remember({ kind: "stop" });
      await worker.terminate();
    },
  };
}
