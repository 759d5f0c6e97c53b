import { SESSION_LIMITS } from "../../src/app/access/sessions.ts";
import { createArgon2Passwords } from "../../src/connectors/passwords/argon2-passwords.ts";
import { composeOn, entropy, type Product } from "../../src/compose.ts";
import { demoConfig } from "../../src/config.ts";
import type { RolloutDevicesAnswer } from "../../src/http/contract/live.ts";
import type { PlanAnswer, PlanRequestBody } from "../../src/http/contract/plans.ts";
import type { CommandRequestBody, RolloutDetail, RolloutDossier, RolloutWhy } from "../../src/http/contract/rollouts.ts";
import type { AuditAnswer, AuditEntryBody } from "../../src/http/contract/server.ts";
import { ROLES, type Role } from "../../src/http/contract/words.ts";
import { createHttpServer } from "../../src/http/server.ts";
import { DAY_MS, HOUR_MS, instant, plusMs, type Instant } from "../../src/kit/instant.ts";
import { sha256Hex } from "../../src/kit/sha256.ts";
import { WELL_BEHAVED } from "../../src/sim/fleet/behaviours.ts";
import { createFleet, type Fleet, type FleetSettings } from "../../src/sim/fleet/fleet.ts";
import { createVirtualClock } from "../../src/sim/fleet/virtual-clock.ts";
import { estateTables, machinesOf, type SmallEstate, type TestFile } from "./small-estate.ts";
import { policyFile, type SmallPolicy } from "./small-policy.ts";
import { testDatabase } from "./test-database.ts";
import { quickShape, type Shape } from "./test-shape.ts";

export type { RolloutDetail } from "../../src/http/contract/rollouts.ts";
export type Method = "GET" | "POST" | "DELETE";
export type TestAnswer = Readonly<{ status: number; json: unknown }>;
/** A role, whose token is that of the person of the role's name, or any token. */
export type Who = Role | Readonly<{ token: string }>;
type Command = CommandRequestBody["command"];
export type ProposedChange =
  | Readonly<{ kind: "content"; policy: SmallPolicy }>
  | Readonly<{ kind: "add"; policy: SmallPolicy }>
  | Readonly<{ kind: "retire"; name: string }>;
export type PlanOptions = Readonly<{ shape?: Shape | null; onGateFail?: PlanRequestBody["onGateFail"] }>;

/** The whole product on virtual time. Everything but `product` goes by the doors, over real HTTP. */
export type TestProduct = Readonly<{
  product: Product;
  /** Where it listens. */
  origin: string;
  now: () => Instant;
  /** Any answer, refusals too. */
  ask: (who: Who, method: Method, path: string, body?: unknown) => Promise<TestAnswer>;
  /** Throws with the problem's text where the answer is a refusal. */
  get: <Body>(path: string) => Promise<Body>;
  tokenOf: (person: string, role: Role) => Promise<Who>;
  importEstate: (estate: SmallEstate) => Promise<TestAnswer>;
  importPolicies: (policies: readonly SmallPolicy[]) => Promise<TestAnswer>;
  plan: (change: ProposedChange, options?: PlanOptions) => Promise<TestAnswer>;
  /** Plan and rollout, not started. */
  propose: (name: string, change: ProposedChange, options?: PlanOptions) => Promise<RolloutDetail>;
  command: (who: Who, rollout: string, command: Command) => Promise<TestAnswer>;
  approve: (
    who: Who,
    rollout: RolloutDetail,
    more?: Readonly<{ decision?: "approve" | "deny"; purpose?: "pending" | "next" | "waive" }>,
  ) => Promise<TestAnswer>;
  /** Started by the operator and approved by the approver; the first phase is open afterwards. */
  start: (rollout: RolloutDetail) => Promise<RolloutDetail>;
  rollout: (id: string) => Promise<RolloutDetail>;
  why: (id: string) => Promise<RolloutWhy>;
  dossier: (id: string) => Promise<RolloutDossier>;
  devicesOf: (id: string) => Promise<RolloutDevicesAnswer["items"]>;
  auditLog: () => Promise<readonly AuditEntryBody[]>;
  /** Enrols these devices; may be called again for devices that come later. */
  startFleet: (estate: Pick<SmallEstate, "devices">, settings?: Partial<FleetSettings>) => Promise<Fleet>;
  /** What the machine itself holds. */
  settingsOn: (serialNumber: string, nodes: readonly string[]) => Promise<ReadonlyMap<string, unknown>>;
  /** Devices live; nobody looks at what they say. */
  devicesLive: (durationMs: number) => Promise<void>;
  /** Devices live, and the timer looks each virtual hour. */
  passTime: (durationMs: number) => Promise<void>;
  passUntil: (id: string, isThere: (rollout: RolloutDetail) => boolean, withinMs?: number) => Promise<RolloutDetail>;
  close: () => Promise<void>;
}>;

export type TestProductOptions = Readonly<{
  /** The built console, for tests in a browser. */
  consoleFolder?: string;
  estate?: SmallEstate;
  policies?: readonly SmallPolicy[];
  /** As `serve --mail-config` takes it. */
  mailConfigFile?: string;
}>;

const STARTED_AT: Instant = instant(Date.UTC(2026, 8, 7, 6));
const WITHIN_MS = 12 * DAY_MS;

/** On an empty database of the run's kind, listening on a free port. Estate and policies are imported by the front door. */
export async function testProduct(options: TestProductOptions = {}): Promise<TestProduct> {
  const clock = createVirtualClock(STARTED_AT);
  const product = await composeOn(
    await testDatabase(),
    {
      ...demoConfig(null, 0),
      checkInTimes: { quietMs: 6 * HOUR_MS, activeMs: 3 * HOUR_MS },
      mailConfigFile: options.mailConfigFile ?? null,
    },
    clock,
  );
  const adminToken = `tg_${entropy.hex(256)}`;
  const http = createHttpServer({
    store: product.store,
    clock,
    entropy,
    reader: product.reader,
    masterReader: product.masterReader,
    catalogue: product.catalogue,
    catalogueSource: product.catalogueSource,
    door: product.door,
    database: { kind: product.database.kind, description: product.database.describe() },
    version: "0.0.0",
    extraPrincipals: new Map([[sha256Hex(adminToken), { person: "owner", roles: ["admin"], label: "test" }]]),
    consoleFolder: options.consoleFolder ?? null,
    demo: null,
    passwords: createArgon2Passwords(),
    sessionLimits: SESSION_LIMITS,
    mail: product.messenger !== null,
    onRolloutChange: () => undefined,
  });
  const origin = await http.listen({ host: "127.0.0.1", port: 0 });
  const send = (token: string, method: Method, path: string, body?: unknown) => request(origin, token, method, path, body);
  const hire = async (person: string, role: Role): Promise<Readonly<{ token: string }>> => {
    const made = { person, role, label: "test", lifetimeDays: null };
    return expected<{ token: string }>(await send(adminToken, "POST", "/api/v1/tokens", made));
  };
  const tokens = new Map<Role, string>();
  for (const role of ROLES) tokens.set(role, (await hire(role, role)).token);

  const ask: TestProduct["ask"] = (who, method, path, body) =>
    send(typeof who === "string" ? (tokens.get(who) as string) : who.token, method, path, body);
  const time = createLife({ clock, product, origin, ask });
  const doors = createDoors({ ask, hire, now: clock.now });
  const close = async () => {
    await time.close();
    await http.close();
    await product.close();
  };
  const rollout = (id: string) => doors.get<RolloutDetail>(`/api/v1/rollouts/${id}`);
  try {
    if (options.estate !== undefined) expected(await doors.importEstate(options.estate));
    if (options.policies !== undefined) expected(await doors.importPolicies(options.policies));
  } catch (error) {
    await close();
    throw error;
  }
  return {
    product,
    origin,
    now: clock.now,
    ask,
    ...doors,
    start: async (proposed) => {
      expected(await doors.command("operator", proposed.id, "start"));
      expected(await doors.approve("approver", proposed));
      await product.ring();
      return rollout(proposed.id);
    },
    rollout,
    startFleet: time.startFleet,
    settingsOn: time.settingsOn,
    devicesLive: time.devicesLive,
    passTime: time.passTime,
    passUntil: async (id, isThere, withinMs = WITHIN_MS) => {
      const deadline = plusMs(clock.now(), withinMs);
      for (;;) {
        const now = await rollout(id);
        if (isThere(now)) return now;
        if (clock.now() >= deadline) throw new Error(`\`${now.name}\` did not get there: ${now.status}, ${now.because}`);
        await time.passTime(SLOT_MS);
      }
    },
    close,
  };
}

/** The body of an answer that has to be a success. */
export function expected<Body>({ status, json }: TestAnswer): Body {
  if (status >= 400) throw new Error(`answered with ${status}: ${JSON.stringify(json).slice(0, 3_000)}`);
  return json as Body;
}

/** Status and stable code of an answer, for refusals. */
export function refusalOf({ status, json }: TestAnswer): readonly [number, string | undefined] {
  return [status, (json as { code?: string } | null)?.code];
}

async function request(origin: string, token: string, method: Method, path: string, body?: unknown): Promise<TestAnswer> {
  const json = body === undefined ? {} : { "content-type": "application/json" };
  const answer = await fetch(`${origin}${path}`, {
    method,
    headers: { authorization: `Bearer ${token}`, ...json },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await answer.text();
  return { status: answer.status, json: text === "" ? null : (JSON.parse(text) as unknown) };
}

type DoorParts = Readonly<{
  ask: TestProduct["ask"];
  hire: (person: string, role: Role) => Promise<Readonly<{ token: string }>>;
  now: () => Instant;
}>;
type Doors = Pick<
  TestProduct,
  | "get"
  | "tokenOf"
  | "importEstate"
  | "importPolicies"
  | "plan"
  | "propose"
  | "command"
  | "approve"
  | "why"
  | "dossier"
  | "devicesOf"
  | "auditLog"
>;

function createDoors({ ask, hire, now }: DoorParts): Doors {
  const get = async <Body>(path: string) => expected<Body>(await ask("viewer", "GET", path));
  const upload = (kind: string, files: readonly TestFile[]) =>
    ask("author", "POST", `/api/v1/imports/${kind}`, { files: files.map(asUpload), dryRun: false });
  const plan: Doors["plan"] = (change, { shape = quickShape(), onGateFail = "halt" } = {}) =>
    ask("author", "POST", "/api/v1/plans", { ...wordsOf(change), shape, onGateFail });
  return {
    get,
    tokenOf: (person, role) => hire(person, role),
    importEstate: (estate) => upload("estate", estateTables(estate, now())),
    importPolicies: (policies) => upload("policies", policies.map(policyFile)),
    plan,
    propose: async (name, change, options) => {
      const planned = expected<PlanAnswer>(await plan(change, options));
      const allowDelete = planned.plan.policyPlan.deletions.length;
      const accept = planned.plan.acceptances.map(({ kind }) => kind);
      const body = { planHash: planned.hash, name, reason: "a test", allowDelete, accept };
      return expected(await ask("author", "POST", "/api/v1/rollouts", body));
    },
    command: (who, id, command) => ask(who, "POST", `/api/v1/rollouts/${id}/commands`, { command, reason: "a test" }),
    approve: (who, { id, planHash }, { decision = "approve", purpose = "pending" } = {}) =>
      ask(who, "POST", `/api/v1/rollouts/${id}/approvals`, { decision, purpose, planHash, reason: "a test" }),
    why: (id) => get(`/api/v1/rollouts/${id}/why`),
    dossier: (id) => get(`/api/v1/rollouts/${id}/dossier`),
    devicesOf: async (id) => {
      const items: RolloutDevicesAnswer["items"] = [];
      for (;;) {
        const path = `/api/v1/rollouts/${id}/devices?limit=200&offset=${items.length}`;
        const page = await get<RolloutDevicesAnswer>(path);
        items.push(...page.items);
        if (page.items.length === 0 || items.length >= page.total) return items;
      }
    },
    auditLog: async () => {
      const entries: AuditEntryBody[] = [];
      for (let from: number | null = 1; from !== null; ) {
        const page: AuditAnswer = await get<AuditAnswer>(`/api/v1/audit?limit=500&from=${from}`);
        entries.push(...page.items);
        from = page.next;
      }
      return entries;
    },
  };
}

function wordsOf(change: ProposedChange): Pick<PlanRequestBody, "policy" | "change"> {
  if (change.kind === "retire") return { policy: change.name, change: { kind: "retire" } };
  const file = asUpload(policyFile(change.policy));
  return { policy: change.kind === "add" ? null : change.policy.name, change: { kind: change.kind, file } };
}

function asUpload({ path, bytes }: TestFile): Readonly<{ path: string; contentBase64: string }> {
  return { path, contentBase64: Buffer.from(bytes).toString("base64") };
}

/** What `serve` does every few seconds happens once for each of these; devices have their own moments in between. */
const SLOT_MS = HOUR_MS;

type LifeParts = Readonly<{
  clock: ReturnType<typeof createVirtualClock>;
  product: Product;
  origin: string;
  ask: TestProduct["ask"];
}>;
type Life = Pick<TestProduct, "startFleet" | "settingsOn" | "devicesLive" | "passTime" | "close">;

function createLife({ clock, product, origin, ask }: LifeParts): Life {
  const fleets: Fleet[] = [];
  const liveUntil = async (until: Instant) => {
    clock.advanceTo(until);
    for (const fleet of fleets) await fleet.runUntil(until);
  };
  const pass = async (durationMs: number, look: () => Promise<void>) => {
    const end = plusMs(clock.now(), durationMs);
    while (clock.now() < end) {
      await liveUntil(instant(Math.min(end, plusMs(clock.now(), SLOT_MS))));
      await look();
    }
  };
  return {
    startFleet: async ({ devices }, settings = {}) => {
      const machines = machinesOf(devices);
      const asked = { label: "test fleet", uses: Math.max(1, machines.length), lifetimeMinutes: 60 };
      const { token } = expected<{ token: string }>(await ask("operator", "POST", "/api/v1/devices/enrolment-tokens", asked));
      const quiet = { mix: WELL_BEHAVED, randomFailureChance: 0, lostAnswerChance: 0 };
      const fleet = createFleet({ origin, devices: machines, seed: 7, enrolmentToken: token, ...quiet, ...settings, clock });
      fleets.push(fleet);
      await fleet.enrolAll();
      return fleet;
    },
    settingsOn: async (serialNumber, nodes) => {
      const device = fleets.map((fleet) => fleet.deviceOf(serialNumber)).find((found) => found !== null);
      if (device === undefined) throw new Error(`there is no machine \`${serialNumber}\``);
      return device.applier.readBack(nodes);
    },
    devicesLive: (durationMs) => pass(durationMs, () => Promise.resolve()),
    passTime: (durationMs) => pass(durationMs, product.ring),
    close: async () => {
      for (const fleet of fleets) await fleet.close();
    },
  };
}
