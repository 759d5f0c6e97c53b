import { describe, expect, it } from "vitest";
import { checkWords, type GateCheck, wishOf } from "./gate-checks.ts";

const check = (some: Partial<GateCheck> & Pick<GateCheck, "check">): GateCheck => ({
  verdict: "pass",
  actual: 0,
  threshold: 0,
  sample: 0,
  bounds: null,
  because: "",
  ...some,
});

describe("a light of the gate", () => {
  it("shows a rate of failures with its sample, what is allowed, and how sure it is", () => {
    const bounds = { lowerPercent: 3.91, upperPercent: 15.32 };
    expect(checkWords(check({ check: "failures", verdict: "fail", actual: 8.05, threshold: 3.5, sample: 87, bounds }))).toEqual({
      label: "Failures",
      verdict: "Fail",
      tone: "bad",
      seen: "8.1 %",
      asked: "at most 3.5 %",
      sample: "of 87 devices that answered",
      interval: "surely between 3.9 and 15.3 %",
    });
  });

  it("shows a number of failures as a number", () => {
    const words = checkWords(check({ check: "failures", actual: 1, threshold: 3, sample: 20 }));
    expect([words.seen, words.asked, words.interval]).toEqual(["1", "at most 3", ""]);
  });

  it("says that there is no data instead of a verdict that looks like one", () => {
    const words = checkWords(check({ check: "reported", verdict: "hold", actual: null, threshold: 70 }));
    expect([words.verdict, words.tone, words.seen]).toEqual(["No data", "quiet", "nothing yet"]);
  });

  it("speaks of help requests per 1,000, and so of their bounds", () => {
    const bounds = { lowerPercent: 0.1, upperPercent: 0.9 };
    const words = checkWords(check({ check: "help-requests", actual: 3.77, threshold: 25, sample: 1_060, bounds }));
    expect([words.seen, words.sample]).toEqual(["3.8 per 1,000", "of 1,060 devices exposed"]);
    expect(words.interval).toBe("surely between 1 and 9 per 1,000");
  });

  it("says what has to come true", () => {
    expect(wishOf(check({ check: "policy-sets", actual: 3, threshold: 5, sample: 5 }))).toBe(
      "every combination of policies has a device that reports (3 of 5 so far)",
    );
    expect(wishOf(check({ check: "soak", actual: 3_600_000, threshold: 86_400_000 }))).toBe(
      "it has soaked at least 1 d (1 h so far)",
    );
  });
});
