import { DAY_MS, HOUR_MS, instant, latestOf, MINUTE_MS, plusMs, SECOND_MS, type Instant } from "../kit/instant.ts";
import type { Result } from "../kit/result.ts";
import type { DeviceProof } from "../policy/bundle/protocol.ts";
import type { AgentAnswer, AgentPorts, AgentRequest, TransportFailure } from "./agent-ports.ts";
import { signCompact } from "./compact-jws.ts";
import type { DeviceKey } from "./device-key.ts";
import { readDeviceHeaders, readRetryAfterMs, type DeviceHeaders } from "./wire/answer-headers.ts";

/** 4 MiB: far above any real bundle, far below what hurts a device (endless data). */
export const ANSWER_BYTES_MAX = 4 * 1_024 * 1_024;

/** The longest a server may send a device away: a forged time must not lose it for good. */
const WAIT_MS_MAX = 31 * DAY_MS;
const BACKOFF_MS_MAX = HOUR_MS;
/** A session that ends while the request travels costs a refused request. */
const SESSION_MARGIN_MS = 5 * SECOND_MS;

/** `nextAt` is on the server's clock as far as the device knows it; a device with a wrong clock waits `waitMs`. */
export type Wait = Readonly<{ nextAt: Instant; waitMs: number }>;

type Sending = Readonly<Pick<AgentRequest, "method" | "path" | "headers" | "body">>;
type Answer = Result<AgentAnswer, TransportFailure>;

/** The line to the server and what is known of it in this run: its time, a session, how often in a row it failed. */
export type ServerLink = Readonly<{
  /** Server time as attested by its last answer, carried on by the device's clock. */
  now: () => Instant;
  send: (request: Sending) => Promise<Answer>;
  /** Adds the session or a fresh proof. A 401 corrects the clock and is tried once more, with a proof. */
  sendAsDevice: (request: Sending, key: DeviceKey) => Promise<Answer>;
  waitUntil: (at: Instant) => Wait;
  /** How long to stay away after an answer (or none) that brought nothing: Retry-After, else doubling with jitter. */
  backOff: (answer: AgentAnswer | null) => Wait;
  succeeded: () => void;
}>;

export function createServerLink({ transport, clock, random }: Pick<AgentPorts, "transport" | "clock" | "random">): ServerLink {
  let offsetMs = 0;
  let session: DeviceHeaders["session"] = null;
  let failuresInARow = 0;

  const now = () => plusMs(clock.now(), offsetMs);
  const waitMsOf = (durationMs: number): Wait => {
    const waitMs = Math.min(Math.max(Math.round(durationMs), SECOND_MS), WAIT_MS_MAX);
    return { nextAt: plusMs(now(), waitMs), waitMs };
  };
  const jitter = () => (random.bytes(1)[0] ?? 0) / 256;

  const learn = (answer: AgentAnswer) => {
    const headers = readDeviceHeaders(answer);
    if (headers.serverTime !== null) offsetMs = headers.serverTime - clock.now();
    if (headers.session !== null) session = headers.session;
    return headers;
  };
  const send = async (request: Sending): Promise<Answer> => {
    const answer = limited(await transport.send({ ...request, answerBytesMax: ANSWER_BYTES_MAX }));
    if (answer.ok) learn(answer.value);
    return answer;
  };
  const authorization = ({ method, path }: Sending, key: DeviceKey) => {
    if (session !== null && session.expiresAt - SESSION_MARGIN_MS > now()) return `Bearer ${session.token}`;
    session = null;
    const jti = Buffer.from(random.bytes(16)).toString("hex");
    const proof: DeviceProof = { aud: "tidegate-device", htm: method, htu: path, iat: Math.floor(now() / SECOND_MS), jti };
    return `Proof ${signCompact(JSON.stringify(proof), key)}`;
  };
  const sendAsDevice = async (request: Sending, key: DeviceKey): Promise<Answer> => {
    const authorised = () => ({ ...request, headers: { ...request.headers, authorization: authorization(request, key) } });
    const first = await send(authorised());
    if (!first.ok || first.value.status !== 401) return first;
    session = null;
    return send(authorised());
  };
  const backOff = (answer: AgentAnswer | null): Wait => {
    failuresInARow += 1;
    const askedMs = answer === null ? null : readRetryAfterMs(answer, now());
    // Never earlier than asked; later by up to a tenth, so that a fleet does not come back in one wave.
    if (askedMs !== null) return waitMsOf(Math.min(askedMs, DAY_MS) * (1 + jitter() / 10));
    return waitMsOf(Math.min(BACKOFF_MS_MAX, MINUTE_MS * 2 ** Math.min(failuresInARow - 1, 10)) * (0.5 + jitter() / 2));
  };
  return {
    now,
    send,
    sendAsDevice,
    waitUntil: (at) => waitMsOf(latestOf(at, now()) - now()),
    backOff,
    succeeded: () => {
      failuresInARow = 0;
    },
  };
}

/** A transport that did not stop at the limit does not change what the agent accepts. */
function limited(answer: Answer): Answer {
  if (!answer.ok || Buffer.byteLength(answer.value.body) <= ANSWER_BYTES_MAX) return answer;
  return { ok: false, error: { code: "body-too-large", detail: `more than ${ANSWER_BYTES_MAX} bytes` } };
}

/** The later of what the server's header says and what a signed envelope has proven. */
export function provenNow(attested: Instant, issuedAt: Instant | null): Instant {
  return issuedAt === null ? attested : latestOf(attested, instant(issuedAt));
}
