import { testDatabase } from "./test-database.ts";
import { makeDevice } from "./random-estate.ts";
import type { BundleRow, PolicyReportRow } from "../../src/app/ports/device-store.ts";
import type { Unit } from "../../src/app/ports/store.ts";
import type { EstateParts } from "../../src/estate/estate.ts";
import type { DeviceId, PolicyId, VersionHash } from "../../src/kit/ids.ts";
import { DAY_MS, instant, plusMs, type Instant } from "../../src/kit/instant.ts";
import { envelopeHashOf, type BundleEnvelope } from "../../src/policy/bundle/bundle.ts";
import type { Rollout } from "../../src/rollout/rollout.ts";
import { createStore, type CountingStore } from "../../src/store/create-store.ts";
import type { OpenDatabase } from "../../src/store/database/open-database.ts";

export const AT: Instant = instant(Date.UTC(2026, 8, 7, 12));
export const POLICY = "policy-firewall" as PolicyId;
export const TARGET = "1".repeat(64) as VersionHash;
export const PREVIOUS = "0".repeat(64) as VersionHash;

export type OpenStore = Readonly<{ database: OpenDatabase; store: CountingStore }>;

/** Opens stores with a world on empty databases, and closes them after each test. */
export function testStore(afterEach: (close: () => Promise<void>) => void): () => Promise<OpenStore> {
  const opened: OpenDatabase[] = [];
  afterEach(async () => {
    for (const database of opened.splice(0)) await database.close();
  });
  return async () => {
    const database = await testDatabase();
    opened.push(database);
    const store = createStore(database);
    await store.write((unit) => unit.world.initialise("contoso"));
    return { database, store };
  };
}

/** So many plain devices. */
export function aLab(size: number): Readonly<{ ids: readonly DeviceId[]; parts: EstateParts }> {
  const ids = Array.from({ length: size }, (_, at) => `device-${String(at).padStart(6, "0")}` as DeviceId);
  return { ids, parts: { devices: ids.map((id) => makeDevice({ id })), users: [], groups: [], sites: [] } };
}

export type RolloutSetup = Readonly<{
  cohort: readonly DeviceId[];
  policyId?: PolicyId;
  target?: VersionHash | null;
  previous?: VersionHash | null;
  /** Null: held back. */
  clearedAt?: Instant | null;
}>;

/** A rollout whose first phase is open with this cohort. */
export async function insertRollout(unit: Unit, rollout: Rollout, setup: RolloutSetup): Promise<void> {
  const { cohort, policyId = POLICY, target = TARGET, previous = PREVIOUS, clearedAt = AT } = setup;
  await unit.rollouts.insert(rollout, policyId, { target, previous });
  const phase = {
    phaseIndex: 0,
    name: "wave 1",
    cap: 10_000,
    cohortSize: cohort.length,
    openedAt: AT,
    leftAt: null,
    publishedAt: null,
    selection: {},
    judgement: null,
  };
  await unit.rollouts.openPhase(rollout.id, phase, cohort, clearedAt);
}

const FIRST_DEVICE = "device-000000" as DeviceId;

/** All of it applied and read back. */
export const makeReport = (overrides: Partial<PolicyReportRow> = {}): PolicyReportRow => ({
  deviceId: FIRST_DEVICE,
  policyId: POLICY,
  versionHash: TARGET,
  state: "succeeded",
  settings: 2,
  applied: 2,
  verified: 2,
  exceptions: [],
  reportedAt: AT,
  ...overrides,
});

/** A device's first bundle, offered and not yet answered. */
export const makeBundle = (overrides: Partial<BundleRow> = {}): BundleRow => {
  const { deviceId = FIRST_DEVICE, seq = 1, epoch = 1, offeredAt = AT } = overrides;
  const envelope: BundleEnvelope = {
    type: "tidegate-bundle",
    specVersion: 1,
    tenant: "contoso",
    deviceId,
    seq,
    epoch,
    issuedAt: offeredAt,
    notAfter: plusMs(offeredAt, DAY_MS),
    contentHash: "c".repeat(64),
    previousHash: null,
    reportNonce: "f".repeat(32),
  };
  return {
    deviceId,
    epoch,
    seq,
    setHash: "set-1",
    envelope,
    envelopeHash: envelopeHashOf(envelope),
    offeredAt,
    reportNumber: 0,
    reportHash: null,
    reportedSeq: 0,
    reportedAt: null,
    refused: null,
    ...overrides,
  };
};
