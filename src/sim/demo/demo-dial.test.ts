import { expect, test } from "vitest";
import { HOUR_MS, instant, MINUTE_MS } from "../../kit/instant.ts";
import { createDemoDial, VIRTUAL_MS_PER_SECOND } from "./demo-dial.ts";

/** A wall clock that jumps to the end of each wait, unless a hand turns the dial meanwhile. */
function testTime() {
  const state = { nowMs: 0, waits: [] as number[], hand: null as null | (() => void) };
  return {
    state,
    time: {
      nowMs: () => state.nowMs,
      pause: async (durationMs: number) => {
        state.waits.push(durationMs);
        const { hand } = state;
        state.hand = null;
        if (hand === null) state.nowMs += durationMs;
        else hand();
      },
    },
  };
}
const clock = { now: () => instant(1_000) };
const forEver = new AbortController().signal;

test("normal time: an hour for each slot, so many seconds apart that weeks pass in minutes", async () => {
  const { state, time } = testTime();
  const dial = createDemoDial(clock, time, "normal");
  const slots = [await dial.nextSlot(false, forEver), await dial.nextSlot(false, forEver), await dial.nextSlot(false, forEver)];
  expect(slots).toEqual([HOUR_MS, HOUR_MS, HOUR_MS]);
  expect(state.nowMs).toBeCloseTo((3 * HOUR_MS * 1_000) / VIRTUAL_MS_PER_SECOND.normal);
});

test("paused: nothing passes until the dial is turned, and the pause is not made up for", async () => {
  const { state, time } = testTime();
  const dial = createDemoDial(clock, time, "paused");
  state.hand = () => {
    state.nowMs += 60 * 60_000;
    dial.setSpeed("slow");
  };
  expect(await dial.nextSlot(false, forEver)).toBe(10 * MINUTE_MS);
  expect(state.waits).toHaveLength(2);
  expect(state.nowMs).toBe(60 * 60_000 + 1_000);
  expect(dial.read()).toMatchObject({ speed: "slow", virtualMsPerSecond: 600_000, startedAt: 1_000, now: 1_000 });
});

test("paused: what somebody does is looked at all the same, and only that", async () => {
  const { state, time } = testTime();
  const dial = createDemoDial(clock, time, "paused");
  state.hand = () => dial.nudge();
  expect(await dial.nextSlot(false, forEver)).toBe(0);
  state.hand = () => dial.setSpeed("fast");
  expect(await dial.nextSlot(false, forEver)).toBe(HOUR_MS);
});

test("fast: no waiting at all", async () => {
  const { state, time } = testTime();
  const dial = createDemoDial(clock, time, "fast");
  for (let slot = 0; slot < 100; slot += 1) expect(await dial.nextSlot(false, forEver)).toBe(HOUR_MS);
  expect(state.waits).toEqual([]);
});

test("idle: slowly at most, and as set again once something moves", async () => {
  const { state, time } = testTime();
  const dial = createDemoDial(clock, time, "fast");
  expect(await dial.nextSlot(true, forEver)).toBe(10 * MINUTE_MS);
  expect(state.nowMs).toBe(1_000);
  expect(await dial.nextSlot(false, forEver)).toBe(HOUR_MS);
});

test("a slot that was late is made up for, up to two seconds", async () => {
  const { state, time } = testTime();
  const dial = createDemoDial(clock, time, "normal");
  state.nowMs = 60_000;
  const begun: number[] = [];
  for (let slot = 0; slot < 6; slot += 1) {
    await dial.nextSlot(false, forEver);
    begun.push(state.nowMs);
  }
  expect(begun.slice(0, 3)).toEqual([60_000, 60_000, 60_000]);
  expect(begun[5]).toBeGreaterThan(60_000);
});

test("^C ends a pause at once", async () => {
  const { state, time } = testTime();
  const stop = new AbortController();
  const dial = createDemoDial(clock, time, "paused");
  state.hand = () => stop.abort();
  await expect(dial.nextSlot(false, stop.signal)).rejects.toMatchObject({ name: "AbortError" });
});

test("who watches is told of another speed and another step", () => {
  const { time } = testTime();
  const dial = createDemoDial(clock, time, "normal");
  const heard: string[] = [];
  dial.onChange(() => heard.push(`${dial.read().speed}: ${dial.read().step}`));
  dial.setSpeed("fast");
  dial.tell({ step: "weeks pass" });
  expect(heard).toEqual(["fast: starting", "fast: weeks pass"]);
});
