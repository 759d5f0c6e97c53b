import { expect, it } from "vitest";
import { DAY_MS, HOUR_MS, instant, plusMs } from "../../kit/instant.ts";
import { testContent } from "../../agent/testing/test-content.ts";
import { testFacts } from "../../agent/testing/test-device.ts";
import { startTestDeviceServer } from "../../agent/testing/test-device-server.ts";
import { WELL_BEHAVED } from "./behaviours.ts";
import type { FleetStats } from "./fleet-stats.ts";
import { createVirtualClock } from "./virtual-clock.ts";
import { runWallClockFleet } from "./wall-clock-fleet.ts";

const START = instant(1_000 * DAY_MS);

it("waits for the server's times, says how it goes, and stops cleanly", async () => {
  const clock = createVirtualClock(START);
  const server = await startTestDeviceServer({
    now: clock.now,
    enrolmentToken: "t",
    firstContent: () => testContent({ p1: { "a/1": 1 } }),
  });
  const devices = Array.from({ length: 10 }, (_, at) => ({ serialNumber: `S${at}`, facts: testFacts(`S${at}`) }));
  const stop = new AbortController();
  const seen: FleetStats[] = [];
  const pausesMs: number[] = [];
  const pause = (durationMs: number) => {
    pausesMs.push(durationMs);
    clock.advanceTo(plusMs(clock.now(), durationMs));
    if (pausesMs.length === 4) stop.abort();
    return Promise.resolve();
  };
  const last = await runWallClockFleet({
    origin: server.origin,
    devices,
    seed: 7,
    enrolmentToken: "t",
    mix: WELL_BEHAVED,
    lostAnswerChance: 0,
    randomFailureChance: 0,
    signal: stop.signal,
    time: { now: clock.now, pause },
    onProgress: (stats) => seen.push(stats),
  });
  expect(pausesMs).toEqual([HOUR_MS, HOUR_MS, HOUR_MS, HOUR_MS]);
  expect(seen[0]).toMatchObject({ devices: 10, enrolled: 0 });
  expect(last).toMatchObject({
    enrolled: 10,
    bundlesApplied: 10,
    reportsAcknowledged: 10,
    checkIns: 30,
    notModified: 20,
    failures: 0,
  });
  expect(seen.at(-1)).toEqual(last);
  await server.close();
});

it("ends a pause on the wall clock at once when it is stopped", async () => {
  const server = await startTestDeviceServer({ now: () => instant(Date.now()), enrolmentToken: "t", firstContent: () => null });
  const stop = new AbortController();
  const devices = [{ serialNumber: "S1", facts: testFacts("S1") }];
  const onProgress = ({ enrolled }: FleetStats) => {
    if (enrolled === 1) stop.abort();
  };
  const settings = { origin: server.origin, devices, seed: 7, enrolmentToken: "t", mix: WELL_BEHAVED, lostAnswerChance: 0 };
  expect(await runWallClockFleet({ ...settings, signal: stop.signal, progressEveryMs: 5, onProgress })).toMatchObject({
    enrolled: 1,
    checkIns: 0,
  });
  await server.close();
});
