import type { Json } from "../kit/canonical-json.ts";
import type { PolicyId, VersionHash } from "../kit/ids.ts";
import type { Platform } from "../estate/platform.ts";
import type { Sensitivity } from "../estate/device.ts";
import type { AccessConsequence } from "./access/access-plan.ts";
import type { IntentReport } from "./applicability/intent.ts";
import type { PlannedBehaviour } from "./behaviour/plan-behaviours.ts";
import type { MasterFindings } from "./conflict/master-conflicts.ts";
import type { ConflictClass, ConflictSeverity } from "./conflict/conflict-class.ts";
import type { TakingEffect } from "./effect/taking-effect.ts";
import type { UndoPlan } from "./reversal/rollback-plan.ts";

/**
 * What a policy change does to an estate, before anything is assigned. Holds no time and no random, so that the same
 * inputs give the same bytes. Counts are devices. Source: S7, S12; docs/guide/plan.md.
 */
export type PolicyPlan = Readonly<{
  format: 1;
  /** Estate, policies and change that this plan was made from; differs from today's: the plan is stale. */
  inputsHash: string;
  change: Readonly<{
    kind: "add" | "change" | "retire";
    policyId: PolicyId;
    name: string;
    fromHash: VersionHash | null;
    toHash: VersionHash | null;
  }>;
  /** Added and changed first, removed last; within each in the order of their nodes. */
  settings: readonly SettingChange[];
  devices: DeviceImpact;
  /** The same in sentences: what people meet, what they notice first. */
  behaviours: readonly PlannedBehaviour[];
  /** Null: the change makes no device noncompliant. */
  access: AccessConsequence | null;
  /** Where the policy would hold, of the devices in scope; null for a retirement. */
  applicability: IntentReport | null;
  /** When its values take effect. */
  effect: TakingEffect;
  /** What becomes of them when nobody asks for them any more, and how devices go back. */
  undo: UndoPlan;
  /** Hard conflicts in which the changed policy takes part after the change, most devices first. */
  conflicts: readonly PlannedConflict[];
  /** Where it meets others without a hard conflict (conflict-class.ts), most devices first. */
  overlaps: readonly PlannedConflict[];
  /** What stands today, other than mere tidying, and is gone after the change. */
  resolvedConflicts: readonly PlannedConflict[];
  /** Where it meets Group Policy, co-management and other MDMs after the change. Left out: nothing is declared of these. */
  masters?: MasterFindings;
  /** Policies that reach the same devices and whose effect cannot be read. */
  unknownEffects: readonly Readonly<{ policyId: PolicyId; name: string; devices: number }>[];
  /** What is taken away: settings removed from devices, and devices that lose the policy. Always the last thing shown. */
  deletions: readonly PlannedDeletion[];
}>;

export type SettingChange =
  | Readonly<{ kind: "added"; node: string; after: Json }>
  | Readonly<{ kind: "changed"; node: string; before: Json; after: Json }>
  | Readonly<{ kind: "removed"; node: string; before: Json }>;

export type DeviceImpact = Readonly<{
  /** Devices in the estate: the denominator of all below. */
  estate: number;
  /** Reached after the change (for a retirement: reached before it). */
  inScope: number;
  /** Reached after and not before, and before and not after. */
  gained: number;
  lost: number;
  /** Distinct primary users of the devices in scope. */
  users: number;
  withoutUser: number;
  byPlatform: readonly Readonly<{ platform: Platform; osVersion: string | null; devices: number }>[];
  bySensitivity: readonly Readonly<{ sensitivity: Sensitivity; devices: number }>[];
  /** In scope and not seen for more than 30 days at the estate's date. */
  stale: number;
}>;

export type PlannedConflict = Readonly<{
  /** Of the conflict between the two policies at the node: `PolicyConflict`. */
  id: string;
  class: ConflictClass;
  severity: ConflictSeverity;
  node: string;
  ours: Readonly<{ policyId: PolicyId; name: string; value: Json }>;
  theirs: Readonly<{ policyId: PolicyId; name: string; value: Json }>;
  devices: number;
  /** `existing`: the live version meets the same policy there in the same way already. */
  standing: "new" | "existing";
  rule: string;
  /** Whose value is in effect; null: nobody's alone. */
  winner: "ours" | "theirs" | null;
  /** What a device with both ends with. */
  sentence: string;
}>;

export type PlannedDeletion =
  | Readonly<{ kind: "setting"; node: string; devices: number }>
  | Readonly<{ kind: "devices-lose-policy"; devices: number }>;
