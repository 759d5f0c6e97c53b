import type { SignInParts } from "../../app/access/sign-in.ts";
import { createRolloutCounter } from "../../app/live/rollout-counter.ts";
import { createEstateMemory } from "../../app/queries/estate-memory.ts";
import type { Handlers } from "../call.ts";
import type { HttpDeps } from "../http-deps.ts";
import { accountHandlers } from "./account-handlers.ts";
import { demoHandlers } from "./demo-handlers.ts";
import { catalogueHandlers } from "./catalogue-handlers.ts";
import { communicationHandlers } from "./communication-handlers.ts";
import { conflictHandlers } from "./conflict-handlers.ts";
import { deviceHandlers } from "./device-handlers.ts";
import { draftHandlers } from "./draft-handlers.ts";
import { libraryHandlers } from "./library-handlers.ts";
import { liveHandlers } from "./live-handlers.ts";
import { masterHandlers } from "./master-handlers.ts";
import { policyHandlers } from "./policy-handlers.ts";
import { prerequisiteHandlers } from "./prerequisite-handlers.ts";
import { requestHandlers } from "./request-handlers.ts";
import { requirementHandlers } from "./requirement-handlers.ts";
import { rolloutHandlers } from "./rollout-handlers.ts";
import { serverHandlers } from "./server-handlers.ts";
import { tokenHandlers } from "./token-handlers.ts";

/** What answers each operation of the REST door. */
export function createHandlers(deps: HttpDeps, signInParts: SignInParts): Handlers {
  const memory = createEstateMemory();
  const count = createRolloutCounter(deps.store, () => performance.now());
  return {
    ...serverHandlers(deps),
    ...demoHandlers(deps),
    ...requestHandlers(deps),
    ...accountHandlers(signInParts, deps.demo !== null),
    ...tokenHandlers(deps),
    ...catalogueHandlers(deps),
    ...policyHandlers(deps, memory),
    ...libraryHandlers(deps, memory),
    ...rolloutHandlers(deps, memory, count),
    ...deviceHandlers(deps, memory),
    ...communicationHandlers(deps),
    ...liveHandlers(deps, count),
    ...draftHandlers(deps, memory),
    ...masterHandlers(deps, memory),
    ...conflictHandlers(deps, memory),
    ...requirementHandlers(deps, memory),
    ...prerequisiteHandlers(deps, memory),
  };
}
