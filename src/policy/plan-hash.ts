import type { Json } from "../kit/canonical-json.ts";
import { hashOf } from "../kit/sha256.ts";
import type { PolicyPlan } from "./plan.ts";

/**
 * What an approver signs: the plan together with the phases it is to travel through. Any edit of either gives another hash,
 * and with it other approvals (P-S4). `phases` is plain JSON, since phases belong to the room above.
 */
export function planHash(plan: PolicyPlan, phases: Json): string {
  return hashOf({ plan: plan as unknown as Json, phases });
}
