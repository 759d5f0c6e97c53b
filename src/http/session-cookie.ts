import type { FastifyReply, FastifyRequest } from "fastify";

/** `__Host-`: set by this very host, over a line that nobody reads, for all of it. Browsers count 127.0.0.1 and localhost as such. */
export const SESSION_COOKIE = "__Host-tidegate-session";
const FLAGS = "Path=/; Secure; HttpOnly; SameSite=Strict";

/** A page of another origin cannot send it: its browser asks first, and nothing here answers that. */
export const CONSOLE_HEADER = "tidegate-console";

type Headers = FastifyRequest["headers"];

/** The session's token. Null: no cookie, or two of the name: then somebody else may have put one there. */
export function sessionTokenOf({ cookie = "" }: Headers): string | null {
  const values = cookie
    .split(";")
    .map((pair) => pair.trim())
    .filter((pair) => pair.startsWith(`${SESSION_COOKIE}=`));
  return values.length === 1 ? (values[0] ?? "").slice(SESSION_COOKIE.length + 1) : null;
}

/** It ends with the browser; when the session ends is the server's to say. */
export function setSessionCookie(reply: FastifyReply, token: string): void {
  reply.header("set-cookie", `${SESSION_COOKIE}=${token}; ${FLAGS}`);
}

export function clearSessionCookie(reply: FastifyReply): void {
  reply.header("set-cookie", `${SESSION_COOKIE}=; ${FLAGS}; Max-Age=0`);
}

/** A cookie comes along whoever asks the browser to send something: what changes anything has to come from our own page. */
export function isFromConsole({ method, headers }: Readonly<{ method: string; headers: Headers }>): boolean {
  const isReading = method === "GET" || method === "HEAD";
  return isFromHere(headers) && (isReading || headers[CONSOLE_HEADER] === "1");
}

/** Where a browser says from which origin the request comes, it is this host's. */
export function isFromHere({ origin, host }: Headers): boolean {
  if (origin === undefined) return true;
  return URL.canParse(origin) && new URL(origin).host === host?.toLowerCase();
}
