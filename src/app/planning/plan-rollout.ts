import { err, ok, type Result } from "../../kit/result.ts";
import type { Json } from "../../kit/canonical-json.ts";
import type { PolicyId } from "../../kit/ids.ts";
import type { Instant } from "../../kit/instant.ts";
import type { SettingCatalogue } from "../../policy/catalogue.ts";
import type { PolicyChange } from "../../policy/change.ts";
import { planPolicyChange, type PlanRefused } from "../../policy/plan-policies.ts";
import { defaultRolloutShape } from "../../rollout/default-shape.ts";
import { isSkipped, plannedPhases, type PhasesRefused, type RolloutShape } from "../../rollout/phases.ts";
import { populationCounts } from "../../rollout/population.ts";
import { rolloutPlanHash, type RolloutPlan } from "../../rollout/rollout.ts";
import { problem, type Problem } from "../problems/problem.ts";
import type { Store, Unit } from "../ports/store.ts";
import { cohortSourceOf, isolatedOf, nobody, type CohortSource } from "./cohorts.ts";
import { hashed, readWorld, type WorldReading } from "./world-reading.ts";

export type PlanRequest = Readonly<{
  change: PolicyChange;
  /** Left out: careful defaults fitted to the population. */
  shape: RolloutShape | null;
  onGateFail: RolloutPlan["onGateFail"];
  /** What is known of settings: where they apply, and their defaults. */
  catalogue: SettingCatalogue;
  by: string;
  now: Instant;
}>;

/** `hash` names the plan: it is what approvals bind to. */
export type PlannedRollout = Readonly<{ hash: string; plan: RolloutPlan }>;

/** W1. Reads one snapshot, works everything out in the pure rooms, and keeps the plan under its hash. Changes nothing else. */
export async function planRollout(store: Store, request: PlanRequest): Promise<Result<PlannedRollout, Problem>> {
  const made = await store.read((unit) => makePlan(unit, request));
  if (!made.ok) return made;
  const { hash, plan } = made.value;
  const stored = {
    hash,
    inputsHash: plan.policyPlan.inputsHash,
    plan: plan as unknown as Json,
    createdAt: request.now,
    createdBy: request.by,
  };
  await store.write((unit) => unit.policies.savePlan(stored));
  return made;
}

/** The same change against today's world: equal to the plan's own inputs hash as long as nothing that matters has moved. */
export async function inputsHashNow(unit: Unit, change: PolicyChange): Promise<string | null> {
  const world = hashed(await readWorld(unit));
  const planned = planPolicyChange({ ...world, change, masters: await unit.masters.loadAll() });
  return planned.ok ? planned.value.inputsHash : null;
}

async function makePlan(unit: Unit, request: PlanRequest): Promise<Result<PlannedRollout, Problem>> {
  if ((await unit.estate.latestBaseline()) === null)
    return err(problem("baseline-missing", "neither an estate nor policies were imported"));
  const world = hashed(await readWorld(unit));
  if (world.estate.devices.length === 0) return err(problem("estate-empty", "the estate holds no device"));
  const masters = await unit.masters.loadAll();
  const policyPlan = planPolicyChange({ ...world, masters, change: request.change, catalogue: request.catalogue });
  if (!policyPlan.ok) return err(planProblem(policyPlan.error, world));
  const { lost } = policyPlan.value.devices;
  if (request.change.kind !== "retire" && lost > 0) {
    return err(
      problem("plan-impossible", `${lost} devices would lose the policy in one step, without a phase of their own`, {
        help: NARROWING_HELP,
      }),
    );
  }
  const source = cohortSourceOf(world, request.change);
  const salt = policyPlan.value.inputsHash.slice(0, 16);
  const isolated = isolatedOf(source, MEASURE_ISOLATED, salt, nobody(source));
  const counts = populationCounts(source.population, isolated.ok ? isolated.value.eligible : 0);
  const shape = request.shape ?? defaultRolloutShape(counts);
  const phases = plannedPhases(shape, counts);
  if (!phases.ok) return err(phasesProblem(phases.error));
  const plan: RolloutPlan = {
    policyPlan: policyPlan.value,
    change: request.change,
    phases: phases.value,
    startApprovalsMin: phases.value[0]?.approvalsMin ?? 1,
    onGateFail: request.onGateFail,
    suspendedWhileIsolated: suspendedBy(source, shape, salt),
    isolatedPilotSkipReason: isSkipped(shape.pilotIsolated) ? shape.pilotIsolated.skipReason : null,
    people: shape.people,
    salt,
  };
  return ok({ hash: rolloutPlanHash(plan), plan });
}

const NARROWING_HELP = "Keep the assignments for this change. To take the policy from everybody in phases, retire it.";

/** Enough to count who is eligible; the cohort itself is drawn when its phase opens. */
const MEASURE_ISOLATED = 1;

function suspendedBy(source: CohortSource, shape: RolloutShape, salt: string): readonly PolicyId[] {
  if (isSkipped(shape.pilotIsolated)) return [];
  const isolated = isolatedOf(source, shape.pilotIsolated.sizeMax, salt, nobody(source));
  return isolated.ok ? isolated.value.suspendedPolicyIds : [];
}

function planProblem(refused: PlanRefused, world: WorldReading): Problem {
  const nameOf = (policyId: PolicyId) => world.policies.find((policy) => policy.id === policyId)?.live.content.name ?? policyId;
  switch (refused.type) {
    case "PolicyUnknown":
      return problem("policy-unknown", `there is no policy \`${refused.policyId}\``);
    case "PolicyExists":
      return problem("change-file-invalid", `policy \`${nameOf(refused.policyId)}\` exists already: propose a change of it`);
    case "NothingChanges":
      return problem("change-empty", `\`${nameOf(refused.policyId)}\` would stay as it is`);
    case "GroupsMissing": {
      const issues = refused.groupIds.map((groupId) => ({
        code: "group-unknown",
        at: groupId,
        message: `group \`${groupId}\` is not in the estate`,
        help: "import it or correct the assignment",
      }));
      return problem("group-unknown", `${refused.groupIds.length} groups of the assignments are not in the estate`, { issues });
    }
    case "AudienceEmpty":
      return problem("audience-empty", `\`${nameOf(refused.policyId)}\` would reach no device`);
    case "ContentOpaque":
      return problem(
        "change-file-invalid",
        `what the ${refused.side} version does cannot be read, so that no plan could be true`,
      );
  }
}

function phasesProblem(refused: PhasesRefused): Problem {
  const issues = refused.faults.map((fault) => ({ code: fault.code, at: fault.field, message: fault.message, help: "" }));
  return problem("plan-impossible", `${issues.length} settings of the rollout cannot be kept`, { issues });
}
