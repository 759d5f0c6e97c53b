import { catalogueStatus, getSetting, settingReading } from "../../app/catalogue/catalogue-readings.ts";
import { createCatalogueSearch } from "../../app/catalogue/search-catalogue.ts";
import { updateCatalogue, type CatalogueChoice } from "../../app/catalogue/update-catalogue.ts";
import { ok } from "../../kit/result.ts";
import type { Call, Handlers } from "../call.ts";
import type { HttpDeps } from "../http-deps.ts";
import { fileOf } from "./file-of.ts";
import { pageRequest } from "./page-request.ts";

type CatalogueOperations = "getCatalogue" | "listSettings" | "getSetting" | "updateCatalogue";

export function catalogueHandlers({ store, catalogue, catalogueSource }: HttpDeps): Pick<Handlers, CatalogueOperations> {
  const search = createCatalogueSearch();
  return {
    getCatalogue: async ({ now }) => ok(catalogueStatus(catalogue, now)),
    listSettings: async ({ query, now }) => {
      const wanted = { text: query.text ?? null, platform: query.platform ?? null };
      const { items, ...page } = await search(catalogue.current(), wanted, pageRequest(query));
      return ok({ ...page, items: items.map(settingReading), asOf: now });
    },
    getSetting: async ({ params, now }) => getSetting(catalogue, params.id, now),
    updateCatalogue: ({ body, principal, now }) =>
      updateCatalogue({ store, holder: catalogue, source: catalogueSource }, choiceOf(body.source), {
        dryRun: body.dryRun,
        by: principal.person,
        now,
      }),
  };
}

function choiceOf(source: Call<"updateCatalogue">["body"]["source"]): CatalogueChoice {
  return source.kind === "files" ? { kind: "files", files: source.files.map(fileOf) } : { kind: source.kind };
}
