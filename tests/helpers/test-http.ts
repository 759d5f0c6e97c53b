import type { FastifyInstance, InjectOptions } from "fastify";
import { SESSION_LIMITS } from "../../src/app/access/sessions.ts";
import { createArgon2Passwords } from "../../src/connectors/passwords/argon2-passwords.ts";
import type { AgentAnswer, AgentTransport } from "../../src/agent/agent-ports.ts";
import { createDeviceAgent, type DeviceAgent } from "../../src/agent/device-agent.ts";
import { newTestMachine, testPorts, type TestMachine } from "../../src/agent/testing/test-device.ts";
import { createToken } from "../../src/app/access/api-tokens.ts";
import { ROLES, type Role } from "../../src/app/ports/access-store.ts";
import { createIdentityCache } from "../../src/app/device-door/identity-cache.ts";
import { createFleetView } from "../../src/app/fleet-view/fleet-view.ts";
import type { Store } from "../../src/app/ports/store.ts";
import { composeOn, entropy, type Product } from "../../src/compose.ts";
import { demoConfig } from "../../src/config.ts";
import type { HttpDeps } from "../../src/http/http-deps.ts";
import { createHttpServer } from "../../src/http/server.ts";
import { instant, plusMs, type Instant } from "../../src/kit/instant.ts";
import { ok } from "../../src/kit/result.ts";
import { createDemoOrganisation, type DemoOrganisation } from "../../src/sim/organisation/demo-organisation.ts";
import { testDatabase } from "./test-database.ts";

export const STARTED_AT: Instant = instant(Date.UTC(2026, 8, 7, 8));

/** `json` is null where the answer has no body. */
export type TestAnswer = Readonly<{ status: number; headers: Readonly<Record<string, unknown>>; text: string; json: unknown }>;
export type Method = "GET" | "POST" | "DELETE" | "PUT";

export type OpenHttp = Readonly<{
  product: Product;
  app: FastifyInstance;
  clock: Readonly<{ now: () => Instant; pass: (durationMs: number) => void }>;
  /** One token for each role, of a person of that name. */
  tokens: Readonly<Record<Role, string>>;
  /** How often the door said that a rollout has changed. */
  changes: () => number;
  log: () => string;
  ask: (who: Role | null, method: Method, path: string, body?: unknown) => Promise<TestAnswer>;
  raw: (options: InjectOptions) => Promise<TestAnswer>;
  agent: (seed: string, hear?: (answer: AgentAnswer) => void) => Readonly<{ machine: TestMachine; agent: DeviceAgent }>;
}>;

/** The product with its doors, on an empty database and a clock that stands still; nothing listens. */
export function testHttp(
  afterEach: (close: () => Promise<void>) => void,
  overrides: Partial<HttpDeps> = {},
  wrapStore: ((store: Store) => Store) | null = null,
): () => Promise<OpenHttp> {
  const opened: OpenHttp[] = [];
  afterEach(async () => {
    for (const { app, product } of opened.splice(0)) {
      await app.close();
      await product.close();
    }
  });
  return async () => {
    const open = await openHttp(overrides, wrapStore);
    opened.push(open);
    return open;
  };
}

async function openHttp(overrides: Partial<HttpDeps>, wrapStore: ((store: Store) => Store) | null): Promise<OpenHttp> {
  const seen = { nowMs: STARTED_AT, changes: 0, log: "" };
  const clock = {
    now: () => seen.nowMs,
    pass: (durationMs: number) => {
      seen.nowMs = plusMs(seen.nowMs, durationMs);
    },
  };
  const composed = await composeOn(await testDatabase(), demoConfig(null, 0), clock);
  const product = wrapStore === null ? composed : withStore(composed, wrapStore(composed.store));
  const { store, door } = product;
  const app = createHttpServer({
    store,
    clock,
    entropy,
    reader: product.reader,
    masterReader: product.masterReader,
    catalogue: product.catalogue,
    catalogueSource: product.catalogueSource,
    door,
    database: { kind: "memory", description: "a test" },
    version: "0.0.0",
    extraPrincipals: new Map(),
    consoleFolder: null,
    demo: null,
    passwords: createArgon2Passwords(),
    sessionLimits: SESSION_LIMITS,
    mail: false,
    onRolloutChange: () => {
      seen.changes += 1;
    },
    logStream: {
      write: (line) => {
        seen.log += line;
      },
    },
    ...overrides,
  });
  await app.ready();
  const tokens = await tokensFor(product, clock.now());
  const raw = async (options: InjectOptions): Promise<TestAnswer> => {
    const { statusCode, headers, body } = await app.inject(options);
    const isJson = String(headers["content-type"] ?? "").includes("json");
    return { status: statusCode, headers, text: body, json: isJson && body !== "" ? JSON.parse(body) : null };
  };
  return {
    product,
    app,
    clock,
    tokens,
    changes: () => seen.changes,
    log: () => seen.log,
    raw,
    ask: (who, method, url, body) => {
      const authorization = who === null ? {} : { authorization: `Bearer ${tokens[who]}` };
      const payload = body === undefined ? {} : { payload: JSON.stringify(body) };
      const headers = { ...authorization, ...(body === undefined ? {} : { "content-type": "application/json" }) };
      return raw({ method, url, headers, ...payload });
    },
    agent: (seed, hear = () => undefined) => {
      const machine = newTestMachine();
      return {
        machine,
        agent: createDeviceAgent({ ...testPorts(machine, "", clock.now, seed), transport: injected(app, hear) }),
      };
    },
  };
}

/** The doors on another store; the timer keeps the product's own. */
function withStore(product: Product, store: Store): Product {
  const view = createFleetView(store, () => performance.now());
  return { ...product, store, door: { ...product.door, store, view, identities: createIdentityCache(store) } };
}

async function tokensFor({ store }: Product, now: Instant): Promise<Record<Role, string>> {
  const tokens: Partial<Record<Role, string>> = {};
  for (const role of ROLES) {
    const made = await createToken(store, entropy, { person: role, role, label: "test", lifetimeDays: null, by: "test", now });
    if (!made.ok) throw new Error(made.error.detail);
    tokens[role] = made.value.token;
  }
  return tokens as Record<Role, string>;
}

/** The agent's words, without a network between. */
function injected(app: FastifyInstance, hear: (answer: AgentAnswer) => void): AgentTransport {
  return {
    send: async ({ method, path, headers, body }) => {
      const answer = await app.inject({
        method,
        url: path,
        headers: { ...headers },
        ...(body === null ? {} : { payload: body }),
      });
      const named = Object.entries(answer.headers).map(([name, value]) => [name, String(value)] as const);
      const heard = { status: answer.statusCode, headers: Object.fromEntries(named), body: answer.body };
      hear(heard);
      return ok(heard);
    },
  };
}

export const SMALL_ORGANISATION: DemoOrganisation = createDemoOrganisation({ seed: 7, devices: 400, at: STARTED_AT });

/** Imports an invented company by the front door. */
export async function importOrganisation({ ask }: OpenHttp, organisation: DemoOrganisation = SMALL_ORGANISATION): Promise<void> {
  const files = (ending: RegExp) => organisation.files.filter(({ path }) => ending.test(path)).map(asUpload);
  for (const [path, chosen] of [
    ["/api/v1/imports/estate", files(/\.csv$/)],
    ["/api/v1/imports/policies", files(/\.json$/)],
  ] as const) {
    const answer = await ask("author", "POST", path, { files: chosen, dryRun: false });
    if (answer.status !== 200) throw new Error(answer.text.slice(0, 2_000));
  }
}

export function asUpload({
  path,
  bytes,
}: Readonly<{ path: string; bytes: Uint8Array }>): Readonly<{ path: string; contentBase64: string }> {
  return { path, contentBase64: Buffer.from(bytes).toString("base64") };
}
