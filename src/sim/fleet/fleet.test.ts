import { afterEach, describe, expect, it } from "vitest";
import { DAY_MS, HOUR_MS, instant, MINUTE_MS, plusMs } from "../../kit/instant.ts";
import { sha256Hex } from "../../kit/sha256.ts";
import { DEVICE_PATHS } from "../../policy/bundle/protocol.ts";
import { testContent } from "../../agent/testing/test-content.ts";
import { testFacts } from "../../agent/testing/test-device.ts";
import { startTestDeviceServer, type TestDeviceServer } from "../../agent/testing/test-device-server.ts";
import { WELL_BEHAVED, type DeviceBehaviour } from "./behaviours.ts";
import { createFleet, type Fleet, type FleetSettings } from "./fleet.ts";
import { createVirtualClock, type VirtualClock } from "./virtual-clock.ts";
import type { VirtualDeviceSpec } from "./virtual-device.ts";

const START = instant(1_000 * DAY_MS);
const FIRST = testContent({ p1: { "a/1": true, "a/2": 7 }, p2: { "b/1": "on" } });
const STEADY: DeviceBehaviour = { availability: { kind: "always" }, reportDelayMs: 0, clockSkewMs: 0, clockDriftPpm: 0 };
const open: Readonly<{ fleet: Fleet; server: TestDeviceServer }>[] = [];

function someDevices(count: number, behaviour?: Partial<DeviceBehaviour>): VirtualDeviceSpec[] {
  return Array.from({ length: count }, (_, at): VirtualDeviceSpec => {
    const spec = { serialNumber: `S${at}`, facts: { ...testFacts(`S${at}`), model: at % 4 === 0 ? "M2" : "M1" } };
    return behaviour === undefined ? spec : { ...spec, behaviour: { ...STEADY, ...behaviour } };
  });
}

async function startFleet(devices: readonly VirtualDeviceSpec[], settings: Partial<FleetSettings> = {}) {
  const clock = createVirtualClock(START);
  const server = await startTestDeviceServer({ now: clock.now, enrolmentToken: "t", firstContent: () => FIRST });
  const quiet = { mix: WELL_BEHAVED, randomFailureChance: 0, lostAnswerChance: 0 };
  const fleet = createFleet({ origin: server.origin, devices, seed: 7, enrolmentToken: "t", clock, ...quiet, ...settings });
  open.push({ fleet, server });
  await fleet.enrolAll();
  return { fleet, server, clock };
}

async function runFor(fleet: Fleet, clock: VirtualClock, durationMs: number, stepMs = HOUR_MS) {
  for (const end = plusMs(clock.now(), durationMs); clock.now() < end; ) await fleet.runUntil(plusMs(clock.now(), stepMs));
}

afterEach(async () => {
  for (const { fleet, server } of open.splice(0)) {
    await fleet.close();
    await server.close();
  }
});

describe("a fleet over real HTTP", () => {
  it("enrols, takes the first bundle, reports, and then costs a 304 per check-in", async () => {
    const { fleet, server, clock } = await startFleet(someDevices(40));
    expect(server.door.devices.size).toBe(40);
    expect(fleet.nextEventAt()).toBe(plusMs(START, HOUR_MS));
    await runFor(fleet, clock, 4 * HOUR_MS);
    expect(fleet.stats()).toMatchObject({
      devices: 40,
      enrolled: 40,
      checkIns: 160,
      bundlesApplied: 40,
      notModified: 120,
      notModifiedShare: 0.75,
      reportsAcknowledged: 40,
      requests: 240,
      failures: 0,
      harmedEver: 0,
    });
    expect(server.door.reports).toHaveLength(40);
    expect(server.door.reports.every(({ policies }) => policies.every(({ state }) => state === "succeeded"))).toBe(true);
  });

  it("harms the model that a fault names and nobody else, until the bundle is taken back", async () => {
    const faults = [{ model: "M2", node: "a/*", value: false, kind: "error", chance: 1 }] as const;
    const { fleet, server, clock } = await startFleet(someDevices(20), { faults });
    await runFor(fleet, clock, HOUR_MS);
    expect(fleet.stats().harmedEver).toBe(0);
    for (const deviceId of server.door.devices.keys()) await server.offer(deviceId, testContent({ p1: { "a/1": false } }));
    await runFor(fleet, clock, HOUR_MS);
    expect(fleet.stats()).toMatchObject({ harmedNow: 5, harmedEver: 5 });
    const failed = server.door.reports.filter(({ policies }) => policies.some(({ state }) => state === "error"));
    expect(failed.map(({ deviceId }) => deviceId).sort()).toEqual([
      "device-S0",
      "device-S12",
      "device-S16",
      "device-S4",
      "device-S8",
    ]);
    for (const deviceId of server.door.devices.keys()) await server.offer(deviceId, FIRST);
    await runFor(fleet, clock, HOUR_MS);
    expect(fleet.stats()).toMatchObject({ harmedNow: 0, harmedEver: 5 });
  });

  it("misses check-ins while it is away, comes when it is back, and never when it is gone", async () => {
    const away: DeviceBehaviour = {
      ...STEADY,
      availability: { kind: "cycle", cycleMs: 7 * DAY_MS, awayMs: 2 * DAY_MS, phaseMs: START },
    };
    const gone: DeviceBehaviour = { ...STEADY, availability: { kind: "gone", at: plusMs(START, 90 * MINUTE_MS) } };
    const [first, second] = someDevices(2) as [VirtualDeviceSpec, VirtualDeviceSpec];
    const { fleet, clock } = await startFleet([
      { ...first, behaviour: away },
      { ...second, behaviour: gone },
    ]);
    await runFor(fleet, clock, HOUR_MS);
    expect(fleet.stats()).toMatchObject({ checkIns: 1, gone: 0 });
    await runFor(fleet, clock, HOUR_MS);
    expect(fleet.stats()).toMatchObject({ checkIns: 1, gone: 1 });
    expect(fleet.nextEventAt()).toBe(plusMs(START, 2 * DAY_MS));
    await fleet.runUntil(plusMs(START, 2 * DAY_MS));
    expect(fleet.stats()).toMatchObject({ checkIns: 2, bundlesApplied: 2 });
  });

  it("reports late where the device is slow, and corrects a wrong clock with one refused request", async () => {
    const { fleet, server, clock } = await startFleet(
      someDevices(3, { reportDelayMs: 30 * MINUTE_MS, clockSkewMs: -4 * HOUR_MS }),
    );
    expect(fleet.stats()).toMatchObject({ enrolled: 3, requests: 6 });
    await fleet.runUntil(plusMs(START, HOUR_MS));
    expect(server.door.reports).toHaveLength(0);
    await fleet.runUntil(plusMs(START, 90 * MINUTE_MS - 1));
    expect(server.door.reports).toHaveLength(0);
    await fleet.runUntil(plusMs(START, 90 * MINUTE_MS));
    expect(server.door.reports.map(({ reportedAt }) => reportedAt)).toEqual(
      Array.from({ length: 3 }, () => plusMs(START, HOUR_MS)),
    );
    expect(clock.now()).toBe(plusMs(START, 90 * MINUTE_MS));
    expect(fleet.stats()).toMatchObject({ requests: 12, failures: 0 });
  });

  it("loses a third of all answers, and still every report counts exactly once", async () => {
    const { fleet, server, clock } = await startFleet(someDevices(30), { lostAnswerChance: 0.33 });
    await runFor(fleet, clock, 6 * HOUR_MS, MINUTE_MS * 10);
    expect(fleet.stats()).toMatchObject({ enrolled: 30, bundlesApplied: 30, reportsAcknowledged: 30 });
    expect(fleet.stats().unanswered).toBeGreaterThan(0);
    expect(fleet.stats().failures).toBeGreaterThan(10);
    expect(new Set(server.door.reports.map(({ deviceId }) => deviceId)).size).toBe(30);
    expect(server.door.reports).toHaveLength(30);
  });

  it("hears nothing of a stale device after it has enrolled", async () => {
    const [spec] = someDevices(1) as [VirtualDeviceSpec];
    const { fleet, clock } = await startFleet([{ ...spec, stale: true }]);
    await runFor(fleet, clock, 3 * HOUR_MS);
    expect(fleet.stats()).toMatchObject({ enrolled: 1, checkIns: 0, gone: 1 });
  });

  it("stops asking when its enrolment is refused", async () => {
    const { fleet, server } = await startFleet(someDevices(5), { enrolmentToken: "stolen" });
    expect(fleet.stats()).toMatchObject({ enrolled: 0, enrolmentsRefused: 5 });
    expect(fleet.nextEventAt()).toBeNull();
    expect(server.door.devices.size).toBe(0);
  });
});

/** What the fleet sent, without what this run's server made up (session names, signatures of its key). */
async function requestsOf(seed: number): Promise<string[]> {
  const faults = [{ node: "a/1", kind: "error", chance: 0.3 }] as const;
  const { fleet, server, clock } = await startFleet(someDevices(25), {
    seed,
    faults,
    randomFailureChance: 0.1,
    lostAnswerChance: 0.05,
    mix: HARD,
  });
  await runFor(fleet, clock, 2 * DAY_MS);
  return server.requests
    .map(({ method, path, headers, body }) => {
      const authorization = headers.authorization?.replace(/^Bearer .*/, "Bearer") ?? "";
      return `${method} ${path} ${headers["if-none-match"] ?? ""} ${authorization} ${sha256Hex(body)}`;
    })
    .sort();
}
const HARD = {
  goneShare: 0.1,
  awayForDaysShare: 0.2,
  seenWeeklyShare: 0.2,
  slowShare: 0.3,
  wrongClockShare: 0.3,
  driftingClockShare: 0.3,
};

it("sends the same requests, byte for byte, for the same seed and others for another", async () => {
  const first = await requestsOf(7);
  expect(first.filter((line) => line.includes(DEVICE_PATHS.report)).length).toBeGreaterThan(10);
  expect(await requestsOf(7)).toEqual(first);
  expect(await requestsOf(8)).not.toEqual(first);
});
