import type { Estate } from "../../estate/estate.ts";
import { err, ok, type Result } from "../../kit/result.ts";
import type { Instant } from "../../kit/instant.ts";
import type { Policy } from "../../policy/policy.ts";
import type { PolicyPlan } from "../../policy/plan.ts";
import { acceptancesOf, type Acceptance } from "../../rollout/acceptance.ts";
import type { PlannedPhase } from "../../rollout/phase.ts";
import type { RolloutPlan } from "../../rollout/rollout.ts";
import { inputsHashNow } from "../planning/plan-rollout.ts";
import type { Store, Unit } from "../ports/store.ts";
import { problem, type Problem } from "../problems/problem.ts";
import type { EstateMemory } from "./estate-memory.ts";
import { namedAssignments, type NamedAssignment } from "./policy-readings.ts";

/** A plan as people read it: names beside ids, and no policy contents. */
export type PlanReading = Readonly<{
  policyPlan: PolicyPlan;
  /** After the change; null for a retirement. */
  assignments: readonly NamedAssignment[] | null;
  phases: readonly PlannedPhase[];
  startApprovalsMin: number;
  onGateFail: RolloutPlan["onGateFail"];
  suspendedWhileIsolated: readonly Readonly<{ policyId: string; name: string }>[];
  isolatedPilotSkipReason: string | null;
  people: RolloutPlan["people"];
  acceptances: readonly Acceptance[];
  salt: string;
}>;

export type PlanAnswer = Readonly<{
  hash: string;
  plan: PlanReading;
  createdAt: Instant;
  createdBy: string;
  stale: boolean;
  asOf: Instant;
}>;

export function getPlan(store: Store, memory: EstateMemory, hash: string, now: Instant): Promise<Result<PlanAnswer, Problem>> {
  return store.read(async (unit) => {
    const stored = await unit.policies.findPlan(hash);
    if (stored === null) return err(problem("plan-unknown", `there is no plan \`${hash}\``));
    const plan = stored.plan as unknown as RolloutPlan;
    const stale = (await inputsHashNow(unit, plan.change)) !== stored.inputsHash;
    const { createdAt, createdBy } = stored;
    return ok({ hash, plan: await readPlan(unit, memory, plan), createdAt, createdBy, stale, asOf: now });
  });
}

export async function readPlan(unit: Unit, memory: EstateMemory, plan: RolloutPlan): Promise<PlanReading> {
  const { estate } = await memory.read(unit);
  return planReadingOf(plan, estate, await unit.policies.loadLive());
}

function planReadingOf(plan: RolloutPlan, estate: Estate, policies: readonly Policy[]): PlanReading {
  const nameById = new Map(policies.map((policy) => [policy.id, policy.live.content.name]));
  const { policyPlan, change, phases, startApprovalsMin, onGateFail, salt } = plan;
  return {
    policyPlan,
    assignments: change.kind === "retire" ? null : namedAssignments(estate, change.assignments),
    phases,
    startApprovalsMin,
    onGateFail,
    suspendedWhileIsolated: plan.suspendedWhileIsolated.map((policyId) => ({
      policyId,
      name: nameById.get(policyId) ?? policyId,
    })),
    isolatedPilotSkipReason: plan.isolatedPilotSkipReason,
    people: plan.people,
    acceptances: acceptancesOf(policyPlan),
    salt,
  };
}
