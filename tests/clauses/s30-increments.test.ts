import { afterEach, describe, expect, test } from "vitest";
import type { PlanAnswer } from "../../src/http/contract/plans.ts";
import { DAY_MS, HOUR_MS } from "../../src/kit/instant.ts";
import type { FleetSettings } from "../../src/sim/fleet/fleet.ts";
import { smallDevice, smallEstate } from "../helpers/small-estate.ts";
import { NODES, valueOf, type SmallPolicy } from "../helpers/small-policy.ts";
import { expected, refusalOf, testProduct, type RolloutDetail, type TestProduct } from "../helpers/test-product.ts";
import { QUICK_GATE, quickShape, type Shape } from "../helpers/test-shape.ts";

const BRITTLE_MODEL = "Bench 3";
const estate = smallEstate({ staff: 90, vips: 4, modelOf: (at) => (at % 3 === 0 ? BRITTLE_MODEL : "Desk 14") });
const MANNERS: SmallPolicy = { name: "Manners", settings: { location: 1 }, to: "all-devices" };
const CHANGED: SmallPolicy = { ...MANNERS, settings: { location: 2 } };
const FULL = { kind: "content", policy: CHANGED } as const;
const shape = quickShape({ pilotIsolated: { skipReason: "nothing shares a node with it" } });

let tidegate: TestProduct;
afterEach(() => tidegate.close());

async function open(settings: Partial<FleetSettings> = {}): Promise<void> {
  tidegate = await testProduct({ estate, policies: [MANNERS] });
  await tidegate.startFleet(estate, settings);
  await tidegate.passTime(8 * HOUR_MS);
}

async function started(options: Parameters<TestProduct["propose"]>[2] = {}): Promise<RolloutDetail> {
  return tidegate.start(await tidegate.propose("increments", FULL, { shape, ...options }));
}

const toPhase = (id: string, name: string) => tidegate.passUntil(id, ({ phase }) => phase?.name === name);
const openedOf = ({ phases }: RolloutDetail) => phases.flatMap((phase) => (phase.status === "opened" ? [phase] : []));

describe("S30 a change goes out in increments", () => {
  test("waves come in order, within their caps, frozen and recorded; who joins later waits for the late joiners' phase", async () => {
    await open();
    const rollout = await started();
    await toPhase(rollout.id, "wave 2");
    const frozen = (await tidegate.devicesOf(rollout.id)).map(({ deviceId, phaseIndex }) => `${deviceId} in ${phaseIndex}`);
    const late = { ...estate, devices: ["late-000", "late-001", "late-002"].map((key) => smallDevice(key)) };
    expected(await tidegate.importEstate(late));
    await tidegate.startFleet(late);
    await tidegate.devicesLive(7 * HOUR_MS);
    const location = async (key: string) => (await tidegate.settingsOn(key, [NODES.location])).get(NODES.location);
    for (const { key } of late.devices) expect(await location(key)).toBe(valueOf(NODES.location, 1));
    expect((await tidegate.devicesOf(rollout.id)).map(({ deviceId, phaseIndex }) => `${deviceId} in ${phaseIndex}`)).toEqual(
      frozen,
    );

    const last = await toPhase(rollout.id, "late joiners");
    expect(last.counts?.cohort).toBe(3);
    for (const { key } of late.devices) expect(await location(key)).toBe(valueOf(NODES.location, 1));
    const landed = await tidegate.passUntil(rollout.id, ({ status }) => status === "operations");
    for (const { key } of late.devices) expect(await location(key)).toBe(valueOf(NODES.location, 2));

    const opened = openedOf(landed);
    expect(opened.map(({ name }) => name)).toEqual(["proof of concept", "pilot final", "wave 1", "wave 2", "late joiners"]);
    const devices = await tidegate.devicesOf(rollout.id);
    expect(new Set(devices.map(({ deviceId }) => deviceId)).size).toBe(6 + 94 + 3);
    for (const { index, cap, cohortSize, openedAt, leftAt } of opened) {
      const members = devices.filter(({ phaseIndex }) => phaseIndex === index);
      expect(members.length).toBe(cohortSize);
      expect(cohortSize).toBeLessThanOrEqual(cap);
      for (const { offeredAt } of members) expect(offeredAt).toBeGreaterThanOrEqual(openedAt);
      expect(openedAt).toBeGreaterThanOrEqual(opened[index - 1]?.leftAt ?? 0);
      expect(leftAt).not.toBeNull();
    }
    // VIPs come in the last wave and in none before.
    expect(new Set(devices.filter(({ deviceId }) => deviceId.startsWith("vip-")).map(({ phaseIndex }) => phaseIndex))).toEqual(
      new Set([3]),
    );
  });

  test("ten rings without news write nothing", async () => {
    await open();
    const rollout = await started();
    await toPhase(rollout.id, "wave 1");
    await tidegate.product.ring();
    const before = await everythingWritten(tidegate);
    for (let time = 0; time < 10; time++) await tidegate.product.ring();
    expect(await everythingWritten(tidegate)).toEqual(before);
  });

  test("two promotes and the timer at one moment open one phase once", async () => {
    await open();
    const rollout = await started();
    for (const [index, name] of ["pilot final", "wave 1", "wave 2"].entries()) {
      await tidegate.devicesLive(9 * HOUR_MS);
      const promote = () => tidegate.command("operator", rollout.id, "promote");
      const [first, ring, second] = await Promise.all([promote(), tidegate.product.ring(), promote()]);
      expect(ring).toBeUndefined();
      for (const answer of [first, second]) expect([200, 409]).toContain(answer.status);
      expect([first, second].filter(({ status }) => status === 200).length).toBeLessThanOrEqual(1);
      await tidegate.product.ring();
      const now = await tidegate.rollout(rollout.id);
      expect(now.phase).toMatchObject({ index: index + 1, name });
      const opened = (await tidegate.dossier(rollout.id)).audit.filter(({ action }) => action === "rollout.open-phase");
      expect(opened).toHaveLength(index + 2);
      const published = (await tidegate.dossier(rollout.id)).effects.filter(({ kind }) => kind === "publish-phase");
      expect(published).toHaveLength(index + 2);
    }
  });

  test("a fault is halted by the gate and taken back, and the devices prove it", async () => {
    await open({
      faults: [{ model: BRITTLE_MODEL, node: NODES.location, value: valueOf(NODES.location, 2), kind: "error", chance: 1 }],
    });
    const rollout = await started({ onGateFail: "halt-and-roll-back" });
    const back = await tidegate.passUntil(rollout.id, ({ status }) => status === "rolled-back");
    expect(back.phase ?? null).toBeNull();
    expect(openedOf(back).map(({ name }) => name)).toEqual(["proof of concept", "pilot final"]);
    expect(openedOf(back).at(-1)?.judgement?.verdict).toMatchObject({ kind: "fail" });
    const { rollback, totals } = back;
    expect(rollback).toMatchObject({
      exposed: totals.exposed,
      verifiedBack: totals.exposed,
      outstanding: 0,
      left: 0,
      harmed: totals.everFailed,
    });
    expect(totals.exposed).toBeLessThanOrEqual(6 + 8);
    expect(totals.everFailed).toBeGreaterThan(1);
    const actions = (await tidegate.dossier(rollout.id)).audit
      .filter(({ actor }) => actor === "system:gate")
      .map(({ action }) => action);
    expect(actions).toEqual(["rollout.gate-failed", "rollout.roll-back"]);
    for (const { deviceId } of await tidegate.devicesOf(rollout.id))
      if (!deviceId.startsWith("lab-"))
        expect((await tidegate.settingsOn(deviceId, [NODES.location])).get(NODES.location)).toBe(valueOf(NODES.location, 1));
  });

  test("silence of three devices in ten holds the wave, and is never success", async () => {
    const quiet = smallEstate({ staff: 90, laboratory: 6 });
    tidegate = await testProduct({ estate: quiet, policies: [MANNERS] });
    const silent = new Set(quiet.devices.filter((device, at) => !device.testOnly && at % 10 < 3).map(({ key }) => key));
    await tidegate.startFleet({ devices: quiet.devices.filter(({ key }) => !silent.has(key)) });
    await tidegate.passTime(8 * HOUR_MS);
    const patient = { ...QUICK_GATE, reportedPercentMin: 20 };
    const waiting: Shape = { ...shape, pilotFinal: { ...shape.pilotFinal, gate: patient } };
    const rollout = await started({ shape: waiting });
    await toPhase(rollout.id, "wave 1");
    await tidegate.passTime(5 * DAY_MS);
    const held = await tidegate.rollout(rollout.id);
    expect(held).toMatchObject({ status: "waves", phase: { name: "wave 1" }, totals: { everFailed: 0 } });
    expect(held.counts?.notOffered).toBe(held.counts?.offline);
    expect(held.counts?.succeeded).toBe((held.counts?.cohort ?? 0) - (held.counts?.notOffered ?? 0));
    const why = await tidegate.why(rollout.id);
    expect(why.gate?.verdict).toMatchObject({ kind: "hold", reason: "too-few-reports" });
    expect(why.gate?.checks.find(({ check }) => check === "reported")?.actual).toBeLessThan(80);
    expect(refusalOf(await tidegate.command("operator", rollout.id, "promote"))).toEqual([409, "gate-not-passed"]);
  });

  test("a threshold that is no number, or that nothing could meet, is refused before there is a plan", async () => {
    await open();
    const withGate = (gate: unknown) => ({ ...shape, pilotFinal: { ...shape.pilotFinal, gate } }) as unknown as Shape;
    for (const reportedPercentMin of ["eighty", "", null, -1, 101, Number.NaN, undefined])
      expect([
        reportedPercentMin,
        ...refusalOf(await tidegate.plan(FULL, { shape: withGate({ ...QUICK_GATE, reportedPercentMin }) })),
      ]).toEqual([reportedPercentMin, 400, "body-invalid"]);
    const { failures: _, ...blind } = QUICK_GATE;
    expect(refusalOf(await tidegate.plan(FULL, { shape: withGate(blind) }))).toEqual([400, "body-invalid"]);
    expect(
      refusalOf(await tidegate.plan(FULL, { shape: withGate({ ...QUICK_GATE, failures: { kind: "count", max: -1 } }) })),
    ).toEqual([400, "body-invalid"]);
    const issuesOf = async (asked: Shape) => {
      const answer = await tidegate.plan(FULL, { shape: asked });
      expect(refusalOf(answer)).toEqual([422, "plan-impossible"]);
      return (answer.json as { issues: { code: string }[] }).issues.map(({ code }) => code);
    };
    const bound = { ...QUICK_GATE, failures: { kind: "bound", percentMax: 1, confidence: 0.95 } } as const;
    expect(await issuesOf(withGate(bound))).toEqual(["gate-unreachable"]);
    const waves = [100, 50].map((percentOfPopulation) => ({ percentOfPopulation, approvalsMin: 0, gate: QUICK_GATE }));
    expect(await issuesOf({ ...shape, waves })).toContain("percentages-invalid");
    expect(expected<PlanAnswer>(await tidegate.plan(FULL, { shape })).plan.phases).toHaveLength(5);
  });

  test("an empty increment is called empty, and does not count as passed", async () => {
    await open();
    const rollout = await started();
    await toPhase(rollout.id, "wave 1");
    const exposed = new Set((await tidegate.devicesOf(rollout.id)).map(({ deviceId }) => deviceId));
    // Everybody who is left becomes a way back in, and those are reached by no wave.
    const devices = estate.devices
      .filter(({ key }) => !exposed.has(key))
      .map((device) => ({ ...device, sensitivities: ["break-glass"] }));
    expected(await tidegate.importEstate({ ...estate, devices }));
    const held = await tidegate.passUntil(rollout.id, ({ status }) => status === "held");
    expect(held.because).toContain("empty-cohort");
    expect(held.because).toContain("wave 2 would reach no device");
    await tidegate.passTime(2 * DAY_MS);
    expect(await tidegate.rollout(rollout.id)).toMatchObject({
      status: "held",
      because: held.because,
      phase: { name: "wave 1" },
    });
    expect(await tidegate.why(rollout.id)).toMatchObject({
      sentence: held.because,
      waitsFor: [expect.stringContaining("wave 2 would reach no device")],
    });
    expect(refusalOf(await tidegate.command("operator", rollout.id, "promote"))).toEqual([409, "cohort-empty"]);
    for (const { key } of devices.slice(0, 5))
      expect((await tidegate.settingsOn(key, [NODES.location])).get(NODES.location)).toBe(valueOf(NODES.location, 1));
  });

  test("devices that leave in mid-phase stay counted, as left", async () => {
    await open();
    const rollout = await started();
    const wave = await toPhase(rollout.id, "wave 1");
    const cohort = wave.counts?.cohort ?? 0;
    const gone = (await tidegate.devicesOf(rollout.id)).filter(({ phaseIndex }) => phaseIndex === wave.phase?.index).slice(0, 4);
    // No door takes a device out of the estate yet.
    await tidegate.product.database.session(async (session) => {
      for (const column of [
        "policy_report.device_id",
        "policy_bundle.device_id",
        "estate_identity.device_id",
        "estate_seen.device_id",
        "estate_device.id",
      ])
        await session.query(`delete from ${column.split(".")[0]} where ${column} = any($1)`, [
          gone.map(({ deviceId }) => deviceId),
        ]);
    });
    const { counts } = await tidegate.rollout(rollout.id);
    expect(counts).toMatchObject({ cohort, left: 4 });
    const {
      notOffered = 0,
      awaitingReport = 0,
      succeeded = 0,
      error = 0,
      conflict = 0,
      notApplicable = 0,
      left = 0,
    } = counts ?? {};
    expect(notOffered + awaitingReport + succeeded + error + conflict + notApplicable + left).toBe(cohort);
    const check = (await tidegate.why(rollout.id)).gate?.checks.find((one) => one.check === "reported");
    expect(check?.sample).toBe(cohort - 4);
  });
});

/** Every row that a tick could write, the lease of the leader aside. */
async function everythingWritten({ product }: TestProduct): Promise<unknown> {
  const tables = [
    "app_world",
    "app_audit",
    "app_outbox",
    "rollout_rollout",
    "rollout_phase",
    "rollout_cohort",
    "rollout_exposure",
    "policy_bundle",
  ];
  return product.database.session(async (session) => {
    const found: unknown[] = [];
    for (const table of tables)
      found.push(await session.query(`select md5(string_agg(t::text, ' ' order by t::text)) as rows from ${table} t`));
    return found;
  });
}
