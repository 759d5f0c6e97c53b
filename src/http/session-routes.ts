import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { signOut, type NewSession } from "../app/access/sessions.ts";
import { readSignInLink, signInByLink } from "../app/access/sign-in-by-link.ts";
import { signIn, type Caller, type SignInParts } from "../app/access/sign-in.ts";
import type { Problem } from "../app/problems/problem.ts";
import { assert } from "../kit/assert.ts";
import type { Result } from "../kit/result.ts";
import { networkOf } from "./caller-network.ts";
import type { LinkSignIn, PasswordSignIn } from "./contract/session.ts";
import { notFromConsole } from "./permission.ts";
import { sendProblem } from "./problem-reply.ts";
import { routeOptions } from "./route-options.ts";
import { sessionBody } from "./session-body.ts";
import { clearSessionCookie, isFromHere, sessionTokenOf, setSessionCookie } from "./session-cookie.ts";

/** The operations that set or clear the cookie, or that anybody may try: these are told where the request comes from. */
export function addSessionRoutes(app: FastifyInstance, parts: SignInParts, isDemo: boolean): void {
  app.route({
    ...routeOptions("signIn"),
    handler: async (request, reply) => {
      if (!isFromHere(request.headers)) return sendProblem(reply, notFromConsole());
      return answer(isDemo, request, reply, await signIn(parts, { ...(request.body as PasswordSignIn), ...callerOf(request) }));
    },
  });
  app.route({
    ...routeOptions("signInByLink"),
    handler: async (request, reply) => {
      if (!isFromHere(request.headers)) return sendProblem(reply, notFromConsole());
      return answer(isDemo, request, reply, await signInByLink(parts, { ...(request.body as LinkSignIn), ...callerOf(request) }));
    },
  });
  app.route({
    ...routeOptions("readSignInLink"),
    handler: async (request, reply) => {
      const { secret } = request.body as Pick<LinkSignIn, "secret">;
      const read = await readSignInLink(parts, { secret, ...callerOf(request) });
      return read.ok ? reply.send(read.value) : sendProblem(reply, read.error);
    },
  });
  app.route({
    ...routeOptions("signOut"),
    handler: async (request, reply) => {
      const { principal, now } = request;
      assert(principal !== null, "only whoever is signed in comes here");
      const ended = await signOut(parts.store, principal, now);
      if (!ended.ok) return sendProblem(reply, ended.error);
      clearSessionCookie(reply);
      return reply.code(204).send();
    },
  });
}

function callerOf(request: FastifyRequest): Caller {
  return { from: networkOf(request.ip), replaces: sessionTokenOf(request.headers), now: request.now };
}

function answer(
  isDemo: boolean,
  request: FastifyRequest,
  reply: FastifyReply,
  result: Result<NewSession, Problem>,
): FastifyReply {
  if (!result.ok) return sendProblem(reply, result.error);
  const { token, principal } = result.value;
  setSessionCookie(reply, token);
  return reply.send(sessionBody(principal, isDemo, request.now));
}
