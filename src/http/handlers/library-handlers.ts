import { exportPolicies } from "../../app/library/policy-files.ts";
import { ok } from "../../kit/result.ts";
import type { Handlers } from "../call.ts";
import type { HttpDeps } from "../http-deps.ts";
import { pageRequest } from "./page-request.ts";

type LibraryOperations = "exportPolicies";

export function libraryHandlers({ store }: HttpDeps): Pick<Handlers, LibraryOperations> {
  return {
    exportPolicies: async ({ query, now }) => ok(await exportPolicies(store, pageRequest(query), now)),
  };
}
