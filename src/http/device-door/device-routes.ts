import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { authenticateDevice } from "../../app/device-door/authenticate-device.ts";
import { createCheckIn } from "../../app/device-door/check-in.ts";
import { createEnrolDevice } from "../../app/device-door/enrol-device.ts";
import { createRecordReport } from "../../app/device-door/record-report.ts";
import { DEVICE_HEADERS, DEVICE_PATHS, type EnrolRequest } from "../../policy/bundle/protocol.ts";
import type { HttpDeps } from "../http-deps.ts";
import { sendProblem } from "../problem-reply.ts";
import { routeOptions } from "../route-options.ts";
import { readReport } from "./read-report.ts";

/**
 * The device door (policy/bundle/protocol.ts). Answers leave as ready texts: a check-in is asked for by every device all
 * day, and no schema is laid on a GET that has no body, nor on a 304.
 */
export function addDeviceRoutes(app: FastifyInstance, { door, store }: HttpDeps): void {
  const checkIn = createCheckIn(door);
  const enrol = createEnrolDevice(door);
  const record = createRecordReport(store);

  app.route({
    ...routeOptions("checkIn"),
    handler: async (request, reply) => {
      const { now } = request;
      const { authorization = null } = request.headers;
      const known = await authenticateDevice(door, { authorization, method: "GET", path: DEVICE_PATHS.checkIn }, now);
      if (!known.ok) return sendProblem(reply, known.error);
      const answer = await checkIn(known.value, request.headers["if-none-match"] ?? null, now);
      if (!answer.ok) return sendProblem(reply, answer.error);
      const { newSession } = known.value;
      if (newSession !== null) {
        reply.header(DEVICE_HEADERS.session, newSession.token);
        reply.header(DEVICE_HEADERS.sessionExpiresAt, String(newSession.expiresAt));
      }
      const { bundle, etag, nextCheckInAt } = answer.value;
      reply.header(DEVICE_HEADERS.nextCheckInAt, String(nextCheckInAt));
      if (etag !== null) reply.header("etag", etag);
      return bundle === null ? reply.code(304).send() : sendJson(reply, 200, bundle);
    },
  });

  app.route({
    ...routeOptions("enrolDevice"),
    handler: async (request: FastifyRequest, reply) => {
      const answer = await enrol(request.body as EnrolRequest, request.now);
      return answer.ok ? sendJson(reply, 201, answer.value) : sendProblem(reply, answer.error);
    },
  });

  app.route({
    ...routeOptions("recordReport"),
    handler: async (request: FastifyRequest, reply) => {
      const { report: jws } = request.body as Readonly<{ report: string }>;
      const read = await readReport(door, jws, request.now);
      if (!read.ok) return sendProblem(reply, read.error);
      const answer = await record(read.value);
      // Only now is it durable (P-S10).
      return answer.ok ? sendJson(reply, 202, { outcome: answer.value }) : sendProblem(reply, answer.error);
    },
  });
}

function sendJson(reply: FastifyReply, status: number, body: unknown): FastifyReply {
  return reply.code(status).type("application/json; charset=utf-8").send(JSON.stringify(body));
}
