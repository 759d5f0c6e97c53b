import { afterEach, describe, expect, test } from "vitest";
import { testHttp, type OpenHttp, type TestAnswer } from "../helpers/test-http.ts";
import { SESSION_LIMITS } from "../../src/app/access/sessions.ts";
import { createArgon2Passwords } from "../../src/connectors/passwords/argon2-passwords.ts";
import type { HttpDeps } from "../../src/http/http-deps.ts";
import { createHttpServer } from "../../src/http/server.ts";
import type { Store } from "../../src/app/ports/store.ts";
import type { AgentAnswer } from "../../src/agent/agent-ports.ts";
import { DEVICE_HEADERS, DEVICE_PATHS } from "../../src/policy/bundle/protocol.ts";
import { HOUR_MS } from "../../src/kit/instant.ts";
import { DatabaseFailure } from "../../src/store/database/database-failure.ts";

const open = testHttp(afterEach);
const said = (answer: TestAnswer) => [answer.status, (answer.json as { code?: string } | null)?.code];
const FACTS = {
  serialNumber: "s1",
  name: "PC-1",
  platform: "windows",
  osVersion: "10",
  edition: null,
  manufacturer: null,
  model: null,
};

function post(
  { raw, tokens }: OpenHttp,
  url: string,
  payload: string,
  headers: Readonly<Record<string, string>> = { "content-type": "application/json" },
): Promise<TestAnswer> {
  return raw({ method: "POST", url, headers: { authorization: `Bearer ${tokens.admin}`, ...headers }, payload });
}

describe("a route without a permission", () => {
  test.each([
    ["by the hand of the roof", {}],
    ["with an empty list", { config: { allow: [] } }],
  ])("keeps the server from starting: planted %s", async (_, options) => {
    const { product } = await open();
    const plant = createHttpServer(partsOf(product));
    expect(() => plant.get("/planted", options, () => "open to all")).toThrow("does not say who may ask it");
    await plant.close();
  });

  test("keeps the server from starting: planted by a plugin", async () => {
    const { product } = await open();
    const plant = createHttpServer(partsOf(product));
    plant.register(async (inner) => {
      inner.get("/planted", () => "open to all");
    });
    await expect(Promise.resolve(plant.ready())).rejects.toThrow("does not say who may ask it");
    await plant.close();
  });

  function partsOf({ store, door, clock, entropy, masterReader, catalogue, catalogueSource }: OpenHttp["product"]): HttpDeps {
    const reader = { readPolicies: unread, readDocument: unread, readEstate: unread };
    return {
      store,
      door,
      clock,
      entropy,
      reader,
      masterReader,
      catalogue,
      catalogueSource,
      database: { kind: "memory", description: "" },
      version: "0",
      extraPrincipals: new Map(),
      consoleFolder: null,
      demo: null,
      passwords: createArgon2Passwords(),
      sessionLimits: SESSION_LIMITS,
      mail: false,
      onRolloutChange: () => undefined,
    };
  }
  function unread(): never {
    throw new Error("nothing is read here");
  }
});

describe("what cannot be read", () => {
  const TOKEN = { person: "eve", role: "viewer", label: "x", lifetimeDays: 1 };
  const URL = "/api/v1/tokens";

  test("names every field at once", async () => {
    const { ask } = await open();
    const answer = await ask("admin", "POST", URL, { person: "", role: "king", label: 5, extra: 1 });
    expect(said(answer)).toEqual([400, "body-invalid"]);
    const { issues } = answer.json as { issues: { at: string }[] };
    expect(issues.map((issue) => issue.at).sort()).toEqual([
      "body/",
      "body/label",
      "body/lifetimeDays",
      "body/person",
      "body/role",
    ]);
  });

  test.each<readonly [string, string]>([
    ["a member twice", JSON.stringify(TOKEN).replace("{", '{"role":"admin",')],
    ["a member twice, escaped", JSON.stringify(TOKEN).replace("{", '{"\\u0072ole":"admin",')],
    ["a prototype", JSON.stringify(TOKEN).replace("{", '{"__proto__":{"role":"admin"},')],
    ["a constructor's prototype", JSON.stringify(TOKEN).replace("{", '{"constructor":{"prototype":{"role":"admin"}},')],
    ["nesting", `${"[".repeat(5_000)}${"]".repeat(5_000)}`],
    ["half a text", '{"person":"e'],
    ["nothing", ""],
    ["a zero character", JSON.stringify({ ...TOKEN, label: "a\u0000b" })],
    ["a sign that turns the text behind it", JSON.stringify({ ...TOKEN, person: "\u202eeve" })],
    ["a name that nobody sees", JSON.stringify({ ...TOKEN, person: " \u200b" })],
    ["a name that the server itself acts under", JSON.stringify({ ...TOKEN, person: "system:timer" })],
    ["half a surrogate pair", '{"person":"eve","role":"viewer","label":"\\ud800","lifetimeDays":1}'],
  ])("refuses %s", async (_, payload) => {
    const http = await open();
    expect(said(await post(http, URL, payload))).toEqual([400, "body-invalid"]);
    expect(({} as { role?: string }).role).toBeUndefined();
  });

  test("knows too much, another media type, another method and no such address", async () => {
    const http = await open();
    expect(said(await post(http, URL, JSON.stringify({ ...TOKEN, label: "x".repeat(1024 * 1024) })))).toEqual([
      413,
      "body-too-large",
    ]);
    expect(said(await post(http, DEVICE_PATHS.enrol, JSON.stringify({ x: "x".repeat(256 * 1024) })))).toEqual([
      413,
      "body-too-large",
    ]);
    for (const type of ["text/plain", "application/x-www-form-urlencoded", "application/xml", "text/json"])
      expect(said(await post(http, URL, JSON.stringify(TOKEN), { "content-type": type }))).toEqual([
        415,
        "media-type-unsupported",
      ]);
    const other = await http.raw({ method: "PUT", url: `${URL}/000000000000` });
    expect([...said(other), other.headers["allow"]]).toEqual([405, "method-not-allowed", "DELETE"]);
    for (const url of ["/", "/api/v1", "/api/v1/server/", "/api/v1/rollouts/a/b/c", "/api/v2/server", "//api/v1/server"])
      expect([url, ...said(await http.raw({ method: "GET", url }))]).toEqual([url, 404, "not-found"]);
    expect(said(await http.raw({ method: "GET", url: "/api/v1/rollouts/%E0%A4%A" }))).toEqual([400, "body-invalid"]);
  });

  test.each(["limit=0", "limit=201", "limit=0x10", "limit=1e2", "limit=", "limit=1&limit=2", "limit=+5", "surprise=1", "after="])(
    "refuses the query %s",
    async (query) => {
      const { ask } = await open();
      expect(said(await ask("viewer", "GET", `/api/v1/rollouts?${query}`))).toEqual([400, "body-invalid"]);
    },
  );
});

describe("every answer", () => {
  test("says when, may not be kept or guessed at, and does not say what made it", async () => {
    const http = await open();
    for (const answer of [
      await http.ask(null, "GET", "/api/v1/health"),
      await http.ask(null, "GET", "/api/v1/server"),
      await http.ask(null, "GET", "/nowhere"),
      await http.ask(null, "GET", DEVICE_PATHS.checkIn),
    ]) {
      expect(answer.headers).toMatchObject({
        "tidegate-time": String(http.clock.now()),
        "cache-control": "no-store",
        "x-content-type-options": "nosniff",
      });
      expect([answer.headers["server"], answer.headers["x-powered-by"]]).toEqual([undefined, undefined]);
    }
  });

  test("of the description is the committed document, but for the version", async () => {
    const { ask } = await open();
    const { readFile } = await import("node:fs/promises");
    const committed = JSON.parse(await readFile(new URL("../../docs/api/openapi.json", import.meta.url), "utf8")) as {
      info: object;
    };
    const served = (await ask(null, "GET", "/api/v1/openapi.json")).json as { info: object };
    expect({ ...served, info: {} }).toEqual({ ...committed, info: {} });
  });
});

describe("when something breaks inside", () => {
  const SECRET = "the reader met /home/ada/keys";
  const broken = testHttp(afterEach, {
    reader: {
      readPolicies: () => {
        throw new Error(SECRET);
      },
      readDocument: () => {
        throw new Error(SECRET);
      },
      readEstate: () => {
        throw new Error(SECRET);
      },
    },
  });

  test("the answer has an id and no more, and the log has the rest but no token", async () => {
    const http = await broken();
    const answer = await http.ask("author", "POST", "/api/v1/imports/policies", {
      files: [{ path: "a.json", contentBase64: "e30=" }],
      dryRun: true,
    });
    expect(said(answer)).toEqual([500, "internal-error"]);
    expect(answer.text).not.toContain("ada");
    const { requestId } = answer.json as { requestId: string };
    expect(http.log()).toContain(SECRET);
    expect(http.log()).toContain(requestId);
    expect(http.log()).not.toContain(http.tokens.author);
  });
});

describe("when the database is lost", () => {
  test("people and devices are told to come again, and no device is answered from memory beyond the lease", async () => {
    const lost = { now: false };
    const http = await openWithFailing(lost);
    const enrolment = (
      await http.ask("operator", "POST", "/api/v1/devices/enrolment-tokens", { label: "x", uses: 1, lifetimeMinutes: 60 })
    ).json as { token: string };
    const { agent } = http.agent("one");
    expect(await agent.enrol(enrolment.token, FACTS)).toMatchObject({ ok: true });
    expect(await agent.checkIn()).toMatchObject({ status: "applied" });
    lost.now = true;
    const answer = await http.ask("viewer", "GET", "/api/v1/rollouts");
    expect([...said(answer), answer.headers["retry-after"]]).toEqual([503, "store-unavailable", "10"]);
    http.product.door.view.invalidate();
    expect(await agent.checkIn()).toMatchObject({ status: "held-off" });
    lost.now = false;
    http.clock.pass(HOUR_MS);
    expect(await agent.checkIn()).toMatchObject({ status: "unchanged" });
  });

  /** The product's own store, which loses its database while `lost.now`. */
  function openWithFailing(lost: Readonly<{ now: boolean }>): Promise<OpenHttp> {
    const failing = (store: Store): Store => {
      const guard = <T>(work: () => Promise<T>): Promise<T> =>
        lost.now ? Promise.reject(new DatabaseFailure("session-lost", "the connection is gone")) : work();
      return { read: (work) => guard(() => store.read(work)), write: (work) => guard(() => store.write(work)) };
    };
    return testHttp(afterEach, {}, failing)();
  }
});

describe("the device door", () => {
  test("knows a device by a proof or a session of its key, and by nothing else", async () => {
    const http = await open();
    const { token } = (
      await http.ask("operator", "POST", "/api/v1/devices/enrolment-tokens", { label: "x", uses: 1, lifetimeMinutes: 60 })
    ).json as { token: string };
    const { agent } = http.agent("one");
    await agent.enrol(token, FACTS);
    for (const authorization of [undefined, "", "Bearer x", "Proof x.y.z", `Bearer ${http.tokens.admin}`, `Bearer ${token}`]) {
      const answer = await http.raw({
        method: "GET",
        url: DEVICE_PATHS.checkIn,
        headers: authorization === undefined ? {} : { authorization },
      });
      expect([authorization, ...said(answer)]).toEqual([authorization, 401, "device-proof-invalid"]);
      expect(answer.headers["tidegate-time"]).toBe(String(http.clock.now()));
    }
    for (const report of ["a.b.c", "eyJhbGciOiJub25lIn0.e30.AA"])
      expect(said(await post(http, DEVICE_PATHS.report, JSON.stringify({ report })))).toEqual([401, "device-proof-invalid"]);
  });

  test("has no body in a 304, and says when to come again", async () => {
    const http = await open();
    const { token } = (
      await http.ask("operator", "POST", "/api/v1/devices/enrolment-tokens", { label: "x", uses: 1, lifetimeMinutes: 60 })
    ).json as { token: string };
    const seen: AgentAnswer[] = [];
    const { agent, machine } = http.agent("one", (answer) => seen.push(answer));
    await agent.enrol(token, FACTS);
    await agent.checkIn();
    await agent.checkIn();
    const [, first, second] = seen;
    expect([first?.status, second?.status, second?.body]).toEqual([200, 304, ""]);
    expect(second?.headers["etag"]).toBe(first?.headers["etag"]);
    expect(Number(second?.headers[DEVICE_HEADERS.nextCheckInAt])).toBeGreaterThan(http.clock.now());
    expect(machine.disk).not.toBeNull();
  });
});
