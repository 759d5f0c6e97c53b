import { afterEach, expect, it } from "vitest";
import { DAY_MS, HOUR_MS, instant, plusMs } from "../../kit/instant.ts";
import { testContent } from "../../agent/testing/test-content.ts";
import { testFacts } from "../../agent/testing/test-device.ts";
import { startTestDeviceServer, type TestDeviceServer } from "../../agent/testing/test-device-server.ts";
import { WELL_BEHAVED } from "./behaviours.ts";
import { startFleetWorker, type FleetWorker } from "./fleet-worker-client.ts";
import { createVirtualClock } from "./virtual-clock.ts";

const START = instant(1_000 * DAY_MS);
const started: { server?: TestDeviceServer; worker?: FleetWorker } = {};

afterEach(async () => {
  await started.worker?.stop();
  await started.server?.close();
});

it("runs the fleet in a thread: enrol, run on the time it is given, stop; errors cross with their message", async () => {
  const clock = createVirtualClock(START);
  const firstContent = () => testContent({ p1: { "a/1": 1 } });
  const server = await startTestDeviceServer({ now: clock.now, enrolmentToken: "t", firstContent });
  started.server = server;
  const devices = Array.from({ length: 12 }, (_, at) => ({ serialNumber: `S${at}`, facts: testFacts(`S${at}`) }));
  const quiet = { mix: WELL_BEHAVED, lostAnswerChance: 0, randomFailureChance: 0 };
  const worker = await startFleetWorker({
    origin: server.origin,
    devices,
    seed: 7,
    enrolmentToken: "t",
    startAt: START,
    ...quiet,
  });
  started.worker = worker;

  expect(worker.status()).toMatchObject({ nextEventAt: null, stats: { devices: 12, enrolled: 0 } });
  expect(await worker.enrolAll()).toMatchObject({ nextEventAt: plusMs(START, HOUR_MS), stats: { enrolled: 12 } });
  clock.advanceTo(plusMs(START, HOUR_MS));
  expect(await worker.runUntil(clock.now())).toMatchObject({
    nextEventAt: plusMs(START, 2 * HOUR_MS),
    stats: { bundlesApplied: 12 },
  });
  expect(server.door.reports).toHaveLength(12);
  await expect(worker.runUntil(START)).rejects.toThrow("virtual time does not go back");
  await worker.stop();
  await expect(worker.runUntil(clock.now())).rejects.toThrow("the fleet's thread has ended");
});

it("says why a fleet could not be started", async () => {
  const settings = { origin: "no address", devices: [], seed: 1, enrolmentToken: "t", startAt: START };
  await expect(startFleetWorker(settings)).rejects.toThrow(/URL/i);
});
