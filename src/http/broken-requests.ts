import type { Socket } from "node:net";
import type { FastifyInstance } from "fastify";
import { problem, type Problem } from "../app/problems/problem.ts";
import type { Clock } from "../app/ports/clock.ts";
import { PROBLEM_MEDIA_TYPE } from "./contract/problem-body.ts";
import { problemBodyOf, sendProblem } from "./problem-reply.ts";

/** No route and no request id yet. */
const NO_REQUEST_ID = "unread";

/** What cannot be read as HTTP at all, or did not come in time: the same kind of answer as for everything else. */
export function answerUnreadable(clock: Clock): (error: NodeJS.ErrnoException, socket: Socket) => void {
  return (error, socket) => {
    if (error.code === "ECONNRESET" || socket.destroyed) return;
    // Browsers open connections ahead of need. Where nothing was asked nothing is answered: the answer would be taken for
    // that of the request which is sent a moment later.
    if (error.code === "ERR_HTTP_REQUEST_TIMEOUT" && socket.bytesRead === 0) return void socket.destroy();
    if (socket.writable) {
      const { text, headers } = early(clock, problem("body-invalid", unreadableBecause(error.code ?? "")));
      const lines = Object.entries({ ...headers, connection: "close" }).map(([name, value]) => `${name}: ${value}\r\n`);
      socket.write(`HTTP/1.1 400 Bad Request\r\n${lines.join("")}\r\n${text}`);
    }
    socket.destroySoon();
  };
}

/** Node answers these by itself, in words of its own, unless somebody else does. */
export function refuseOddRequests(app: FastifyInstance, clock: Clock): void {
  app.server.on("checkExpectation", (_request, response) => {
    const { text, headers } = early(clock, problem("body-invalid", "the request expects what is not done here"));
    response.writeHead(400, { ...headers, connection: "close" }).end(text);
  });
  app.addHook("onRequest", async (request, reply) => {
    if (request.raw.httpVersion === "1.0" || hostsOf(request.raw.rawHeaders) === 1) return;
    await sendProblem(reply.header("connection", "close"), problem("body-invalid", "the request has to name one host"));
  });
}

/** Node keeps the first of several, and a proxy in front may have kept the last (RFC 9112, section 3.2). */
function hostsOf(rawHeaders: readonly string[]): number {
  let count = 0;
  for (let at = 0; at < rawHeaders.length; at += 2) if (rawHeaders[at]?.toLowerCase() === "host") count += 1;
  return count;
}

function unreadableBecause(code: string): string {
  if (code === "HPE_HEADER_OVERFLOW") return "the headers are longer than is read here";
  if (code === "ERR_HTTP_REQUEST_TIMEOUT") return "the request did not come whole in time";
  return "the request cannot be read as HTTP";
}

type Early = Readonly<{ text: string; headers: Readonly<Record<string, string>> }>;

function early(clock: Clock, refusal: Problem): Early {
  const text = JSON.stringify(problemBodyOf(refusal, NO_REQUEST_ID));
  const headers = {
    "content-type": `${PROBLEM_MEDIA_TYPE}; charset=utf-8`,
    "content-length": String(Buffer.byteLength(text)),
    "tidegate-time": String(clock.now()),
    "x-content-type-options": "nosniff",
    "cache-control": "no-store",
  };
  return { text, headers };
}
