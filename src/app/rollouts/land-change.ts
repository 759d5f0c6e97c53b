import { assert } from "../../kit/assert.ts";
import type { Instant } from "../../kit/instant.ts";
import { queryOf } from "../../policy/change-reach.ts";
import type { Rollout } from "../../rollout/rollout.ts";
import { takeBaseline } from "../imports/baseline.ts";
import type { Unit } from "../ports/store.ts";

/** After the last wave somebody has to land: the change becomes the policy, for everybody it is assigned to (requirements.md 2.12). */
export async function landChange(unit: Unit, rollout: Rollout, now: Instant): Promise<void> {
  const { change, policyPlan } = rollout.plan;
  const hash = policyPlan.change.toHash ?? policyPlan.change.fromHash;
  assert(hash !== null, "a change has a version before or after it");
  const version = await unit.policies.version(change.policyId, hash);
  assert(version !== null, `policy ${change.policyId} has no version ${hash}`);
  const retired = change.kind === "retire";
  const before = (await unit.policies.loadLive()).find((policy) => policy.id === change.policyId);
  await unit.rollouts.notePreviousAudience(rollout.id, before === undefined ? null : queryOf(before));
  await unit.policies.setLive(change.policyId, { version, assignments: retired ? [] : change.assignments, retired });
  await takeBaseline(unit, now);
}
