import type { ProblemBody } from "../../http/contract/problem-body.ts";

export type ProblemIssue = ProblemBody["issues"][number];

/**
 * An answer that was not the one asked for, in words for people. `code` is the server's stable code, or `offline` where
 * nothing answered and `unreadable` where something else than this server did; `status` is 0 without an answer.
 */
export class ApiProblem extends Error {
  readonly code: string;
  readonly status: number;
  readonly title: string;
  readonly detail: string;
  readonly help: string;
  readonly issues: readonly ProblemIssue[];
  readonly requestId: string | null;
  /** What a person can still do, so that one failure is not taken for the end of everything. */
  readonly stillWorks: string;

  constructor(facts: Readonly<Omit<ProblemBody, "type" | "requestId"> & { requestId: string | null }>) {
    super(`${facts.title}: ${facts.detail}`);
    this.name = "ApiProblem";
    this.code = facts.code;
    this.status = facts.status;
    this.title = facts.title;
    this.detail = facts.detail;
    this.help = facts.help;
    this.issues = facts.issues;
    this.requestId = facts.requestId;
    this.stillWorks = stillWorksAt(facts.status);
  }
}

/** Reads `application/problem+json`; anything else becomes a problem that says so. */
export function problemFrom(status: number, body: unknown): ApiProblem {
  if (isProblemBody(body)) return new ApiProblem(body);
  return new ApiProblem({
    code: "unreadable",
    status,
    title: "The answer could not be read",
    detail: `Something answered with status ${status}, but not in this server's words.`,
    help: "If a proxy stands between you and the server, ask whoever runs it. Otherwise look at the server's log.",
    issues: [],
    requestId: null,
  });
}

export function offlineProblem(): ApiProblem {
  return new ApiProblem({
    code: "offline",
    status: 0,
    title: "The server could not be reached",
    detail: "Nothing answered. The network is down, or the server has been stopped.",
    help: "The console asks again by itself. To halt now, run `tidegate rollout halt` where the server can be reached.",
    issues: [],
    requestId: null,
  });
}

/** Code that is fetched when it is needed, and was not there: each browser says it in its own words. */
export function isMissingCode(error: unknown): boolean {
  return error instanceof TypeError && /dynamically imported module|importing a module script failed/i.test(error.message);
}

export function missingCodeProblem(): ApiProblem {
  return new ApiProblem({
    code: "code-missing",
    status: 0,
    title: "A part of the console could not be loaded",
    detail: "A new version may have been put in place while this page was open, or the server cannot be reached.",
    help: "Load the page again. If that does not help, see whether the server runs.",
    issues: [],
    requestId: null,
  });
}

/** Any thrown thing as a problem, for pages that show it. */
export function asProblem(error: unknown): ApiProblem {
  if (error instanceof ApiProblem) return error;
  return new ApiProblem({
    code: "console-fault",
    status: 0,
    title: "This page has a fault",
    detail: error instanceof Error ? error.message : String(error),
    help: "Load the page again. If it stays, report it with the words above.",
    issues: [],
    requestId: null,
  });
}

function stillWorksAt(status: number): string {
  if (status === 0) return "Devices keep their policies and gates keep watching: the server does both without this page.";
  if (status >= 500) return "Rollouts and gates go on. Other pages may answer, and what you see already stays as of its time.";
  if (status === 403) return "You can go on reading; only this action needs another role.";
  return "Everything else on this page works, and nothing has been changed.";
}

function isProblemBody(body: unknown): body is ProblemBody {
  if (typeof body !== "object" || body === null) return false;
  const { title, detail, code, help, status, issues } = body as Partial<Record<keyof ProblemBody, unknown>>;
  const areWords = [title, detail, code, help].every((word) => typeof word === "string");
  return areWords && typeof status === "number" && Array.isArray(issues);
}
