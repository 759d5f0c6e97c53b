import type { Json } from "../../kit/canonical-json.ts";
import type { PolicyId, VersionHash } from "../../kit/ids.ts";
import type { Instant } from "../../kit/instant.ts";
import type { Assignment } from "../../audience/assignment.ts";
import type { Policy, PolicyContent, PolicyVersion } from "../../policy/policy.ts";

export type NewVersion = Readonly<{
  policyId: PolicyId;
  content: PolicyContent;
  createdAt: Instant;
  createdBy: string;
  /** Why it was made, in the words of whoever made it; an equal content keeps its first reason. */
  reason?: string;
}>;
/** Who made a version, when and why; `reason` null: nobody said. */
export type VersionRecord = PolicyVersion & Readonly<{ createdAt: Instant; createdBy: string; reason: string | null }>;
export type StoredPlan = Readonly<{ hash: string; inputsHash: string; plan: Json; createdAt: Instant; createdBy: string }>;

export type PolicyStore = Readonly<{
  /** Every policy that is not retired, with its live version, in the order of their ids. */
  loadLive: () => Promise<readonly Policy[]>;
  find: (id: PolicyId) => Promise<Policy | null>;
  /** Policies that were live and are retired, with the last version that was, in the order of their ids. */
  loadRetired: () => Promise<readonly Policy[]>;
  /** Every version of a policy, newest first; of an unknown one there are none. */
  versions: (id: PolicyId) => Promise<readonly VersionRecord[]>;
  version: (policyId: PolicyId, hash: VersionHash) => Promise<PolicyVersion | null>;
  /** Keeps an equal content under its number; otherwise the next number. The live version does not move. */
  addVersion: (version: NewVersion) => Promise<PolicyVersion>;
  /** Makes a version live with these assignments; a policy that is new comes into being. Retired: gone from every device. */
  setLive: (
    policyId: PolicyId,
    live: Readonly<{ version: PolicyVersion; assignments: readonly Assignment[]; retired: boolean }>,
  ) => Promise<void>;
  savePlan: (plan: StoredPlan) => Promise<void>;
  findPlan: (hash: string) => Promise<StoredPlan | null>;
}>;
