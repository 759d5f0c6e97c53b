import { z } from "zod";
import { CONFLICT_CLASSES, CONFLICT_SEVERITIES } from "../../policy/conflict/conflict-class.ts";
import { planOfDraft } from "./draft-id.ts";
import { sourceFile } from "./imports.ts";
import { acceptance, intentReport, takingEffect, undoPlan } from "./consequences.ts";
import { accessConsequence, plannedBehaviour } from "./behaviours.ts";
import { masterFindings } from "./master-findings.ts";
import { assignmentLine, nodeNames } from "./policies.ts";
import { count, hashText, idOrName, instantMs, json, prose } from "./words.ts";

const DEVICES_MAX = 10_000_000;

/** Ranges are judged by the gate's own rules as well (rollout/gate-rule.ts); these bounds keep nonsense out. */
const gateRule = {
  soakMsMin: z
    .int()
    .min(0)
    .max(366 * 86_400_000),
  reportedPercentMin: z.number().min(0).max(100),
  conflictDevicesMax: z.int().min(0).max(DEVICES_MAX),
};
const failuresBound = {
  kind: z.literal("bound"),
  percentMax: z.number().min(0).max(100),
  confidence: z.number().min(0.5).max(0.9999),
};
const failuresCount = { kind: z.literal("count"), max: z.int().min(0).max(DEVICES_MAX) };

/** Help requests linked to the rollout for each 1,000 exposed devices; null: the gate does not ask. */
const helpRequestsPer1000Max = z.number().min(0).max(1_000).nullable();

const gateRuleInput = z
  .strictObject({
    ...gateRule,
    helpRequestsPer1000Max: helpRequestsPer1000Max.default(null),
    failures: z.discriminatedUnion("kind", [z.strictObject(failuresBound), z.strictObject(failuresCount)]),
  })
  .meta({ id: "GateRuleInput" });
const phaseShape = z.strictObject({
  sizeMax: z.int().min(1).max(DEVICES_MAX),
  approvalsMin: z.int().min(0).max(20),
  gate: gateRuleInput,
});
const waveShape = z.strictObject({
  percentOfPopulation: z.number().min(0).max(100),
  approvalsMin: z.int().min(0).max(20),
  gate: gateRuleInput,
});

/** Whether people are told and the help desk is asked before devices change; a waiver is approved with the plan. */
const people = z.discriminatedUnion("kind", [
  z.strictObject({
    kind: z.literal("required"),
    noticeLeadMsMin: z
      .int()
      .min(0)
      .max(90 * 86_400_000)
      .describe("between being told and being offered the change"),
  }),
  z.strictObject({ kind: z.literal("waived"), reason: prose(2_000) }),
]);

/** How the rollout is to travel; null takes careful defaults fitted to the population. */
export const rolloutShape = z
  .strictObject({
    proofOfConcept: phaseShape,
    pilotIsolated: z.union([phaseShape, z.strictObject({ skipReason: prose(2_000) })]),
    pilotFinal: phaseShape,
    pilotPercentMax: z.number().min(0).max(100),
    waves: z.array(waveShape).min(1).max(100),
    lateJoiners: phaseShape,
    people: people.default({ kind: "required", noticeLeadMsMin: 86_400_000 }),
  })
  .meta({ id: "RolloutShape" });

/** `policy`: id or exact name; null for a policy that is added, whose name stands in its file, and for a draft, which knows its policy. */
export const planRequest = z
  .strictObject({
    policy: idOrName.nullable(),
    change: z.discriminatedUnion("kind", [
      z.strictObject({ kind: z.literal("content"), file: sourceFile }),
      z.strictObject({ kind: z.literal("retire") }),
      z.strictObject({ kind: z.literal("add"), file: sourceFile }),
      planOfDraft,
    ]),
    shape: rolloutShape.nullable(),
    onGateFail: z.enum(["halt", "halt-and-roll-back"]),
  })
  .refine(({ policy, change }) => policy !== null || change.kind === "add" || change.kind === "draft", {
    path: ["policy"],
    message: "names the policy that is changed or retired",
  })
  .meta({
    id: "PlanRequest",
    // The same for readers of the description.
    anyOf: [
      { properties: { policy: { type: "string" } } },
      { properties: { change: { properties: { kind: { enum: ["add", "draft"] } } } } },
    ],
    example: { policy: "Firewall baseline", change: { kind: "retire" }, shape: null, onGateFail: "halt" },
  });
export type PlanRequestBody = z.output<typeof planRequest>;

const failures = z.discriminatedUnion("kind", [z.object(failuresBound), z.object(failuresCount)]);
export const plannedPhase = z
  .object({
    kind: z.enum(["proof-of-concept", "pilot-isolated", "pilot-final", "wave"]),
    name: z.string(),
    cap: count,
    approvalsMin: count,
    gate: z.object({
      soakMsMin: count,
      reportedPercentMin: z.number(),
      conflictDevicesMax: count,
      failures,
      helpRequestsPer1000Max,
    }),
  })
  .meta({ id: "PlannedPhase" });

export const settingChange = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("added"), node: z.string(), after: json }),
  z.object({ kind: z.literal("changed"), node: z.string(), before: json, after: json }),
  z.object({ kind: z.literal("removed"), node: z.string(), before: json }),
]);

const conflictSide = z.object({ policyId: z.string(), name: z.string(), value: json });

/** The changed policy is `ours`. */
export const plannedConflict = z
  .object({
    id: z.string(),
    class: z.enum(CONFLICT_CLASSES),
    severity: z.enum(CONFLICT_SEVERITIES),
    node: z.string(),
    ours: conflictSide,
    theirs: conflictSide,
    devices: count,
    standing: z.enum(["new", "existing"]).describe("`existing`: the live version meets the same policy there in the same way"),
    rule: z.string(),
    winner: z.enum(["ours", "theirs"]).nullable().describe("whose value is in effect; null: nobody's alone"),
    sentence: z.string().describe("what a device with both ends with"),
  })
  .meta({ id: "PlannedConflict" });

export const policyPlan = z
  .object({
    format: z.literal(1),
    inputsHash: z.string(),
    change: z.object({
      kind: z.enum(["add", "change", "retire"]),
      policyId: z.string(),
      name: z.string(),
      fromHash: z.string().nullable(),
      toHash: z.string().nullable(),
    }),
    settings: z.array(settingChange),
    devices: z.object({
      estate: count,
      inScope: count,
      gained: count,
      lost: count,
      users: count,
      withoutUser: count,
      byPlatform: z.array(z.object({ platform: z.string(), osVersion: z.string().nullable(), devices: count })),
      bySensitivity: z.array(z.object({ sensitivity: z.string(), devices: count })),
      stale: count,
    }),
    behaviours: z.array(plannedBehaviour),
    access: accessConsequence.nullable(),
    applicability: intentReport.nullable().describe("of the devices in scope; null for a retirement"),
    effect: takingEffect,
    undo: undoPlan,
    conflicts: z.array(plannedConflict).describe("hard conflicts after the change: no value is promised"),
    overlaps: z.array(plannedConflict).describe("the other classes, after the change"),
    resolvedConflicts: z
      .array(plannedConflict)
      .describe("what stands today, other than mere tidying, and is gone after the change"),
    masters: masterFindings
      .optional()
      .describe(
        "where it meets Group Policy, co-management and other MDMs after the change; left out: nothing is declared of these",
      ),
    unknownEffects: z.array(z.object({ policyId: z.string(), name: z.string(), devices: count })),
    deletions: z.array(
      z.discriminatedUnion("kind", [
        z.object({ kind: z.literal("setting"), node: z.string(), devices: count }),
        z.object({ kind: z.literal("devices-lose-policy"), devices: count }),
      ]),
    ),
  })
  .meta({ id: "PolicyPlan" });
export type PolicyPlanBody = z.output<typeof policyPlan>;

/** What is approved and then run. Contents of policies are left out: `policyPlan.settings` says what changes. */
export const rolloutPlan = z
  .object({
    policyPlan,
    assignments: z.array(assignmentLine).nullable().describe("after the change; null for a retirement"),
    phases: z.array(plannedPhase),
    startApprovalsMin: count,
    onGateFail: z.enum(["halt", "halt-and-roll-back"]),
    suspendedWhileIsolated: z.array(z.object({ policyId: z.string(), name: z.string() })),
    isolatedPilotSkipReason: z.string().nullable().describe("why there is no isolated pilot; null where there is one"),
    people,
    acceptances: z.array(acceptance).describe("what has to be accepted by name when a rollout is made of the plan"),
    salt: z.string(),
  })
  .meta({ id: "RolloutPlan" });
export type RolloutPlanBody = z.output<typeof rolloutPlan>;

export const planAnswer = z
  .object({
    hash: z.string(),
    plan: rolloutPlan,
    names: nodeNames,
    createdAt: instantMs,
    createdBy: z.string(),
    stale: z.boolean().describe("devices, groups, policies or assignments have changed since"),
    asOf: instantMs,
  })
  .meta({ id: "Plan" });
export type PlanAnswer = z.output<typeof planAnswer>;

export const planParams = z.strictObject({ hash: hashText });
