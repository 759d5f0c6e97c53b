import type { GateJudgementBody } from "../../http/contract/rollouts.ts";
import { formatDuration } from "../../kit/instant.ts";
import type { Palette } from "./palette.ts";
import { moment, percent } from "./words.ts";

/** What a gate says as a whole. */
export function verdictWords({ verdict }: GateJudgementBody): string {
  if (verdict.kind === "pass") return "passed";
  if (verdict.kind === "fail") return `failed: ${verdict.reason}`;
  return `holds (${verdict.reason}), looked at again ${moment(verdict.askAgainAt)}`;
}

/** Each check on a line: its verdict, the number against the threshold, and the sample behind it. */
export function checkLines({ checks }: GateJudgementBody, palette: Palette): readonly string[] {
  const width = Math.max(0, ...checks.map((one) => one.check.length));
  return checks.map((one) => `${mark(one.verdict, palette)} ${one.check.padEnd(width)}  ${one.because}${numbers(one)}`);
}

type Check = GateJudgementBody["checks"][number];

function mark(verdict: Check["verdict"], palette: Palette): string {
  if (verdict === "pass") return palette.good("pass");
  return verdict === "fail" ? palette.bad("FAIL") : palette.warn("hold");
}

function numbers({ check, actual, threshold, sample }: Check): string {
  if (check === "soak") return actual === null ? "" : `  [${formatDuration(actual)} of ${formatDuration(threshold)}]`;
  if (check === "reported")
    return `  [${actual === null ? "nothing" : `${percent(actual)} %`} against ${threshold} %, of ${sample}]`;
  return `  [${actual === null ? "nothing" : percent(actual)} against ${threshold}, of ${sample}]`;
}
