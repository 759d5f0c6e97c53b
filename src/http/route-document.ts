import type { FastifySchema } from "fastify";
import { z } from "zod";
import { PROBLEMS, type ProblemCode } from "../app/problems/registry.ts";
import { DEVICE_HEADERS } from "../policy/bundle/protocol.ts";
import { PROBLEM_MEDIA_TYPE, problemBody } from "./contract/problem-body.ts";
import { problemsOf, type Allow, type RouteSpec } from "./contract/route-spec.ts";

/** The schema of an operation: what its requests are held to, and what the API description says of it. */
export function routeDocument(operationId: string, route: RouteSpec): FastifySchema {
  const { params, query, body } = route.request;
  return {
    operationId,
    summary: route.summary,
    tags: [route.tag],
    security: securityOf(operationId, route.allow),
    "x-roles": typeof route.allow === "string" ? [] : [...route.allow],
    ...(params === undefined ? {} : { params }),
    ...(query === undefined ? {} : { querystring: query }),
    ...(body === undefined ? {} : { body }),
    response: responsesOf(operationId, route),
  } as FastifySchema;
}

/** Enrolments and reports carry their proof in the body. */
function securityOf(operationId: string, allow: Allow): readonly Readonly<Record<string, readonly string[]>>[] {
  if (operationId === "checkIn") return [{ deviceProof: [] }, { deviceSession: [] }];
  return typeof allow === "string" ? [] : [{ apiToken: [] }, { session: [] }];
}

type Response = Readonly<{ description: string; content?: Readonly<Record<string, Readonly<{ schema: z.ZodType }>>> }>;

/** Every answer that the operation can give, with the codes of its problems under their status. */
function responsesOf(operationId: string, route: RouteSpec): Readonly<Record<string, Response | z.ZodType>> {
  const { status, body } = route.response;
  const answers: Record<string, Response | z.ZodType> = {};
  const mediaType = operationId === "streamEvents" ? "text/event-stream" : "application/json";
  answers[status] =
    body === null ? z.undefined().describe("done") : { description: route.summary, content: { [mediaType]: { schema: body } } };
  if (operationId === "checkIn")
    answers[304] = z.undefined().describe(`nothing new; \`${DEVICE_HEADERS.nextCheckInAt}\` says when to come again`);
  const codes = problemsOf(route) as readonly ProblemCode[];
  for (const [problemStatus, group] of Map.groupBy(codes, (code) => PROBLEMS[code].status)) {
    const description = group.map((code) => `\`${code}\`: ${PROBLEMS[code].title}`).join("; ");
    answers[problemStatus] = { description, content: { [PROBLEM_MEDIA_TYPE]: { schema: problemBody } } };
  }
  return answers;
}
