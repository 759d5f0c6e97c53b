import { describe, expect, it } from "vitest";
import type { BackendObservation } from "../../../app/ports/device-backend.ts";
import type { DeviceId, PolicyId } from "../../../kit/ids.ts";
import { HOUR_MS, instant, MINUTE_MS, plusMs, type Instant } from "../../../kit/instant.ts";
import { seededRandom } from "../../../kit/seeded-random.ts";
import { deviceBackendConformance } from "../testing/device-backend-conformance.ts";
import {
  deliver,
  makeChange,
  NEW_VERSION,
  observeAll,
  OLD_VERSION,
  POLICY,
  type BackendUnderTest,
} from "../testing/backend-under-test.ts";
import { createSimulatedBackend, type SimulatedBackend, type SimulatedBackendOptions } from "./index.ts";
import { onlineFrom, type SimulatedDevice } from "./simulated-device.ts";
import { createVirtualQueue, type Timed } from "./virtual-queue.ts";

const START = instant(Date.UTC(2026, 8, 1));
const FOREVER = instant(Date.UTC(2100, 0, 1));
const LATENCY = { takeMsMin: MINUTE_MS, takeMsMax: 50 * MINUTE_MS, reportMs: 5 * MINUTE_MS };

const makeFleet = (count: number, change: (at: number) => Partial<SimulatedDevice> = () => ({})): SimulatedDevice[] =>
  Array.from({ length: count }, (_, at) => ({
    id: `device-${String(at).padStart(3, "0")}` as DeviceId,
    platform: "windows",
    ...change(at),
  }));

type Bench = BackendUnderTest & Readonly<{ backend: SimulatedBackend; now: () => Instant }>;

function makeBench(devices: readonly SimulatedDevice[], overrides: Partial<SimulatedBackendOptions> = {}): Bench {
  let now = START;
  const backend = createSimulatedBackend({
    seed: 7,
    devices,
    faults: [],
    latency: LATENCY,
    clock: { now: () => now },
    ...overrides,
  });
  return {
    backend,
    deviceIds: devices.map(({ id }) => id),
    commit: () => undefined,
    now: () => now,
    passMs: async (ms) => {
      now = plusMs(now, ms);
    },
    settleMs: HOUR_MS,
    heldVersion: backend.heldVersion,
    setUnavailable: (isUnavailable) => backend.beUnavailableUntil(isUnavailable ? FOREVER : now),
    loseNextAnswer: () => backend.loseAnswers(1),
  };
}

deviceBackendConformance("simulated", () => makeBench(makeFleet(15)));

describe("the simulated backend", () => {
  it("lives the same life however often one looks", async () => {
    const live = async (stepMs: number): Promise<readonly BackendObservation[]> => {
      const test = makeBench(makeFleet(200), {
        faults: [{ strikes: () => true, versionHash: NEW_VERSION, chance: 0.3, state: "error" }],
      });
      for (const kind of ["publish-phase", "stop-offering", "offer-again", "restore-previous"] as const) {
        await deliver(test, makeChange(kind, test.deviceIds));
        for (let passed = 0; passed < 20 * MINUTE_MS; passed += stepMs) {
          await test.passMs(stepMs);
          await test.backend.observe(null);
        }
      }
      await test.passMs(2 * HOUR_MS);
      return (await observeAll(test.backend)).observations;
    };
    const often = await live(MINUTE_MS / 2);
    expect(often.length).toBeGreaterThan(150);
    expect(new Set(often.map(({ state }) => state))).toEqual(new Set(["succeeded", "error"]));
    expect(await live(20 * MINUTE_MS)).toEqual(often);
  });

  it("is another fleet under another seed, and draws each device for itself", async () => {
    const lifeOf = async (seed: number, count: number) => {
      const test = makeBench(makeFleet(count), { seed });
      await deliver(test, makeChange("publish-phase", test.deviceIds));
      await test.passMs(HOUR_MS);
      return (await observeAll(test.backend)).observations;
    };
    const small = await lifeOf(7, 20);
    expect(await lifeOf(8, 20)).not.toEqual(small);
    const among = new Set(small.map(({ deviceId }) => deviceId));
    expect((await lifeOf(7, 40)).filter(({ deviceId }) => among.has(deviceId))).toEqual(small);
  });

  it("counts a device that fails as exposed, leaves it what it held, and restores it", async () => {
    const holds = [{ policyId: POLICY, versionHash: OLD_VERSION }];
    const devices = makeFleet(10, (at) => ({ holds, traits: { model: at < 4 ? "fragile" : "sturdy" } }));
    const test = makeBench(devices, {
      faults: [{ strikes: ({ traits }) => traits?.["model"] === "fragile", versionHash: NEW_VERSION, chance: 1, state: "error" }],
    });
    await deliver(test, makeChange("publish-phase", test.deviceIds));
    await test.passMs(HOUR_MS);
    const { observations, cursor } = await observeAll(test.backend);
    const failed = observations.filter(({ state }) => state === "error");
    expect(failed.map(({ deviceId }) => deviceId).sort()).toEqual(test.deviceIds.slice(0, 4));
    expect(test.deviceIds.map((id) => test.heldVersion(id, POLICY) === NEW_VERSION)).toEqual(devices.map((_, at) => at >= 4));
    await deliver(test, makeChange("restore-previous", test.deviceIds));
    await test.passMs(HOUR_MS);
    expect((await observeAll(test.backend, cursor)).observations.filter(({ state }) => state === "succeeded")).toHaveLength(10);
  });

  it("lets a device that is offline take and report when it is back", async () => {
    const until = plusMs(START, 5 * HOUR_MS);
    const [away, gone, present] = makeFleet(3, (at) => ({
      offline: at === 2 ? [] : [{ from: START, until: at === 0 ? until : null }],
    })) as [SimulatedDevice, SimulatedDevice, SimulatedDevice];
    const test = makeBench([away, gone, present]);
    await deliver(test, makeChange("publish-phase", test.deviceIds));
    await test.passMs(4 * HOUR_MS);
    expect((await observeAll(test.backend)).observations.map(({ deviceId }) => deviceId)).toEqual([present.id]);
    await test.passMs(HOUR_MS);
    expect(test.heldVersion(away.id, POLICY)).toBe(NEW_VERSION);
    await test.passMs(1_000 * HOUR_MS);
    const { observations } = await observeAll(test.backend);
    expect(observations.map(({ deviceId }) => deviceId)).toEqual([present.id, away.id]);
    expect(observations[1]?.observedAt).toBe(plusMs(until, LATENCY.reportMs));
  });

  it("withdraws an offer that a device had not begun when it went offline, and keeps the past when told of it late", async () => {
    const test = makeBench(makeFleet(20));
    await deliver(test, makeChange("publish-phase", test.deviceIds));
    await test.passMs(20 * MINUTE_MS);
    for (const id of test.deviceIds) test.backend.goOffline(id, { from: START, until: plusMs(START, 9 * HOUR_MS) });
    const before = test.deviceIds.filter((id) => test.heldVersion(id, POLICY) === NEW_VERSION);
    expect(before.length).toBeGreaterThan(0);
    await deliver(test, makeChange("stop-offering", []));
    await test.passMs(20 * HOUR_MS);
    expect(test.deviceIds.filter((id) => test.heldVersion(id, POLICY) === NEW_VERSION)).toEqual(before);
  });

  it("reports when it is back what it took before it went offline", async () => {
    const test = makeBench(makeFleet(1), { latency: { takeMsMin: 0, takeMsMax: 0, reportMs: 5 * MINUTE_MS } });
    await deliver(test, makeChange("publish-phase", test.deviceIds));
    await test.passMs(MINUTE_MS);
    test.backend.goOffline(test.deviceIds[0] as DeviceId, { from: test.now(), until: plusMs(START, 3 * HOUR_MS) });
    expect(test.heldVersion(test.deviceIds[0] as DeviceId, POLICY)).toBe(NEW_VERSION);
    await test.passMs(2 * HOUR_MS);
    expect((await observeAll(test.backend)).observations).toEqual([]);
    await test.passMs(HOUR_MS);
    expect((await observeAll(test.backend)).observations.map(({ observedAt }) => observedAt)).toEqual([
      plusMs(START, 3 * HOUR_MS),
    ]);
  });

  it("does not begin anew with a device that is about to take the version", async () => {
    const lifeWith = async (kinds: readonly ("offer-again" | "land")[]) => {
      const test = makeBench(makeFleet(30));
      await deliver(test, makeChange("publish-phase", test.deviceIds));
      await test.passMs(20 * MINUTE_MS);
      for (const kind of kinds) await deliver(test, makeChange(kind, test.deviceIds));
      await test.passMs(2 * HOUR_MS);
      return (await observeAll(test.backend)).observations;
    };
    expect(await lifeWith(["offer-again", "land"])).toEqual(await lifeWith([]));
  });

  it("is unavailable up to the moment it was told, for looking too", async () => {
    const test = makeBench(makeFleet(3));
    test.backend.beUnavailableUntil(plusMs(START, MINUTE_MS));
    await expect(test.backend.observe(null)).rejects.toThrow("unavailable");
    await test.passMs(MINUTE_MS - 1);
    await expect(test.backend.observe(null)).rejects.toThrow("unavailable");
    await test.passMs(1);
    expect(await test.backend.observe(null)).toEqual({ observations: [], cursor: null });
  });

  it("takes a key for one change only, a foreign cursor for none, and a device twice for a mistake", async () => {
    const test = makeBench(makeFleet(3));
    await deliver(test, makeChange("publish-phase", test.deviceIds), "key");
    await expect(deliver(test, makeChange("stop-offering", test.deviceIds), "key")).rejects.toThrow("stands for one change");
    for (const cursor of ["1", "-1", "x", "0.5"]) await expect(test.backend.observe(cursor)).rejects.toThrow("cursor");
    expect(() => makeBench([...makeFleet(2), ...makeFleet(1)])).toThrow("id of its own");
  });

  it("passes over devices that it does not have, in the plan and in the deed", async () => {
    const test = makeBench(makeFleet(3));
    const change = makeChange("publish-phase", [...test.deviceIds, "stranger" as DeviceId]);
    expect(test.backend.plan([change])[0]?.devices).toBe(3);
    expect((await deliver(test, change)).devices).toBe(3);
    expect(test.heldVersion("stranger" as DeviceId, "other" as PolicyId)).toBeNull();
  });
});

describe("onlineFrom", () => {
  const at = (hour: number) => plusMs(START, hour * HOUR_MS);
  it("goes from span to span, in whatever order they are listed", () => {
    const spans = [
      { from: at(4), until: at(6) },
      { from: at(1), until: at(4) },
      { from: at(9), until: null },
    ];
    expect([0, 1, 3, 4, 6, 8].map((hour) => onlineFrom(at(hour), spans))).toEqual([at(0), at(6), at(6), at(6), at(6), at(8)]);
    expect(onlineFrom(at(9), spans)).toBeNull();
  });
});

describe("the virtual queue", () => {
  it("gives what is due in the order of time and name, whatever the order of pushing", () => {
    const items: Timed[] = Array.from({ length: 300 }, (_, index) => ({ at: instant(index % 40), name: String(index) }));
    const queue = createVirtualQueue<Timed>();
    for (const item of seededRandom(3).shuffle(items)) queue.push(item);
    const popped: Timed[] = [];
    for (let item = queue.popDue(instant(30)); item !== null; item = queue.popDue(instant(30))) popped.push(item);
    const wanted = items.filter(({ at }) => at <= 30).sort((a, b) => a.at - b.at || (a.name < b.name ? -1 : 1));
    expect(popped).toEqual(wanted);
  });
});
