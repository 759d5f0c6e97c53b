import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { createChangeFeed, type ChangeFeed } from "../app/live/change-feed.ts";
import { ACCESS_TOPIC } from "../app/live/live-topics.ts";
import type { LiveNews } from "../app/live/news-teller.ts";
import { problem } from "../app/problems/problem.ts";
import type { LiveEvent } from "./contract/live.ts";
import { ROUTES } from "./contract/routes.ts";
import type { HttpDeps } from "./http-deps.ts";
import { hasOneOf, principalStill } from "./permission.ts";
import { sendProblem } from "./problem-reply.ts";
import { routeOptions } from "./route-options.ts";

const STREAMS_MAX = 200;
/** A person with a dozen windows open has forgotten some of them. */
const STREAMS_OF_PERSON_MAX = 12;
/** A reader who is so far behind reads nothing any more; one event is some hundred bytes. */
const BACKLOG_BYTES_MAX = 64 * 1024;
const ASK_AGAIN_EVERY_MS = 30_000;
/** How long a page waits before it comes again. */
const RETRY_MS = 2_000;

type Stream = Readonly<{ person: string; request: FastifyRequest; send: (news: LiveNews) => void; end: () => void }>;

/**
 * `GET /api/v1/events`: one server-sent event after another for as long as whoever asked is let in. Nothing is kept for
 * whoever was away: the first event of a stream is a beat, and a page that comes again reads everything anew.
 * @returns the feed, to be woken by whoever writes here.
 */
export function addEventStream(app: FastifyInstance, deps: HttpDeps): Pick<ChangeFeed, "wake" | "announce"> {
  const feed = createFeed(app, deps);
  const streams = new Set<Stream>();
  const askAgain = () => {
    for (const stream of streams) void endIfOut(deps, stream);
  };
  const watch = { timer: null as NodeJS.Timeout | null };
  app.addHook("preClose", async () => {
    if (watch.timer !== null) clearInterval(watch.timer);
    for (const stream of streams) stream.end();
    await feed.close();
  });
  app.route({
    ...routeOptions("streamEvents"),
    handler: (request, reply) => {
      const person = request.principal?.person ?? "";
      const mine = [...streams].filter((stream) => stream.person === person).length;
      if (streams.size >= STREAMS_MAX || mine >= STREAMS_OF_PERSON_MAX) return sendProblem(reply, tooMany(mine));
      watch.timer ??= setInterval(askAgain, ASK_AGAIN_EVERY_MS).unref();
      const stream = openStream(request, reply, person);
      const leave = feed.subscribe((news) => {
        stream.send(news);
        if (news.topics.includes(ACCESS_TOPIC)) void endIfOut(deps, stream);
      });
      streams.add(stream);
      reply.raw.once("close", () => {
        leave();
        streams.delete(stream);
      });
      return reply;
    },
  });
  return feed;
}

function createFeed(app: FastifyInstance, { store, clock }: HttpDeps): ChangeFeed {
  return createChangeFeed({
    pulse: (since) => store.read(({ live }) => live.pulse(since)),
    now: clock.now,
    monotonicMs: () => performance.now(),
    later: (delayMs, run) => {
      const timer = setTimeout(run, delayMs);
      return () => clearTimeout(timer);
    },
    onFailure: (error) => app.log.warn({ err: error }, "nobody can be told what is new"),
  });
}

function openStream(request: FastifyRequest, reply: FastifyReply, person: string): Stream {
  reply.hijack();
  const { raw } = reply;
  raw.writeHead(200, {
    ...(reply.getHeaders() as Record<string, string>),
    "content-type": "text/event-stream; charset=utf-8",
    // A proxy that collects an answer before it hands it on would hold every event back.
    "x-accel-buffering": "no",
  });
  raw.write(`retry: ${RETRY_MS}\n\n`);
  return {
    person,
    request,
    send: ({ kind, number, at, topics }) => {
      const event: LiveEvent = { kind, at, topics: [...topics] };
      raw.write(`id: ${number}\ndata: ${JSON.stringify(event)}\n\n`);
      if (raw.writableLength > BACKLOG_BYTES_MAX) raw.destroy();
    },
    end: () => raw.end(),
  };
}

/** A database that does not answer says nothing about anybody: the stream stays until it does. */
async function endIfOut(deps: HttpDeps, { request, end }: Stream): Promise<void> {
  try {
    const principal = await principalStill(deps, request, deps.clock.now());
    if (principal === null || !hasOneOf(principal, ROUTES.streamEvents.allow)) end();
  } catch (error) {
    request.log.warn({ err: error }, "it could not be asked who watches");
  }
}

function tooMany(mine: number): ReturnType<typeof problem> {
  return problem(
    "too-many-streams",
    mine >= STREAMS_OF_PERSON_MAX ? `you watch through ${mine} pages` : `${STREAMS_MAX} pages watch`,
  );
}
