import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { authenticate } from "../app/access/authenticate.ts";
import type { Principal } from "../app/ports/access-store.ts";
import { problem } from "../app/problems/problem.ts";
import type { Instant } from "../kit/instant.ts";
import type { Allow } from "./contract/route-spec.ts";
import type { Role } from "./contract/words.ts";
import type { HttpDeps } from "./http-deps.ts";
import { sendProblem } from "./problem-reply.ts";

declare module "fastify" {
  interface FastifyContextConfig {
    /** Who may come in here. A route that does not say so is not registered. */
    allow?: Allow;
  }
  interface FastifyRequest {
    now: Instant;
    principal: Principal | null;
  }
}

/**
 * INVARIANT: no route answers before somebody has said who may ask it; the server does not start otherwise. Whoever may
 * not is told before a byte of the body is read.
 */
export function guardRoutes(app: FastifyInstance, deps: HttpDeps): void {
  app.decorateRequest("principal", null);
  app.addHook("onRoute", ({ config, method, url }) => {
    if (!isDeclared(config?.allow)) throw new Error(`route ${String(method)} ${url} does not say who may ask it`);
  });
  app.addHook("onRequest", async (request, reply) => {
    const { allow } = request.routeOptions.config;
    // What no route answers is a 404 for everybody; a device proves itself in its own handler.
    if (request.is404 || allow === undefined || allow === "public" || allow === "device") return;
    await letIn(deps, allow, request, reply);
  });
}

async function letIn(deps: HttpDeps, allow: readonly Role[], request: FastifyRequest, reply: FastifyReply): Promise<void> {
  const [scheme, token = ""] = (request.headers.authorization ?? "").split(" ", 2);
  const principal =
    scheme?.toLowerCase() === "bearer" ? await authenticate(deps.store, deps.extraPrincipals, token, request.now) : null;
  if (principal === null) {
    await sendProblem(reply, problem("not-signed-in", "the request carries no token that is valid now"));
    return;
  }
  if (!hasOneOf(principal, allow)) {
    await sendProblem(reply, notAllowed(principal, allow));
    return;
  }
  request.principal = principal;
}

export function hasOneOf({ roles }: Principal, allow: readonly Role[]): boolean {
  return roles.some((role) => allow.includes(role));
}

export function notAllowed({ person, roles }: Principal, allow: readonly Role[]): ReturnType<typeof problem> {
  const mine = roles.length === 1 ? "the role" : "the roles";
  return problem("not-allowed", `\`${person}\` has ${mine} ${roles.join(", ")}; this needs one of ${allow.join(", ")}`);
}

function isDeclared(allow: Allow | undefined): boolean {
  return allow === "public" || allow === "device" || (Array.isArray(allow) && allow.length > 0);
}
