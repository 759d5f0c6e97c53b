import { afterEach, describe, expect, test } from "vitest";
import { makeRollout } from "../../tests/helpers/make-rollout.ts";
import {
  aLab,
  AT,
  insertRollout,
  makeBundle,
  makeReport,
  POLICY,
  PREVIOUS,
  TARGET,
  testStore,
  type OpenStore,
} from "../../tests/helpers/test-store.ts";
import type { BundleRow, PolicyReportRow } from "../app/ports/device-store.ts";
import type { Bucket, ListedDevice } from "../app/ports/live-store.ts";
import type { PhaseCounts } from "../app/ports/rollout-store.ts";
import { compareText, type DeviceId, type PolicyId, type RolloutId, type VersionHash } from "../kit/ids.ts";
import { instant, plusMs, type Instant } from "../kit/instant.ts";
import { seededRandom, type SeededRandom } from "../kit/seeded-random.ts";
import { REPORT_STATES } from "../policy/bundle/protocol.ts";
import { evidenceFault } from "../rollout/evidence.ts";

const open = testStore(afterEach);
const ID = "rollout-1" as RolloutId;
const SINCE = plusMs(AT, 100);
const OFFLINE_BEFORE = plusMs(AT, 50);
const OTHER_VERSION = "2".repeat(64) as VersionHash;

/** Everything that is stored of one cohort device. Contents: set `with` asks for the policy, `without` does not, `lost` is unknown. */
type Fact = {
  id: DeviceId;
  isGone: boolean;
  lastSeenAt: Instant | null;
  clearedAt: Instant | null;
  offeredAt: Instant | null;
  failedAt: Instant | null;
  report: PolicyReportRow | null;
  bundle: BundleRow | null;
};
type Subject = Readonly<{ target: VersionHash | null; previous: VersionHash | null }>;

describe("evidence agrees with a reading of the rows one by one", () => {
  const SUBJECTS: readonly Subject[] = [
    { target: TARGET, previous: PREVIOUS },
    { target: TARGET, previous: null },
    { target: null, previous: PREVIOUS },
  ];
  for (const subject of SUBJECTS) {
    for (const seed of [1, 2, 3]) {
      test(`target ${subject.target?.[0]}, previous ${subject.previous?.[0]}, seed ${seed}`, async () => {
        const opened = await open();
        const facts = randomFacts(seededRandom(seed), 400);
        await storeFacts(opened, subject, facts);
        const { store } = opened;

        const counts = await store.read((unit) => unit.rollouts.phaseCounts(ID, 0, OFFLINE_BEFORE));
        const { offerableSince: _, ...onPages } = counts;
        expect(await store.read((unit) => unit.rollouts.countsByPhase(ID, OFFLINE_BEFORE))).toEqual(new Map([[0, onPages]]));
        expect(counts).toEqual(oracleCounts(facts, subject));
        expect(evidenceFault({ ...counts, policySets: null, helpRequests: null })).toBeNull();
        expect(counts.counts.left).toBeGreaterThan(0);
        expect(counts.counts.succeeded).toBeGreaterThan(0);

        const reported = await store.read((unit) => unit.rollouts.reportedDeviceIds(ID, 0));
        expect(reported).toEqual(facts.filter((fact) => isProof(fact, subject)).map((fact) => fact.id));

        const devices = await allDevices(opened);
        expect(devices.map(({ deviceId, state, everFailed, offeredAt }) => ({ deviceId, state, everFailed, offeredAt }))).toEqual(
          facts.map((fact) => ({
            deviceId: fact.id,
            state: bucketOf(fact, subject),
            everFailed: fact.failedAt !== null,
            offeredAt: fact.offeredAt,
          })),
        );

        const rollback = await store.read((unit) => unit.rollouts.rollbackEvidence(ID, SINCE));
        expect(rollback).toEqual(oracleRollback(facts, subject));
        expect(rollback.verifiedBack).toBeGreaterThan(0);
        expect(rollback.outstanding).toBeGreaterThan(0);

        const totals = (await store.read((unit) => unit.rollouts.exposureTotals([ID]))).get(ID);
        const exposed = facts.filter((fact) => fact.offeredAt !== null);
        expect(totals).toMatchObject({
          exposed: exposed.length,
          everFailed: exposed.filter((fact) => fact.failedAt !== null).length,
        });
      });
    }
  }

  test("a phase without a cohort has no evidence", async () => {
    const { store } = await open();
    await store.write((unit) => insertRollout(unit, makeRollout(), { cohort: [] }));
    const none = await store.read((unit) => unit.rollouts.phaseCounts(ID, 0, AT));
    expect(none).toEqual(oracleCounts([], { target: TARGET, previous: null }));
    expect(await store.read((unit) => unit.rollouts.rollbackEvidence(ID, AT))).toEqual({
      exposed: 0,
      verifiedBack: 0,
      outstanding: 0,
      left: 0,
    });
  });
});

describe("evidence of one device", () => {
  test("a success that was not read back is an error", async () => {
    const state = await stateAfter({ report: makeReport({ verified: 1, settings: 2, applied: 2, reportedAt: SINCE }) });
    expect(state).toMatchObject({ state: "error" });
  });

  test("a report of the version from before the offer proves nothing", async () => {
    expect(await stateAfter({ report: makeReport({ reportedAt: plusMs(AT, -1) }) })).toMatchObject({
      state: "awaitingReport",
      exceptions: [],
    });
  });

  test("a refused bundle is an error that names its attack", async () => {
    const bundle = makeBundle({ offeredAt: AT, refused: { code: "rollback", detail: "number" } });
    expect(await stateAfter({ bundle })).toMatchObject({ state: "error", exceptions: [{ code: "rollback", detail: "number" }] });
  });

  async function stateAfter(fact: Partial<Fact>): Promise<ListedDevice | undefined> {
    const opened = await open();
    const [id] = aLab(1).ids as [DeviceId];
    const whole: Fact = {
      id,
      isGone: false,
      lastSeenAt: AT,
      clearedAt: AT,
      offeredAt: AT,
      failedAt: null,
      report: null,
      bundle: null,
      ...fact,
    };
    await storeFacts(opened, { target: TARGET, previous: PREVIOUS }, [whole]);
    return (await allDevices(opened))[0];
  }
});

test("the evidence of 3,000 devices comes quickly", async () => {
  const opened = await open();
  const subject = { target: TARGET, previous: PREVIOUS };
  await storeFacts(opened, subject, randomFacts(seededRandom("large"), 3_000));
  const startedMs = performance.now();
  for (let round = 0; round < 5; round += 1) await opened.store.read((unit) => unit.rollouts.phaseCounts(ID, 0, AT));
  const eachMs = (performance.now() - startedMs) / 5;
  // Ten milliseconds are usual; the bound is for a busy machine and still far from a nested scan.
  expect(eachMs).toBeLessThan(1_000);
});

function randomFacts(random: SeededRandom, size: number): Fact[] {
  const near = (): Instant => plusMs(AT, random.int(0, 200));
  return aLab(size).ids.map((id): Fact => {
    const offeredAt = random.chance(0.8) ? near() : null;
    const seq = random.int(1, 4);
    const settings = random.int(0, 3);
    const report = makeReport({
      deviceId: id,
      versionHash: random.pick([TARGET, TARGET, PREVIOUS, OTHER_VERSION]),
      state: random.weighted([["succeeded", 3], ...REPORT_STATES.map((state) => [state, 1] as const)]),
      settings,
      applied: random.chance(0.8) ? settings : random.int(0, settings + 1),
      verified: random.chance(0.8) ? settings : random.int(0, settings + 1),
      exceptions: [{ node: id }],
      reportedAt: near(),
    });
    const bundle = makeBundle({
      deviceId: id,
      setHash: random.pick(["with", "without", "without", "lost"]),
      seq,
      offeredAt: near(),
      reportedSeq: random.chance(0.7) ? seq : 0,
      reportedAt: near(),
      refused: random.chance(0.1) ? { code: "expired", detail: "" } : null,
    });
    return {
      id,
      isGone: random.chance(0.1),
      lastSeenAt: random.chance(0.9) ? plusMs(AT, random.int(0, 100)) : null,
      clearedAt: random.chance(0.8) ? near() : null,
      offeredAt,
      failedAt: offeredAt !== null && random.chance(0.2) ? plusMs(offeredAt, 1) : null,
      report: random.chance(0.6) ? report : null,
      bundle: random.chance(0.9) ? bundle : null,
    };
  });
}

async function storeFacts({ store, database }: OpenStore, subject: Subject, facts: readonly Fact[]): Promise<void> {
  const { parts } = aLab(facts.length);
  const seenById = new Map(facts.map((fact) => [fact.id, fact.lastSeenAt]));
  const devices = parts.devices.map((device) => ({ ...device, lastSeenAt: seenById.get(device.id) ?? null }));
  const versionHash = subject.target;
  await store.write(async (unit) => {
    await unit.estate.upsert({ ...parts, devices });
    await insertRollout(unit, makeRollout(), { cohort: facts.map((fact) => fact.id), ...subject });
    const exposed = facts.filter((fact) => fact.offeredAt !== null);
    await unit.rollouts.expose(
      exposed.map((fact) => ({
        rolloutId: ID,
        deviceId: fact.id,
        phaseIndex: 0,
        versionHash,
        offeredAt: fact.offeredAt as Instant,
        rolloutRevision: 1,
      })),
    );
    const policy = (policyId: PolicyId) => ({ policyId, versionHash: TARGET, name: "Firewall", settings: [] });
    const other = policy("policy-other" as PolicyId);
    await unit.devices.saveContents([
      { setHash: "with", contentHash: "1", content: { policies: [other, policy(POLICY)], conflicts: [] } },
      { setHash: "without", contentHash: "2", content: { policies: [other], conflicts: [] } },
    ]);
    await unit.devices.saveBundles(facts.flatMap((fact) => fact.bundle ?? []));
    await unit.devices.saveReports(facts.flatMap((fact) => fact.report ?? []));
    const noise = facts
      .slice(0, 50)
      .map((fact) => makeReport({ deviceId: fact.id, policyId: "policy-other" as PolicyId, reportedAt: SINCE }));
    await unit.devices.saveReports(noise);
  });
  // Ledger marks of the past, and devices that were removed: as the tables would hold them.
  for (const fact of facts)
    if (fact.failedAt !== null)
      await database.exec(`update rollout_exposure set failed_at_ms = ${fact.failedAt} where device_id = '${fact.id}'`);
  const cleared = facts.map((fact) => `('${fact.id}', ${fact.clearedAt}::bigint)`);
  if (cleared.length > 0)
    await database.exec(
      `update rollout_cohort as c set cleared_at_ms = v.at from (values ${cleared.join()}) as v(id, at) where v.id = c.device_id`,
    );
  const gone = facts.filter((fact) => fact.isGone).map((fact) => `'${fact.id}'`);
  if (gone.length === 0) return;
  await database.exec(
    `delete from policy_bundle where device_id in (${gone.join()}); delete from estate_device where id in (${gone.join()})`,
  );
}

async function allDevices({ store }: OpenStore): Promise<readonly ListedDevice[]> {
  const listed = await store.read((unit) => unit.live.listedDevices(ID, null));
  return [...listed].sort((a, b) => compareText(a.deviceId, b.deviceId));
}

/** Written from the meaning of the buckets, not from the query. */
function bucketOf(fact: Fact, subject: Subject): Bucket {
  const { offeredAt, report, bundle } = fact;
  if (fact.isGone) return "left";
  if (offeredAt === null) return fact.clearedAt === null ? "heldBack" : "notOffered";
  if (isOfTarget(fact, subject)) {
    const lied = report?.state === "succeeded" && report.verified !== report.settings;
    return lied ? "error" : (report as PolicyReportRow).state;
  }
  const current = bundle !== null && bundle.offeredAt >= offeredAt ? bundle : null;
  if (current === null) return "awaitingReport";
  if (current.refused !== null) return "error";
  return subject.target === null && report === null && current.reportedSeq === current.seq ? "succeeded" : "awaitingReport";
}

function isOfTarget({ offeredAt, report }: Fact, { target }: Subject): boolean {
  return (
    offeredAt !== null && report !== null && target !== null && report.versionHash === target && report.reportedAt >= offeredAt
  );
}

function isProof(fact: Fact, subject: Subject): boolean {
  if (fact.isGone || fact.offeredAt === null) return false;
  return isOfTarget(fact, subject) || (subject.target === null && bucketOf(fact, subject) === "succeeded");
}

function oracleCounts(facts: readonly Fact[], subject: Subject): PhaseCounts {
  const counts = {
    cohort: facts.length,
    heldBack: 0,
    notOffered: 0,
    awaitingReport: 0,
    succeeded: 0,
    error: 0,
    conflict: 0,
    notApplicable: 0,
    left: 0,
  };
  let [offered, applied, offline] = [0, 0, 0];
  let latestReportAt: Instant | null = null;
  for (const fact of facts) {
    const bucket = bucketOf(fact, subject);
    counts[bucket] += 1;
    if (bucket === "left" || bucket === "heldBack") continue;
    if (fact.offeredAt !== null) offered += 1;
    const saidApplied = isOfTarget(fact, subject) && fact.report?.applied === fact.report?.settings;
    if (bucket === "succeeded" || saidApplied) applied += 1;
    const silent = bucket === "notOffered" || bucket === "awaitingReport";
    if (silent && (fact.lastSeenAt === null || fact.lastSeenAt < OFFLINE_BEFORE)) offline += 1;
    const at = silent ? null : isOfTarget(fact, subject) ? (fact.report?.reportedAt ?? null) : (fact.bundle?.reportedAt ?? null);
    if (at !== null && (latestReportAt === null || at > latestReportAt)) latestReportAt = instant(at);
  }
  const cleared = facts.flatMap(({ clearedAt }) => clearedAt ?? []).sort((a, b) => a - b);
  const offerableSince = cleared[Math.ceil(cleared.length / 2) - 1] ?? null;
  return { counts, offered, applied, verified: counts.succeeded, offline, offerableSince, latestReportAt };
}

function oracleRollback(facts: readonly Fact[], subject: Subject) {
  const exposed = facts.filter((fact) => fact.offeredAt !== null);
  const left = exposed.filter((fact) => fact.isGone).length;
  const verifiedBack = exposed.filter((fact) => !fact.isGone && isBack(fact, subject)).length;
  return { exposed: exposed.length, verifiedBack, outstanding: exposed.length - left - verifiedBack, left };
}

function isBack({ bundle, report }: Fact, { previous }: Subject): boolean {
  if (report === null) {
    if (bundle === null || bundle.offeredAt < SINCE || bundle.reportedSeq !== bundle.seq || bundle.refused !== null) return false;
    return bundle.setHash === "without";
  }
  // Proven once is proven: a newer bundle for another rollout, not answered yet, takes nothing back.
  if (previous === null || report.versionHash !== previous || report.reportedAt < SINCE) return false;
  return report.state === "notApplicable" || (report.state === "succeeded" && report.verified === report.settings);
}
