import { randomBytes } from "node:crypto";
import { mkdir } from "node:fs/promises";
import { hostname } from "node:os";
import { createSeenDevices, type DeviceDoor } from "./app/device-door/device-door.ts";
import { createIdentityCache } from "./app/device-door/identity-cache.ts";
import { createReplayGuard } from "./app/device-door/replay-guard.ts";
import { createFleetView } from "./app/fleet-view/fleet-view.ts";
import type { Clock, Entropy } from "./app/ports/clock.ts";
import type { DeviceBackend } from "./app/ports/device-backend.ts";
import type { Store } from "./app/ports/store.ts";
import { publishPhase } from "./app/rollouts/publish-phase.ts";
import { ringTimer } from "./app/rollouts/ring-timer.ts";
import type { Config } from "./config.ts";
import { createDeviceCrypto } from "./connectors/devices/embedded/device-crypto.ts";
import { createEmbeddedBackend } from "./connectors/devices/embedded/index.ts";
import { readOrCreateMasterKey } from "./connectors/keys/master-key.ts";
import { makeSigningKey, openSigningKeys, type SigningKey } from "./connectors/keys/signing-keys.ts";
import { EMBEDDED_CONFLICT_RULE } from "./policy/conflict-rule.ts";
import { createStore } from "./store/create-store.ts";
import { migrate, MIGRATIONS_FOLDER } from "./store/database/migrate.ts";
import { openDatabase, type OpenDatabase } from "./store/database/open-database.ts";
import { createMeasuredClock } from "./store/measured-clock.ts";

/** The product without its doors to people: store, clock, device door, backend and timer, wired. */
export type Product = Readonly<{
  config: Config;
  database: OpenDatabase;
  store: Store;
  clock: Clock;
  entropy: Entropy;
  door: DeviceDoor;
  backend: DeviceBackend;
  /** Looks at what is due and tells the world; the timer calls it every few seconds, the demo on its own time. */
  ring: () => Promise<void>;
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
  const monotonicMs = () => performance.now();
  const measured = virtualClock === null ? await createMeasuredClock(() => database.nowMs(), monotonicMs) : null;
  const clock = measured ?? virtualClock ?? unreachableClock();
  const migrated = await migrate(database, { folder: MIGRATIONS_FOLDER, nowMs: clock.now() });
  if (!migrated.ok) throw new Error(migrated.error.message);
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
    backend,
    ring: async () => {
      await measured?.measure();
      await ringTimer(timer, clock.now());
    },
    close: () => database.close(),
  };
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
  if (!opened.ok) throw new Error(`signing key ${opened.error.kid}: ${opened.error.detail}`);
  return opened.value;
}

async function readMasterKey(path: string | null): Promise<Uint8Array> {
  if (path === null) return randomBytes(32);
  const read = await readOrCreateMasterKey(path);
  if (!read.ok) throw new Error(read.error.detail);
  return read.value.key;
}
