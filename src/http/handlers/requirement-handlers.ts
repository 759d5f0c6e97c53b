import { makeFirstPolicies } from "../../app/requirements/first-policies.ts";
import { createRegisterMemory } from "../../app/requirements/register-memory.ts";
import {
  detailOf,
  getRequirement,
  listRequirements,
  listSettingsWithoutRequirement,
  registerCoverage,
} from "../../app/requirements/requirement-readings.ts";
import { retireRequirement, saveRequirements } from "../../app/requirements/save-requirements.ts";
import { addStarter, readStarter } from "../../app/requirements/starter-requirements.ts";
import { listTemplates } from "../../app/requirements/template-readings.ts";
import type { EstateMemory } from "../../app/queries/estate-memory.ts";
import type { Assignment } from "../../audience/assignment.ts";
import type { GroupId } from "../../kit/ids.ts";
import { ok } from "../../kit/result.ts";
import type { Handlers } from "../call.ts";
import type { FirstPoliciesRequestBody } from "../contract/first-policies.ts";
import type { REQUIREMENT_ROUTES } from "../contract/requirement-routes.ts";
import type { HttpDeps } from "../http-deps.ts";
import { pageRequest } from "./page-request.ts";

type RequirementOperations = keyof typeof REQUIREMENT_ROUTES;

export function requirementHandlers(
  { store, catalogue }: HttpDeps,
  estates: EstateMemory,
): Pick<Handlers, RequirementOperations> {
  const memory = createRegisterMemory(estates);
  return {
    listRequirements: async ({ query, now }) => {
      const { text = null, area = null, kind = null, status = null, retired } = query;
      const wanted = { ...pageRequest(query), text, area, kind, status, retired: retired === "true" };
      return ok(await listRequirements(store, memory, wanted, now));
    },
    saveRequirements: async ({ body, principal, now }) => {
      const who = { by: principal.person, now };
      const saved = await saveRequirements(store, catalogue.current(), body.requirements, who);
      if (!saved.ok) return saved;
      const items = await store.read(async (unit) => {
        const details = [];
        for (const one of saved.value) details.push(await detailOf(unit, memory, catalogue, one, now));
        return details;
      });
      return ok({ items });
    },
    getRequirement: ({ params, now }) => getRequirement(store, memory, catalogue, params.id, now),
    retireRequirement: ({ params, query, principal, now }) =>
      retireRequirement(store, { id: params.id, revision: Number(query.revision), by: principal.person, now }),
    getRegisterCoverage: async ({ now }) => ok(await registerCoverage(store, memory, now)),
    listSettingsWithoutRequirement: async ({ query, now }) =>
      ok(
        await listSettingsWithoutRequirement(store, memory, catalogue, { ...pageRequest(query), text: query.text ?? null }, now),
      ),
    getStarterRegister: async ({ query, now }) =>
      ok(await readStarter(store, catalogue, { ...pageRequest(query), standing: query.standing ?? null }, now)),
    addStarterRegister: ({ body, principal, now }) => addStarter(store, catalogue, { ids: body.ids, by: principal.person, now }),
    listRequirementTemplates: async () => ok({ items: listTemplates() }),
    makeFirstPolicies: ({ body: { assignTo, ...body }, principal, now }) =>
      makeFirstPolicies(store, { ...body, assignments: assignmentsOf(assignTo), by: principal.person, now }),
  };
}

function assignmentsOf(assignTo: FirstPoliciesRequestBody["assignTo"]): readonly Assignment[] {
  switch (assignTo.kind) {
    case "nobody":
      return [];
    case "all-devices":
    case "all-users":
      return [{ mode: "include", target: { kind: assignTo.kind } }];
    case "group":
      return [{ mode: "include", target: { kind: "group", groupId: assignTo.groupId as GroupId } }];
  }
}
