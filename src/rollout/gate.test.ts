import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { makeEvidence, makeRule, OPENED_AT, SOAKED_AT } from "../../tests/helpers/make-rollout.ts";
import { DAY_MS, HOUR_MS, MINUTE_MS, plusMs, type Instant } from "../kit/instant.ts";
import type { CohortCounts, PhaseEvidence } from "./evidence.ts";
import type { GateRule } from "./gate-rule.ts";
import { explainJudgement, judgeGate, type GateJudgement } from "./gate.ts";

function judged(evidence: PhaseEvidence, rule: GateRule = makeRule(), now: Instant = SOAKED_AT): GateJudgement {
  const result = judgeGate(rule, evidence, OPENED_AT, now);
  if (!result.ok) throw new Error(JSON.stringify(result.error.faults));
  return result.value;
}

/** `pass`, `fail` or `hold: why`. */
function verdictOf(evidence: PhaseEvidence, rule?: GateRule, now?: Instant): string {
  const { verdict } = judged(evidence, rule, now);
  return verdict.kind === "hold" ? `hold: ${verdict.reason}` : verdict.kind;
}

const bound = (percentMax: number, confidence = 0.95) => makeRule({ failures: { kind: "bound", percentMax, confidence } });
const count = (max: number) => makeRule({ failures: { kind: "count", max } });
const GOOD = { succeeded: 100 };
const BAD = { succeeded: 50, error: 50 };

describe("fail beats hold beats pass", () => {
  const SOAKING = plusMs(SOAKED_AT, -1);

  test("everything seen and everything good passes", () => {
    const judgement = judged(makeEvidence(GOOD));
    expect(judgement.verdict).toEqual({ kind: "pass" });
    expect(judgement.checks.map(({ check, verdict }) => `${check} ${verdict}`)).toEqual([
      "soak pass",
      "reported pass",
      "failures pass",
      "conflicts pass",
    ]);
  });

  test.each([
    ["a failure while soaking", makeEvidence(BAD), SOAKING, "fail"],
    ["a failure among few reports", makeEvidence({ ...BAD, awaitingReport: 900 }), SOAKED_AT, "fail"],
    ["a failure with policy sets missing", makeEvidence(BAD, { policySets: { needed: 3, met: 0 } }), SOAKED_AT, "fail"],
    ["a conflict while soaking", makeEvidence({ succeeded: 99, conflict: 1 }), SOAKING, "fail"],
    ["a conflict, all else good", makeEvidence({ succeeded: 99, conflict: 1 }), SOAKED_AT, "fail"],
    ["good and soaking", makeEvidence(GOOD), SOAKING, "hold: soaking"],
    ["good and few", makeEvidence({ ...GOOD, notOffered: 26 }), SOAKED_AT, "hold: too-few-reports"],
    ["good without the sets", makeEvidence(GOOD, { policySets: { needed: 3, met: 2 } }), SOAKED_AT, "hold: policy-sets-missing"],
    ["good with the sets", makeEvidence(GOOD, { policySets: { needed: 3, met: 3 } }), SOAKED_AT, "pass"],
    ["all held back", makeEvidence({ heldBack: 100 }, { offerableSince: null }), SOAKED_AT, "hold: soaking"],
    ["good, and some held back", makeEvidence({ ...GOOD, heldBack: 60 }), SOAKED_AT, "pass"],
    ["good, and told late", makeEvidence(GOOD, { offerableSince: plusMs(OPENED_AT, 1) }), SOAKED_AT, "hold: soaking"],
    ["neither good nor bad", makeEvidence({ succeeded: 96, error: 4 }), SOAKED_AT, "hold: inconclusive"],
  ])("%s", (_name, evidence, now, verdict) => {
    expect(verdictOf(evidence, makeRule(), now)).toBe(verdict);
  });

  test("over any evidence, the verdict is the worst of its checks", () => {
    fc.assert(
      fc.property(anyEvidence, anyRule, fc.integer({ min: 0, max: 2 * DAY_MS }), (evidence, rule, soakedMs) => {
        const { verdict, checks } = judged(evidence, rule, plusMs(OPENED_AT, soakedMs));
        const verdicts = checks.map((check) => check.verdict);
        const worst = verdicts.includes("fail") ? "fail" : verdicts.includes("hold") ? "hold" : "pass";
        expect(verdict.kind).toBe(worst);
        expect(checks.every((check) => check.because.length > 5)).toBe(true);
      }),
    );
  });
});

describe("a rule that cannot be read", () => {
  const BROKEN = [undefined, null, "", "5", Number.NaN, -1, 101, {}, []];

  test.each(BROKEN)("hawkBit ThresholdRolloutGroupErrorCondition: percentMax %j is no verdict at all, never a pass", (value) => {
    const rule = { ...makeRule(), failures: { kind: "bound", percentMax: value, confidence: 0.95 } } as GateRule;
    expect(judgeGate(rule, makeEvidence(GOOD), OPENED_AT, SOAKED_AT)).toMatchObject({
      ok: false,
      error: { type: "GateRuleInvalid" },
    });
  });

  test.each([null, undefined, {}, "none", []])("hawkBit ThresholdRolloutGroupErrorCondition: the rule %j neither", (rule) => {
    expect(judgeGate(rule as GateRule, makeEvidence(GOOD), OPENED_AT, SOAKED_AT).ok).toBe(false);
  });
});

describe("nothing seen never passes", () => {
  const LENIENT = makeRule({
    soakMsMin: 0,
    reportedPercentMin: 0,
    failures: { kind: "bound", percentMax: 100, confidence: 0.5 },
  });
  const LENIENT_COUNT = { ...LENIENT, failures: { kind: "count", max: 1_000 } } as const;

  test.each([
    ["an empty cohort", {}],
    ["hawkBit #735: nobody was offered anything", { notOffered: 40 }],
    ["no report", { awaitingReport: 40 }],
    ["hawkBit PR #328: the whole cohort has left", { left: 40 }],
    ["hawkBit #735: not applicable to anybody", { notApplicable: 40 }],
    ["Argo #3873: nobody, and nobody else", { notOffered: 10, awaitingReport: 10, left: 20 }],
  ])("%s", (_name, counts) => {
    expect(verdictOf(makeEvidence(counts), LENIENT)).toMatch(/^hold/);
    expect(verdictOf(makeEvidence(counts), LENIENT_COUNT)).toMatch(/^hold/);
    expect(verdictOf(makeEvidence(counts), LENIENT, plusMs(OPENED_AT, 300 * DAY_MS))).toMatch(/^hold/);
  });

  test("without a device that said how it went there is no pass, under any valid rule and however long one waits", () => {
    const silent = fc.record({
      notOffered: fc.nat({ max: 50 }),
      awaitingReport: fc.nat({ max: 50 }),
      notApplicable: fc.nat({ max: 50 }),
      left: fc.nat({ max: 50 }),
    });
    fc.assert(
      fc.property(silent, anyRule, fc.nat({ max: 300 * DAY_MS }), (counts, rule, soakedMs) => {
        expect(verdictOf(makeEvidence(counts), rule, plusMs(OPENED_AT, soakedMs))).toMatch(/^hold/);
      }),
    );
  });

  test("without any report, reports are what is missing, even where the rule asks for 0 percent", () => {
    expect(verdictOf(makeEvidence({ awaitingReport: 40 }), LENIENT)).toBe("hold: too-few-reports");
  });

  test("one report is enough to judge where the rule says so", () => {
    expect(verdictOf(makeEvidence({ succeeded: 1 }), LENIENT)).toBe("pass");
  });
});

describe("the failure bound at known numbers", () => {
  // One-sided exact bounds. Lower: the rate at which so many failures are as rare as 1 - confidence. Upper likewise.
  test.each([
    [0, 59, 5, "pass"],
    [0, 58, 5, "hold: inconclusive"],
    [0, 29, 10, "pass"],
    [0, 28, 10, "hold: inconclusive"],
    [0, 299, 1, "pass"],
    [0, 298, 1, "hold: inconclusive"],
    [3, 100, 8, "pass"],
    [3, 100, 7.5, "hold: inconclusive"],
    [3, 100, 1, "hold: inconclusive"],
    [3, 100, 0.8, "fail"],
    [1, 1, 5.01, "hold: inconclusive"],
    [1, 1, 4.99, "fail"],
    [2, 2, 20, "fail"],
    [20, 20, 5, "fail"],
    [0, 10_000, 0, "hold: inconclusive"],
    [1, 10_000, 0, "fail"],
    [20, 20, 100, "pass"],
  ])("%d of %d failed, %d percent allowed: %s", (error, trials, percentMax, verdict) => {
    expect(verdictOf(makeEvidence({ succeeded: trials - error, error }), bound(percentMax))).toBe(verdict);
  });

  test("the numbers stand beside the verdict", () => {
    const check = judged(makeEvidence({ succeeded: 97, error: 3 }), bound(5)).checks.find((line) => line.check === "failures");
    expect(check).toMatchObject({ verdict: "hold", actual: 3, threshold: 5, sample: 100 });
    expect(check?.bounds?.upperPercent).toBeCloseTo(7.571, 3);
    expect(check?.bounds?.lowerPercent).toBeCloseTo(0.8226, 4);
    expect(check?.because).toBe("3 of 100 devices failed (between 0.8 and 7.6 % with 95 % confidence a side, 5 % allowed)");
  });

  test.each([
    [0.975, "97.5 %"],
    [0.999, "99.9 %"],
    [0.9999, "99.99 %"],
  ])("a confidence of %d is called %s", (confidence, words) => {
    expect(explainJudgement(judged(makeEvidence({ succeeded: 96, error: 4 }), bound(5, confidence)))).toContain(
      `with ${words} confidence`,
    );
  });

  test("devices to which the change does not apply and conflicts are no successes", () => {
    expect(verdictOf(makeEvidence({ succeeded: 58, notApplicable: 40 }))).toBe("hold: inconclusive");
    expect(verdictOf(makeEvidence({ succeeded: 58, conflict: 1 }), makeRule({ conflictDevicesMax: 1 }))).toBe(
      "hold: inconclusive",
    );
    expect(verdictOf(makeEvidence({ succeeded: 59, notApplicable: 40 }))).toBe("pass");
  });
});

describe("counted failures", () => {
  test.each([
    [0, 5, 0, "pass"],
    [1, 5, 0, "fail"],
    [1, 5, 1, "pass"],
    [2, 5, 1, "fail"],
    [5, 5, 5, "pass"],
  ])("%d of %d failed, %d allowed: %s", (error, trials, max, verdict) => {
    expect(verdictOf(makeEvidence({ succeeded: trials - error, error }), count(max))).toBe(verdict);
  });
});

describe("soak", () => {
  test.each([
    [-1, "hold: soaking"],
    [0, "pass"],
    [1, "pass"],
  ])("%d ms from its end", (offsetMs, verdict) => {
    expect(verdictOf(makeEvidence(GOOD), makeRule(), plusMs(SOAKED_AT, offsetMs))).toBe(verdict);
  });

  test("a clock before the opening has soaked nothing", () => {
    expect(verdictOf(makeEvidence(GOOD), makeRule(), plusMs(OPENED_AT, -DAY_MS))).toBe("hold: soaking");
    expect(verdictOf(makeEvidence(GOOD), makeRule({ soakMsMin: 0 }), plusMs(OPENED_AT, -1))).toBe("hold: soaking");
  });

  test("it is asked again when the soak ends, and once an hour before that", () => {
    const askAgainAt = (now: Instant) => {
      const { verdict } = judged(makeEvidence(GOOD), makeRule(), now);
      return verdict.kind === "hold" ? verdict.askAgainAt : null;
    };
    expect(askAgainAt(plusMs(SOAKED_AT, -10 * MINUTE_MS))).toBe(SOAKED_AT);
    expect(askAgainAt(OPENED_AT)).toBe(plusMs(OPENED_AT, HOUR_MS));
  });

  test("Argo #3064: a gate that holds is asked again later, never at once", () => {
    fc.assert(
      fc.property(anyEvidence, anyRule, fc.nat({ max: 2 * DAY_MS }), (evidence, rule, soakedMs) => {
        const now = plusMs(OPENED_AT, soakedMs);
        const { verdict } = judged(evidence, rule, now);
        expect(verdict.kind === "hold" && verdict.askAgainAt <= now).toBe(false);
      }),
    );
  });
});

describe("reported", () => {
  test.each([
    [80, 20, 0, "pass"],
    [79, 21, 0, "hold: too-few-reports"],
    [80, 20, 500, "pass"],
    [79, 21, 500, "hold: too-few-reports"],
  ])("hawkBit PR #328: %d reports, %d waited for, %d left: %s", (succeeded, awaitingReport, left, verdict) => {
    expect(verdictOf(makeEvidence({ succeeded, awaitingReport, left }))).toBe(verdict);
  });

  test("the share is taken of those that can still answer", () => {
    const { checks } = judged(makeEvidence({ succeeded: 80, awaitingReport: 10, left: 10 }));
    expect(checks.find((line) => line.check === "reported")).toMatchObject({ sample: 90, verdict: "pass" });
  });
});

describe("more failures never help, more successes never harm", () => {
  const RANK = { fail: 0, hold: 1, pass: 2 } as const;
  const rank = (counts: Partial<CohortCounts>, rule: GateRule) => RANK[judged(makeEvidence(counts), rule).verdict.kind];

  test("a device that turns from succeeded to failed never improves the verdict", () => {
    fc.assert(
      fc.property(anyBuckets, anyRule, fc.integer({ min: 1, max: 20 }), (buckets, rule, turned) => {
        const worse = { ...buckets, succeeded: buckets.succeeded, error: buckets.error + turned };
        const better = { ...buckets, succeeded: buckets.succeeded + turned };
        expect(rank(worse, rule)).toBeLessThanOrEqual(rank(better, rule));
      }),
    );
  });

  test("a fail stays a fail when more reports of failure come", () => {
    fc.assert(
      fc.property(anyBuckets, anyRule, fc.integer({ min: 1, max: 50 }), (buckets, rule, more) => {
        if (rank(buckets, rule) !== RANK.fail) return;
        expect(rank({ ...buckets, error: buckets.error + more }, rule)).toBe(RANK.fail);
        expect(rank({ ...buckets, conflict: buckets.conflict + more }, rule)).toBe(RANK.fail);
      }),
    );
  });

  test("a pass stays a pass when more reports of success come", () => {
    fc.assert(
      fc.property(anyBuckets, anyRule, fc.integer({ min: 1, max: 50 }), (buckets, rule, more) => {
        if (rank(buckets, rule) !== RANK.pass) return;
        expect(rank({ ...buckets, succeeded: buckets.succeeded + more }, rule)).toBe(RANK.pass);
      }),
    );
  });
});

describe("explainJudgement", () => {
  test("says in one line what passed, failed or is missing", () => {
    expect(explainJudgement(judged(makeEvidence(GOOD)))).toBe("gate passed: the next phase may open");
    expect(explainJudgement(judged(makeEvidence({ succeeded: 99, conflict: 1 })))).toBe(
      "gate failed: 1 devices report a conflict, 0 allowed",
    );
    const early = judged(makeEvidence({ awaitingReport: 10 }), makeRule(), plusMs(SOAKED_AT, -2 * HOUR_MS));
    expect(explainJudgement(early)).toBe(
      "gate holds (soaking): 2 h of soak left; 0 of 10 devices reported, 80 % asked for; no device has said yet how it went",
    );
  });

  test("a judgement carries the moment it was made and the age of its evidence", () => {
    expect(judged(makeEvidence(GOOD))).toMatchObject({ judgedAt: SOAKED_AT, evidenceAt: plusMs(OPENED_AT, HOUR_MS) });
    expect(judged(makeEvidence({ notOffered: 3 })).evidenceAt).toBeNull();
  });
});

describe("help requests", () => {
  const asks = makeRule({ helpRequestsPer1000Max: 20 });
  const check = (linked: number, exposed: number) =>
    judged(makeEvidence(GOOD, { helpRequests: { linked, exposed } }), asks).checks.find((one) => one.check === "help-requests");

  test.each([
    [0, 0, "hold"],
    [0, 160, "pass"],
    [3, 160, "pass"],
    // More than allowed, and it may be chance.
    [4, 160, "hold"],
    [6, 160, "hold"],
    [8, 160, "fail"],
    // Ten requests about one device are one device.
    [10, 1, "fail"],
    [20, 1_000, "pass"],
    [21, 1_000, "hold"],
    [29, 1_000, "fail"],
  ])("%d requests from %d devices: %s", (linked, exposed, verdict) => {
    expect(check(linked, exposed)).toMatchObject({ verdict, threshold: 20, sample: exposed });
  });

  test("what was seen and what is allowed stand in the words", () => {
    expect(check(4, 160)).toMatchObject({
      actual: 25,
      because: "4 requests for help from 160 exposed devices (25.0 per 1,000, 20 allowed)",
    });
    expect(verdictOf(makeEvidence(GOOD, { helpRequests: { linked: 4, exposed: 160 } }), asks)).toBe("hold: inconclusive");
    expect(verdictOf(makeEvidence(GOOD, { helpRequests: { linked: 12, exposed: 160 } }), asks)).toBe("fail");
  });

  test("a gate that asks and was not told holds; one that does not ask says nothing of it", () => {
    expect(verdictOf(makeEvidence(GOOD), asks)).toMatch(/^hold/);
    expect(judged(makeEvidence(GOOD)).checks.map((one) => one.check)).not.toContain("help-requests");
  });
});

const anyBuckets = fc.record({
  notOffered: fc.nat({ max: 20 }),
  awaitingReport: fc.nat({ max: 20 }),
  succeeded: fc.nat({ max: 150 }),
  error: fc.nat({ max: 30 }),
  conflict: fc.nat({ max: 3 }),
  notApplicable: fc.nat({ max: 20 }),
  left: fc.nat({ max: 20 }),
});
const anyEvidence = anyBuckets.map((buckets) => makeEvidence(buckets));
const anyRule: fc.Arbitrary<GateRule> = fc.record({
  soakMsMin: fc.integer({ min: 0, max: DAY_MS }),
  reportedPercentMin: fc.constantFrom(0, 10, 50, 80, 100),
  failures: fc.oneof(
    fc.record({
      kind: fc.constant("bound" as const),
      percentMax: fc.constantFrom(0, 1, 5, 20, 100),
      confidence: fc.constantFrom(0.5, 0.9, 0.95, 0.999),
    }),
    fc.record({ kind: fc.constant("count" as const), max: fc.nat({ max: 10 }) }),
  ),
  conflictDevicesMax: fc.nat({ max: 3 }),
  helpRequestsPer1000Max: fc.constant(null),
});
