import type { RolloutId } from "../../kit/ids.ts";
import { err, ok, type Result } from "../../kit/result.ts";
import type { Instant } from "../../kit/instant.ts";
import { acceptancesOf, type Acceptance, type AcceptanceKind } from "../../rollout/acceptance.ts";
import { decide } from "../../rollout/decide.ts";
import { NOBODY_SPOKE } from "../../rollout/people.ts";
import type { Rollout, RolloutPlan } from "../../rollout/rollout.ts";
import { audit, rolloutSubject } from "../audit.ts";
import { inputsHashNow } from "../planning/plan-rollout.ts";
import type { Entropy } from "../ports/clock.ts";
import type { Store, Unit } from "../ports/store.ts";
import { problem, type Problem } from "../problems/problem.ts";

export type CreateRequest = Readonly<{
  planHash: string;
  name: string;
  reason: string;
  /** Must equal the plan's deletions: what is taken away is counted before it is allowed. */
  allowDelete: number;
  /** Must name every acceptance that the plan asks for. */
  accept: readonly AcceptanceKind[];
  by: string;
  now: Instant;
}>;

/** Turns a plan into a rollout in scope. A plan whose inputs have moved is refused: approvals must not bind to the past. */
export function createRollout(store: Store, entropy: Entropy, request: CreateRequest): Promise<Result<Rollout, Problem>> {
  return store.write((unit) => createInUnit(unit, entropy, request));
}

async function createInUnit(unit: Unit, entropy: Entropy, request: CreateRequest): Promise<Result<Rollout, Problem>> {
  const stored = await unit.policies.findPlan(request.planHash);
  if (stored === null) return err(problem("plan-unknown", `there is no plan \`${request.planHash}\``));
  const plan = stored.plan as unknown as RolloutPlan;
  const deletions = plan.policyPlan.deletions.length;
  if (deletions !== request.allowDelete)
    return err(problem("deletions-not-allowed", `the plan lists ${deletions} deletions, ${request.allowDelete} were allowed`));
  const asked = acceptancesOf(plan.policyPlan);
  const lacking = asked.filter(({ kind }) => !request.accept.includes(kind));
  if (lacking.length > 0) return err(notAccepted(lacking));
  if ((await inputsHashNow(unit, plan.change)) !== stored.inputsHash)
    return err(problem("plan-stale", "devices, groups, policies or assignments have changed since the plan was made"));
  const rollout = draft(plan, entropy, request);
  const { policyId, fromHash, toHash } = plan.policyPlan.change;
  if (plan.change.kind !== "retire")
    await unit.policies.addVersion({
      policyId,
      content: plan.change.content,
      createdAt: request.now,
      createdBy: request.by,
      reason: request.reason,
    });
  const inserted = await unit.rollouts.insert(rollout, policyId, { target: toHash, previous: fromHash });
  if (inserted === "open-rollout-exists")
    return err(problem("rollout-open-exists", `a rollout of \`${plan.policyPlan.change.name}\` is not over`));
  await audit(unit, request.now, request.by, "rollout.created", rolloutSubject(rollout.id), {
    name: rollout.name,
    planHash: rollout.planHash,
    reason: rollout.reason,
    ...(asked.length === 0 ? {} : { accepted: asked.map(({ kind }) => kind) }),
  });
  return ok(rollout);
}

function notAccepted(lacking: readonly Acceptance[]): Problem {
  const issues = lacking.map(({ kind, words }) => ({
    code: "acceptance-missing",
    at: kind,
    message: words,
    help: `accept it by its name, \`${kind}\``,
  }));
  return problem("acceptance-missing", `${lacking.length} of what the plan asks to be accepted was not`, { issues });
}

function draft(plan: RolloutPlan, entropy: Entropy, request: CreateRequest): Rollout {
  const rollout: Rollout = {
    id: `ro-${entropy.hex(64)}` as RolloutId,
    name: request.name,
    authorId: request.by,
    reason: request.reason,
    plan,
    planHash: request.planHash,
    state: { kind: "scope", since: request.now, startRequestedBy: null },
    revision: 1,
    wakeAt: null,
    because: "planned",
    createdAt: request.now,
    approvals: [],
    people: NOBODY_SPOKE,
  };
  return { ...rollout, because: decide(rollout, null, null, request.now).because };
}
