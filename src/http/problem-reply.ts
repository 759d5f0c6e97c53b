import type { FastifyReply } from "fastify";
import { PROBLEMS } from "../app/problems/registry.ts";
import type { Problem } from "../app/problems/problem.ts";
import { SECOND_MS } from "../kit/instant.ts";
import { PROBLEM_MEDIA_TYPE, type ProblemBody } from "./contract/problem-body.ts";

/** Seconds after which whoever was turned away may come again. */
const RETRY_AFTER_S = 10;

/** The one way in which a problem leaves by HTTP. Sent as a ready text, so that no schema of a success is laid on it. */
export function sendProblem(reply: FastifyReply, problem: Problem): FastifyReply {
  const { status } = PROBLEMS[problem.code];
  if (status === 503 || status === 429) reply.header("retry-after", String(retryAfterS(problem)));
  if (status === 401) reply.header("www-authenticate", 'Bearer realm="tidegate"');
  return reply
    .code(status)
    .type(PROBLEM_MEDIA_TYPE)
    .send(JSON.stringify(problemBodyOf(problem, reply.request.id)));
}

function retryAfterS({ retryAfterMs }: Problem): number {
  return retryAfterMs === undefined ? RETRY_AFTER_S : Math.max(1, Math.ceil(retryAfterMs / SECOND_MS));
}

export function problemBodyOf({ code, detail, help, issues }: Problem, requestId: string): ProblemBody {
  const { status, title } = PROBLEMS[code];
  return {
    type: `urn:tidegate:problem:${code}`,
    title,
    status,
    code,
    detail,
    help,
    issues: issues.map((issue) => ({ ...issue })),
    requestId,
  };
}
