import { prerequisitesOfPlan, prerequisitesOfPolicy } from "../../app/prerequisites/read-prerequisites.ts";
import type { EstateMemory } from "../../app/queries/estate-memory.ts";
import type { Handlers } from "../call.ts";
import type { HttpDeps } from "../http-deps.ts";

type PrerequisiteOperations = "getPolicyPrerequisites" | "getPlanPrerequisites";

export function prerequisiteHandlers(
  { store, catalogue }: HttpDeps,
  memory: EstateMemory,
): Pick<Handlers, PrerequisiteOperations> {
  return {
    getPolicyPrerequisites: ({ params, now }) => prerequisitesOfPolicy(store, memory, catalogue.current(), params.id, now),
    getPlanPrerequisites: ({ params, now }) => prerequisitesOfPlan(store, memory, catalogue.current(), params.hash, now),
  };
}
