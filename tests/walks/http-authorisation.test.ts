import fc from "fast-check";
import { afterEach, describe, expect, test } from "vitest";
import { requestOf } from "../helpers/openapi-arbitrary.ts";
import { readApi, type ApiDocument } from "../helpers/openapi-document.ts";
import { createSender, wireOf, type WireAnswer, type WireRequest } from "../helpers/openapi-wire.ts";
import { signedIn } from "../helpers/test-browser.ts";
import { STARTED_AT, testHttp, type OpenHttp } from "../helpers/test-http.ts";
import { sha256Hex } from "../../src/kit/sha256.ts";
import { DAY_MS } from "../../src/kit/instant.ts";
import type { NewHelpRequest } from "../../src/http/contract/communication.ts";
import { COMMAND_ROLES, COMMANDS, type CommandRequestBody } from "../../src/http/contract/rollouts.ts";
import { problemsOf, type RouteSpec } from "../../src/http/contract/route-spec.ts";
import { SESSION_COOKIE } from "../../src/http/session-cookie.ts";
import { ROUTES, type OperationId } from "../../src/http/contract/routes.ts";
import { ROLES, type Role } from "../../src/http/contract/words.ts";

const open = testHttp(afterEach);
const codeOf = (answer: Readonly<{ json: unknown }>) => (answer.json as { code?: string } | null | undefined)?.code;

/** Valid requests for each operation, so that only who asks decides. */
const REQUESTS_EACH = 2;
/** Some thousand requests, on a machine that may be busy. */
const MATRIX_MS_MAX = 180_000;
const SEED = 15;

/** What is no token of anybody. The last ones look like one. */
const NOT_TOKENS = [
  "Bearer",
  "Bearer ",
  "Bearer x",
  "Basic YTpi",
  "Proof x",
  "bearer null",
  `Bearer tg_${"0".repeat(64)}`,
  `Bearer tge_${"0".repeat(64)}`,
];

/** The operations that this server says it answers, by real HTTP: one of them has no end. */
async function openMatrix(http: OpenHttp) {
  const origin = await http.app.listen({ host: "127.0.0.1", port: 0 });
  const sender = createSender(origin, () => "");
  const api = readApi((await http.ask(null, "GET", "/api/v1/openapi.json")).json as ApiDocument);
  const cells = api.operations.map((operation) => ({
    id: operation.id as OperationId,
    route: ROUTES[operation.id as OperationId] as RouteSpec,
    requests: fc
      .sample(requestOf(api, operation, new Map()), { seed: SEED, numRuns: REQUESTS_EACH })
      .map((request) => ({ wire: wireOf(operation, { ...request, role: null }), body: request.body })),
  }));
  const send = (wire: WireRequest, headers: Readonly<Record<string, string>>) =>
    sender.send({ ...wire, headers: { ...wire.headers, ...headers } });
  return { cells, send, close: sender.close };
}

/** What the tables say of a role: its refusal, or null where it is let in. */
function refusalOf(id: OperationId, { allow }: RouteSpec, role: Role, body: unknown): readonly [number, string] | null {
  if (typeof allow === "string") return null;
  const needed = [allow];
  if (id === "commandRollout") needed.push(COMMAND_ROLES[(body as CommandRequestBody).command]);
  // Linking at once needs what linking needs.
  if (id === "createHelpRequest" && ((body as NewHelpRequest).rollout ?? null) !== null)
    needed.push(ROUTES.linkHelpRequest.allow);
  return needed.every((roles) => roles.includes(role)) ? null : [403, "not-allowed"];
}

/** Whoever is let in is told something about the matter, never about permission. */
function isLetIn({ route, answer }: Readonly<{ route: RouteSpec; answer: WireAnswer }>): boolean {
  const code = codeOf(answer) ?? "";
  if (["not-signed-in", "not-allowed", "request-not-from-console"].includes(code)) return false;
  return answer.status < 500 && (answer.status < 400 || problemsOf(route).includes(code));
}

describe("R15: every operation and every role, from the table", () => {
  test("lets in by token whom the table names, and nobody else", { timeout: MATRIX_MS_MAX }, async () => {
    const http = await open();
    const { cells, send, close } = await openMatrix(http);
    let asked = 0;
    for (const { id, route, requests } of cells) {
      for (const role of ROLES) {
        for (const { wire, body } of requests) {
          const answer = await send(wire, { authorization: `Bearer ${http.tokens[role]}` });
          asked += 1;
          const refusal = refusalOf(id, route, role, body);
          if (refusal !== null) expect([id, role, answer.status, codeOf(answer)]).toEqual([id, role, ...refusal]);
          else expect([id, role, answer.text, isLetIn({ route, answer })]).toEqual([id, role, answer.text, true]);
        }
      }
    }
    expect(asked).toBe(cells.length * ROLES.length * REQUESTS_EACH);
    await close();
  });

  test("lets in by a session's cookie exactly the same, and changes nothing that does not come from the console", {
    timeout: MATRIX_MS_MAX,
  }, async () => {
    const http = await open();
    const { cells, send, close } = await openMatrix(http);
    for (const role of ROLES) {
      const cookie = await cookieOf(http, role);
      // Signing out ends what the rest comes in with.
      for (const { id, route, requests } of [...cells].sort((a, b) => Number(a.id === "signOut") - Number(b.id === "signOut"))) {
        for (const { wire, body } of requests.slice(0, 1)) {
          const isOpen = typeof route.allow === "string";
          const elsewhere = await send(wire, { cookie, "tidegate-console": "1", origin: "https://elsewhere.example" });
          if (!isOpen)
            expect([id, role, elsewhere.status, codeOf(elsewhere)]).toEqual([id, role, 403, "request-not-from-console"]);
          if (!isOpen && route.method !== "GET") {
            const foreign = await send(wire, { cookie });
            expect([id, role, foreign.status, codeOf(foreign)]).toEqual([id, role, 403, "request-not-from-console"]);
          }
          const answer = await send(wire, { cookie, "tidegate-console": "1" });
          const refusal = refusalOf(id, route, role, body);
          if (refusal !== null) expect([id, role, answer.status, codeOf(answer)]).toEqual([id, role, ...refusal]);
          else expect([id, role, answer.text, isLetIn({ route, answer })]).toEqual([id, role, answer.text, true]);
          if (id === "signOut") break;
        }
      }
    }
    await close();
  });

  test("answers 401 to no credentials, to whatever is none and to what is none any more", {
    timeout: MATRIX_MS_MAX,
  }, async () => {
    const http = await open();
    const { cells, send, close } = await openMatrix(http);
    const gone = (await http.ask("admin", "POST", "/api/v1/tokens", { person: "x", role: "admin", label: "x", lifetimeDays: 1 }))
      .json as { id: string; token: string };
    await http.ask("admin", "DELETE", `/api/v1/tokens/${gone.id}`);
    const ended = await cookieOf(http, "admin");
    const out = await http.raw({ method: "DELETE", url: "/api/v1/session", headers: { cookie: ended, "tidegate-console": "1" } });
    expect(out.status).toBe(204);
    const nobody: readonly Readonly<Record<string, string>>[] = [
      {},
      ...[...NOT_TOKENS, `Bearer ${gone.token}`].map((authorization) => ({ authorization })),
      ...[ended, ended.replace(/=.*/, "=x"), `${ended}; ${ended}`].map((cookie) => ({ cookie, "tidegate-console": "1" })),
    ];
    for (const { id, route, requests } of cells) {
      if (typeof route.allow === "string") continue;
      for (const headers of nobody) {
        for (const { wire } of requests.slice(0, 1)) {
          const answer = await send(wire, headers);
          expect([id, headers, answer.status, codeOf(answer)]).toEqual([id, headers, 401, "not-signed-in"]);
          expect(answer.headers["www-authenticate"]).toBe('Bearer realm="tidegate"');
        }
      }
    }
    await close();
  });

  test("names the roles that would do, and reads no body of somebody who may not come in", async () => {
    const { raw, tokens } = await open();
    const answer = await raw({
      method: "POST",
      url: "/api/v1/tokens",
      headers: { authorization: `Bearer ${tokens.viewer}`, "content-type": "text/plain" },
      payload: "{",
    });
    expect([answer.status, (answer.json as { detail: string }).detail]).toEqual([
      403,
      "`viewer` has the role viewer; this needs one of admin",
    ]);
  });

  test("each command of a rollout has its own roles", async () => {
    const { ask } = await open();
    for (const command of COMMANDS) {
      for (const role of ROLES) {
        const answer = await ask(role, "POST", "/api/v1/rollouts/nobody/commands", { command, reason: "because" });
        const expected = COMMAND_ROLES[command].includes(role) ? [404, "rollout-unknown"] : [403, "not-allowed"];
        expect([command, role, answer.status, codeOf(answer)]).toEqual([command, role, ...expected]);
      }
    }
  });
});

/** The cookie of somebody who signed in, with an account of this role alone. */
async function cookieOf(http: OpenHttp, role: Role): Promise<string> {
  return `${SESSION_COOKIE}=${(await signedIn(http, `by-${role}`, [role])).cookie() ?? ""}`;
}

describe("tokens", () => {
  const LOCAL = `tg_${"5".repeat(64)}`;
  const withLocal = testHttp(afterEach, {
    extraPrincipals: new Map([[sha256Hex(LOCAL), { person: "local:ada", roles: ["author", "admin"] as const, label: "local" }]]),
  });

  test("are worth nothing once revoked or run out, and are listed without their secret", async () => {
    const http = await open();
    const { ask, raw } = http;
    const make = async (lifetimeDays: number | null) =>
      (await ask("admin", "POST", "/api/v1/tokens", { person: "eve", role: "viewer", label: "x", lifetimeDays })).json as {
        id: string;
        token: string;
      };
    const [short, long] = [await make(1), await make(null)];
    const who = async (token: string) =>
      (await raw({ method: "GET", url: "/api/v1/server", headers: { authorization: `Bearer ${token}` } })).status;
    expect([await who(short.token), await who(long.token)]).toEqual([200, 200]);
    http.clock.pass(DAY_MS);
    expect([await who(short.token), await who(long.token)]).toEqual([401, 200]);
    const listed = await ask("admin", "GET", "/api/v1/tokens?limit=200");
    expect(listed.json).toMatchObject({ total: ROLES.length + 2 });
    expect([long.token, sha256Hex(long.token)].filter((secret) => listed.text.includes(secret))).toEqual([]);
    expect((await ask("admin", "DELETE", `/api/v1/tokens/${long.id}`)).status).toBe(204);
    expect(await who(long.token)).toBe(401);
    expect(codeOf(await ask("admin", "DELETE", `/api/v1/tokens/${long.id}`))).toBe("token-unknown");
    const audit = await ask("viewer", "GET", "/api/v1/audit?limit=500");
    expect(
      (audit.json as { items: { action: string; actor: string }[] }).items.map(({ action, actor }) => `${actor} ${action}`),
    ).toEqual([...ROLES.map(() => "test token.created"), "admin token.created", "admin token.created", "admin token.revoked"]);
    expect(audit.text).not.toContain(long.token);
  });

  test("of the local owner may hold several roles, and stand in no table", async () => {
    const { ask, raw } = await withLocal();
    const headers = { authorization: `Bearer ${LOCAL}` };
    expect((await raw({ method: "GET", url: "/api/v1/server", headers })).json).toMatchObject({
      actor: { person: "local:ada", roles: ["author", "admin"] },
    });
    expect((await raw({ method: "GET", url: "/api/v1/tokens", headers })).status).toBe(200);
    const command = {
      method: "POST",
      url: "/api/v1/rollouts/nobody/commands",
      headers: { ...headers, "content-type": "application/json" },
      payload: JSON.stringify({ command: "start", reason: "x" }),
    } as const;
    expect((await raw(command)).status).toBe(403);
    expect((await ask("admin", "GET", "/api/v1/tokens")).text).not.toContain("local:ada");
  });

  test("for enrolment live for a day at most, and as many devices as they say", async () => {
    const http = await open();
    const make = (body: unknown) => http.ask("operator", "POST", "/api/v1/devices/enrolment-tokens", body);
    for (const body of [
      { label: "x", uses: 1, lifetimeMinutes: 1_441 },
      { label: "x", uses: 0, lifetimeMinutes: 5 },
      { label: "x", uses: 100_001, lifetimeMinutes: 5 },
      { label: "", uses: 1, lifetimeMinutes: 5 },
    ])
      expect((await make(body)).status).toBe(400);
    const { token, expiresAt } = (await make({ label: "x", uses: 1, lifetimeMinutes: 1_440 })).json as {
      token: string;
      expiresAt: number;
    };
    expect([token.slice(0, 4), token.length, expiresAt]).toEqual(["tge_", 68, STARTED_AT + DAY_MS]);
    const facts = (serialNumber: string) => ({
      serialNumber,
      name: serialNumber,
      platform: "windows",
      osVersion: "10",
      edition: null,
      manufacturer: null,
      model: null,
    });
    expect(await http.agent("1").agent.enrol(token, facts("s1"))).toMatchObject({ ok: true });
    expect(await http.agent("2").agent.enrol(token, facts("s2"))).toMatchObject({
      ok: false,
      error: { code: "refused", detail: "status 401" },
    });
  });
});
