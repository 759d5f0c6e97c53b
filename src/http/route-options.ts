import type { HTTPMethods, RouteShorthandOptions } from "fastify";
import { ROUTES, type OperationId } from "./contract/routes.ts";
import type { RouteSpec } from "./contract/route-spec.ts";
import { routeDocument } from "./route-document.ts";

export type TableRoute = RouteShorthandOptions & Readonly<{ method: HTTPMethods; url: string }>;

/** What Fastify is told of an operation: all of it stands in the contract's table. */
export function routeOptions(operationId: OperationId): TableRoute {
  const route: RouteSpec = ROUTES[operationId];
  const { method, path, allow, bodyBytesMax } = route;
  return {
    method,
    url: path,
    config: { allow },
    schema: routeDocument(operationId, route),
    ...(bodyBytesMax === undefined ? {} : { bodyLimit: bodyBytesMax }),
  };
}
