import { connect } from "node:net";
import { Client } from "undici";
import type { ApiRequest } from "./openapi-arbitrary.ts";
import type { Operation } from "./openapi-document.ts";

/** A request as it goes over the line. Who asks is a role, whose token is put in as it leaves; null: nobody. */
export type WireRequest = Readonly<{
  method: string;
  path: string;
  role: string | null;
  headers: Readonly<Record<string, string>>;
  body: string | Uint8Array | null;
  /** Sent as it stands, without a client that would mend it: the whole head, without the last empty line. */
  head?: string;
}>;
export type WireAnswer = Readonly<{
  status: number;
  headers: Readonly<Record<string, string>>;
  text: string;
  /** Undefined where the body is no JSON. */
  json: unknown;
  tookMs: number;
}>;
export type Sender = Readonly<{ send: (request: WireRequest) => Promise<WireAnswer>; close: () => Promise<void> }>;

/** One kept-alive connection for what is HTTP, one of its own for each request that is not. */
export function createSender(origin: string, tokenOf: (role: string) => string): Sender {
  const client = new Client(origin, { headersTimeout: ANSWER_MS_MAX, bodyTimeout: ANSWER_MS_MAX });
  const send = async (request: WireRequest): Promise<WireAnswer> => {
    const startedMs = performance.now();
    const authorization = request.role === null ? {} : { authorization: `Bearer ${tokenOf(request.role)}` };
    const headers = { ...authorization, ...request.headers };
    const answered =
      request.head === undefined
        ? ordinary(client, { ...request, headers }).catch((error: unknown) => onFreshLine(client, { ...request, headers }, error))
        : raw(origin, Buffer.concat([Buffer.from(headText(request.head, headers)), Buffer.from(request.body ?? "")]));
    const heard = await answered.catch((error: unknown) => {
      throw new Error(`no answer to: ${curlOf(request)}`, { cause: error });
    });
    return { ...heard, json: jsonOf(heard.text), tookMs: performance.now() - startedMs };
  };
  return { send, close: () => client.close() };
}

const ANSWER_MS_MAX = 30_000;

/** The request without anything odd about it. */
export function wireOf({ method, path }: Pick<Operation, "method" | "path">, request: ApiRequest): WireRequest {
  const filled = path.replaceAll(/\{([^}]+)\}/g, (_, name: string) =>
    encodeURIComponent((request.params[name] ?? "").toWellFormed()),
  );
  const query = Object.entries(request.query).map(
    ([name, text]) => `${encodeURIComponent(name)}=${encodeURIComponent(text.toWellFormed())}`,
  );
  return {
    method,
    path: query.length === 0 ? filled : `${filled}?${query.join("&")}`,
    role: request.role,
    headers: request.body === undefined ? {} : { "content-type": "application/json" },
    body: request.body === undefined ? null : JSON.stringify(request.body),
  };
}

/** A line that sends the same from a terminal. `$TOKEN_OPERATOR` and `$TIDEGATE` are the reader's to set. */
export function curlOf(wire: WireRequest): string {
  const line = lineOf(wire);
  return line.length <= LINE_MAX ? line : `${line.slice(0, LINE_MAX)}... (${line.length - LINE_MAX} characters more)`;
}

/** Longer ones are read by nobody, and the command below them sends the same. */
const LINE_MAX = 4_000;

function lineOf({ method, path, role, headers, body, head }: WireRequest): string {
  const bytes = Buffer.from(body ?? "");
  const token = role === null ? [] : [`Bearer $TOKEN_${role.toUpperCase().replaceAll("-", "_")}`];
  if (head !== undefined) {
    const authorization = token.length === 0 ? "" : `Authorization: ${token[0]}\\r\\n`;
    return `printf "${inQuotes(`${head}\r\n`)}${authorization}${inQuotes(`${linesOf(headers)}\r\n`)}${inQuotes(bytes.toString("latin1"))}" | nc $HOST $PORT`;
  }
  const isText = Buffer.from(bytes.toString()).equals(bytes) && !bytes.includes(0);
  const given = [
    ...token.map((one) => `-H "authorization: ${one}"`),
    ...Object.entries(headers).map(([name, value]) => `-H '${name}: ${value}'`),
  ];
  const data = body === null ? "" : isText ? ` --data-raw '${bytes.toString().replaceAll("'", `'\\''`)}'` : " --data-binary @-";
  const piped = body === null || isText ? "" : `printf "${inQuotes(bytes.toString("latin1"))}" | `;
  return `${piped}curl -sS -i --path-as-is -X ${method} ${given.join(" ")}${data} "$TIDEGATE"'${path.replaceAll("'", "%27")}'`;
}

function inQuotes(text: string): string {
  return text.replaceAll(/[^ -~]|["\\$`%]/g, (one) => `\\${one.charCodeAt(0).toString(8).padStart(3, "0")}`);
}

function linesOf(headers: Readonly<Record<string, string>>): string {
  return Object.entries(headers)
    .map(([name, value]) => `${name}: ${value}\r\n`)
    .join("");
}

function headText(head: string, headers: Readonly<Record<string, string>>): string {
  return `${head}\r\n${linesOf(headers)}\r\n`;
}

type Heard = Omit<WireAnswer, "json" | "tookMs">;

async function ordinary(client: Client, { method, path, headers, body }: WireRequest): Promise<Heard> {
  const { statusCode, headers: heard, body: stream } = await client.request({ method, path, headers, body });
  const named = Object.fromEntries(Object.entries(heard).map(([name, value]) => [name, String(value)]));
  if (named["content-type"]?.startsWith("text/event-stream") !== true)
    return { status: statusCode, headers: named, text: await stream.text() };
  // A stream has no end: its first event is enough.
  let text = "";
  for await (const chunk of stream) {
    text += String(chunk);
    const [, event] = /^data: (.*)\n\n/m.exec(text) ?? [];
    if (event !== undefined) return { status: statusCode, headers: named, text: event };
  }
  return { status: statusCode, headers: named, text };
}

/**
 * On a busy machine the server may close an idle connection while a request is under way on it. Whoever only reads may ask again
 * (RFC 9110, 9.2.2); everything else may have been done.
 */
function onFreshLine(client: Client, request: WireRequest, error: unknown): Promise<Heard> {
  const code = error instanceof Error && "code" in error ? error.code : null;
  if (request.method !== "GET" || (code !== "ECONNRESET" && code !== "UND_ERR_SOCKET")) throw error;
  return ordinary(client, request);
}

/** What a server says to bytes that may be no request at all; it has to close the connection afterwards. */
function raw(origin: string, bytes: Uint8Array): Promise<Heard> {
  const { hostname, port } = new URL(origin);
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    const socket = connect({ host: hostname, port: Number(port) }, () => socket.write(bytes));
    socket.setTimeout(ANSWER_MS_MAX, () => socket.destroy(new Error("no answer, and the connection stays open")));
    socket.on("data", (chunk) => chunks.push(chunk));
    // Bytes that nobody reads any more make the server reset the connection after its answer.
    socket.on("error", (error) => (chunks.length > 0 ? undefined : reject(error)));
    socket.on("close", () => resolve(readRaw(Buffer.concat(chunks).toString())));
  });
}

function readRaw(answer: string): Heard {
  const [head = "", ...rest] = answer.split("\r\n\r\n");
  const [first = "", ...lines] = head.split("\r\n");
  const headers = lines.map((line) => {
    const at = line.indexOf(":");
    return [line.slice(0, at).toLowerCase(), line.slice(at + 1).trim()] as const;
  });
  return { status: Number(first.split(" ")[1] ?? 0), headers: Object.fromEntries(headers), text: rest.join("\r\n\r\n") };
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
