import type { Json } from "../kit/canonical-json.ts";
import type { Instant } from "../kit/instant.ts";
import type { Unit } from "./ports/store.ts";

/** What the timer does without a person is its own doing in the audit log. */
export const TIMER_ACTOR = "system:timer";

export function rolloutSubject(rolloutId: string): string {
  return `rollout:${rolloutId}`;
}

export async function audit(
  unit: Unit,
  at: Instant,
  actor: string,
  action: string,
  subject: string,
  detail: Json,
): Promise<void> {
  await unit.audit.append({ at, actor, action, subject, detail });
}
