import type { Principal } from "../app/ports/access-store.ts";
import type { Instant } from "../kit/instant.ts";
import { COMMAND_ROLES, COMMANDS } from "./contract/rollouts.ts";
import type { RouteSpec } from "./contract/route-spec.ts";
import { OPERATION_IDS, ROUTES } from "./contract/routes.ts";
import type { SessionAnswer } from "./contract/session.ts";

/** Who asks and what they may do here, from the tables that let requests in. */
export function sessionBody({ person, roles, session }: Principal, isDemo: boolean, now: Instant): SessionAnswer {
  const may = (allow: RouteSpec["allow"]) =>
    allow === "public" || (allow !== "device" && roles.some((role) => allow.includes(role)));
  return {
    person,
    displayName: session?.displayName ?? person,
    roles: [...roles],
    by: session === undefined ? "token" : "session",
    idleEndsAt: session?.idleEndsAt ?? null,
    endsAt: session?.endsAt ?? null,
    operations: OPERATION_IDS.filter((id) => may(ROUTES[id].allow) && (isDemo || ROUTES[id].tag !== "demo")),
    commands: COMMANDS.filter((command) => may(COMMAND_ROLES[command])),
    asOf: now,
  };
}
