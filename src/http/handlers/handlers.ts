import { createEstateMemory } from "../../app/queries/estate-memory.ts";
import type { Handlers } from "../call.ts";
import type { HttpDeps } from "../http-deps.ts";
import { deviceHandlers } from "./device-handlers.ts";
import { policyHandlers } from "./policy-handlers.ts";
import { rolloutHandlers } from "./rollout-handlers.ts";
import { serverHandlers } from "./server-handlers.ts";
import { tokenHandlers } from "./token-handlers.ts";

/** What answers each operation of the REST door. */
export function createHandlers(deps: HttpDeps): Handlers {
  const memory = createEstateMemory();
  return {
    ...serverHandlers(deps),
    ...tokenHandlers(deps),
    ...policyHandlers(deps, memory),
    ...rolloutHandlers(deps, memory),
    ...deviceHandlers(deps, memory),
  };
}
