import { withNames } from "../../app/catalogue/names-in.ts";
import type { SideRequest } from "../../app/library/find-side.ts";
import { lintAny } from "../../app/library/lint-policy.ts";
import { exportPolicies } from "../../app/library/policy-files.ts";
import { codeOf, diffAny, listVersions } from "../../app/library/policy-versions.ts";
import type { EstateMemory } from "../../app/queries/estate-memory.ts";
import { ok } from "../../kit/result.ts";
import type { Handlers } from "../call.ts";
import type { PolicySide } from "../contract/library.ts";
import type { HttpDeps } from "../http-deps.ts";
import { fileOf } from "./file-of.ts";
import { pageRequest } from "./page-request.ts";

type LibraryOperations = "exportPolicies" | "readPolicyCode" | "lintPolicy" | "diffPolicies" | "listVersions";

export function libraryHandlers({ store, reader, catalogue }: HttpDeps, memory: EstateMemory): Pick<Handlers, LibraryOperations> {
  return {
    exportPolicies: async ({ query, now }) => ok(await exportPolicies(store, pageRequest(query), now)),
    readPolicyCode: ({ body }) => codeOf(store, reader, body.of),
    lintPolicy: ({ body }) => lintAny(store, reader, catalogue.current(), sideOf(body.of)),
    diffPolicies: async ({ body, now }) => {
      const sides = { from: sideOf(body.from), to: sideOf(body.to) };
      return withNames(catalogue.current(), await diffAny({ store, reader, memory }, sides, now));
    },
    listVersions: ({ params, now }) => listVersions(store, params.id, now),
  };
}

function sideOf(side: PolicySide): SideRequest {
  return side.kind === "file" ? { kind: "file", file: fileOf(side.file) } : side;
}
