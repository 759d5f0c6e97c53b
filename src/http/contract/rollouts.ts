import { z } from "zod";
import { acceptanceKind } from "./consequences.ts";
import { plannedPhase, policyPlan, rolloutPlan } from "./plans.ts";
import { auditEntry } from "./server.ts";
import { count, hashText, instantMs, json, line, listOf, reasonText, title, type Role } from "./words.ts";

export const STATE_KINDS = [
  "scope",
  "proof-of-concept",
  "pilot-isolated",
  "pilot-final",
  "waves",
  "operations",
  "closed",
  "held",
  "paused",
  "halted",
  "rolling-back",
  "rolled-back",
  "aborted",
] as const;
export const COMMANDS = ["start", "pause", "resume", "promote", "halt", "roll-back", "abort", "close"] as const;
/** A halt has to be near at hand; an author may take back what has not started. */
export const COMMAND_ROLES: Readonly<Record<(typeof COMMANDS)[number], readonly Role[]>> = {
  start: ["operator"],
  pause: ["operator"],
  resume: ["operator"],
  promote: ["operator"],
  halt: ["operator", "approver", "help-desk"],
  "roll-back": ["operator"],
  abort: ["operator", "author"],
  close: ["operator"],
};
export const DEVICE_BUCKETS = [
  "heldBack",
  "notOffered",
  "awaitingReport",
  "succeeded",
  "error",
  "conflict",
  "notApplicable",
  "left",
] as const;

const purpose = z.string().describe("start, phase:INDEX, resume:TIME or waive:INDEX");

/**
 * The eight buckets are exclusive and add up to `cohort`; heldBack: its people were not told yet, so it is offered nothing;
 * offered >= applied >= verified; offline: silent for a day.
 */
export const phaseCounts = z
  .object({
    cohort: count,
    heldBack: count,
    notOffered: count,
    awaitingReport: count,
    succeeded: count,
    error: count,
    conflict: count,
    notApplicable: count,
    left: count,
    offered: count,
    applied: count,
    verified: count,
    offline: count,
    latestReportAt: instantMs.nullable(),
    countedAt: instantMs.describe("of a large rollout some seconds ago"),
  })
  .meta({ id: "PhaseCounts" });
export type PhaseCountsBody = z.output<typeof phaseCounts>;

/** `counts` are of the open phase, or of the last one that was open; null in a list where the rollout is over. `population`: devices in scope by the plan. */
export const rolloutSummary = z
  .object({
    id: z.string(),
    name: z.string(),
    status: z.enum(STATE_KINDS),
    because: z.string(),
    policy: z.object({ id: z.string(), name: z.string() }),
    change: z.enum(["add", "change", "retire"]),
    author: z.string(),
    planHash: z.string(),
    phase: z.object({ index: count, name: z.string(), kind: plannedPhase.shape.kind, openedAt: instantMs }).nullable(),
    counts: phaseCounts.nullable(),
    totals: z.object({ exposed: count, everApplied: count, everVerified: count, everFailed: count }),
    population: count,
    waitsForApproval: z.object({ purpose, given: count, needed: count, deniedBy: z.array(z.string()) }).nullable(),
    createdAt: instantMs,
    asOf: instantMs,
  })
  .meta({ id: "RolloutSummary" });
export type RolloutSummary = z.output<typeof rolloutSummary>;

export const rolloutsAnswer = listOf(rolloutSummary).meta({ id: "Rollouts" });
export type RolloutsAnswer = z.output<typeof rolloutsAnswer>;

const gateCheck = z.object({
  check: z.enum(["soak", "reported", "failures", "conflicts", "policy-sets", "help-requests"]),
  verdict: z.enum(["pass", "hold", "fail"]),
  actual: z.number().nullable(),
  threshold: z.number(),
  sample: z.number(),
  bounds: z.object({ lowerPercent: z.number(), upperPercent: z.number() }).nullable(),
  because: z.string(),
});

export const gateJudgement = z
  .object({
    verdict: z.discriminatedUnion("kind", [
      z.object({ kind: z.literal("pass") }),
      z.object({ kind: z.literal("hold"), reason: z.string(), askAgainAt: instantMs }),
      z.object({ kind: z.literal("fail"), reason: z.string() }),
    ]),
    checks: z.array(gateCheck),
    judgedAt: instantMs,
    evidenceAt: instantMs.nullable(),
  })
  .meta({ id: "GateJudgement" });
export type GateJudgementBody = z.output<typeof gateJudgement>;

/** How a cohort was found: who was left out and why, and what the pilot does not cover. */
export const cohortSelection = z
  .object({
    population: count,
    laboratory: count,
    excluded: z.array(z.object({ reason: z.string(), devices: count })),
    coverage: json,
    policySets: z.array(z.object({ policyIds: z.array(z.string()), devices: count })),
    note: z.string(),
  })
  .meta({ id: "CohortSelection" });

const openedPhase = z.object({
  status: z.literal("opened"),
  index: count,
  name: z.string(),
  kind: plannedPhase.shape.kind,
  cap: count,
  cohortSize: count,
  openedAt: instantMs,
  leftAt: instantMs.nullable(),
  publishedAt: instantMs.nullable(),
  counts: phaseCounts,
  judgement: gateJudgement.nullable(),
  selection: cohortSelection,
});
const comingPhase = z.object({
  status: z.literal("planned"),
  index: count,
  name: z.string(),
  kind: plannedPhase.shape.kind,
  cap: count,
  approvalsMin: count,
});
export const rolloutPhase = z.discriminatedUnion("status", [openedPhase, comingPhase]).meta({ id: "RolloutPhase" });
export type RolloutPhaseBody = z.output<typeof rolloutPhase>;

const approvalRecord = z.object({
  purpose,
  person: z.string(),
  planHash: z.string(),
  decision: z.enum(["approve", "deny"]),
  reason: z.string(),
  decidedAt: instantMs,
});

/** `rollback`: devices that ever held the change, and what they said since; `harmed` ever failed on it. */
export const rolloutDetail = rolloutSummary
  .extend({
    reason: z.string(),
    phases: z.array(rolloutPhase),
    approvals: z.array(approvalRecord),
    possibleCommands: z.array(z.enum(COMMANDS)),
    onGateFail: z.enum(["halt", "halt-and-roll-back"]),
    rollback: z.object({ exposed: count, verifiedBack: count, outstanding: count, left: count, harmed: count }).nullable(),
    policyPlan,
  })
  .meta({ id: "RolloutDetail" });
export type RolloutDetail = z.output<typeof rolloutDetail>;

export const createRolloutRequest = z
  .strictObject({
    planHash: hashText,
    name: title(200),
    reason: reasonText,
    allowDelete: z.int().min(0).max(1_000_000).default(0).describe("must equal the number of deletions in the plan"),
    accept: z.array(acceptanceKind).max(20).default([]).describe("must name every acceptance that the plan lists"),
  })
  .meta({ id: "CreateRolloutRequest" });
export type CreateRolloutRequest = z.output<typeof createRolloutRequest>;

export const commandRequest = z
  .strictObject({ command: z.enum(COMMANDS), reason: reasonText })
  .meta({ id: "CommandRequest", example: { command: "halt", reason: "tickets about printing since 9:40" } });
export type CommandRequestBody = z.output<typeof commandRequest>;

export const approvalRequest = z
  .strictObject({
    decision: z.enum(["approve", "deny"]),
    purpose: z.enum(["pending", "next", "waive"]),
    asked: line(60)
      .nullable()
      .default(null)
      .describe("what the approver read that this is for, such as `phase:2`; if something else is asked now, nothing is signed"),
    planHash: hashText.describe("of the plan that the approver read"),
    reason: reasonText,
  })
  .meta({ id: "ApprovalRequest" });
export type ApprovalRequestBody = z.output<typeof approvalRequest>;

/** `gate` is judged on the evidence of this moment; `sentence` is what follows from it. */
export const rolloutWhy = z
  .object({
    sentence: z.string(),
    state: z.enum(STATE_KINDS),
    gate: gateJudgement.nullable(),
    waitsFor: z.array(z.string()),
    possibleCommands: z.array(z.enum(COMMANDS)),
    leftOut: z.object({ phase: z.string(), selection: cohortSelection }).nullable(),
    timeline: z.array(auditEntry),
    asOf: instantMs,
  })
  .meta({ id: "RolloutWhy" });
export type RolloutWhy = z.output<typeof rolloutWhy>;

export const rolloutDevice = z
  .object({
    deviceId: z.string(),
    name: z.string(),
    phaseIndex: count,
    state: z.enum(DEVICE_BUCKETS),
    offeredAt: instantMs.nullable(),
    reportedAt: instantMs.nullable(),
    appliedAt: instantMs.nullable().describe("the first time that it said so of this change"),
    verifiedAt: instantMs.nullable(),
    failedAt: instantMs.nullable(),
    platform: z.string().nullable().describe("null: the device has left the estate"),
    model: z.string().nullable(),
    person: z.string().nullable(),
    lastSeenAt: instantMs.nullable(),
    reason: z
      .object({ key: z.string(), text: z.string() })
      .nullable()
      .describe("why it is not well, or what it failed with before; null: neither"),
    exceptions: json,
    everFailed: z.boolean(),
  })
  .meta({ id: "RolloutDevice" });

const effectReceipt = z.object({
  key: z.string(),
  kind: z.string(),
  payload: json,
  createdAt: instantMs,
  attempts: count,
  nextAttemptAt: instantMs.nullable(),
  lastError: z.string().nullable(),
  doneAt: instantMs.nullable(),
  receipt: json,
});

/** Everything that is known of one rollout, for the file. */
export const rolloutDossier = z
  .object({
    rollout: rolloutDetail,
    plan: rolloutPlan,
    effects: z.array(effectReceipt),
    audit: z.array(auditEntry),
    asOf: instantMs,
  })
  .meta({ id: "RolloutDossier" });
export type RolloutDossier = z.output<typeof rolloutDossier>;
