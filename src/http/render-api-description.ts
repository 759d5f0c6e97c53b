import Fastify from "fastify";
import { OPERATION_IDS } from "./contract/routes.ts";
import { apiDescription, describeApi } from "./openapi.ts";
import { routeOptions } from "./route-options.ts";

/** docs/api/openapi.json: what the server gives at /api/v1/openapi.json, without a server. */
export async function renderApiDescription(version: string): Promise<string> {
  const app = Fastify({ exposeHeadRoutes: false });
  app.setValidatorCompiler(() => () => true);
  app.setSerializerCompiler(() => JSON.stringify);
  describeApi(app, version);
  app.after(() => {
    for (const operationId of OPERATION_IDS)
      app.route({ ...routeOptions(operationId), handler: (_request, reply) => reply.send() });
  });
  await app.ready();
  const text = apiDescription(app);
  await app.close();
  return text;
}
