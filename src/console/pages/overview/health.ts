import type { GateJudgementBody, RolloutDetail } from "../../../http/contract/rollouts.ts";
import type { Search } from "../../paths.ts";
import { formatCount } from "../../words/numbers.ts";
import type { Tone } from "../../words/states.ts";

export type Health = Readonly<{ word: string; tone: Tone; sentence: string; search: Search }>;

const STOPPED: Partial<Record<RolloutDetail["status"], string>> = {
  halted: "Stopped",
  "rolling-back": "Being undone",
  "rolled-back": "Undone",
};

/** How the devices fare, with the list that proves it. Never green for want of answers. */
export function healthOf({ status, counts, totals, phase }: RolloutDetail, gate: GateJudgementBody | null): Health {
  const stopped = STOPPED[status];
  if (stopped !== undefined) {
    const sentence = `${formatCount(totals.everFailed)} of ${formatCount(totals.exposed)} devices failed`;
    return { word: stopped, tone: status === "rolled-back" ? "warn" : "bad", sentence, search: { everFailed: "yes" } };
  }
  if (counts === null) return { word: "Untested", tone: "quiet", sentence: "no device was offered it yet", search: {} };
  const unwell = counts.error + counts.conflict;
  const answered = counts.succeeded + unwell;
  const at = phase === null ? {} : { phase: String(phase.index) };
  if (answered === 0)
    return { word: "No answers yet", tone: "quiet", sentence: `0 of ${formatCount(counts.cohort)} devices answered`, search: at };
  if (unwell === 0)
    return {
      word: "Well",
      tone: "good",
      sentence: `${formatCount(counts.succeeded)} of ${formatCount(counts.cohort)} succeeded, none failed`,
      search: { ...at, state: "succeeded" },
    };
  const worse =
    counts.error > 0
      ? { devices: counts.error, word: "failed", state: "error" }
      : { devices: counts.conflict, word: "in conflict", state: "conflict" };
  const checks = (gate?.checks ?? []).filter(({ check }) => check === "failures" || check === "conflicts");
  const isWithin = checks.length > 0 && checks.every(({ verdict }) => verdict === "pass");
  return {
    word: isWithin ? "Within limits" : "Some trouble",
    tone: isWithin ? "good" : "warn",
    sentence: `${formatCount(worse.devices)} of ${formatCount(answered)} that answered ${worse.word}`,
    search: { ...at, state: worse.state },
  };
}
