import Fastify, { LogController, type FastifyInstance, type FastifyReply, type FastifyRequest } from "fastify";
import { serializerCompiler, validatorCompiler } from "fastify-type-provider-zod";
import { createAttempts } from "../app/access/attempts.ts";
import { assert } from "../kit/assert.ts";
import type { Instant } from "../kit/instant.ts";
import { answerUnreadable, refuseOddRequests } from "./broken-requests.ts";
import type { Call, HandledId, Handler, Handlers } from "./call.ts";
import { OPERATION_IDS, ROUTES } from "./contract/routes.ts";
import type { RouteSpec } from "./contract/route-spec.ts";
import { addConsole } from "./console-files.ts";
import { addDeviceRoutes } from "./device-door/device-routes.ts";
import { problemOfError } from "./error-problem.ts";
import { addEventStream } from "./event-stream.ts";
import { createHandlers } from "./handlers/handlers.ts";
import type { HttpDeps } from "./http-deps.ts";
import { answerUnknown } from "./not-found.ts";
import { apiDescription, describeApi } from "./openapi.ts";
import { guardRoutes } from "./permission.ts";
import { sendProblem } from "./problem-reply.ts";
import { routeOptions } from "./route-options.ts";
import { addSessionRoutes } from "./session-routes.ts";
import { readStrictJson } from "./strict-body.ts";

const BODY_BYTES_MAX = 1024 * 1024;
/** A request that is not read whole by then is not meant well; 64 MiB take 5 s at 100 Mbit/s. */
const REQUEST_MS_MAX = 120_000;
const HEADERS_MS_MAX = 15_000;
const IDLE_MS_MAX = 60_000;
const KEEP_ALIVE_MS = 10_000;
const CONNECTIONS_MAX = 20_000;
/** Longer than any id or name in a path, percent-encoded. */
const PARAMETER_LENGTH_MAX = 4_096;

/** Both doors on one server. It does not listen yet; `ready()` fails where a route does not say who may ask it. */
export function createHttpServer(deps: HttpDeps): FastifyInstance {
  const app = createApp(deps);
  stampAnswers(app, deps);
  refuseOddRequests(app, deps.clock);
  guardRoutes(app, deps);
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);
  readStrictJson(app);
  app.setErrorHandler(answerError);
  answerUnknown(app);
  describeApi(app, deps.version);
  // After the collector of schemas, which sees only what comes later.
  app.after((failure) => {
    if (failure instanceof Error) throw failure;
    const signInParts = { ...deps, attempts: createAttempts() };
    const feed = addEventStream(app, deps);
    deps.demo?.onChange(() => feed.announce("demo"));
    const onRolloutChange = () => {
      deps.onRolloutChange();
      feed.wake();
    };
    addRestRoutes(app, createHandlers({ ...deps, onRolloutChange }, signInParts), deps);
    addSessionRoutes(app, signInParts, deps.demo !== null);
    addDescriptionRoute(app);
    addDeviceRoutes(app, deps);
    if (deps.consoleFolder !== null) addConsole(app, { ...deps, consoleFolder: deps.consoleFolder });
  });
  return app;
}

function createApp({ clock, entropy, logStream }: HttpDeps): FastifyInstance {
  const started = entropy.hex(32);
  const requests = { count: 0 };
  const app = Fastify({
    logger: {
      level: "warn",
      redact: ["authorization", "cookie"].flatMap((name) => [`req.headers.${name}`, `headers.${name}`]),
      stream: logStream ?? process.stderr,
    },
    logController: new LogController({ disableRequestLogging: true }),
    requestIdHeader: false,
    genReqId: () => `${started}-${(requests.count += 1)}`,
    bodyLimit: BODY_BYTES_MAX,
    requestTimeout: REQUEST_MS_MAX,
    connectionTimeout: IDLE_MS_MAX,
    keepAliveTimeout: KEEP_ALIVE_MS,
    exposeHeadRoutes: false,
    trustProxy: false,
    onProtoPoisoning: "error",
    onConstructorPoisoning: "error",
    // A missing host is refused by `refuseOddRequests`: Node would do it without a word.
    http: { headersTimeout: HEADERS_MS_MAX, requireHostHeader: false },
    clientErrorHandler: answerUnreadable(clock),
    routerOptions: { maxParamLength: PARAMETER_LENGTH_MAX },
    // Before any hook.
    frameworkErrors: (error, request, reply) => {
      stamp(reply, clock.now());
      answerError(error, request, reply);
    },
  });
  app.server.maxConnections = CONNECTIONS_MAX;
  return app;
}

/** Reads the clock, once; everything about this request happens at that moment. */
function stampAnswers(app: FastifyInstance, { clock }: HttpDeps): void {
  app.decorateRequest("now", null as never);
  app.addHook("onRequest", async (request, reply) => {
    request.now = clock.now();
    stamp(reply, request.now);
  });
}

function stamp(reply: FastifyReply, now: Instant): void {
  reply.header("tidegate-time", String(now));
  reply.header("x-content-type-options", "nosniff");
  reply.header("cache-control", "no-store");
  reply.header("content-security-policy", "default-src 'none'; frame-ancestors 'none'");
}

function addRestRoutes(app: FastifyInstance, handlers: Handlers, deps: HttpDeps): void {
  for (const operationId of OPERATION_IDS) {
    if (!isHandled(operationId, handlers)) continue;
    const { allow, response }: RouteSpec = ROUTES[operationId];
    const handle = handlers[operationId] as Handler<HandledId>;
    app.route({
      ...routeOptions(operationId),
      handler: async (request, reply) => {
        // Other servers of this database may have brought in another catalogue.
        if (allow !== "public") await deps.catalogue.refresh();
        const result = await handle(callOf(request));
        if (!result.ok) return sendProblem(reply, result.error);
        return reply.code(response.status).send(result.value === null ? undefined : result.value);
      },
    });
  }
}

function isHandled(operationId: string, handlers: Handlers): operationId is HandledId {
  return Object.hasOwn(handlers, operationId);
}

/** Params, query and body were read by the route's schemas, and the principal was let in by its roles. */
function callOf({ params, query, body, principal, now }: FastifyRequest): Call<HandledId> {
  const who = principal ?? { person: "anybody", roles: [], label: "" };
  return { params, query, body, principal: who, now } as Call<HandledId>;
}

function addDescriptionRoute(app: FastifyInstance): void {
  const ready = { text: "" };
  app.addHook("onReady", async () => {
    ready.text = apiDescription(app);
  });
  app.route({
    ...routeOptions("getApiDescription"),
    handler: (_request, reply) => {
      assert(ready.text !== "", "the description is made before the server is ready");
      return reply.type("application/json; charset=utf-8").send(ready.text);
    },
  });
}

function answerError(error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const problem = problemOfError(error);
  if (problem.code === "internal-error" || problem.code === "store-unavailable")
    request.log.error({ err: error, code: problem.code }, "a request failed");
  return sendProblem(reply, problem);
}
