import { binomialLowerBound, binomialUpperBound } from "../kit/binomial.ts";
import { formatDuration, latestOf, plusMs, type Instant } from "../kit/instant.ts";
import { err, ok, type Result } from "../kit/result.ts";
import { expectedOf, reportedOf, type PhaseEvidence } from "./evidence.ts";
import { checkGateRule, type GateRule, type GateRuleInvalid } from "./gate-rule.ts";

export type CheckVerdict = "pass" | "hold" | "fail";

/** One line of a gate: what was seen against what is asked, with the sample behind it. */
export type GateCheck = Readonly<{
  check: "soak" | "reported" | "failures" | "conflicts" | "policy-sets" | "help-requests";
  verdict: CheckVerdict;
  /** In the check's own unit: milliseconds, percent, devices, policy sets, requests per 1,000 devices. Null: nothing to measure yet. */
  actual: number | null;
  threshold: number;
  sample: number;
  /** One-sided confidence bounds of the percentage of devices, where asked for. */
  bounds: Readonly<{ lowerPercent: number; upperPercent: number }> | null;
  because: string;
}>;

/**
 * `inconclusive`: soaked and reported enough, and the numbers still allow both readings. Only a person or more evidence
 * can end that; waiting alone cannot.
 */
export type GateVerdict = Readonly<
  | { kind: "pass" }
  | { kind: "hold"; reason: "soaking" | "too-few-reports" | "inconclusive" | "policy-sets-missing"; askAgainAt: Instant }
  | { kind: "fail"; reason: string }
>;

export type GateJudgement = Readonly<{
  verdict: GateVerdict;
  checks: readonly GateCheck[];
  judgedAt: Instant;
  evidenceAt: Instant | null;
}>;

/** How often an open gate is looked at again while reports are due. */
const ASK_AGAIN_MS = 60 * 60_000;

/**
 * Judges one open phase. Fail beats hold, hold beats pass; too little data holds, it never passes (S30, P-S3).
 * Errors: GateRuleInvalid, on which the caller holds the rollout: a broken rule is never read as "no failures".
 */
export function judgeGate(
  rule: GateRule,
  evidence: PhaseEvidence,
  openedAt: Instant,
  now: Instant,
): Result<GateJudgement, GateRuleInvalid> {
  const valid = checkGateRule(rule);
  if (!valid.ok) return err(valid.error);
  const since = evidence.offerableSince === null ? null : latestOf(openedAt, evidence.offerableSince);
  const checks = [
    soakCheck(rule, since, now),
    reportedCheck(rule, evidence),
    failuresCheck(rule, evidence),
    conflictsCheck(rule, evidence),
    ...(evidence.policySets === null ? [] : [policySetsCheck(evidence.policySets)]),
    ...(rule.helpRequestsPer1000Max === null ? [] : [helpRequestsCheck(rule.helpRequestsPer1000Max, evidence.helpRequests)]),
  ];
  const verdict = overall(checks, rule, since, now);
  return ok({ verdict, checks, judgedAt: now, evidenceAt: evidence.latestReportAt });
}

/** One line for people. */
export function explainJudgement(judgement: GateJudgement): string {
  const { verdict, checks } = judgement;
  if (verdict.kind === "pass") return "gate passed: the next phase may open";
  if (verdict.kind === "fail") return `gate failed: ${verdict.reason}`;
  const open = checks.filter((check) => check.verdict === "hold").map((check) => check.because);
  return `gate holds (${verdict.reason}): ${open.join("; ")}`;
}

function overall(checks: readonly GateCheck[], rule: GateRule, since: Instant | null, now: Instant): GateVerdict {
  const failed = checks.filter((check) => check.verdict === "fail");
  if (failed.length > 0) return { kind: "fail", reason: failed.map((check) => check.because).join("; ") };
  const holding = new Set(checks.filter((check) => check.verdict === "hold").map((check) => check.check));
  if (holding.size === 0) return { kind: "pass" };
  const later = plusMs(now, ASK_AGAIN_MS);
  const soakEndsAt = since === null ? later : plusMs(since, rule.soakMsMin);
  if (holding.has("soak")) return { kind: "hold", reason: "soaking", askAgainAt: soakEndsAt < later ? soakEndsAt : later };
  if (holding.has("reported")) return { kind: "hold", reason: "too-few-reports", askAgainAt: later };
  if (holding.has("policy-sets")) return { kind: "hold", reason: "policy-sets-missing", askAgainAt: later };
  return { kind: "hold", reason: "inconclusive", askAgainAt: later };
}

function soakCheck(rule: GateRule, since: Instant | null, now: Instant): GateCheck {
  if (since === null)
    return check("soak", "hold", null, rule.soakMsMin, 0, "no device may be offered it yet: nobody was told long enough ago");
  const soakedMs = now - since;
  const done = soakedMs >= rule.soakMsMin;
  const because = done ? `soaked ${formatDuration(soakedMs)}` : `${formatDuration(rule.soakMsMin - soakedMs)} of soak left`;
  return check("soak", done ? "pass" : "hold", soakedMs, rule.soakMsMin, 1, because);
}

function reportedCheck(rule: GateRule, evidence: PhaseEvidence): GateCheck {
  const reported = reportedOf(evidence.counts);
  const expected = expectedOf(evidence.counts);
  const { heldBack } = evidence.counts;
  if (expected === 0) {
    const because = heldBack === 0 ? "no device is left that could report" : `all ${heldBack} devices are held back`;
    return check("reported", "hold", null, rule.reportedPercentMin, 0, because);
  }
  const percent = (100 * reported) / expected;
  const enough = reported > 0 && percent >= rule.reportedPercentMin;
  const without = heldBack === 0 ? "" : `, ${heldBack} more held back`;
  const because = `${reported} of ${expected} devices reported${without}, ${rule.reportedPercentMin} % asked for`;
  return check("reported", enough ? "pass" : "hold", percent, rule.reportedPercentMin, expected, because);
}

function failuresCheck(rule: GateRule, evidence: PhaseEvidence): GateCheck {
  const failures = evidence.counts.error;
  const judged = evidence.counts.succeeded + failures;
  if (rule.failures.kind === "count") {
    const verdict = failures > rule.failures.max ? "fail" : judged === 0 ? "hold" : "pass";
    return check(
      "failures",
      verdict,
      failures,
      rule.failures.max,
      judged,
      `${failures} of ${judged} devices failed, ${rule.failures.max} allowed`,
    );
  }
  const { percentMax, confidence } = rule.failures;
  if (judged === 0) return check("failures", "hold", null, percentMax, 0, "no device has said yet how it went");
  const lowerPercent = 100 * binomialLowerBound(failures, judged, confidence);
  const upperPercent = 100 * binomialUpperBound(failures, judged, confidence);
  const verdict = lowerPercent > percentMax ? "fail" : upperPercent <= percentMax ? "pass" : "hold";
  const because =
    `${failures} of ${judged} devices failed (between ${lowerPercent.toFixed(1)} and ${upperPercent.toFixed(1)} % ` +
    `with ${Number((100 * confidence).toFixed(2))} % confidence a side, ${percentMax} % allowed)`;
  return {
    ...check("failures", verdict, (100 * failures) / judged, percentMax, judged, because),
    bounds: { lowerPercent, upperPercent },
  };
}

function conflictsCheck(rule: GateRule, evidence: PhaseEvidence): GateCheck {
  const devices = evidence.counts.conflict;
  const verdict = devices > rule.conflictDevicesMax ? "fail" : "pass";
  const because = `${devices} devices report a conflict, ${rule.conflictDevicesMax} allowed`;
  return check("conflicts", verdict, devices, rule.conflictDevicesMax, reportedOf(evidence.counts), because);
}

function policySetsCheck(sets: Readonly<{ needed: number; met: number }>): GateCheck {
  const verdict = sets.met >= sets.needed ? "pass" : "hold";
  const because = `${sets.met} of ${sets.needed} sets of co-applied policies have a reporting device`;
  return check("policy-sets", verdict, sets.met, sets.needed, sets.needed, because);
}

/** So sure that too many people ask for help before a gate fails for it; fewer requests than that only hold. */
const HELP_CONFIDENCE = 0.95;

/** A device may stand behind several requests; no more than all devices can be affected. */
function helpRequestsCheck(per1000Max: number, seen: PhaseEvidence["helpRequests"]): GateCheck {
  if (seen === null || seen.exposed === 0)
    return check("help-requests", "hold", null, per1000Max, 0, "no device is exposed that people could ask about");
  const { linked, exposed } = seen;
  const per1000 = (1_000 * linked) / exposed;
  const affected = Math.min(linked, exposed);
  const lower = binomialLowerBound(affected, exposed, HELP_CONFIDENCE);
  const upper = binomialUpperBound(affected, exposed, HELP_CONFIDENCE);
  const verdict = 1_000 * lower > per1000Max ? "fail" : per1000 > per1000Max ? "hold" : "pass";
  const because = `${linked} requests for help from ${exposed} exposed devices (${per1000.toFixed(1)} per 1,000, ${per1000Max} allowed)`;
  return {
    ...check("help-requests", verdict, per1000, per1000Max, exposed, because),
    bounds: { lowerPercent: 100 * lower, upperPercent: 100 * upper },
  };
}

function check(
  name: GateCheck["check"],
  verdict: CheckVerdict,
  actual: number | null,
  threshold: number,
  sample: number,
  because: string,
): GateCheck {
  return { check: name, verdict, actual, threshold, sample, bounds: null, because };
}
