import fc from "fast-check";
import { DAY_MS, HOUR_MS } from "../../src/kit/instant.ts";
import type { PlanAnswer } from "../../src/http/contract/plans.ts";
import { ROLES } from "../../src/http/contract/words.ts";
import { requestOf, type Known } from "./openapi-arbitrary.ts";
import { readApi, type Api, type ApiDocument, type Operation } from "./openapi-document.ts";
import { createSender, wireOf, type Sender } from "./openapi-wire.ts";
import { smallEstate } from "./small-estate.ts";
import { policyFile, type SmallPolicy } from "./small-policy.ts";
import { expected, testProduct, type TestProduct } from "./test-product.ts";
import { quickShape } from "./test-shape.ts";

export type FiringRange = Readonly<{
  api: Api;
  known: Known;
  sender: Sender;
  badTokens: readonly string[];
  product: TestProduct;
  close: () => Promise<void>;
}>;

const ESTATE = smallEstate({ staff: 48, laboratory: 6, vips: 1, groupsOf: (at) => [at % 2 === 0 ? "even" : "odd"] });
const POLICIES: readonly SmallPolicy[] = [
  { name: "Browser", settings: { location: 0, telemetry: 1 }, to: "all-devices" },
  { name: "Defender", settings: { cloudBlock: 2 }, to: "all-devices" },
  { name: "Assistant", settings: { cortana: 0 }, to: "all-devices" },
];
const CHANGED: SmallPolicy = { name: "Browser", settings: { location: 1, telemetry: 1 }, to: "all-devices" };

/** The whole product on a free port, with something of everything in it that its description lets one make. */
export async function openFiringRange(seed: number): Promise<FiringRange> {
  const product = await testProduct({ estate: ESTATE, policies: POLICIES });
  const tokens = new Map<string, string>();
  for (const role of ROLES) tokens.set(role, await tokenFor(product, role));
  const sender = createSender(product.origin, (role) => tokens.get(role) ?? "");
  const close = async () => {
    await sender.close();
    await product.close();
  };
  try {
    const plan = await lead(product);
    await declare(product);
    const document = (await sender.send(GET_DESCRIPTION)).json as ApiDocument;
    const api = readApi(document);
    const before = await harvest(api, sender);
    await makeSome(api, sender, new Map([...before, ...UNLISTED]), seed);
    const known = new Map([...(await harvest(api, sender)), ...UNLISTED]);
    known.set("plans", [plan, ...(known.get("plans") ?? [])]);
    // What this test itself comes in with stays alive.
    const spared = (known.get("tokens") ?? []).filter((id) => !(before.get("tokens") ?? []).includes(id));
    return { api, known: known.set("tokens", spared), sender, badTokens: await badTokensOf(product), product, close };
  } catch (error) {
    await close();
    throw error;
  }
}

const GET_DESCRIPTION = { method: "GET", path: "/api/v1/openapi.json", role: null, headers: {}, body: null };
const FILES = [...POLICIES, CHANGED].map(policyFile).flatMap(({ path, bytes }) => [path, Buffer.from(bytes).toString("base64")]);
/** What no list shows. */
const UNLISTED = [
  ["files", FILES],
  ["users", ESTATE.users.slice(0, 4).map(({ key }) => key)],
] as const;

/** One rollout on its way, another that waits for its approval, and a plan that nobody has used. */
async function lead(product: TestProduct): Promise<string> {
  await product.startFleet({ devices: ESTATE.devices.slice(0, 8) });
  const rollout = await product.propose("Location on", { kind: "content", policy: CHANGED });
  await product.start(rollout);
  const shape = quickShape({ people: { kind: "required", noticeLeadMsMin: HOUR_MS } });
  await product.propose("No assistant", { kind: "retire", name: "Assistant" }, { shape });
  await product.passTime(DAY_MS / 4);
  const unused = { name: "Defender", settings: { cloudBlock: 4 }, to: "all-devices" } as const;
  return expected<PlanAnswer>(await product.plan({ kind: "content", policy: unused })).hash;
}

async function tokenFor(product: TestProduct, role: (typeof ROLES)[number]): Promise<string> {
  const who = await product.tokenOf(`fire ${role}`, role);
  if (typeof who === "string") throw new TypeError("a person's token was asked for");
  return who.token;
}

/** What no operation makes with 201: another master's values, so that there is one to show and to remove. */
async function declare(product: TestProduct): Promise<void> {
  const table = "master,setting,value\ngroup-policy,HKLM\\System\\CurrentControlSet\\Control\\Lsa\\LmCompatibilityLevel,5\n";
  const files = [{ path: "masters.csv", contentBase64: Buffer.from(table).toString("base64") }];
  const groups = ESTATE.groups.slice(0, 2);
  for (const group of groups)
    expected(await product.ask("author", "POST", "/api/v1/imports/masters", { files, group, dryRun: false }));
}

/** A revoked one, and what only looks like one. */
async function badTokensOf(product: TestProduct): Promise<readonly string[]> {
  const asked = { person: "gone", role: "admin", label: "fire", lifetimeDays: 1 };
  const made = (await product.ask("admin", "POST", "/api/v1/tokens", asked)).json as Readonly<{ id: string; token: string }>;
  await product.ask("admin", "DELETE", `/api/v1/tokens/${made.id}`);
  return [
    `Bearer ${made.token}`,
    `Bearer tg_${"0".repeat(64)}`,
    `Bearer ${made.token.toUpperCase()}`,
    `Bearer ${made.id}`,
    "Bearer",
    "Bearer null",
    "Basic YWRtaW46YWRtaW4=",
    `Basic ${Buffer.from(`x:${made.token}`).toString("base64")}`,
    "Proof a.b.c",
    `${made.token}`,
    `Bearer ${"x".repeat(8_000)}`,
  ];
}

const MADE_EACH = 4;

/** By every operation that makes something, so that there is something to ask for, whatever it is. */
async function makeSome(api: Api, sender: Sender, known: Known, seed: number): Promise<void> {
  for (const operation of api.operations.filter(({ answers }) => answers.has(201)))
    for (const request of fc.sample(requestOf(api, operation, known), { seed, numRuns: MADE_EACH }))
      await sender.send(wireOf(operation, request));
}

const NAMING = ["id", "name", "hash", "serialNumber", "login", "userId", "thumbprint", "planHash"];

/** The names of everything that lists show, by the list's own name; and of what stands under each device. */
async function harvest(api: Api, sender: Sender): Promise<Map<string, readonly string[]>> {
  const known = new Map<string, readonly string[]>();
  const read = async (operation: Operation, params: Readonly<Record<string, string>>) =>
    (await sender.send(wireOf(operation, { role: roleFor(operation), params, query: {}, body: undefined }))).json;
  for (const operation of api.operations.filter(isList)) {
    const collection = operation.path.split("/").at(-1) ?? "";
    const { items } = (await read(operation, {})) as Readonly<{ items?: readonly Readonly<Record<string, unknown>>[] }>;
    known.set(collection, distinct((items ?? []).flatMap(namesIn)));
  }
  const device = api.operations.find(({ id }) => id === "getDevice");
  if (device !== undefined)
    known.set(
      "keys",
      distinct(
        await Promise.all((known.get("devices") ?? []).map((id) => read(device, { id }))).then((all) =>
          all.flatMap(thumbprintsIn),
        ),
      ),
    );
  known.set("plans", distinct((known.get("rollouts") ?? []).filter((text) => /^[0-9a-f]{64}$/.test(text))));
  return known;
}

function isList({ method, params, query }: Operation): boolean {
  return method === "GET" && Object.keys(params).length === 0 && "limit" in query;
}

function roleFor({ roles }: Operation): string | null {
  return roles[0] ?? null;
}

function namesIn(item: Readonly<Record<string, unknown>>): string[] {
  return NAMING.flatMap((key) => (typeof item[key] === "string" ? [item[key]] : []));
}

function thumbprintsIn(device: unknown): string[] {
  const { keys } = device as Readonly<{ keys?: readonly Readonly<{ thumbprint: string }>[] }>;
  return (keys ?? []).map(({ thumbprint }) => thumbprint);
}

const NAMES_MAX = 40;

function distinct(texts: readonly string[]): string[] {
  return [...new Set(texts)].slice(0, NAMES_MAX);
}
