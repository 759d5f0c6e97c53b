import { connect, type Socket } from "node:net";
import { parentPort } from "node:worker_threads";
import type { LoadJob, LoadRequest, LoadResult } from "./http-load.ts";

/*
 * A lean HTTP/1.1 client: an ordinary one costs more than the server it measures. Each connection is kept alive and sends
 * its next request when the answer to the last is whole. Started by http-load.ts only.
 */

const port = parentPort;
if (port === null) throw new Error("this file runs as a worker thread");

port.on("message", (job: LoadJob) => {
  run(job).then(
    (result) => port.postMessage(result),
    (error: unknown) => {
      throw error;
    },
  );
});

type Tally = { next: number; wrong: number; readonly byStatus: Record<string, number>; readonly tookMs: number[] };

async function run({ port: to, requests, connections, durationMs }: LoadJob): Promise<LoadResult> {
  const tally: Tally = { next: 0, wrong: 0, byStatus: {}, tookMs: [] };
  const startMs = performance.now();
  const untilMs = startMs + durationMs;
  await Promise.all(Array.from({ length: connections }, () => talk(to, requests, untilMs, tally)));
  const seconds = (performance.now() - startMs) / 1_000;
  const inOrder = tally.tookMs.sort((a, b) => a - b);
  const at = (share: number) => inOrder[Math.floor(inOrder.length * share)] ?? Number.NaN;
  const { byStatus, wrong } = tally;
  return { requests: inOrder.length, perSecond: inOrder.length / seconds, byStatus, wrong, medianMs: at(0.5), p99Ms: at(0.99) };
}

function talk(to: number, requests: readonly LoadRequest[], untilMs: number, tally: Tally): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host: "127.0.0.1", port: to, noDelay: true });
    let sent = send(socket, requests, tally);
    let got = "";
    socket.setEncoding("latin1");
    socket.on("data", (chunk: string) => {
      got += chunk;
      const status = statusOfWhole(got);
      if (status === null) return;
      got = "";
      tally.tookMs.push(performance.now() - sent.atMs);
      tally.byStatus[status] = (tally.byStatus[status] ?? 0) + 1;
      if (status !== sent.expected) tally.wrong += 1;
      if (performance.now() < untilMs) sent = send(socket, requests, tally);
      else socket.end(resolve);
    });
    socket.on("error", reject);
    socket.on("close", () => reject(new Error("the server closed a connection")));
  });
}

function send(socket: Socket, requests: readonly LoadRequest[], tally: Tally): Readonly<{ atMs: number; expected: number }> {
  const request = requests[tally.next++ % requests.length];
  if (request === undefined) throw new Error("there is nothing to send");
  socket.write(request.text);
  return { atMs: performance.now(), expected: request.status };
}

/** Null while something is missing. One answer at a time is on the line, so whatever came belongs to it. */
function statusOfWhole(text: string): number | null {
  const headEnd = text.indexOf("\r\n\r\n");
  if (headEnd === -1) return null;
  const status = Number(text.slice(9, 12));
  if (status === 304 || status === 204) return status;
  const length = /\r\ncontent-length: (\d+)/i.exec(text.slice(0, headEnd))?.[1];
  if (length === undefined) throw new Error(`an answer without a length: ${text.slice(0, headEnd)}`);
  return text.length >= headEnd + 4 + Number(length) ? status : null;
}
