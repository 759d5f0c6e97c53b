import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { makeCounts, makeEvidence } from "../../tests/helpers/make-rollout.ts";
import { evidenceFault, expectedOf, reportedOf, type CohortCounts } from "./evidence.ts";

const BUCKETS = ["heldBack", "notOffered", "awaitingReport", "succeeded", "error", "conflict", "notApplicable", "left"] as const;
const FULL = { heldBack: 7, notOffered: 5, awaitingReport: 4, succeeded: 60, error: 3, conflict: 2, notApplicable: 1, left: 10 };

const anyCounts = fc
  .record(
    Object.fromEntries(BUCKETS.map((bucket) => [bucket, fc.nat({ max: 200 })])) as Record<
      (typeof BUCKETS)[number],
      fc.Arbitrary<number>
    >,
  )
  .map((buckets) => makeCounts(buckets));

describe("reported and expected", () => {
  test("every answer is a report; waiting is none", () => {
    expect(reportedOf(makeCounts(FULL))).toBe(66);
  });

  test("hawkBit PR #328: devices that left are no longer waited for, and stay in the cohort", () => {
    expect(makeCounts(FULL).cohort).toBe(92);
    expect(expectedOf(makeCounts(FULL))).toBe(75);
  });

  test("who was not told is not waited for either", () => {
    expect(expectedOf(makeCounts({ ...FULL, heldBack: 50 }))).toBe(75);
  });

  test("no more is reported than expected", () => {
    fc.assert(
      fc.property(anyCounts, (counts) => {
        expect(reportedOf(counts)).toBeLessThanOrEqual(expectedOf(counts));
      }),
    );
  });
});

describe("evidenceFault (P-S14)", () => {
  test("finds nothing in what an honest fleet leaves behind", () => {
    fc.assert(
      fc.property(anyCounts, (counts) => {
        expect(evidenceFault(makeEvidence(counts))).toBeNull();
      }),
    );
  });

  test.each(BUCKETS)("a device too many or too few in `%s` is found", (bucket) => {
    const evidence = makeEvidence(FULL);
    for (const change of [1, -1]) {
      const counts: CohortCounts = { ...evidence.counts, [bucket]: evidence.counts[bucket] + change };
      expect(evidenceFault({ ...evidence, counts })).toBe(`the buckets hold ${92 + change} devices, the cohort 92`);
    }
  });

  test("a device that moves between buckets is counted once", () => {
    const evidence = makeEvidence(FULL);
    const moved = { ...evidence.counts, awaitingReport: 3, error: 4 };
    expect(evidenceFault({ ...evidence, counts: moved })).toBeNull();
  });

  test.each([
    ["verified before applied", { offered: 70, applied: 60, verified: 61 }],
    ["applied before offered", { offered: 60, applied: 61, verified: 60 }],
    ["offered outside of the cohort", { offered: 93, applied: 60, verified: 60 }],
  ])("%s is out of order", (_name, numbers) => {
    expect(evidenceFault(makeEvidence(FULL, numbers))).toContain("out of order");
  });

  test("hawkBit #3185: `applied` without a value that was read back is no success", () => {
    expect(evidenceFault(makeEvidence(FULL, { applied: 60, verified: 59 }))).toBe(
      "60 devices count as succeeded, 59 read the value back",
    );
  });

  test.each([...BUCKETS, "cohort"] as const)("`%s` is a number of devices", (bucket) => {
    for (const value of [-1, 0.5, Number.NaN, Number.POSITIVE_INFINITY, undefined, null, "3"]) {
      const evidence = makeEvidence(FULL);
      const counts = { ...evidence.counts, [bucket]: value } as CohortCounts;
      expect(evidenceFault({ ...evidence, counts })).toBe(`\`${bucket}\` is ${String(value)}, no number of devices`);
    }
  });

  test.each(["offered", "applied", "verified", "offline"] as const)("`%s` is a number of devices", (name) => {
    for (const value of [-1, Number.NaN]) {
      expect(evidenceFault(makeEvidence(FULL, { [name]: value }))).toContain(`\`${name}\` is ${value}`);
    }
  });

  test("negative numbers do not cancel out", () => {
    expect(evidenceFault(makeEvidence({ succeeded: 11, error: -1 }))).toContain("`error` is -1");
  });
});
