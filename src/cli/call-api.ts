import type { ZodType } from "zod";
import { PROBLEMS, type ProblemCode } from "../app/problems/registry.ts";
import { problemBody } from "../http/contract/problem-body.ts";
import { err, ok, type Result } from "../kit/result.ts";
import type { ApiAnswer, ApiClient, ApiMethod } from "./cli-deps.ts";
import { cliProblem, type ShownProblem } from "./cli-fault.ts";
import type { CliContext } from "./context.ts";
import { EXIT } from "./exit-codes.ts";

export type ApiCall<T> = Readonly<{
  method?: ApiMethod;
  path: string;
  body?: unknown;
  /** What the answer has to look like; null where none comes (204). */
  answer: ZodType<T> | null;
}>;

export const API = "/api/v1";

/** Builds a path of which every part is encoded: names hold slashes and question marks. */
export function apiPath(...parts: readonly (string | number)[]): string {
  return [API, ...parts.map((part) => encodeURIComponent(part))].join("/");
}

/** `?a=1&b=2` of those that are there, or nothing. */
export function queryOf(parameters: Readonly<Record<string, string | number | undefined>>): string {
  const pairs = Object.entries(parameters).flatMap(([key, value]) =>
    value === undefined ? [] : [`${key}=${encodeURIComponent(value)}`],
  );
  return pairs.length === 0 ? "" : `?${pairs.join("&")}`;
}

/** One request; an error answer comes back as the problem to show. The answer keeps fields that this version does not know. */
export async function callApi<T>(api: ApiClient, call: ApiCall<T>): Promise<Result<T, ShownProblem>> {
  const { method = "GET", path, body } = call;
  const answer = await api.request(method, path, body);
  if (answer.status >= 400) return err(problemOf(answer, api));
  if (call.answer === null) return ok(answer.body as T);
  const parsed = call.answer.safeParse(answer.body);
  if (parsed.success) return ok(answer.body as T);
  const issues = parsed.error.issues.map((issue) => ({
    code: issue.code,
    at: `${path} ${issue.path.join(".")}`,
    message: issue.message,
    help: "",
  }));
  return err(cliProblem("answer-unreadable", `${api.describe} answered \`${method} ${path}\` with something else`, { issues }));
}

/** Opens the API for as long as `work` runs; whatever happens, it is closed. */
export async function withApi(context: CliContext, work: (api: ApiClient) => Promise<number>): Promise<number> {
  const { server, tokenFile, dataDir } = context.settings;
  const api = await context.deps.openApi({ server, tokenFile, dataDir });
  try {
    return await work(api);
  } finally {
    await api.close();
  }
}

/** The commonest command: ask once, show the answer. */
export function showAnswer<T>(
  context: CliContext,
  call: ApiCall<T>,
  textOf: (body: T) => string,
  exitOf: (body: T) => number = () => EXIT.ok,
): Promise<number> {
  return withApi(context, async (api) => {
    const answer = await callApi(api, call);
    if (!answer.ok) return context.fail(answer.error);
    await context.show(answer.value, textOf);
    return exitOf(answer.value);
  });
}

function problemOf(answer: ApiAnswer, api: ApiClient): ShownProblem {
  const parsed = problemBody.safeParse(answer.body);
  if (!parsed.success)
    return cliProblem(
      "answer-unreadable",
      `${api.describe} answered with status ${answer.status} and no problem that can be read`,
    );
  const { code, title, detail, help, issues, requestId } = parsed.data;
  return { code, title, detail, help, issues, requestId, exitCode: exitCodeOf(code) };
}

function exitCodeOf(code: string): number {
  return Object.hasOwn(PROBLEMS, code) ? PROBLEMS[code as ProblemCode].exitCode : EXIT.other;
}
