import type { Instant } from "../kit/instant.ts";
import type { EnrolResponse } from "../policy/bundle/protocol.ts";

/** All that must survive a restart, as plain JSON. It changes in one piece, after the settings were applied and read back. */
export type AgentState = Readonly<{
  format: 1;
  /** The 32 secret bytes of the Ed25519 key in base64url. Saved before the first request, so that a lost answer does not lose the identity. */
  keySeed: string;
  identity: AgentIdentity | null;
  memory: BundleRecord;
  held: readonly HeldPolicy[];
  /** Nodes that this agent has set and not yet proven gone. */
  managedNodes: readonly string[];
  reports: ReportRecord;
}>;

export type AgentIdentity = Readonly<Pick<EnrolResponse, "deviceId" | "tenant" | "serverKeys">>;

/** Of the last bundle that was taken. */
export type BundleRecord = Readonly<{
  epoch: number;
  seq: number;
  envelopeHash: string | null;
  /** Signed, so a forged time header cannot make the agent believe it is earlier than this. */
  issuedAt: Instant | null;
  etag: string | null;
}>;

/** A policy of the bundle that was taken last, with the nodes it set. */
export type HeldPolicy = Readonly<{ policyId: string; nodes: readonly string[] }>;

export type ReportRecord = Readonly<{
  lastNumber: number;
  lastHash: string | null;
  /** Oldest first; a report stays here until the server acknowledged it (P-S10) and is never signed anew. */
  waiting: readonly WaitingReport[];
  /** The refusal that was reported last, so that the same bad answer again does not make a second report. */
  lastRefusal: Refusal | null;
  /** The last report that the server said it will never take, kept for a person to look at. */
  lastRejected: Readonly<{ report: string; status: number }> | null;
}>;

export type WaitingReport = Readonly<{ reportNumber: number; report: string }>;

/** Why an answer was not taken: the attack it may be. `code` is stable. */
export type Refusal = Readonly<{ code: string; detail: string }>;

export function newAgentState(keySeed: string): AgentState {
  return {
    format: 1,
    keySeed,
    identity: null,
    memory: { epoch: 0, seq: 0, envelopeHash: null, issuedAt: null, etag: null },
    held: [],
    managedNodes: [],
    reports: { lastNumber: 0, lastHash: null, waiting: [], lastRefusal: null, lastRejected: null },
  };
}
