import { cp, mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ProblemBody } from "../../src/http/contract/problem-body.ts";
import { listenTo, spawnTidegate } from "./child-process.ts";

export type Answer = Readonly<{ status: number; body: unknown; headers: Headers }>;
export type Method = "GET" | "POST" | "DELETE" | "PUT";
export const STAFF = ["author", "approver", "operator", "help-desk", "viewer"] as const;
export type StaffRole = (typeof STAFF)[number];
export type Staff = Readonly<Record<StaffRole, string>>;

/** `tidegate serve` as a process of its own, on a free port. */
export type RealServer = Readonly<{
  url: string;
  pid: number;
  dataDir: string;
  /** The data directory's owner. */
  localToken: string;
  stderr: () => string;
  /** ^C: resolves with the exit code. */
  stop: () => Promise<number | null>;
  /** kill -9: resolves when the process is gone. */
  kill: () => Promise<void>;
}>;

export type ServeChoice = Readonly<{ dataDir: string; databaseUrl?: string | undefined }>;

const START_MS_MAX = 60_000;

/** Resolves once it says its address; rejects with its words where it ends instead. */
export async function startServer({ dataDir, databaseUrl }: ServeChoice): Promise<RealServer> {
  const args = ["serve", "--data", dataDir, "--port", "0", "--check-in-s", "2", "--active-check-in-s", "1", "-o", "json"];
  const child = spawnTidegate(args, databaseUrl === undefined ? {} : { DATABASE_URL: databaseUrl }, tmpdir());
  const said = listenTo(child);
  const ended = new Promise<number | null>((resolve) => child.on("close", resolve));
  const url = await new Promise<string>((resolve, reject) => {
    const timer = setTimeout(() => {
      child.kill("SIGKILL");
      reject(new Error(`the server did not start in ${START_MS_MAX} ms: ${said.stderr()}`));
    }, START_MS_MAX);
    child.on("error", reject);
    void ended.then((code) => reject(new Error(`the server ended with ${code} instead of starting: ${said.stderr()}`)));
    // The notes come after the files for the local owner are written, and after the address.
    child.stderr?.on("data", () => {
      const line = said.stdout().split("\n")[0] ?? "";
      if (!said.stderr().includes("^C stops it") || line === "") return;
      clearTimeout(timer);
      resolve((JSON.parse(line) as { url: string }).url);
    });
  });
  const end = async (signal: "SIGINT" | "SIGKILL") => {
    child.kill(signal);
    return ended;
  };
  return {
    url,
    pid: child.pid ?? 0,
    dataDir,
    localToken: (await readFile(join(dataDir, "local.token"), "utf8")).trim(),
    stderr: said.stderr,
    stop: () => end("SIGINT"),
    kill: async () => {
      await end("SIGKILL");
    },
  };
}

/** One request; bodies are JSON both ways. */
export async function ask(url: string, token: string | null, method: Method, path: string, body?: unknown): Promise<Answer> {
  const headers: Record<string, string> = token === null ? {} : { authorization: `Bearer ${token}` };
  if (body !== undefined) headers["content-type"] = "application/json";
  const answer = await fetch(`${url}${path}`, { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
  const text = await answer.text();
  return { status: answer.status, headers: answer.headers, body: text === "" ? null : (JSON.parse(text) as unknown) };
}

/** The body of an answer that has to be a good one. */
export async function expectGood<T>(answer: Promise<Answer>): Promise<T> {
  const { status, body } = await answer;
  if (status >= 400) throw new Error(`answered with ${status}: ${JSON.stringify(body).slice(0, 2_000)}`);
  return body as T;
}

export function problemOf(answer: Answer): readonly [number, string] {
  return [answer.status, (answer.body as ProblemBody).code];
}

/** A token for each role, of a person of that name. */
export async function hireStaff(server: RealServer): Promise<Staff> {
  const hire = async (role: StaffRole) => {
    const request = { person: role, role, label: "test", lifetimeDays: null };
    const { token } = await expectGood<{ token: string }>(ask(server.url, server.localToken, "POST", "/api/v1/tokens", request));
    return [role, token] as const;
  };
  return Object.fromEntries(await Promise.all(STAFF.map(hire))) as Staff;
}

/** Folders that a test file makes, and removes with `removeAll`. */
export function temporaryFolders(): Readonly<{ make: () => Promise<string>; removeAll: () => Promise<void> }> {
  const made: string[] = [];
  return {
    make: async () => {
      const folder = await mkdtemp(join(tmpdir(), "tidegate-walk-"));
      made.push(folder);
      return folder;
    },
    removeAll: async () => {
      for (const folder of made.splice(0)) await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Another data directory for a server on the same database: the master key is what both have to know. */
export async function shareMasterKey(from: string, to: string): Promise<void> {
  await cp(join(from, "master.key"), join(to, "master.key"));
}
