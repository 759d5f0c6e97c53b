import { DEVICE_PATHS, type ReportRequest } from "../policy/bundle/protocol.ts";
import type { AgentAnswer, TransportFailure } from "./agent-ports.ts";
import type { WaitingReport } from "./agent-state.ts";
import type { AgentParts } from "./check-in.ts";
import { dequeueReport } from "./report-queue.ts";
import type { Wait } from "./server-link.ts";

export type SendReportResult = Readonly<
  | { status: "sent" | "nothing-to-send"; sentCount: number }
  /** Not acknowledged: the report stays on the disk and is sent again, byte for byte, after the wait. */
  | ({ status: "held-off" | "failed"; sentCount: number; because: Readonly<{ code: string; detail: string }> } & Wait)
>;

/** The server understood the report and will never take it; anything else may pass, so it is tried again. */
const REJECTED_FOR_GOOD: readonly number[] = [400, 409, 422];

/** Sends what waits, oldest first: a later report before an earlier one would make the earlier a replay. */
export async function sendReport({ link, holder }: AgentParts): Promise<SendReportResult> {
  for (let sentCount = 0; ; sentCount++) {
    const loaded = await holder.load();
    const oldest = loaded?.state.reports.waiting[0];
    if (loaded === null || oldest === undefined) return { status: sentCount === 0 ? "nothing-to-send" : "sent", sentCount };
    const answer = await link.send(requestOf(oldest));
    if (!answer.ok) return { status: "failed", sentCount, because: because(answer.error), ...link.backOff(null) };
    const { status } = answer.value;
    const isRejected = REJECTED_FOR_GOOD.includes(status) && isProblem(answer.value);
    if (status !== 202 && !isRejected) {
      const held = status === 429 || status === 503 ? "held-off" : "failed";
      return {
        status: held,
        sentCount,
        because: because({ code: `status-${status}`, detail: "not taken" }),
        ...link.backOff(answer.value),
      };
    }
    link.succeeded();
    const { state } = loaded;
    await holder.save({ ...state, reports: dequeueReport(state.reports, isRejected ? status : null) });
  }
}

/** The report's own signature says who speaks; it needs neither session nor proof. */
function requestOf({ report }: WaitingReport) {
  const body: ReportRequest = { report };
  return {
    method: "POST",
    path: DEVICE_PATHS.report,
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  } as const;
}

/** A proxy's error page is no verdict on a report. */
function isProblem({ headers }: AgentAnswer): boolean {
  return (headers["content-type"] ?? "").startsWith("application/problem+json");
}

function because({ code, detail }: TransportFailure | Readonly<{ code: string; detail: string }>) {
  return { code, detail };
}
