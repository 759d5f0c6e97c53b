import { acknowledgeStage } from "../../app/people/acknowledge-stage.ts";
import { listDeliveries, readCommunication, type CommunicationReading } from "../../app/people/read-communication.ts";
import { recordBounce } from "../../app/people/record-bounce.ts";
import { recordTold } from "../../app/people/record-told.ts";
import { setNotice } from "../../app/people/set-notice.ts";
import type { Problem } from "../../app/problems/problem.ts";
import type { Instant } from "../../kit/instant.ts";
import type { Result } from "../../kit/result.ts";
import type { Rollout } from "../../rollout/rollout.ts";
import type { Handlers } from "../call.ts";
import type { HttpDeps } from "../http-deps.ts";
import { pageRequest } from "./page-request.ts";

type CommunicationOperations =
  | "getCommunication"
  | "setNotice"
  | "listDeliveries"
  | "recordTold"
  | "recordBounce"
  | "acknowledgeStage";

export function communicationHandlers(deps: HttpDeps): Pick<Handlers, CommunicationOperations> {
  const { store, mail } = deps;
  return {
    getCommunication: ({ params, now }) => readCommunication(store, params.id, mail, now),
    setNotice: async ({ params, body, principal, now }) =>
      answer(deps, await setNotice(store, { ...body, rollout: params.id, by: principal.person, now }), now),
    acknowledgeStage: async ({ params, body, principal, now }) =>
      answer(deps, await acknowledgeStage(store, { ...body, rollout: params.id, by: principal.person, now }), now),
    listDeliveries: ({ params, query, now }) => {
      const { stage = null, state = null } = query;
      return listDeliveries(store, params.id, { ...pageRequest(query), stage, state }, now);
    },
    recordTold: async ({ params, body, principal, now }) => {
      const told = await recordTold(store, { ...body, rollout: params.id, by: principal.person, now });
      deps.onRolloutChange();
      return told;
    },
    recordBounce: async ({ body, principal, now }) => {
      const bounce = await recordBounce(store, { ...body, by: principal.person, now });
      deps.door.view.invalidate();
      deps.onRolloutChange();
      return bounce;
    },
  };
}

async function answer(
  { store, mail, onRolloutChange }: HttpDeps,
  result: Result<Rollout, Problem>,
  now: Instant,
): Promise<Result<CommunicationReading, Problem>> {
  onRolloutChange();
  return result.ok ? readCommunication(store, result.value.id, mail, now) : result;
}
