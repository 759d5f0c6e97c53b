import type { FastifyInstance } from "fastify";
import { problem } from "../app/problems/problem.ts";
import { ROUTES } from "./contract/routes.ts";
import type { RouteSpec } from "./contract/route-spec.ts";
import { sendProblem } from "./problem-reply.ts";

type Address = Readonly<{ method: string; pattern: RegExp }>;

const ADDRESSES: readonly Address[] = Object.values<RouteSpec>(ROUTES).map(({ method, path }) => {
  return { method, pattern: new RegExp(`^${path.replaceAll(".", "\\.").replaceAll(/:[A-Za-z]+/g, "[^/]+")}$`) };
});

/** 404 for an address that nobody answers, 405 for one that answers other methods, which are named. */
export function answerUnknown(app: FastifyInstance): void {
  app.setNotFoundHandler((request, reply) => {
    const path = request.url.split("?", 1)[0] ?? "";
    const methods = [...new Set(ADDRESSES.filter(({ pattern }) => pattern.test(path)).map(({ method }) => method))].sort();
    if (methods.length === 0 || methods.includes(request.method))
      return sendProblem(reply, problem("not-found", `nothing answers \`${path.slice(0, 200)}\``));
    reply.header("allow", methods.join(", "));
    return sendProblem(reply, problem("method-not-allowed", `\`${path.slice(0, 200)}\` answers ${methods.join(", ")}`));
  });
}
