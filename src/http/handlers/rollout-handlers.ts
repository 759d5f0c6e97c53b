import { approveRollout } from "../../app/rollouts/approve-rollout.ts";
import { commandRollout } from "../../app/rollouts/command-rollout.ts";
import { createRollout } from "../../app/rollouts/create-rollout.ts";
import type { Problem } from "../../app/problems/problem.ts";
import type { EstateMemory } from "../../app/queries/estate-memory.ts";
import { findRollout } from "../../app/queries/find-rollout.ts";
import { detailOf, getRollout, getRolloutDossier, type RolloutDetail } from "../../app/queries/rollout-detail.ts";
import { listRollouts, type RolloutCounter } from "../../app/queries/rollout-summary.ts";
import { explainRollout } from "../../app/queries/rollout-why.ts";
import type { RolloutId } from "../../kit/ids.ts";
import type { Instant } from "../../kit/instant.ts";
import { err, ok, type Result } from "../../kit/result.ts";
import type { Rollout } from "../../rollout/rollout.ts";
import type { Handlers } from "../call.ts";
import { COMMAND_ROLES } from "../contract/rollouts.ts";
import type { HttpDeps } from "../http-deps.ts";
import { hasOneOf, notAllowed } from "../permission.ts";
import { pageRequest } from "./page-request.ts";

type RolloutOperations =
  | "createRollout"
  | "listRollouts"
  | "getRollout"
  | "commandRollout"
  | "decideApproval"
  | "explainRollout"
  | "getRolloutDossier";

export function rolloutHandlers(deps: HttpDeps, memory: EstateMemory, count: RolloutCounter): Pick<Handlers, RolloutOperations> {
  const { store, entropy } = deps;
  return {
    createRollout: async ({ body, principal, now }) => {
      return answer(deps, count, await createRollout(store, entropy, { ...body, by: principal.person, now }), now);
    },
    commandRollout: async ({ params, body, principal, now }) => {
      const allow = COMMAND_ROLES[body.command];
      if (!hasOneOf(principal, allow)) return err(notAllowed(principal, allow));
      const rolloutId = await idOf(deps, params.id);
      if (!rolloutId.ok) return rolloutId;
      return answer(
        deps,
        count,
        await commandRollout(store, { ...body, rolloutId: rolloutId.value, by: principal.person, now }),
        now,
      );
    },
    decideApproval: async ({ params, body, principal, now }) => {
      const rolloutId = await idOf(deps, params.id);
      if (!rolloutId.ok) return rolloutId;
      return answer(
        deps,
        count,
        await approveRollout(store, { ...body, rolloutId: rolloutId.value, by: principal.person, now }),
        now,
      );
    },
    listRollouts: async ({ query, now }) => ok(await listRollouts(store, count, pageRequest(query), now)),
    getRollout: ({ params, now }) => getRollout(store, count, params.id, now),
    explainRollout: ({ params, now }) => explainRollout(store, params.id, now),
    getRolloutDossier: ({ params, now }) => getRolloutDossier(store, count, memory, params.id, now),
  };
}

async function idOf({ store }: HttpDeps, text: string): Promise<Result<RolloutId, Problem>> {
  const found = await store.read((unit) => findRollout(unit, text));
  return found.ok ? ok(found.value.id) : found;
}

/** Lets the door and the timer look, whatever came of it, and shows where the rollout stands after the commit. */
async function answer(
  { store, door, onRolloutChange }: HttpDeps,
  count: RolloutCounter,
  result: Result<Rollout, Problem>,
  now: Instant,
): Promise<Result<RolloutDetail, Problem>> {
  door.view.invalidate();
  onRolloutChange();
  if (!result.ok) return result;
  const { id } = result.value;
  return ok(await store.read(async (unit) => detailOf(unit, count, (await unit.rollouts.find(id)) ?? result.value, now)));
}
