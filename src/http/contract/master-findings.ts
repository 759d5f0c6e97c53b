import { z } from "zod";
import { CONFLICT_CLASSES, CONFLICT_SEVERITIES } from "../../policy/conflict/conflict-class.ts";
import { MASTERS } from "../../policy/declared-fact.ts";
import { WORKLOADS } from "../../policy/workload.ts";
import { count, instantMs, json, listOf } from "./words.ts";

const masterSide = { id: z.string(), name: z.string(), master: z.enum(MASTERS) };

export const masterConflict = z
  .object({
    class: z.enum(CONFLICT_CLASSES),
    severity: z.enum(CONFLICT_SEVERITIES),
    node: z.string(),
    policy: z.object({ policyId: z.string(), name: z.string(), value: json }),
    master: z.object({
      ...masterSide,
      value: json,
      isComparable: z.boolean().describe("false: the master sets this, and its value cannot be compared"),
    }),
    devices: count,
    rule: z.string(),
    winner: z.enum(["policy", "master"]).nullable().describe("whose value is in effect; null: nobody's alone, or not known"),
    weaker: z.enum(["yes", "unknown"]).nullable().describe("whether what is lost is stricter"),
    sentence: z.string(),
  })
  .meta({ id: "MasterConflict" });

const keptSettings = z
  .object({
    policyId: z.string(),
    name: z.string(),
    workload: z.enum(WORKLOADS),
    master: z.object(masterSide),
    settings: count.describe("of the policy, that belong to the workload and do not apply"),
    settingsTotal: count,
    devices: count,
  })
  .meta({ id: "KeptSettings" });

export const masterFindings = z
  .object({ conflicts: z.array(masterConflict), kept: z.array(keptSettings) })
  .meta({ id: "MasterFindings" });
export type MasterFindingsBody = z.output<typeof masterFindings>;

export const masterConflictsAnswer = listOf(masterConflict)
  .extend({
    kept: z.array(keptSettings).describe("all of them, on every page"),
    policies: count.describe("live policies that were compared"),
    masters: count.describe("declared sets that they were compared with"),
    oldestReadAt: instantMs.nullable().describe("when the oldest report was made; null: nothing is declared, or none says so"),
  })
  .meta({ id: "MasterConflicts" });
export type MasterConflictsAnswer = z.output<typeof masterConflictsAnswer>;
