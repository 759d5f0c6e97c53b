import { describe, expect, test } from "vitest";
import {
  DAY_MS,
  earliestOf,
  formatDuration,
  formatInstant,
  HOUR_MS,
  instant,
  latestOf,
  MINUTE_MS,
  plusMs,
  SECOND_MS,
} from "./instant.ts";

describe("instant", () => {
  test("a fraction of a millisecond is cut off, on both sides of 1970", () => {
    expect([instant(1.9), instant(-1.9)]).toEqual([1, -1]);
  });

  test("plus, latest and earliest", () => {
    const at = instant(1_000);
    expect(plusMs(at, MINUTE_MS)).toBe(61_000);
    expect(plusMs(at, 0.5)).toBe(1_000);
    expect([latestOf(at, instant(2)), earliestOf(at, instant(2))]).toEqual([1_000, 2]);
  });

  test.each([
    [0, "1970-01-01T00:00:00Z"],
    [Date.UTC(2026, 1, 28, 23, 59, 59, 999), "2026-02-28T23:59:59Z"],
    [Date.UTC(2024, 1, 29), "2024-02-29T00:00:00Z"],
  ])("formatInstant(%d) is %s", (epochMs, text) => {
    expect(formatInstant(instant(epochMs))).toBe(text);
  });

  test.each([
    [0, "0 s"],
    [-5 * SECOND_MS, "0 s"],
    [499, "0 s"],
    [500, "1 s"],
    [45 * SECOND_MS, "45 s"],
    [59_999, "1 min"],
    [12 * MINUTE_MS, "12 min"],
    [3 * DAY_MS + 4 * HOUR_MS + 59 * MINUTE_MS, "3 d 4 h"],
    [DAY_MS + 5 * SECOND_MS, "1 d 5 s"],
  ])("formatDuration(%d) is %s", (durationMs, text) => {
    expect(formatDuration(durationMs)).toBe(text);
  });
});
