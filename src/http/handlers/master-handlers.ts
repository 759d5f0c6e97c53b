import { importMasters } from "../../app/masters/import-masters.ts";
import { listMasterConflicts } from "../../app/masters/list-master-conflicts.ts";
import { getMaster, listMasters, removeMaster } from "../../app/masters/read-masters.ts";
import type { EstateMemory } from "../../app/queries/estate-memory.ts";
import { ok } from "../../kit/result.ts";
import type { Handlers } from "../call.ts";
import type { HttpDeps } from "../http-deps.ts";
import { fileOf } from "./file-of.ts";
import { pageRequest } from "./page-request.ts";

type MasterOperations = "importMasters" | "listMasters" | "listMasterConflicts" | "getMaster" | "removeMaster";

export function masterHandlers({ store, masterReader, door }: HttpDeps, memory: EstateMemory): Pick<Handlers, MasterOperations> {
  return {
    importMasters: ({ body, principal, now }) => {
      const { group, dryRun } = body;
      return importMasters(store, masterReader, body.files.map(fileOf), { group, dryRun, by: principal.person, now });
    },
    listMasters: async ({ query, now }) => ok(await listMasters(store, memory, pageRequest(query), now)),
    listMasterConflicts: async ({ query, now }) =>
      ok(await listMasterConflicts(store, memory, door.conflictRule, pageRequest(query), now)),
    getMaster: ({ params, query, now }) => {
      const { kind = null, limit, after } = query;
      return getMaster(store, memory, params.id, { kind, limit, offset: after }, now);
    },
    removeMaster: ({ params, principal, now }) => removeMaster(store, { id: params.id, by: principal.person, now }),
  };
}
