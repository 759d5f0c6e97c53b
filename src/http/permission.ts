import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { authenticate } from "../app/access/authenticate.ts";
import { lookAtSession, useSession } from "../app/access/sessions.ts";
import type { Principal } from "../app/ports/access-store.ts";
import { problem, type Problem } from "../app/problems/problem.ts";
import type { Instant } from "../kit/instant.ts";
import type { Allow } from "./contract/route-spec.ts";
import type { Role } from "./contract/words.ts";
import type { HttpDeps } from "./http-deps.ts";
import { sendProblem } from "./problem-reply.ts";
import { isFromConsole, sessionTokenOf } from "./session-cookie.ts";

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
  const credential = credentialOf(request);
  if (credential?.kind === "session" && !isFromConsole(request)) {
    await sendProblem(reply, notFromConsole());
    return;
  }
  const principal = await principalBy(deps, credential, request.now, useSession);
  if (principal === null) {
    await sendProblem(reply, problem("not-signed-in", "the request carries no token and no session that is valid now"));
    return;
  }
  if (!hasOneOf(principal, allow)) {
    await sendProblem(reply, notAllowed(principal, allow));
    return;
  }
  request.principal = principal;
}

type Credential = Readonly<{ kind: "token" | "session"; token: string }>;

/** A token beats a session: a script says what it means, a cookie comes along. */
function credentialOf({ headers }: Pick<FastifyRequest, "headers">): Credential | null {
  const [scheme, token = ""] = (headers.authorization ?? "").split(" ", 2);
  if (scheme?.toLowerCase() === "bearer") return { kind: "token", token };
  const session = sessionTokenOf(headers);
  return session === null ? null : { kind: "session", token: session };
}

async function principalBy(
  { store, extraPrincipals, sessionLimits }: HttpDeps,
  credential: Credential | null,
  now: Instant,
  readSession: typeof useSession,
): Promise<Principal | null> {
  if (credential === null) return null;
  const { kind, token } = credential;
  return kind === "token" ? authenticate(store, extraPrincipals, token, now) : readSession(store, sessionLimits, token, now);
}

/**
 * Who is behind a request that stays open, asked anew: null once the token is revoked, or the session or account ended. It is
 * no use of the session: a page that nobody looks at still runs into the idle limit.
 */
export function principalStill(deps: HttpDeps, request: FastifyRequest, now: Instant): Promise<Principal | null> {
  return principalBy(deps, credentialOf(request), now, lookAtSession);
}

export function hasOneOf({ roles }: Principal, allow: readonly Role[]): boolean {
  return roles.some((role) => allow.includes(role));
}

export function notAllowed({ person, roles }: Principal, allow: readonly Role[]): Problem {
  const mine = roles.length === 1 ? "the role" : "the roles";
  return problem("not-allowed", `\`${person}\` has ${mine} ${roles.join(", ")}; this needs one of ${allow.join(", ")}`);
}

export function notFromConsole(): Problem {
  return problem("request-not-from-console", "the request does not come from a page of this server");
}

function isDeclared(allow: Allow | undefined): boolean {
  return allow === "public" || allow === "device" || (Array.isArray(allow) && allow.length > 0);
}
