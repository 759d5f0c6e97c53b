import { describe, expect, it } from "vitest";
import { DAY_MS, HOUR_MS, instant, plusMs } from "../../kit/instant.ts";
import { behaviourOf, DEFAULT_MIX, deviceTime, nextOnlineAt, WELL_BEHAVED, type Availability } from "./behaviours.ts";

const START = instant(1_000 * DAY_MS);
const serials = Array.from({ length: 5_000 }, (_, at) => `S${at}`);

describe("behaviours from a seed", () => {
  it("repeat exactly, differ with the seed, and keep to the shares", () => {
    const lives = serials.map((serial) => behaviourOf(7, serial, DEFAULT_MIX, START));
    expect(serials.map((serial) => behaviourOf(7, serial, DEFAULT_MIX, START))).toEqual(lives);
    expect(serials.map((serial) => behaviourOf(8, serial, DEFAULT_MIX, START))).not.toEqual(lives);
    const share = (count: number) => count / lives.length;
    const gone = share(lives.filter(({ availability }) => availability.kind === "gone").length);
    const cycle = share(lives.filter(({ availability }) => availability.kind === "cycle").length);
    expect(gone).toBeCloseTo(DEFAULT_MIX.goneShare, 1.5);
    expect(cycle).toBeCloseTo(DEFAULT_MIX.awayForDaysShare + DEFAULT_MIX.seenWeeklyShare, 1.5);
    expect(share(lives.filter(({ reportDelayMs }) => reportDelayMs > 0).length)).toBeCloseTo(DEFAULT_MIX.slowShare, 1.5);
    expect(share(lives.filter(({ clockSkewMs }) => clockSkewMs !== 0).length)).toBeCloseTo(DEFAULT_MIX.wrongClockShare, 1.5);
  });

  it("can be made to go away", () => {
    expect(behaviourOf(7, "S1", WELL_BEHAVED, START)).toEqual({
      availability: { kind: "always" },
      reportDelayMs: 0,
      clockSkewMs: 0,
      clockDriftPpm: 0,
    });
  });
});

describe("nextOnlineAt", () => {
  it("is now for who is always there, and never for who is gone", () => {
    expect(nextOnlineAt({ kind: "always" }, START)).toBe(START);
    expect(nextOnlineAt({ kind: "gone", at: plusMs(START, 1) }, START)).toBe(START);
    expect(nextOnlineAt({ kind: "gone", at: START }, START)).toBeNull();
  });

  it("is the end of the spell for who is away, before and after the phase", () => {
    const weekly: Availability = { kind: "cycle", cycleMs: 7 * DAY_MS, awayMs: 6 * DAY_MS, phaseMs: START };
    expect(nextOnlineAt(weekly, START)).toBe(plusMs(START, 6 * DAY_MS));
    expect(nextOnlineAt(weekly, plusMs(START, 6 * DAY_MS - 1))).toBe(plusMs(START, 6 * DAY_MS));
    expect(nextOnlineAt(weekly, plusMs(START, 6 * DAY_MS + HOUR_MS))).toBe(plusMs(START, 6 * DAY_MS + HOUR_MS));
    expect(nextOnlineAt(weekly, plusMs(START, 7 * DAY_MS))).toBe(plusMs(START, 13 * DAY_MS));
    expect(nextOnlineAt(weekly, plusMs(START, -HOUR_MS))).toBe(plusMs(START, -HOUR_MS));
    expect(nextOnlineAt(weekly, plusMs(START, -2 * DAY_MS))).toBe(plusMs(START, -DAY_MS));
  });
});

it("a drifting clock moves away with time", () => {
  const drifting = { ...behaviourOf(7, "S1", WELL_BEHAVED, START), clockSkewMs: 500, clockDriftPpm: 100 };
  expect(deviceTime(drifting, START, START)).toBe(START + 500);
  expect(deviceTime(drifting, START, plusMs(START, 10_000_000))).toBe(START + 10_000_000 + 500 + 1_000);
});
