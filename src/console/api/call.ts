import { ApiProblem, offlineProblem, problemFrom } from "./problem.ts";
import { noteServerTime } from "./server-clock.ts";

type Method = "GET" | "POST" | "DELETE";
export type Query = Readonly<Record<string, string | number | undefined>>;

/** Asks the public API for something. Throws ApiProblem. `path` begins with `/api/v1/`. */
export async function get<Body>(path: string, query: Query = {}, signal?: AbortSignal): Promise<Body> {
  return (await call("GET", withQuery(path, query), undefined, signal)) as Body;
}

/** Sends something to the public API. Throws ApiProblem. */
export async function post<Body>(path: string, body: unknown): Promise<Body> {
  return (await call("POST", path, body)) as Body;
}

/** Ends something. Throws ApiProblem. */
export async function remove(path: string): Promise<void> {
  await call("DELETE", path);
}

async function call(method: Method, path: string, body?: unknown, signal?: AbortSignal): Promise<unknown> {
  const response = await reach(path, {
    method,
    credentials: "same-origin",
    headers: headersFor(method, body),
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    ...(signal === undefined ? {} : { signal }),
  });
  noteServerTime(Number(response.headers.get("tidegate-time")));
  if (response.status === 204) return null;
  const read: unknown = await response.json().catch(() => null);
  if (response.ok && read !== null) return read;
  throw problemFrom(response.status, read);
}

async function reach(path: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(path, init);
  } catch (error) {
    if (error instanceof DOMException && error.name === "AbortError") throw error;
    throw offlineProblem();
  }
}

/** The console's own header: another site cannot send it, so a cookie alone changes nothing. */
function headersFor(method: Method, body: unknown): Record<string, string> {
  return {
    accept: "application/json, application/problem+json",
    ...(method === "GET" ? {} : { "tidegate-console": "1" }),
    ...(body === undefined ? {} : { "content-type": "application/json" }),
  };
}

/** Leaves out what is undefined or empty. */
export function withQuery(path: string, query: Query): string {
  const pairs = Object.entries(query).flatMap(([key, value]) =>
    value === undefined || value === "" ? [] : [[key, String(value)]],
  );
  return pairs.length === 0 ? path : `${path}?${new URLSearchParams(pairs).toString()}`;
}

/** Whether asking again may help: nothing answered, or the server was busy or had a fault. */
export function mayPass(error: unknown): boolean {
  return error instanceof ApiProblem && (error.status === 0 || error.status === 429 || error.status >= 500);
}
