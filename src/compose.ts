import { mkdir, rm, writeFile } from "node:fs/promises";
import { hostname, userInfo } from "node:os";
import { join } from "node:path";
import { CONSOLE_FOLDER, serveConfig, type Config } from "./config.ts";
import { runTimer } from "./app/rollouts/run-timer.ts";
import type { FastifyInstance } from "fastify";
import type { Principal } from "./app/ports/access-store.ts";
import type { ApiClient, RunningServer, ServeOptions } from "./cli/cli-deps.ts";
import { cliFault } from "./cli/cli-fault.ts";
import { answerOf, LOCAL_TOKEN_FILE, SERVER_FILE } from "./cli/open-api.ts";
import { createCatalogueSource } from "./connectors/catalogue/catalogue-source.ts";
import { loadRegistryFacts } from "./connectors/catalogue/registry-facts.ts";
import { createImportReader } from "./connectors/files/import-reader.ts";
import { createMasterReader } from "./connectors/files/masters/master-reader.ts";
import type { DemoDial } from "./http/http-deps.ts";
import { createHttpServer } from "./http/server.ts";
import { MINUTE_MS } from "./kit/instant.ts";
import { sha256Hex } from "./kit/sha256.ts";
import { DatabaseFailure } from "./store/database/database-failure.ts";
import { randomBytes } from "node:crypto";
import { SESSION_LIMITS } from "./app/access/sessions.ts";
import { firstSignInLink, signInPath } from "./app/access/sign-in-links.ts";
import { createSeenDevices, type DeviceDoor } from "./app/device-door/device-door.ts";
import { createIdentityCache } from "./app/device-door/identity-cache.ts";
import { createReplayGuard } from "./app/device-door/replay-guard.ts";
import { createCatalogueHolder, type CatalogueHolder } from "./app/catalogue/catalogue-holder.ts";
import { createFleetView } from "./app/fleet-view/fleet-view.ts";
import type { Clock, Entropy } from "./app/ports/clock.ts";
import type { CatalogueSource } from "./app/ports/catalogue-source.ts";
import type { MasterReader } from "./app/ports/master-reader.ts";
import type { DeviceBackend } from "./app/ports/device-backend.ts";
import type { SourceFileReader } from "./app/ports/source-files.ts";
import type { Store } from "./app/ports/store.ts";
import { publishPhase } from "./app/rollouts/publish-phase.ts";
import { deliverNotices } from "./app/people/deliver-notices.ts";
import type { Messenger } from "./app/ports/messenger.ts";
import { ringTimer } from "./app/rollouts/ring-timer.ts";
import { createDeviceCrypto } from "./connectors/devices/embedded/device-crypto.ts";
import { createEmbeddedBackend } from "./connectors/devices/embedded/index.ts";
import { createMailMessenger } from "./connectors/messages/mail/mail-messenger.ts";
import { readMailConfigFile } from "./connectors/messages/mail/mail-config-file.ts";
import { createArgon2Passwords } from "./connectors/passwords/argon2-passwords.ts";
import { readOrCreateMasterKey } from "./connectors/keys/master-key.ts";
import { makeSigningKey, openSigningKeys, type SigningKey } from "./connectors/keys/signing-keys.ts";
import { EMBEDDED_CONFLICT_RULE } from "./policy/conflict-rule.ts";
import { createStore } from "./store/create-store.ts";
import { migrate, MIGRATIONS_FOLDER } from "./store/database/migrate.ts";
import { openDatabase, type OpenDatabase } from "./store/database/open-database.ts";
import { createMeasuredClock } from "./store/measured-clock.ts";

/** A directory, a key file or a database that is not as it has to be; the words are for the person who starts it. */
class SetUpRefused extends Error {
  override readonly name = "SetUpRefused";
}

/** The product without its doors to people: store, clock, device door, backend and timer, wired. */
export type Product = Readonly<{
  config: Config;
  database: OpenDatabase;
  store: Store;
  clock: Clock;
  entropy: Entropy;
  door: DeviceDoor;
  catalogue: CatalogueHolder;
  catalogueSource: CatalogueSource;
  masterReader: MasterReader;
  /** Judges settings by the catalogue that is in force when it reads. */
  reader: SourceFileReader;
  backend: DeviceBackend;
  /** Looks at what is due and tells the world; the timer calls it every few seconds, the demo on its own time. */
  ring: () => Promise<void>;
  /** Null: no mail is set up. */
  messenger: Messenger | null;
  /** Sends the notices that are due; apart from `ring`, so that a slow mail server delays no gate. */
  post: () => Promise<void>;
  close: () => Promise<void>;
}>;

export const entropy: Entropy = { hex: (bits) => randomBytes(bits / 8).toString("hex") };

/** @param clock null: the database's; the demo and tests hand in a virtual one. */
export async function composeProduct(config: Config, clock: Clock | null): Promise<Product> {
  if (config.database.kind === "directory" || config.masterKeyFile !== null)
    await mkdir(config.dataDir, { recursive: true, mode: 0o700 });
  const database = await openDatabase(config.database);
  try {
    return await composeOn(database, config, clock);
  } catch (error) {
    await database.close();
    throw error;
  }
}

/** On a database that is open already: tests bring their own. Closing the product closes it. */
export async function composeOn(database: OpenDatabase, config: Config, virtualClock: Clock | null): Promise<Product> {
  const messenger = config.mailConfigFile === null ? null : openMail(config.mailConfigFile);
  const monotonicMs = () => performance.now();
  const measured = virtualClock === null ? await createMeasuredClock(() => database.nowMs(), monotonicMs) : null;
  const clock = measured ?? virtualClock ?? unreachableClock();
  const migrated = await migrate(database, { folder: MIGRATIONS_FOLDER, nowMs: clock.now() });
  if (!migrated.ok) throw new SetUpRefused(migrated.error.message);
  const store = createStore(database);
  await store.write((unit) => unit.world.initialise(config.tenant));
  const signingKeys = await readSigningKeys(store, config, clock);
  const view = createFleetView(store, monotonicMs);
  const door: DeviceDoor = {
    store,
    view,
    entropy,
    crypto: createDeviceCrypto({ signingKeys, sessionSecret: randomBytes(32) }),
    identities: createIdentityCache(store),
    replays: createReplayGuard(),
    seen: createSeenDevices(),
    times: config.checkInTimes,
    conflictRule: EMBEDDED_CONFLICT_RULE,
  };
  const backend = embeddedBackend(store, door, clock, config);
  const catalogueSource = createCatalogueSource();
  const catalogue = createCatalogueHolder(store, catalogueSource, monotonicMs);
  const timer = {
    store,
    backend,
    view,
    seen: door.seen,
    holder: `${hostname()}/${process.pid}/${entropy.hex(32)}`,
    leaseMs: config.leadMs,
  };
  return {
    config,
    database,
    store,
    clock,
    entropy,
    door,
    catalogue,
    catalogueSource,
    reader: readerBy(catalogue),
    masterReader: {
      readMasters: (files) => createMasterReader(catalogue.current(), loadRegistryFacts).readMasters(files),
    },
    backend,
    ring: async () => {
      await measured?.measure();
      await ringTimer(timer, clock.now());
    },
    messenger,
    post: async () => {
      if (messenger !== null) await deliverNotices({ store, clock, messenger });
    },
    close: async () => {
      await messenger?.close();
      await database.close();
    },
  };
}

function readerBy(catalogue: CatalogueHolder): SourceFileReader {
  return {
    readPolicies: (files) => createImportReader(catalogue.current()).readPolicies(files),
    readDocument: (file) => createImportReader(catalogue.current()).readDocument(file),
    readEstate: (files) => createImportReader(catalogue.current()).readEstate(files),
  };
}

function openMail(path: string): Messenger {
  const read = readMailConfigFile(path);
  if (read.ok) return createMailMessenger(read.value);
  const issues = read.error.map((message) => ({ code: "mail-config-invalid", at: path, message, help: "" }));
  throw cliFault("mail-config-invalid", `\`${path}\` has ${issues.length === 1 ? "a fault" : `${issues.length} faults`}`, {
    issues,
  });
}

function unreachableClock(): Clock {
  throw new Error("neither a virtual nor a measured clock");
}

function embeddedBackend(store: Store, door: DeviceDoor, clock: Clock, config: Config): DeviceBackend {
  return createEmbeddedBackend({
    publishPhase: (rolloutId, phaseIndex) => publishPhase(store, rolloutId, phaseIndex, clock.now()),
    wakeDoor: () => door.view.invalidate(),
    observations: async (since, limit) => {
      const rows = await store.read((unit) => unit.devices.reportsAfter(since, limit));
      return { observations: rows.map(({ cursor: _, ...observation }) => observation), cursor: rows.at(-1)?.cursor ?? null };
    },
    now: clock.now,
    checkInIntervalMs: config.checkInTimes.quietMs,
  });
}

/** Makes the first bundle-signing key where there is none; all are sealed with the master key, which is not in the database. */
async function readSigningKeys(store: Store, config: Config, clock: Clock): Promise<readonly SigningKey[]> {
  const masterKey = await readMasterKey(config.masterKeyFile);
  const rows = await store.write(async (unit) => {
    const known = await unit.access.signingKeys();
    if (known.length === 0) await unit.access.insertSigningKey(makeSigningKey(masterKey, clock.now()));
    return unit.access.signingKeys();
  });
  const opened = openSigningKeys(masterKey, rows);
  if (!opened.ok) throw new SetUpRefused(`signing key ${opened.error.kid}: ${opened.error.detail}`);
  return opened.value;
}

async function readMasterKey(path: string | null): Promise<Uint8Array> {
  if (path === null) return randomBytes(32);
  const read = await readOrCreateMasterKey(path);
  if (!read.ok) throw new SetUpRefused(read.error.detail);
  return read.value.key;
}

export type Opened = Readonly<{ product: Product; http: FastifyInstance; localToken: string; bell: Bell }>;
/** Rung when a rollout was touched by a person, so that the timer need not wait out its pause. */
type Bell = { wake: () => void };

/** What a browser and a demo add to the doors. */
export type Face = Readonly<{ consoleFolder: string | null; demo: DemoDial | null }>;
const FOR_BROWSERS: Face = { consoleFolder: CONSOLE_FOLDER, demo: null };
const WITHOUT_CONSOLE: Face = { consoleFolder: null, demo: null };

/** Product and REST door, not listening yet. `localToken` is the data directory's owner's: never an approver, never an operator. */
export async function openWithDoor(config: Config, clock: Clock | null, version: string, face: Face): Promise<Opened> {
  const product = await composeProduct(config, clock);
  const bell: Bell = { wake: () => undefined };
  const localToken = `tg_${entropy.hex(256)}`;
  const owner: Principal = {
    person: `local:${userInfo().username}`,
    roles: ["author", "admin", "viewer"],
    label: "data directory",
  };
  const http = createHttpServer({
    store: product.store,
    clock: product.clock,
    entropy,
    reader: product.reader,
    masterReader: product.masterReader,
    catalogue: product.catalogue,
    catalogueSource: product.catalogueSource,
    door: product.door,
    database: { kind: product.database.kind, description: product.database.describe() },
    version,
    extraPrincipals: new Map([[sha256Hex(localToken), owner]]),
    passwords: createArgon2Passwords(),
    sessionLimits: clock === null ? SESSION_LIMITS : null,
    mail: product.messenger !== null,
    ...face,
    onRolloutChange: () => bell.wake(),
  });
  return { product, http, localToken, bell };
}

/** The API without a server: for a data directory that nobody serves. */
export async function openInProcess(
  options: Readonly<{ dataDir: string; databaseUrl: string | null; version: string }>,
): Promise<ApiClient> {
  const config = serveConfig({
    ...options,
    host: null,
    port: null,
    acceptPowerLoss: false,
    checkInS: null,
    activeCheckInS: null,
    mailConfigFile: null,
  });
  const { product, http, localToken } = await openOrFault(() => openWithDoor(config, null, options.version, WITHOUT_CONSOLE));
  return {
    where: "in-process",
    describe: `the data directory ${options.dataDir}`,
    request: async (method, path, body) => {
      const answer = await http.inject({
        method,
        url: path,
        headers: { authorization: `Bearer ${localToken}` },
        ...(body === undefined ? {} : { payload: body as object }),
      });
      return answerOf(answer.statusCode, answer.headers, answer.body);
    },
    close: async () => {
      await http.close();
      await product.close();
    },
  };
}

export type ServeInput = ServeOptions & Readonly<{ databaseUrl: string | null; version: string }>;

/** `tidegate serve`: the doors are open and the timer runs until it is closed. */
export async function serve(options: ServeInput): Promise<RunningServer> {
  const config = serveConfig(options);
  const opened = await openOrFault(() => openWithDoor(config, null, options.version, FOR_BROWSERS));
  const url = await listen(opened, config);
  const { product, http, localToken } = opened;
  const timer = runTimer(product.ring, config.timerMs, (fault) => process.stderr.write(`${fault}\n`));
  opened.bell.wake = timer.wake;
  const post = runTimer(product.post, POST_MS, (fault) => process.stderr.write(`${fault}\n`));
  const stopMaintenance = product.database.startMaintenance(MAINTENANCE_MS, (error) =>
    process.stderr.write(`maintenance failed: ${String(error)}\n`),
  );
  await writeFile(join(config.dataDir, LOCAL_TOKEN_FILE), `${localToken}\n`, { mode: 0o600 });
  await writeFile(join(config.dataDir, SERVER_FILE), JSON.stringify({ url, pid: process.pid }), { mode: 0o600 });
  return {
    url,
    notes: [
      `Console: ${url}/`,
      product.database.describe(),
      `Commands with --data ${options.dataDir} speak to this server as the local owner, who may import, plan, create rollouts and make tokens.`,
      ...(await firstSignInNotes(product, url)),
    ],
    stopped: timer.failed,
    close: async () => {
      await rm(join(config.dataDir, SERVER_FILE), { force: true });
      await rm(join(config.dataDir, LOCAL_TOKEN_FILE), { force: true });
      stopMaintenance();
      await timer.stop();
      await post.stop();
      await http.close();
      await product.door.seen.flush(product.store);
      await product.close();
    },
  };
}

/** As long as nobody has an account; each start makes a new link, and the one before is worth nothing. */
async function firstSignInNotes({ store, clock }: Product, url: string): Promise<readonly string[]> {
  const link = await firstSignInLink(store, entropy, clock.now());
  if (link === null) return [];
  return [`Nobody has an account yet. Within an hour, make the first one, once: ${url}${signInPath(link.secret)}`];
}

/** A look costs one indexed query; the notices wait for hours and days anyway. */
const POST_MS = 5_000;

/** PGlite has no autovacuum; PostgreSQL needs none of this. */
const MAINTENANCE_MS = 10 * MINUTE_MS;
async function listen({ http, product }: Opened, config: Config): Promise<string> {
  try {
    return await http.listen({ host: config.host, port: config.port });
  } catch (error) {
    await product.close();
    throw cliFault("server-not-started", error instanceof Error ? error.message : String(error));
  }
}

/** What is wrong with a directory or a database is the outside's doing and told as such; anything else is a bug. */
export async function openOrFault<T>(open: () => Promise<T>): Promise<T> {
  try {
    return await open();
  } catch (error) {
    if (error instanceof DatabaseFailure || error instanceof SetUpRefused)
      throw cliFault("data-directory-unusable", error.message);
    throw error;
  }
}
