import { z } from "zod";
import { policyPlan } from "./plans.ts";
import { nodeNames } from "./policies.ts";
import { gateJudgement, rolloutSummary } from "./rollouts.ts";
import { auditEntry } from "./server.ts";
import { count, instantMs } from "./words.ts";

/**
 * One page for somebody with two minutes and a phone: what is asked, and everything a careful person would want to know
 * before saying yes (E5 of the product's promises to approvers).
 */
export const decisionAnswer = z
  .object({
    rollout: rolloutSummary,
    reason: z.string(),
    asked: rolloutSummary.shape.waitsForApproval,
    /** Whether the asker may decide now, and why or why not. */
    mayDecide: z.object({ allowed: z.boolean(), because: z.string() }),
    what: z.object({
      settings: policyPlan.shape.settings,
      conflicts: count.describe("devices in conflict with another policy; one with two conflicts counts twice"),
      deletions: count,
    }),
    who: z.object({
      inScope: count,
      next: z.object({ phase: z.string(), cap: count }).nullable().describe("what opens with a yes"),
      exposedSoFar: count,
      sensitive: policyPlan.shape.devices.shape.bySensitivity,
      users: count,
    }),
    when: z.object({
      sentence: z.string(),
      phases: z.array(z.object({ name: z.string(), cap: count, soakMsMin: count, openedAt: instantMs.nullable() })),
    }),
    worstCase: z.object({ devices: count, sentence: z.string() }).describe("if everything fails before the next gate"),
    undo: z.object({ kind: z.enum(["previous-version", "removal", "unknown"]), sentence: z.string() }),
    evidence: z.object({ phase: z.string(), judgement: gateJudgement }).nullable().describe("the gate of the phase before"),
    communication: z.object({ sentence: z.string(), notTold: count, helpDeskAcknowledged: z.boolean().nullable() }),
    helpRequests: z.object({ linked: count, open: count, per1000Exposed: z.number().nullable() }),
    sinceLastApproval: z.array(auditEntry).describe("what happened since somebody last said yes; newest first, at most 20"),
    /** Exactly what a yes binds to. */
    signed: z.object({ planHash: z.string(), purpose: z.string(), statement: z.string() }).nullable(),
    names: nodeNames,
    asOf: instantMs,
  })
  .meta({ id: "Decision" });
export type DecisionAnswer = z.output<typeof decisionAnswer>;
