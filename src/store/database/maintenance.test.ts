import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { scheduleOf } from "./maintenance.ts";

describe("maintenance schedule", () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it("runs every so often, and not again while it runs", async () => {
    const running: (() => void)[] = [];
    const schedule = scheduleOf(() => new Promise((resolve) => running.push(resolve)));
    schedule.start(1_000, () => {});
    await vi.advanceTimersByTimeAsync(3_500);
    expect(running).toHaveLength(1);
    running[0]?.();
    await vi.advanceTimersByTimeAsync(1_000);
    expect(running).toHaveLength(2);
  });

  it("reports a failure to its owner, and goes on", async () => {
    const failures: unknown[] = [];
    const schedule = scheduleOf(() => Promise.reject(new Error("no space")));
    schedule.start(1_000, (error) => failures.push(error));
    await vi.advanceTimersByTimeAsync(2_000);
    expect(failures).toEqual([new Error("no space"), new Error("no space")]);
  });

  it("stops when told, and stopAll waits for the run under way", async () => {
    let runs = 0;
    let finish = (): void => {};
    const schedule = scheduleOf(() => {
      runs += 1;
      return new Promise((resolve) => (finish = resolve));
    });
    schedule.start(1_000, () => {});
    await vi.advanceTimersByTimeAsync(1_000);
    let stopped = false;
    const stopping = schedule.stopAll().then(() => (stopped = true));
    await vi.advanceTimersByTimeAsync(5_000);
    expect([runs, stopped]).toEqual([1, false]);
    finish();
    await stopping;
    schedule.start(1_000, () => {})();
    await vi.advanceTimersByTimeAsync(5_000);
    expect(runs).toBe(1);
  });
});
