import { withNames } from "../../app/catalogue/names-in.ts";
import { createConflictMemory } from "../../app/conflicts/conflict-memory.ts";
import { getConflict, listConflicts } from "../../app/conflicts/read-conflicts.ts";
import { repairConflict } from "../../app/conflicts/repair-conflict.ts";
import { readDraft } from "../../app/drafts/read-drafts.ts";
import type { EstateMemory } from "../../app/queries/estate-memory.ts";
import { ok } from "../../kit/result.ts";
import type { Handlers } from "../call.ts";
import type { HttpDeps } from "../http-deps.ts";
import { pageRequest } from "./page-request.ts";

type ConflictOperations = "listConflicts" | "getConflict" | "repairConflict";

export function conflictHandlers({ store, catalogue, door }: HttpDeps, memory: EstateMemory): Pick<Handlers, ConflictOperations> {
  const conflicts = createConflictMemory(memory, door.conflictRule);
  return {
    listConflicts: async ({ query, now }) => {
      const { class: ofClass = null, severity = null, policy = null } = query;
      const request = { ...pageRequest(query), class: ofClass, severity, policy };
      return withNames(catalogue.current(), ok(await listConflicts(store, conflicts, request, now)));
    },
    getConflict: async ({ params, now }) => withNames(catalogue.current(), await getConflict(store, conflicts, params.id, now)),
    repairConflict: async ({ params, body, principal, now }) => {
      const request = { conflictId: params.id, kind: params.repair, reason: body.reason, by: principal.person, now };
      const saved = await repairConflict(store, conflicts, catalogue.current(), request);
      return saved.ok ? ok(await store.read((unit) => readDraft(unit, memory, saved.value, now))) : saved;
    },
  };
}
