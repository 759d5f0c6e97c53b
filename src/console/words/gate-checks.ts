import type { GateJudgementBody } from "../../http/contract/rollouts.ts";
import { countOf, formatCount, formatDecimal } from "./numbers.ts";
import type { Tone } from "./states.ts";
import { formatSpan } from "./times.ts";

export type GateCheck = GateJudgementBody["checks"][number];
export type CheckTone = Extract<Tone, "good" | "warn" | "bad" | "quiet">;
export type CheckWords = Readonly<{
  label: string;
  verdict: string;
  tone: CheckTone;
  seen: string;
  asked: string;
  sample: string;
  /** Empty where the check counts everything and leaves nothing to chance. */
  interval: string;
}>;

const LABELS: Readonly<Record<GateCheck["check"], string>> = {
  soak: "Time to soak",
  reported: "Reports",
  failures: "Failures",
  conflicts: "Conflicts",
  "policy-sets": "Policy combinations",
  "help-requests": "Help requests",
};
const VERDICTS = {
  pass: { verdict: "Pass", tone: "good" },
  hold: { verdict: "Hold", tone: "warn" },
  fail: { verdict: "Fail", tone: "bad" },
} as const;
export const VERDICT_WORDS = {
  pass: { word: "Gate passes", tone: "good" },
  hold: { word: "Gate holds", tone: "warn" },
  fail: { word: "Gate failed", tone: "bad" },
} as const;
const NO_DATA = { verdict: "No data", tone: "quiet" } as const;

/** One light of a gate: what was seen, what is asked, how many stand behind it, and how sure that is. */
export function checkWords(check: GateCheck): CheckWords {
  const { seen, asked, sample } = figuresOf(check);
  const isBlind = check.actual === null && check.verdict === "hold";
  return {
    label: LABELS[check.check],
    ...(isBlind ? NO_DATA : VERDICTS[check.verdict]),
    seen: check.actual === null ? "nothing yet" : seen,
    asked,
    sample,
    interval: intervalOf(check),
  };
}

type Figures = Pick<CheckWords, "seen" | "asked" | "sample">;

function figuresOf(check: GateCheck): Figures {
  const { actual, threshold, sample } = check;
  const seen = actual ?? 0;
  const devices = countOf(sample, "device");
  switch (check.check) {
    case "soak":
      return { seen: formatSpan(seen), asked: `at least ${formatSpan(threshold)}`, sample: "" };
    case "reported":
      return { seen: percent(seen), asked: `at least ${percent(threshold)}`, sample: `of ${devices}` };
    case "failures":
      return isRate(check)
        ? { seen: percent(seen), asked: `at most ${percent(threshold)}`, sample: `of ${devices} that answered` }
        : { seen: formatCount(seen), asked: `at most ${formatCount(threshold)}`, sample: `of ${devices} that answered` };
    case "conflicts":
      return { seen: formatCount(seen), asked: `at most ${formatCount(threshold)}`, sample: `of ${devices} that answered` };
    case "policy-sets":
      return { seen: `${formatCount(seen)} of ${formatCount(sample)}`, asked: "all of them", sample: "" };
    case "help-requests":
      return { seen: perThousand(seen), asked: `at most ${perThousand(threshold)}`, sample: `of ${devices} exposed` };
  }
}

/** What has to come true for this check to pass, after "if". */
export function wishOf(check: GateCheck): string {
  const { asked, seen, sample } = checkWords(check);
  switch (check.check) {
    case "soak":
      return `it has soaked ${asked} (${seen} so far)`;
    case "reported":
      return `${asked} of the devices report (${seen} ${sample} so far)`;
    case "failures":
      return isRate(check)
        ? `enough devices show that ${asked} fail (${seen} ${sample} so far)`
        : `${asked} ${check.threshold === 1 ? "device fails" : "devices fail"} (${seen} ${sample} so far)`;
    case "conflicts":
      return `${asked} devices are in conflict (${seen} so far)`;
    case "policy-sets":
      return `every combination of policies has a device that reports (${seen} so far)`;
    case "help-requests":
      return `help requests stay ${asked} exposed devices (${seen} so far)`;
  }
}

/** A gate bounds failures by rate or by number; where nobody answered yet, only a rate has no number to show. */
function isRate({ actual, bounds }: GateCheck): boolean {
  return bounds !== null || actual === null;
}

function intervalOf({ check, bounds }: GateCheck): string {
  if (bounds === null) return "";
  const scale = check === "help-requests" ? 10 : 1;
  const unit = check === "help-requests" ? " per 1,000" : " %";
  return `surely between ${formatDecimal(bounds.lowerPercent * scale)} and ${formatDecimal(bounds.upperPercent * scale)}${unit}`;
}

function percent(value: number): string {
  return `${formatDecimal(value)} %`;
}

function perThousand(value: number): string {
  return `${formatDecimal(value)} per 1,000`;
}
