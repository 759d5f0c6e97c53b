import { err, ok, type Result } from "../kit/result.ts";

/**
 * What must be seen before the next phase may open. Every number is needed: a missing or unreadable one is an invalid rule,
 * and an invalid rule holds (hawkBit's lesson: a threshold that is not a number once read as "no errors").
 */
export type GateRule = Readonly<{
  /** Least time since the phase opened, or was resumed, on the Clock port. */
  soakMsMin: number;
  /** Of the cohort, devices that left it not counted. 0 to 100. */
  reportedPercentMin: number;
  /** `bound`: the failure rate is shown to lie under `percentMax` with this confidence. `count`: so many failures and no more (small laboratories). */
  failures: Readonly<{ kind: "bound"; percentMax: number; confidence: number }> | Readonly<{ kind: "count"; max: number }>;
  /** Devices of the cohort in state Conflict. */
  conflictDevicesMax: number;
  /** Help requests linked to the rollout for each 1,000 exposed devices; null: the gate does not ask. */
  helpRequestsPer1000Max: number | null;
}>;

export type GateRuleInvalid = Readonly<{
  type: "GateRuleInvalid";
  faults: readonly Readonly<{ field: string; message: string }>[];
}>;

/** All faults at once. Reads untrusted values: a stored rule may be damaged. */
export function checkGateRule(stored: GateRule): Result<GateRule, GateRuleInvalid> {
  const rule: Partial<GateRule> = stored ?? {};
  const faults: { field: string; message: string }[] = [];
  const need = (field: string, value: unknown, min: number, max: number, whole: boolean) => {
    if (typeof value !== "number" || Number.isNaN(value)) faults.push({ field, message: `\`${shown(value)}\` is not a number` });
    else if (value < min || value > max) faults.push({ field, message: `\`${value}\` is not between ${min} and ${max}` });
    else if (whole && !Number.isInteger(value)) faults.push({ field, message: `\`${value}\` is not a whole number` });
  };
  need("soakMsMin", rule.soakMsMin, 0, SOAK_MS_MAX, true);
  need("reportedPercentMin", rule.reportedPercentMin, 0, 100, false);
  need("conflictDevicesMax", rule.conflictDevicesMax, 0, Number.MAX_SAFE_INTEGER, true);
  if (rule.helpRequestsPer1000Max !== null) need("helpRequestsPer1000Max", rule.helpRequestsPer1000Max, 0, 1_000, false);
  if (rule.failures?.kind === "bound") {
    need("failures.percentMax", rule.failures.percentMax, 0, 100, false);
    need("failures.confidence", rule.failures.confidence, 0.5, 0.9999, false);
  } else if (rule.failures?.kind === "count") {
    need("failures.max", rule.failures.max, 0, Number.MAX_SAFE_INTEGER, true);
  } else {
    faults.push({ field: "failures.kind", message: "is neither `bound` nor `count`" });
  }
  return faults.length === 0 ? ok(stored) : err({ type: "GateRuleInvalid", faults });
}

/** A year: longer soaks are a unit mistaken. */
const SOAK_MS_MAX = 366 * 86_400_000;

/** JSON may hold an object whose own `toString` is no function, and String() throws on it. */
function shown(value: unknown): string {
  return typeof value === "string" ? value : typeof value === "object" ? JSON.stringify(value) : `${value as number}`;
}
