import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { DEVICE_PATHS } from "../../src/policy/bundle/protocol.ts";
import { startHttpLoad, type HttpLoad, type LoadRequest, type LoadResult } from "../shared/http-load.ts";
import { inParallel, medianOf } from "../shared/measure.ts";
import type { Measurement } from "../shared/outcome.ts";
import { visit, type Member } from "./bench-fleet.ts";
import type { Stage } from "./stage.ts";

const ROUNDS = 5;
const ROUND_MS = 2_000;
const CONNECTIONS = 64;
const LANES = 32;
/** Every twentieth device of the mixed rounds has forgotten what it holds, and is given its bundle. */
const FORGETFUL_EACH = 20;

/** Quiet check-ins, then one in twenty with a bundle, each in turns with a bare `node:http` server in the same thread. */
export async function measureCheckIns(stage: Stage, members: readonly Member[]): Promise<Measurement> {
  // Sessions last an hour, and the wave's hours have passed.
  await inParallel(LANES, members, (member) => visit(member, "send the report"));
  const quiet = members.map((member) => checkInOf(member, stage.port, true));
  const mixed = members.map((member, at) => checkInOf(member, stage.port, at % FORGETFUL_EACH !== 0));
  const hello = createServer((_request, response) => response.end("hello")).listen(0, "127.0.0.1");
  await once(hello, "listening");
  const load = startHttpLoad();
  try {
    return await inTurns(load, stage.port, hello, quiet, mixed);
  } finally {
    await load.stop();
    hello.close();
  }
}

async function inTurns(
  load: HttpLoad,
  port: number,
  hello: Server,
  quiet: readonly LoadRequest[],
  mixed: readonly LoadRequest[],
): Promise<Measurement> {
  const helloPort = (hello.address() as AddressInfo).port;
  const greeting = [{ text: `GET / HTTP/1.1\r\nhost: 127.0.0.1:${helloPort}\r\n\r\n`, status: 200 }];
  const run = (to: number, requests: readonly LoadRequest[]) =>
    load.run({ port: to, requests, connections: CONNECTIONS, durationMs: ROUND_MS });
  const done: { ceiling: LoadResult; quiet: LoadResult; mixed: LoadResult }[] = [];
  for (let round = 0; round < ROUNDS; round += 1)
    done.push({ ceiling: await run(helloPort, greeting), quiet: await run(port, quiet), mixed: await run(port, mixed) });
  const median = (pick: (round: (typeof done)[number]) => number) => medianOf(done.map(pick));
  const all = done.flatMap((round) => [round.ceiling, round.quiet, round.mixed]);
  const ratio = median((round) => round.quiet.perSecond / round.ceiling.perSecond);
  const mixedRatio = median((round) => round.mixed.perSecond / round.ceiling.perSecond);
  const ceiling = median((round) => round.ceiling.perSecond);
  return {
    name: "check-ins",
    figures: {
      quietPerSecond: median((round) => round.quiet.perSecond),
      quietNotModifiedShare: median((round) => shareOf304(round.quiet)),
      quietMedianMs: median((round) => round.quiet.medianMs),
      quietP99Ms: median((round) => round.quiet.p99Ms),
      mixedPerSecond: median((round) => round.mixed.perSecond),
      mixedNotModifiedShare: median((round) => shareOf304(round.mixed)),
      mixedP99Ms: median((round) => round.mixed.p99Ms),
    },
    peers: [
      { name: "bare node:http hello, quiet, requests/s", value: ceiling, ratio },
      { name: "bare node:http hello, mixed, requests/s", value: ceiling, ratio: mixedRatio },
    ],
    mismatches: all.reduce((sum, one) => sum + one.wrong, 0),
    oracle: `the status of each of ${all.reduce((sum, one) => sum + one.requests, 0).toLocaleString("en-GB")} answers`,
    goals: [{ what: "authenticated 304 against bare node:http", goal: ">= 0.95", value: ratio, met: ratio >= 0.95 }],
  };
}

function shareOf304({ byStatus, requests }: LoadResult): number {
  return (byStatus["304"] ?? 0) / requests;
}

function checkInOf({ line }: Member, port: number, remembers: boolean): LoadRequest {
  if (line.session === null || line.etag === null) throw new Error("a device has no session or no bundle");
  const tag = remembers ? `if-none-match: ${line.etag}\r\n` : "";
  const head = `GET ${DEVICE_PATHS.checkIn} HTTP/1.1\r\nhost: 127.0.0.1:${port}\r\nauthorization: Bearer ${line.session}\r\n`;
  return { text: `${head}${tag}\r\n`, status: remembers ? 304 : 200 };
}
