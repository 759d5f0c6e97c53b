import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { instant, plusMs } from "../../kit/instant.ts";
import type { LedgerGroup } from "../ports/live-store.ts";
import { pointsOf, spread } from "./rollout-series.ts";

const AT = instant(1_000_000);

describe("points of a series", () => {
  test("lie evenly, hold both ends, and are never more than the milliseconds between them", () => {
    expect(spread(AT, plusMs(AT, 100), 5).map((at) => at - AT)).toEqual([0, 25, 50, 75, 100]);
    expect(spread(AT, plusMs(AT, 2), 120).map((at) => at - AT)).toEqual([0, 1, 2]);
    expect(spread(AT, AT, 120)).toEqual([AT]);
    const points = spread(AT, plusMs(AT, 86_400_000), 500);
    expect([points.length, points[0], points.at(-1)]).toEqual([500, AT, plusMs(AT, 86_400_000)]);
  });

  /** What a device was at a moment, told word by word. */
  function stateAt(device: Words, at: number): "none" | "awaiting" | "applied" | "verified" | "failed" {
    if (device.offered > at) return "none";
    const said = (word: number | null) => word !== null && word <= at;
    if (said(device.failed) && said(device.verified))
      return (device.verified ?? 0) > (device.failed ?? 0) ? "verified" : "failed";
    if (said(device.failed)) return "failed";
    if (said(device.verified)) return "verified";
    return said(device.applied) ? "applied" : "awaiting";
  }
  type Words = Readonly<{ offered: number; applied: number | null; verified: number | null; failed: number | null }>;

  test("count each device once, as its latest first word says", () => {
    const word = fc.option(fc.integer({ min: 0, max: 60 }), { nil: null });
    const device = fc
      .record({ offered: fc.integer({ min: 0, max: 40 }), applied: word, verified: word, failed: word })
      .map(({ offered, ...words }): Words => {
        const after = (at: number | null) => (at === null ? null : offered + at);
        return { offered, applied: after(words.applied), verified: after(words.verified), failed: after(words.failed) };
      });
    fc.assert(
      fc.property(fc.array(device, { maxLength: 30 }), fc.integer({ min: 2, max: 9 }), (devices, count) => {
        const times = spread(instant(0), instant(50), count);
        const index = (at: number | null) => (at === null ? null : times.filter((time) => time < at).length);
        const groups = devices.map(
          (one): LedgerGroup => ({
            offered: index(one.offered) ?? 0,
            applied: index(one.applied),
            verified: index(one.verified),
            failed: index(one.failed),
            verifiedLater: one.verified !== null && one.failed !== null && one.verified > one.failed,
            devices: 1,
          }),
        );
        const plain = times.map((at) => {
          const states = devices.map((one) => stateAt(one, at));
          const of = (state: string) => states.filter((one) => one === state).length;
          const [awaiting, applied, verified, failed] = [of("awaiting"), of("applied"), of("verified"), of("failed")];
          return { at, exposed: awaiting + applied + verified + failed, awaiting, applied, verified, failed };
        });
        expect(pointsOf(times, groups)).toEqual(plain);
      }),
    );
  });
});
