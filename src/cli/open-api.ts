import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { request } from "undici";
import type { ApiAnswer, ApiClient, ApiOptions } from "./cli-deps.ts";
import { cliFault } from "./cli-fault.ts";

/** Beside the database: where the server of this data directory listens, and the local owner's token. Both go when it stops. */
export const SERVER_FILE = "server.json";
export const LOCAL_TOKEN_FILE = "local.token";

export type ServerFile = Readonly<{ url: string; pid: number }>;

const ANSWER_MS_MAX = 120_000;

/** A server that was named, else the one that runs on the data directory, else the directory itself. */
export async function openApi(options: ApiOptions, openInProcess: () => Promise<ApiClient>): Promise<ApiClient> {
  if (options.server !== null)
    return httpApi(options.server, await readToken(options.tokenFile ?? join(options.dataDir, LOCAL_TOKEN_FILE)));
  const running = await runningServer(options.dataDir);
  if (running !== null)
    return httpApi(running.url, await readToken(options.tokenFile ?? join(options.dataDir, LOCAL_TOKEN_FILE)));
  if (options.tokenFile !== null)
    throw cliFault("server-unreachable", `a token was given, and no server runs on \`${options.dataDir}\``);
  return openInProcess();
}

/** Null: none runs. A file that a killed server left behind names a process that is gone. */
export async function runningServer(dataDir: string): Promise<ServerFile | null> {
  const text = await readFile(join(dataDir, SERVER_FILE), "utf8").catch(() => null);
  if (text === null) return null;
  const file = JSON.parse(text) as ServerFile;
  try {
    process.kill(file.pid, 0);
    return file;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM" ? file : null;
  }
}

function httpApi(url: string, token: string): ApiClient {
  const origin = url.replace(/\/+$/, "");
  return {
    where: "server",
    describe: origin,
    close: async () => undefined,
    request: async (method, path, body) => {
      const headers: Record<string, string> = { authorization: `Bearer ${token}`, accept: "application/json" };
      if (body !== undefined) headers["content-type"] = "application/json";
      const answer = await request(`${origin}${path}`, {
        method,
        headers,
        headersTimeout: ANSWER_MS_MAX,
        bodyTimeout: ANSWER_MS_MAX,
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      }).catch((error: unknown) => {
        throw cliFault(
          "server-unreachable",
          `\`${origin}\` does not answer: ${error instanceof Error ? error.message : String(error)}`,
        );
      });
      return answerOf(answer.statusCode, answer.headers, await answer.body.text());
    },
  };
}

/** The parsed JSON, or the text where it is none. */
export function answerOf(
  status: number,
  headers: Readonly<Record<string, string | string[] | number | undefined>>,
  text: string,
): ApiAnswer {
  const flat = Object.entries(headers).map(([name, value]) => [
    name.toLowerCase(),
    Array.isArray(value) ? value.join(", ") : String(value ?? ""),
  ]);
  return { status, headers: Object.fromEntries(flat) as Record<string, string>, body: bodyOf(text) };
}

function bodyOf(text: string): unknown {
  if (text === "") return null;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

async function readToken(path: string): Promise<string> {
  const text = await readFile(path, "utf8").catch((error: NodeJS.ErrnoException) => {
    throw cliFault("token-file-unreadable", `\`${path}\`: ${error.code ?? error.message}`);
  });
  return text.trim();
}
