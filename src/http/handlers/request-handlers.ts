import type { Problem } from "../../app/problems/problem.ts";
import { linkRequest } from "../../app/requests/link-request.ts";
import { recordRequest } from "../../app/requests/record-request.ts";
import { getRequest, listRequests, type HelpRequest } from "../../app/requests/request-reading.ts";
import { setRequestState } from "../../app/requests/set-request-state.ts";
import { err, type Result } from "../../kit/result.ts";
import type { Handlers } from "../call.ts";
import { PEOPLE_ROUTES } from "../contract/people-routes.ts";
import type { HttpDeps } from "../http-deps.ts";
import { hasOneOf, notAllowed } from "../permission.ts";
import { pageRequest } from "./page-request.ts";

/** Its ids are made by chance in the browser: a form that is sent twice is one request. */
const OWN_FORM = "form";

type RequestOperations = "listHelpRequests" | "createHelpRequest" | "getHelpRequest" | "linkHelpRequest" | "setHelpRequestState";

/** Everybody may ask for help; whose word moves a gate is said in the route table. */
const MAY_LINK = PEOPLE_ROUTES.linkHelpRequest.allow;

export function requestHandlers({ store, entropy, onRolloutChange }: HttpDeps): Pick<Handlers, RequestOperations> {
  const linked = (result: Result<HelpRequest, Problem>): Result<HelpRequest, Problem> => {
    onRolloutChange();
    return result;
  };
  return {
    listHelpRequests: ({ query, now }) => {
      const { rollout = null, state = null } = query;
      const isLinked = query.linked === undefined ? null : query.linked === "yes";
      return listRequests(store, { ...pageRequest(query), rollout, state, linked: isLinked }, now);
    },
    createHelpRequest: async ({ body, principal, now }) => {
      // Whoever takes the name of another system's request takes its place: the real one would be taken for the same.
      const isForOthers = body.externalId !== null && body.source !== OWN_FORM;
      const needsHelpDesk = body.rollout !== null || isForOthers;
      if (needsHelpDesk && !hasOneOf(principal, MAY_LINK)) return err(notAllowed(principal, MAY_LINK));
      const recorded = await recordRequest(store, entropy, { ...body, by: principal.person, now });
      return body.rollout === null ? recorded : linked(recorded);
    },
    getHelpRequest: ({ params }) => getRequest(store, params.id),
    linkHelpRequest: async ({ params, body, principal, now }) =>
      linked(await linkRequest(store, { ...body, id: params.id, by: principal.person, now })),
    setHelpRequestState: ({ params, body, principal, now }) =>
      setRequestState(store, { ...body, id: params.id, by: principal.person, now }),
  };
}
