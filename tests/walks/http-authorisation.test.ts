import { afterEach, describe, expect, test } from "vitest";
import { STARTED_AT, testHttp, type OpenHttp, type TestAnswer } from "../helpers/test-http.ts";
import { sha256Hex } from "../../src/kit/sha256.ts";
import { DAY_MS } from "../../src/kit/instant.ts";
import { COMMAND_ROLES, COMMANDS } from "../../src/http/contract/rollouts.ts";
import type { RouteSpec } from "../../src/http/contract/route-spec.ts";
import { ROUTES, type OperationId } from "../../src/http/contract/routes.ts";
import { ROLES } from "../../src/http/contract/words.ts";

const open = testHttp(afterEach);
const OPERATIONS = Object.entries(ROUTES) as readonly (readonly [OperationId, RouteSpec])[];
const codeOf = (answer: TestAnswer) => (answer.json as { code?: string } | null)?.code;

/** An address of the operation at which there is nothing. */
function addressOf({ path }: RouteSpec): string {
  return path
    .replace(":hash", "0".repeat(64))
    .replace(":thumbprint", "A".repeat(43))
    .replace("tokens/:id", "tokens/000000000000")
    .replace(":id", "nobody");
}

function askAs({ raw }: OpenHttp, route: RouteSpec, authorization: string | null): Promise<TestAnswer> {
  const isPost = route.request.body !== undefined;
  const headers = {
    ...(authorization === null ? {} : { authorization }),
    ...(isPost ? { "content-type": "application/json" } : {}),
  };
  return raw({ method: route.method, url: addressOf(route), headers, ...(isPost ? { payload: "{}" } : {}) });
}

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

describe("R15: every operation and every role, from the table", () => {
  test("lets in whom the table names, and nobody else", async () => {
    const http = await open();
    let asked = 0;
    for (const [id, route] of OPERATIONS) {
      for (const role of ROLES) {
        const answer = await askAs(http, route, `Bearer ${http.tokens[role]}`);
        asked += 1;
        if (route.allow === "public") expect([id, role, answer.status]).toEqual([id, role, 200]);
        else if (route.allow === "device") expect([id, role, [400, 401].includes(answer.status)]).toEqual([id, role, true]);
        else if (route.allow.includes(role)) expect([id, role, [401, 403].includes(answer.status)]).toEqual([id, role, false]);
        else expect([id, role, answer.status, codeOf(answer)]).toEqual([id, role, 403, "not-allowed"]);
      }
    }
    expect(asked).toBe(OPERATIONS.length * ROLES.length);
  });

  test("answers 401 to no token and to whatever is none", async () => {
    const http = await open();
    for (const [id, route] of OPERATIONS) {
      if (typeof route.allow === "string") continue;
      for (const authorization of [null, ...NOT_TOKENS]) {
        const answer = await askAs(http, route, authorization);
        expect([id, authorization, answer.status, codeOf(answer)]).toEqual([id, authorization, 401, "not-signed-in"]);
        expect(answer.headers["www-authenticate"]).toBe('Bearer realm="tidegate"');
      }
    }
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
