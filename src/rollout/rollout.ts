import type { PolicyId, RolloutId } from "../kit/ids.ts";
import type { Instant } from "../kit/instant.ts";
import { hashOf } from "../kit/sha256.ts";
import type { PolicyChange } from "../policy/change.ts";
import type { PolicyPlan } from "../policy/plan.ts";
import type { ApprovalRecord } from "./approval.ts";
import type { State } from "./lifecycle/types.ts";
import type { PeopleRule, PeopleStanding } from "./people.ts";
import type { PlannedPhase } from "./phase.ts";

/** What is approved and then run, word for word. Immutable: an edit is another plan with another hash. */
export type RolloutPlan = Readonly<{
  policyPlan: PolicyPlan;
  change: PolicyChange;
  phases: readonly PlannedPhase[];
  /** People other than the author who must have said yes before the first phase opens. */
  startApprovalsMin: number;
  /** What the gate does by itself when the evidence turns; approved with the plan. */
  onGateFail: "halt" | "halt-and-roll-back";
  /** Policies that are taken off the devices of the isolated pilot while it lasts (S23). */
  suspendedWhileIsolated: readonly PolicyId[];
  /** Why there is no isolated pilot (S23); null where there is one. */
  isolatedPilotSkipReason: string | null;
  /** Whether people are told before their devices change (S22, S29). */
  people: PeopleRule;
  /** Fixes who comes when, so that a stopped and restarted rollout exposes the same devices. */
  salt: string;
}>;

/** A rollout as stored: the plan, where it stands, and the fence of its writes. */
export type Rollout = Readonly<{
  id: RolloutId;
  name: string;
  authorId: string;
  reason: string;
  plan: RolloutPlan;
  planHash: string;
  state: State;
  /** Counts writes; a write names the revision it read. */
  revision: number;
  wakeAt: Instant | null;
  because: string;
  createdAt: Instant;
  approvals: readonly ApprovalRecord[];
  people: PeopleStanding;
}>;

export function rolloutPlanHash(plan: RolloutPlan): string {
  return hashOf(plan);
}
