import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { makeRule } from "../../tests/helpers/make-rollout.ts";
import { DAY_MS } from "../kit/instant.ts";
import { checkGateRule, type GateRule } from "./gate-rule.ts";

const COUNT = { kind: "count", max: 0 } as const;

/** A rule as it may come out of a damaged row. */
function faultsOf(stored: unknown): string[] {
  const result = checkGateRule(stored as GateRule);
  return result.ok ? [] : result.error.faults.map((fault) => fault.field);
}

/** The rule with one field, given as a path, set to anything. */
function damaged(field: string, value: unknown): unknown {
  if (!field.startsWith("failures.")) return { ...makeRule(), [field]: value };
  const key = field.slice("failures.".length);
  const failures = key === "max" ? COUNT : makeRule().failures;
  return { ...makeRule(), failures: { ...failures, [key]: value } };
}

describe("checkGateRule", () => {
  test.each<readonly [string, GateRule]>([
    ["an ordinary one", makeRule()],
    ["counted failures", makeRule({ failures: COUNT })],
    [
      "the least of everything",
      makeRule({ soakMsMin: 0, reportedPercentMin: 0, failures: { kind: "bound", percentMax: 0, confidence: 0.5 } }),
    ],
    [
      "the most of everything",
      makeRule({
        soakMsMin: 366 * DAY_MS,
        reportedPercentMin: 100,
        failures: { kind: "bound", percentMax: 100, confidence: 0.9999 },
        conflictDevicesMax: Number.MAX_SAFE_INTEGER,
      }),
    ],
  ])("takes %s as it is", (_name, rule) => {
    expect(checkGateRule(rule)).toEqual({ ok: true, value: rule });
  });

  const FIELDS = [
    "soakMsMin",
    "reportedPercentMin",
    "failures.percentMax",
    "failures.confidence",
    "failures.max",
    "conflictDevicesMax",
  ];
  const NO_NUMBERS: readonly unknown[] = [
    undefined,
    null,
    "",
    "5",
    "5 %",
    "NaN",
    Number.NaN,
    true,
    [],
    [5],
    {},
    { toString: 0 },
    Number.POSITIVE_INFINITY,
    Number.NEGATIVE_INFINITY,
    -1,
    -0.001,
  ];
  test.each(FIELDS.flatMap((field) => NO_NUMBERS.map((value) => [field, value] as const)))(
    "hawkBit ThresholdRolloutGroupErrorCondition: %s may not be %j",
    (field, value) => {
      expect(faultsOf(damaged(field, value))).toEqual([field]);
    },
  );

  test.each([
    ["soakMsMin", 1.5],
    ["soakMsMin", 366 * DAY_MS + 1],
    ["reportedPercentMin", 100.001],
    ["failures.percentMax", 101],
    ["failures.confidence", 0.49],
    ["failures.confidence", 1],
    ["failures.confidence", 95],
    ["failures.max", 0.5],
    ["failures.kind", "none"],
    ["failures.kind", undefined],
    ["conflictDevicesMax", 0.5],
    ["helpRequestsPer1000Max", "20"],
    ["helpRequestsPer1000Max", undefined],
    ["helpRequestsPer1000Max", Number.NaN],
    ["helpRequestsPer1000Max", -1],
  ])("%s may not be %d", (field, value) => {
    expect(faultsOf(damaged(field, value))).toEqual([field]);
  });

  test.each([null, undefined, "", "soak", 5, [], {}])("a rule that is %j has every fault", (stored) => {
    expect(faultsOf(stored)).toEqual([
      "soakMsMin",
      "reportedPercentMin",
      "conflictDevicesMax",
      "helpRequestsPer1000Max",
      "failures.kind",
    ]);
  });

  test("all faults are listed at once, each with the value that was found", () => {
    const stored = {
      soakMsMin: "",
      reportedPercentMin: 120,
      failures: { kind: "bound", percentMax: "many" },
      conflictDevicesMax: -2,
      helpRequestsPer1000Max: 1_001,
    };
    const result = checkGateRule(stored as unknown as GateRule);
    expect(result).toEqual({
      ok: false,
      error: {
        type: "GateRuleInvalid",
        faults: [
          { field: "soakMsMin", message: "`` is not a number" },
          { field: "reportedPercentMin", message: "`120` is not between 0 and 100" },
          { field: "conflictDevicesMax", message: "`-2` is not between 0 and 9007199254740991" },
          { field: "helpRequestsPer1000Max", message: "`1001` is not between 0 and 1000" },
          { field: "failures.percentMax", message: "`many` is not a number" },
          { field: "failures.confidence", message: "`undefined` is not a number" },
        ],
      },
    });
  });

  test("what is not a plain number in its range is never taken, whatever it is", () => {
    const nothingGood = fc.jsonValue().filter((value) => typeof value !== "number");
    fc.assert(
      fc.property(fc.constantFrom(...FIELDS), nothingGood, (field, value) => {
        expect(faultsOf(damaged(field, value))).toEqual([field]);
      }),
    );
  });
});
