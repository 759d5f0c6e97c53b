import fc from "fast-check";
import { afterEach, expect, test } from "vitest";
import { z } from "zod";
import { mutated, validRequest, type GeneratedRequest, type Known } from "../helpers/arbitrary-request.ts";
import { asUpload, importOrganisation, STARTED_AT, testHttp, type OpenHttp, type TestAnswer } from "../helpers/test-http.ts";
import { createDemoOrganisation } from "../../src/sim/organisation/demo-organisation.ts";
import { problemBody } from "../../src/http/contract/problem-body.ts";
import { problemsOf, type RouteSpec } from "../../src/http/contract/route-spec.ts";
import { ROUTES, type OperationId } from "../../src/http/contract/routes.ts";

const open = testHttp(afterEach);
const ROUTE_LIST = Object.entries(ROUTES) as readonly (readonly [OperationId, RouteSpec])[];
/** R13: generated requests for each operation; 29 operations make more than 3,000 of them. */
const VALID_EACH = 55;
const MUTATED_EACH = 55;
const SEED = 20_260_907;

const ORGANISATION = createDemoOrganisation({ seed: 11, devices: 60, at: STARTED_AT });

test("R13: over 3,000 generated requests meet no 5xx, and every answer is one that the contract declares", async () => {
  const http = await open();
  const known = await prepare(http);
  const tally = { sent: 0, statuses: new Map<number, number>() };
  const check = (id: OperationId, answer: TestAnswer, said: unknown) => {
    tally.sent += 1;
    tally.statuses.set(answer.status, (tally.statuses.get(answer.status) ?? 0) + 1);
    expect([id, said, faultOf(id, answer)]).toEqual([id, said, null]);
  };
  for (const [id, route] of ROUTE_LIST) {
    for (const request of fc.sample(validRequest(route, known), { seed: SEED, numRuns: VALID_EACH })) {
      const answer = await send(http, route, request);
      check(id, answer, request);
      // What the schemas promise to read is read: 400 is only for what they refuse.
      expect([id, answer.status === 400, request, answer.json]).toEqual([id, false, request, answer.json]);
    }
    const damaged = validRequest(route, known).chain((request) =>
      fc.tuple(fc.constant(request), mutated(request.body), mutated(request.query)),
    );
    for (const [request, body, query] of fc.sample(damaged, { seed: SEED, numRuns: MUTATED_EACH })) {
      const bad = { ...request, body, query: queryOf(query) };
      const answer = await send(http, route, bad);
      check(id, answer, bad);
      if (!isReadable(route, bad)) expect([id, bad, answer.status]).toEqual([id, bad, 400]);
    }
  }
  expect(tally.sent).toBeGreaterThanOrEqual(3_000);
  // The requests were not all refused at the threshold.
  for (const status of [200, 201, 204, 400, 401, 404, 409, 422])
    expect([status, (tally.statuses.get(status) ?? 0) > 0]).toEqual([status, true]);
  expect(http.log()).toBe("");
  expect((await http.ask("viewer", "GET", "/api/v1/audit/verification")).json).toMatchObject({ ok: true });
});

async function prepare(http: OpenHttp): Promise<Known> {
  await importOrganisation(http, ORGANISATION);
  const { good } = ORGANISATION.stories;
  const asked = {
    policy: good.policyName,
    change: { kind: "content", file: asUpload(good.change) },
    shape: null,
    onGateFail: "halt",
  };
  const plan = (await http.ask("author", "POST", "/api/v1/plans", asked)).json as {
    hash: string;
    plan: { policyPlan: { deletions: unknown[] } };
  };
  const create = {
    planHash: plan.hash,
    name: good.name,
    reason: good.reason,
    allowDelete: plan.plan.policyPlan.deletions.length,
  };
  const rollout = (await http.ask("author", "POST", "/api/v1/rollouts", create)).json as { id: string };
  await http.ask("operator", "POST", `/api/v1/rollouts/${rollout.id}/commands`, { command: "start", reason: "go" });
  await http.ask("approver", "POST", `/api/v1/rollouts/${rollout.id}/approvals`, {
    decision: "approve",
    purpose: "pending",
    planHash: plan.hash,
    reason: "read",
  });
  await http.product.ring();
  const device = ORGANISATION.virtualDevices[0];
  const token = (
    await http.ask("operator", "POST", "/api/v1/devices/enrolment-tokens", { label: "x", uses: 3, lifetimeMinutes: 60 })
  ).json as { token: string };
  await http.agent("g").agent.enrol(token.token, device?.facts as never);
  const detail = (await http.ask("viewer", "GET", `/api/v1/devices/${device?.serialNumber}`)).json as {
    id: string;
    keys: { thumbprint: string }[];
  };
  const extra = (
    await http.ask("admin", "POST", "/api/v1/tokens", { person: "x", role: "viewer", label: "spare", lifetimeDays: 1 })
  ).json as { id: string };
  return {
    texts: [rollout.id, good.name, good.policyName, detail.id, device?.serialNumber ?? ""],
    hashes: [plan.hash],
    thumbprints: detail.keys.map((key) => key.thumbprint),
    // Never one of those that this test comes in with.
    tokenIds: [extra.id],
  };
}

function send({ tokens, raw }: OpenHttp, route: RouteSpec, { params, query, body }: GeneratedRequest): Promise<TestAnswer> {
  const path = route.path.replaceAll(/:([a-z]+)/gi, (_, name: string) => encodeURIComponent(params[name] ?? "x"));
  const search = new URLSearchParams(query).toString();
  const role = typeof route.allow === "string" ? "viewer" : (route.allow[0] ?? "viewer");
  const hasBody = route.request.body !== undefined;
  return raw({
    method: route.method,
    url: search === "" ? path : `${path}?${search}`,
    headers: { authorization: `Bearer ${tokens[role]}`, ...(hasBody ? { "content-type": "application/json" } : {}) },
    ...(hasBody ? { payload: JSON.stringify(body) ?? "null" } : {}),
  });
}

/** What the contract does not promise about this answer; null: it keeps every word. */
function faultOf(id: OperationId, { status, headers, text, json }: TestAnswer): string | null {
  const route: RouteSpec = ROUTES[id];
  if (status >= 500) return `status ${status}: ${text}`;
  if (headers["tidegate-time"] === undefined || headers["x-content-type-options"] !== "nosniff") return "a header is missing";
  if (status === route.response.status && route.response.body === null)
    return text === "" ? null : "a body where none was promised";
  const isSuccess = status === route.response.status;
  const type = isSuccess ? "application/json; charset=utf-8" : "application/problem+json; charset=utf-8";
  if (headers["content-type"] !== type) return `content type ${String(headers["content-type"])}`;
  const parsed = strict(isSuccess && route.response.body !== null ? route.response.body : problemBody).safeParse(json);
  if (!parsed.success) return JSON.stringify(parsed.error.issues);
  const { code } = json as Readonly<{ code?: string }>;
  return isSuccess || problemsOf(route).includes(code ?? "") ? null : `status ${status} with the undeclared code ${code ?? ""}`;
}

/** No answer may hold a field that its schema does not name. */
function strict(schema: z.ZodType): z.ZodType {
  return schema instanceof z.ZodObject ? schema.strict() : schema;
}

function isReadable({ request }: RouteSpec, { body, query }: GeneratedRequest): boolean {
  // As the server hears it: through JSON, and texts only.
  const heard: unknown = body === undefined ? null : JSON.parse(JSON.stringify(body));
  const isBodyFine = request.body === undefined || request.body.safeParse(heard).success;
  return isBodyFine && (request.query === undefined || request.query.safeParse(query).success);
}

/** A query is texts, whatever was made of it; where nothing reads it, it stays away. */
function queryOf(query: unknown): Record<string, string> {
  if (typeof query !== "object" || query === null || Array.isArray(query)) return {};
  return Object.fromEntries(
    Object.entries(query).map(([key, value]) => [key, wellFormed(typeof value === "string" ? value : JSON.stringify(value))]),
  );
}

/** What URL encoding makes of half a surrogate pair. */
function wellFormed(text: string): string {
  return text.toWellFormed();
}
