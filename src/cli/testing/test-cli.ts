import { instant } from "../../kit/instant.ts";
import type { ApiAnswer, ApiMethod, CliDeps } from "../cli-deps.ts";
import { runCli } from "../run-cli.ts";
import type { Terminal } from "../terminal.ts";

export type AskedRequest = Readonly<{ method: ApiMethod; path: string; body: unknown }>;
export type TestAnswer = Readonly<{ status?: number; body: unknown }>;

export type TestCliOptions = Readonly<{
  /** Asked in turn of each request; undefined: 404. */
  answer?: (request: AskedRequest, timesAsked: number) => TestAnswer | undefined;
  where?: "server" | "in-process";
  isTty?: boolean;
  typed?: string;
  env?: Readonly<Record<string, string>>;
  cwd?: string;
  /** ^C after so many pauses. */
  interruptAfterPauses?: number;
  deps?: Partial<CliDeps>;
}>;

export type TestCliRun = Readonly<{
  exit: number;
  stdout: string;
  stderr: string;
  asked: readonly AskedRequest[];
  opened: readonly unknown[];
  closed: number;
}>;

/** Runs one command line against an API in memory, on a clock that only pauses move. */
export async function testCli(argv: readonly string[], options: TestCliOptions = {}): Promise<TestCliRun> {
  const out = { stdout: "", stderr: "", closed: 0, pauses: 0, nowMs: 0 };
  const asked: AskedRequest[] = [];
  const opened: unknown[] = [];
  const interruption = new AbortController();
  const writer = (stream: "stdout" | "stderr") => ({
    write: (text: string) => void (out[stream] += text),
    isTty: options.isTty === true,
    columns: 120,
    rows: 50,
  });
  const terminal: Terminal = {
    stdout: writer("stdout"),
    stderr: writer("stderr"),
    stdin: { isTty: options.typed !== undefined, readLine: async () => options.typed ?? null },
    env: { NO_COLOR: "1", ...options.env },
    cwd: options.cwd ?? "/nowhere",
    clock: {
      now: () => instant(out.nowMs),
      pause: async (durationMs) => {
        out.nowMs += durationMs;
        out.pauses += 1;
        if (out.pauses === options.interruptAfterPauses) interruption.abort();
      },
    },
    interruption: () => interruption.signal,
  };
  const request = async (method: ApiMethod, path: string, body?: unknown): Promise<ApiAnswer> => {
    const one = { method, path, body };
    asked.push(one);
    const { status = 200, body: answer } = options.answer?.(one, asked.length) ?? problemAnswer("not-found", 404);
    return { status, headers: {}, body: answer };
  };
  const notHere = async () => {
    throw new Error("not part of this test");
  };
  const deps: CliDeps = {
    version: "1.2.3",
    terminal,
    openApi: async (how) => {
      opened.push(how);
      return {
        request,
        close: async () => void (out.closed += 1),
        where: options.where ?? "server",
        describe: "the test server",
      };
    },
    serve: notHere,
    demo: notHere,
    simFleet: notHere,
    ...options.deps,
  };
  const exit = await runCli(argv, deps);
  return { exit, stdout: out.stdout, stderr: out.stderr, asked, opened, closed: out.closed };
}

export function problemAnswer(
  code: string,
  status: number,
  more: Readonly<Record<string, unknown>> = {},
): TestAnswer & ApiAnswer {
  const body = {
    type: `urn:tidegate:problem:${code}`,
    title: "It did not work",
    status,
    code,
    detail: "`x` is wrong",
    help: "Make it right.",
    issues: [],
    requestId: "req-1",
    ...more,
  };
  return { status, headers: {}, body };
}

/** The same answer to everything. */
export const always = (body: unknown) => () => ({ body });

/** One answer after the other; the last one stays. */
export const inTurn =
  (...answers: readonly TestAnswer[]) =>
  (_request: unknown, timesAsked: number) =>
    answers[Math.min(timesAsked, answers.length) - 1];
