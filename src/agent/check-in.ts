import { envelopeHashOf } from "../policy/bundle/bundle.ts";
import { DEVICE_PATHS } from "../policy/bundle/protocol.ts";
import type { AgentAnswer, AgentPorts } from "./agent-ports.ts";
import type { AgentIdentity, AgentState, HeldPolicy, Refusal } from "./agent-state.ts";
import { applyBundle } from "./apply-bundle.ts";
import { policyReports, removedPolicies } from "./build-report.ts";
import { readBundle, type RefusedAnswer, type VerifiedBundle } from "./read-bundle.ts";
import { enqueueReport, WAITING_REPORTS_MAX, type ReportBody } from "./report-queue.ts";
import { provenNow, type ServerLink, type Wait } from "./server-link.ts";
import type { LoadedState, StateHolder } from "./state-holder.ts";
import { readDeviceHeaders, readEtag } from "./wire/answer-headers.ts";

export type CheckInResult = Readonly<
  Wait & {
    status: "unchanged" | "applied" | "refused" | "held-off" | "failed";
    /** A report waits on the disk for sendReport. */
    reportDue: boolean;
    /** Why, with a stable code: for `refused` the attack, for `failed` and `held-off` what came instead of an answer. */
    because: Refusal | null;
  }
>;

export type AgentParts = Readonly<{ ports: AgentPorts; link: ServerLink; holder: StateHolder }>;

/** A bundle that no server key signed says nothing that a signed report should repeat. */
const UNVERIFIED_NONCE = "unverified";

type Enrolled = LoadedState & Readonly<{ identity: AgentIdentity }>;

/** Asks once what this device should hold, takes it if it may, and writes the report of it before anything else can happen. */
export async function checkIn(parts: AgentParts): Promise<CheckInResult> {
  const { link, holder } = parts;
  const loaded = await holder.load();
  if (loaded === null || loaded.state.identity === null) {
    return {
      status: "failed",
      ...link.backOff(null),
      reportDue: false,
      because: { code: "not-enrolled", detail: "enrol first" },
    };
  }
  const me: Enrolled = { ...loaded, identity: loaded.state.identity };
  if (me.state.reports.waiting.length >= WAITING_REPORTS_MAX) {
    const detail = `${WAITING_REPORTS_MAX} reports wait to be sent`;
    return { status: "held-off", ...link.backOff(null), reportDue: true, because: { code: "reports-waiting", detail } };
  }
  const { etag } = me.state.memory;
  const headers = etag === null ? {} : { "if-none-match": etag };
  const answer = await link.sendAsDevice({ method: "GET", path: DEVICE_PATHS.checkIn, headers, body: null }, me.key);
  if (answer.ok) return judgeAnswer(parts, me, answer.value);
  if (answer.error.code === "body-too-large") {
    return refuse(
      parts,
      me,
      { refusal: { code: "endless-data", detail: answer.error.detail }, envelope: null },
      link.backOff(null),
    );
  }
  return { status: "failed", ...link.backOff(null), reportDue: isReportDue(me.state), because: answer.error };
}

async function judgeAnswer(parts: AgentParts, me: Enrolled, answer: AgentAnswer): Promise<CheckInResult> {
  const { link } = parts;
  const { nextCheckInAt, serverTime } = readDeviceHeaders(answer);
  const reportDue = isReportDue(me.state);
  const because = { code: `status-${answer.status}`, detail: "no answer to a check-in" };
  if (answer.status === 429 || answer.status === 503) return { status: "held-off", ...link.backOff(answer), reportDue, because };
  if (answer.status !== 200 && answer.status !== 304) return { status: "failed", ...link.backOff(answer), reportDue, because };
  if (nextCheckInAt === null || serverTime === null) {
    return refuse(parts, me, malformed("the answer's time headers are missing"), link.backOff(null));
  }
  if (answer.status === 304) {
    if (me.state.memory.etag === null)
      return refuse(parts, me, malformed("`not modified`, and nothing was held"), link.backOff(null));
    link.succeeded();
    return { status: "unchanged", ...link.waitUntil(nextCheckInAt), reportDue, because: null };
  }
  const now = provenNow(serverTime, me.state.memory.issuedAt);
  const bundle = readBundle(answer.body, me.identity, me.state.memory, me.serverKeys, now);
  if (!bundle.ok) return refuse(parts, me, bundle.error, link.waitUntil(nextCheckInAt));
  await take(parts, me, bundle.value, readEtag(answer));
  link.succeeded();
  return { status: "applied", ...link.waitUntil(nextCheckInAt), reportDue: true, because: null };
}

/**
 * Applies, reads back, and saves memory and report in one piece. A crash before the save leaves the old number, so the
 * server offers again and applying twice is harmless.
 */
async function take(
  { ports, link, holder }: AgentParts,
  me: Enrolled,
  { envelope, content }: VerifiedBundle,
  etag: string | null,
) {
  const { state, identity, key } = me;
  const applied = await applyBundle(content, state, ports.applier);
  const body: ReportBody = {
    deviceId: identity.deviceId,
    epoch: envelope.epoch,
    seq: envelope.seq,
    reportNonce: envelope.reportNonce,
    reportedAt: link.now(),
    policies: policyReports(content, applied, state.held),
    removed: removedPolicies(content, applied, state.held),
    refused: null,
  };
  const held: readonly HeldPolicy[] = applied.held;
  await holder.save({
    ...state,
    memory: {
      epoch: envelope.epoch,
      seq: envelope.seq,
      envelopeHash: envelopeHashOf(envelope),
      issuedAt: envelope.issuedAt,
      etag,
    },
    held,
    managedNodes: applied.managedNodes,
    reports: enqueueReport(state.reports, body, key),
  });
}

/** Nothing is applied; the attack is reported once, however often the same bad answer comes. */
async function refuse(
  { link, holder }: AgentParts,
  me: Enrolled,
  { refusal, envelope }: RefusedAnswer,
  wait: Wait,
): Promise<CheckInResult> {
  const { state, identity, key } = me;
  const last = state.reports.lastRefusal;
  if (last?.code === refusal.code && last.detail === refusal.detail) {
    return { status: "refused", ...wait, reportDue: isReportDue(state), because: refusal };
  }
  const body: ReportBody = {
    deviceId: identity.deviceId,
    epoch: envelope?.epoch ?? state.memory.epoch,
    seq: envelope?.seq ?? state.memory.seq,
    reportNonce: envelope?.reportNonce ?? UNVERIFIED_NONCE,
    reportedAt: link.now(),
    policies: [],
    removed: [],
    refused: refusal,
  };
  await holder.save({ ...state, reports: enqueueReport(state.reports, body, key) });
  return { status: "refused", ...wait, reportDue: true, because: refusal };
}

function malformed(detail: string): RefusedAnswer {
  return { refusal: { code: "malformed-answer", detail }, envelope: null };
}

function isReportDue(state: AgentState): boolean {
  return state.reports.waiting.length > 0;
}
