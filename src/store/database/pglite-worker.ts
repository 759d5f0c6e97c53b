/** The worker thread that holds PGlite: a long query here does not stop the server's event loop. */
import { readFileSync, writeFileSync } from "node:fs";
import { parentPort, workerData } from "node:worker_threads";
import { PGlite } from "@electric-sql/pglite";
import { scalarParsers } from "./column-parsers.ts";
import { messageOf } from "./database-failure.ts";
import { DurableNodeFs, durableStartParams, type SyncCounter } from "./pglite-durable-files.ts";
import type { PgliteReply, PgliteRequest, PgliteStart } from "./pglite-messages.ts";
import { PgliteSession } from "./pglite-session.ts";

const port = parentPort;
if (port === null) throw new Error("pglite-worker.ts runs as a worker thread only");

const start = workerData as PgliteStart;
const counter: SyncCounter = { syncs: 0 };

try {
  const pg = await createPglite(start, counter);
  const session = new PgliteSession(pg, {
    idleTransactionMsMax: start.idleTransactionMsMax,
    reply,
    fatal,
    countSyncs: () => counter.syncs,
    dumpImage: async (file) => writeFileSync(file, new Uint8Array(await (await pg.dumpDataDir("none")).arrayBuffer())),
  });
  pg.onNotification((channel, payload) => reply({ kind: "notified", channel, payload }));
  port.on("message", (batch: readonly PgliteRequest[]) => {
    for (const request of batch) session.submit(request);
  });
  reply({ kind: "ready" });
} catch (error) {
  fatal(messageOf(error));
}

async function createPglite(how: PgliteStart, syncs: SyncCounter): Promise<PGlite> {
  const parsers = { ...scalarParsers };
  if (how.dataDirectory === undefined) {
    if (how.imageFile === undefined) return PGlite.create({ parsers });
    return PGlite.create({ parsers, loadDataDir: new Blob([readFileSync(how.imageFile)]) });
  }
  if (!how.durable) return PGlite.create(how.dataDirectory, { parsers });
  return PGlite.create({ parsers, fs: new DurableNodeFs(how.dataDirectory, syncs), startParams: durableStartParams() });
}

function reply(message: PgliteReply): void {
  port?.postMessage(message);
}

/** Says why, then ends the thread: the proxy turns both into one clear error. */
function fatal(message: string): void {
  reply({ kind: "fatal", message });
  setImmediate(() => process.exit(1));
}
