import type { AddressInfo } from "node:net";
import { SESSION_LIMITS } from "../../src/app/access/sessions.ts";
import { createArgon2Passwords } from "../../src/connectors/passwords/argon2-passwords.ts";
import { type Product, composeProduct, entropy } from "../../src/compose.ts";
import { demoConfig } from "../../src/config.ts";
import type { TokenAnswer } from "../../src/http/contract/tokens.ts";
import { createHttpServer } from "../../src/http/server.ts";
import { sha256Hex } from "../../src/kit/sha256.ts";
import { createDemoApi, type DemoApi } from "../../src/sim/demo/demo-api.ts";
import { DEMO_STARTS_AT } from "../../src/sim/demo/drive-demo.ts";
import { createVirtualClock, type VirtualClock } from "../../src/sim/fleet/virtual-clock.ts";
import { createDemoOrganisation, type DemoOrganisation } from "../../src/sim/organisation/demo-organisation.ts";
import type { DatabaseOptions } from "../../src/store/database/open-database.ts";
import { timed } from "../shared/measure.ts";

/** The whole product on a free port, with the demo organisation in it and virtual time. */
export type Stage = Readonly<{
  product: Product;
  clock: VirtualClock;
  origin: string;
  port: number;
  organisation: DemoOrganisation;
  people: Readonly<Record<"author" | "approver" | "operator", DemoApi>>;
  /** Drawing the organisation, and importing it over REST. */
  loadMs: Readonly<{ draw: number; imports: number }>;
  close: () => Promise<void>;
}>;

export async function openProduct(database: DatabaseOptions, clock: VirtualClock): Promise<Product> {
  return composeProduct({ ...demoConfig(null, 0), database }, clock);
}

/** The same without an organisation. */
export type BenchServer = Omit<Stage, "organisation" | "loadMs">;

export async function openBenchServer(database: DatabaseOptions): Promise<BenchServer> {
  const clock = createVirtualClock(DEMO_STARTS_AT);
  const product = await openProduct(database, clock);
  const adminToken = `tg_${entropy.hex(256)}`;
  const admin = { person: "bench.admin", roles: ["admin"], label: "bench" } as const;
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
    version: "bench",
    extraPrincipals: new Map([[sha256Hex(adminToken), admin]]),
    consoleFolder: null,
    demo: null,
    passwords: createArgon2Passwords(),
    sessionLimits: SESSION_LIMITS,
    mail: false,
    onRolloutChange: () => undefined,
  });
  const origin = await http.listen({ host: "127.0.0.1", port: 0 });
  const people = await hire(origin, adminToken);
  return {
    product,
    clock,
    origin,
    port: (http.server.address() as AddressInfo).port,
    people,
    close: async () => {
      await http.close();
      await product.close();
    },
  };
}

export async function openStage(database: DatabaseOptions, seed: number, devices: number): Promise<Stage> {
  const server = await openBenchServer(database);
  const drawn = await timed(() => createDemoOrganisation({ seed, devices, at: server.clock.now() }));
  const imports = await timed(() => importFiles(server.people.author, drawn.value.files));
  return { ...server, organisation: drawn.value, loadMs: { draw: drawn.tookMs, imports: imports.tookMs } };
}

export function encoded(path: string, bytes: Uint8Array): Readonly<{ path: string; contentBase64: string }> {
  return { path, contentBase64: Buffer.from(bytes).toString("base64") };
}

async function hire(origin: string, adminToken: string): Promise<Stage["people"]> {
  const admin = createDemoApi(origin, adminToken);
  const as = async (role: keyof Stage["people"]) => {
    const asked = { person: `bench.${role}`, role, label: "bench", lifetimeDays: null };
    const { token } = await admin.post<TokenAnswer>("/api/v1/tokens", asked);
    return createDemoApi(origin, token);
  };
  return { author: await as("author"), approver: await as("approver"), operator: await as("operator") };
}

/** Tables and policies over REST. */
export async function importFiles(author: DemoApi, files: DemoOrganisation["files"]): Promise<void> {
  const body = (extension: string) => ({
    files: files.filter(({ path }) => path.endsWith(extension)).map(({ path, bytes }) => encoded(path, bytes)),
    dryRun: false,
  });
  await author.post("/api/v1/imports/estate", body(".csv"));
  await author.post("/api/v1/imports/policies", body(".json"));
}
