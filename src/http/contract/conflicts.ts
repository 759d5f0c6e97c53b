import { z } from "zod";
import { CONFLICT_CLASSES, CONFLICT_SEVERITIES } from "../../policy/conflict/conflict-class.ts";
import { REPAIR_KINDS } from "../../policy/conflict/repairs.ts";
import { POLICY_KINDS } from "../../policy/policy.ts";
import { settingChange } from "./plans.ts";
import { assignmentLine, nodeNames } from "./policies.ts";
import { count, idOrName, instantMs, json, listOf, pageQuery, reasonText } from "./words.ts";

const conflictClass = z.enum(CONFLICT_CLASSES);
const severity = z.enum(CONFLICT_SEVERITIES);
const conflictId = z.string().regex(/^cf-[0-9a-f]{16}$/, "is no conflict's id");

const conflictSide = z.object({
  policyId: z.string(),
  name: z.string(),
  kind: z.enum(POLICY_KINDS),
  node: z.string().nullable().describe("null: what the policy asks for cannot be read"),
  value: json,
});

/** Two policies that get in each other's way at a node; `b` null: a policy that cannot be read, and `others` that it meets. */
export const conflictSummary = z
  .object({
    id: z.string().describe("the same as long as the two policies meet at the node"),
    class: conflictClass,
    severity,
    node: z.string().nullable(),
    scope: z.enum(["device", "user", "both"]).nullable().describe("null: the node does not say"),
    a: conflictSide,
    b: conflictSide.nullable(),
    devices: count.describe("carry both, of `ofDevices`"),
    others: count,
    rule: z.string(),
    winner: z.enum(["a", "b"]).nullable().describe("whose value is in effect; null: nobody's alone"),
    weaker: z.enum(["yes", "unknown"]).nullable().describe("whether what is lost is stricter"),
    sentence: z.string().describe("what a device with both ends with"),
  })
  .meta({ id: "ConflictSummary" });
export type ConflictSummary = z.output<typeof conflictSummary>;

export const conflictsAnswer = listOf(conflictSummary)
  .extend({
    ofDevices: count.describe("devices in the estate"),
    policies: count.describe("live policies that were compared"),
    counts: z
      .array(z.object({ class: conflictClass, severity, conflicts: count }))
      .describe("before filters of class and severity"),
    names: nodeNames,
  })
  .meta({ id: "Conflicts" });
export type ConflictsAnswer = z.output<typeof conflictsAnswer>;

/** Each was tried on the estate: it ends the conflict and brings no other hard one. */
export const conflictRepair = z
  .object({
    kind: z
      .enum(REPAIR_KINDS)
      .describe("`drop`, `align` (take the other's value), `exclude` a group, `platforms`; `-a` and `-b` say whose"),
    policyId: z.string(),
    name: z.string().describe("of the policy that would change"),
    groupId: z.string().nullable(),
    groupName: z.string().nullable(),
    settings: z.array(settingChange).describe("against what is live"),
    platforms: z.array(z.string()).describe("after the repair"),
    assignments: z.array(assignmentLine).describe("after the repair"),
    devicesChanged: count.describe("end with something else, of `ofDevices`"),
    devicesLost: count.describe("no longer reached by the policy, of `ofDevices`"),
    solves: count.describe("conflicts of the two policies that are gone after it"),
    plannable: z.boolean().describe("false: it takes the policy from a part of its devices, which no rollout does in phases yet"),
  })
  .meta({ id: "ConflictRepair" });
export type ConflictRepair = z.output<typeof conflictRepair>;

const conflictReach = z.object({ devices: count, assignments: z.array(assignmentLine) });

export const conflictAnswer = conflictSummary
  .extend({
    ruleWords: z.string(),
    users: count.describe("distinct primary users of the devices"),
    ofDevices: count,
    aReach: conflictReach,
    bReach: conflictReach.nullable(),
    repairs: z.array(conflictRepair).describe("what can be planned first, then fewest changed devices"),
    names: nodeNames,
    asOf: instantMs,
  })
  .meta({ id: "Conflict" });
export type ConflictAnswer = z.output<typeof conflictAnswer>;

export const conflictsQuery = pageQuery.extend({
  class: conflictClass.optional(),
  severity: severity.optional(),
  policy: idOrName.optional().describe("only those of this policy, by id or name"),
});
export const conflictParams = z.strictObject({ id: conflictId });
export const repairParams = z.strictObject({ id: conflictId, repair: z.enum(REPAIR_KINDS) });
export const repairRequest = z
  .strictObject({ reason: reasonText.nullable().default(null).describe("null: what the conflict says of itself") })
  .meta({ id: "RepairRequest", example: { reason: "audit finding 12" } });
