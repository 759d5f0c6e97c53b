import { withNames } from "../../app/catalogue/names-in.ts";
import { importEstate } from "../../app/imports/import-estate.ts";
import { importPolicies, type ImportOptions } from "../../app/imports/import-policies.ts";
import { judgeDraft } from "../../app/library/lint-policy.ts";
import { planRollout } from "../../app/planning/plan-rollout.ts";
import type { SourceFile } from "../../app/ports/source-files.ts";
import type { EstateMemory } from "../../app/queries/estate-memory.ts";
import { getPlan, readPlan } from "../../app/queries/plan-reading.ts";
import { getPolicy, listPolicies, policyApplicability } from "../../app/queries/policy-readings.ts";
import { readChange, type ProposedChange } from "../../app/queries/read-change.ts";
import { ok } from "../../kit/result.ts";
import type { Call, Handlers } from "../call.ts";
import type { PlanRequestBody } from "../contract/plans.ts";
import type { HttpDeps } from "../http-deps.ts";
import { fileOf } from "./file-of.ts";
import { pageRequest } from "./page-request.ts";

type PolicyOperations =
  | "importPolicies"
  | "importEstate"
  | "listPolicies"
  | "getPolicy"
  | "getPolicyApplicability"
  | "createPlan"
  | "getPlan";

export function policyHandlers(deps: HttpDeps, memory: EstateMemory): Pick<Handlers, PolicyOperations> {
  const { store, reader, door, catalogue } = deps;
  return {
    importPolicies: async (call) => {
      const options = { ...optionsOf(call), draftReason: call.body.drafts?.reason ?? null };
      return seen(deps, await importPolicies(store, reader, filesOf(call), options));
    },
    importEstate: async (call) => seen(deps, await importEstate(store, reader, filesOf(call), optionsOf(call))),
    listPolicies: async ({ query, now }) => {
      const wanted = { search: query.search ?? null, retired: query.retired === "true", offset: query.offset };
      return ok(await listPolicies(store, memory, { ...pageRequest(query), ...wanted }, now));
    },
    getPolicy: async ({ params, now }) => withNames(catalogue.current(), await getPolicy(store, memory, params.id, now)),
    getPolicyApplicability: async ({ params, now }) => {
      const known = catalogue.current();
      return withNames(known, await policyApplicability(store, memory, known, params.id, now));
    },
    createPlan: async ({ body, principal, now }) => {
      const read = await readChange(store, reader, proposedOf(body));
      if (!read.ok) return read;
      const change = body.change.kind === "draft" ? judgeDraft(catalogue.current(), read.value) : read;
      if (!change.ok) return change;
      const by = principal.person;
      const made = await planRollout(store, {
        change: change.value,
        shape: body.shape,
        onGateFail: body.onGateFail,
        catalogue: catalogue.current(),
        by,
        now,
      });
      if (!made.ok) return made;
      const { hash, plan } = made.value;
      const reading = await store.read((unit) => readPlan(unit, memory, plan));
      const answer = ok({ hash, plan: reading, createdAt: now, createdBy: by, stale: false, asOf: now });
      return withNames(catalogue.current(), answer);
    },
    getPlan: async ({ params, now }) => withNames(catalogue.current(), await getPlan(store, memory, params.hash, now)),
  };

  function seen<Answer>({ onRolloutChange }: HttpDeps, result: Answer): Answer {
    // New devices and live policies change what check-ins are answered.
    door.view.invalidate();
    onRolloutChange();
    return result;
  }
}

type ImportCall = Call<"importPolicies" | "importEstate">;

function filesOf({ body }: ImportCall): readonly SourceFile[] {
  return body.files.map(fileOf);
}

function optionsOf({ body, principal, now }: ImportCall): ImportOptions {
  return { dryRun: body.dryRun, by: principal.person, now };
}

function proposedOf({ policy, change }: PlanRequestBody): ProposedChange {
  return { policy, change: "file" in change ? { kind: change.kind, file: fileOf(change.file) } : change };
}
