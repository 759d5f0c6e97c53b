import { readAuditPage, verifyAudit } from "../../app/queries/audit-pages.ts";
import { readSetUp } from "../../app/queries/server-info.ts";
import { ok } from "../../kit/result.ts";
import type { Handlers } from "../call.ts";
import type { HttpDeps } from "../http-deps.ts";

type ServerOperations = "getHealth" | "getServer" | "listAudit" | "verifyAudit";

export function serverHandlers({ store, database, version }: HttpDeps): Pick<Handlers, ServerOperations> {
  return {
    getHealth: async () => ok({ status: "ok" }),
    getServer: async ({ principal, now }) => {
      const { tenant, ...setUp } = await readSetUp(store);
      const { person, roles } = principal;
      return ok({ version, tenant, database, now, actor: { person, roles }, setUp });
    },
    listAudit: async ({ query, now }) => ok(await readAuditPage(store, query, now)),
    verifyAudit: async ({ now }) => ok(await verifyAudit(store, now)),
  };
}
