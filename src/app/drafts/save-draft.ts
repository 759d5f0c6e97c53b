import { err, ok, type Result } from "../../kit/result.ts";
import type { Instant } from "../../kit/instant.ts";
import type { Json } from "../../kit/canonical-json.ts";
import { hashOf } from "../../kit/sha256.ts";
import type { PolicyChange } from "../../policy/change.ts";
import type { Draft } from "../../policy/draft.ts";
import { audit } from "../audit.ts";
import type { Unit } from "../ports/store.ts";
import { problem, type Problem } from "../problems/problem.ts";

export type NewDraft = Pick<Draft, "title" | "reason" | "change" | "madeFrom">;

/**
 * Keeps a change as a draft, written against what is live now. The same words by the same person in the same instant are one
 * draft, so that a repeated request makes no second one.
 */
export async function saveDraft(unit: Unit, wanted: NewDraft, by: string, now: Instant): Promise<Result<Draft, Problem>> {
  const { title, reason, change, madeFrom } = wanted;
  const live = await unit.policies.find(change.policyId);
  const objection = objectionTo(change, live !== null);
  if (objection !== null) return err(objection);
  const draft: Draft = {
    id: `dr-${hashOf({ ...wanted, change: change as unknown as Json, by, now }).slice(0, 16)}`,
    title,
    reason,
    change,
    baseHash: live?.live.hash ?? null,
    madeFrom,
    revision: 1,
    createdBy: by,
    createdAt: now,
    updatedBy: by,
    updatedAt: now,
  };
  if (await unit.drafts.insert(draft)) await auditDraft(unit, "saved", draft, { by, now });
  return ok((await unit.drafts.find(draft.id)) ?? draft);
}

/** A draft of something that cannot be planned whatever comes is refused at once. */
export function objectionTo(change: PolicyChange, isLive: boolean): Problem | null {
  if (change.kind === "add" && isLive)
    return problem("change-file-invalid", `policy \`${change.policyId}\` exists already: propose a change of it`);
  return change.kind === "add" || isLive ? null : problem("policy-unknown", `there is no live policy \`${change.policyId}\``);
}

/** The title and reason are in the log: what a person wanted, and not only that they wanted something. */
export function auditDraft(
  unit: Unit,
  what: "saved" | "changed" | "discarded",
  draft: Draft,
  { by, now }: Readonly<{ by: string; now: Instant }>,
): Promise<void> {
  const { title, reason, change, revision } = draft;
  return audit(unit, now, by, `draft.${what}`, `draft:${draft.id}`, {
    title,
    reason,
    kind: change.kind,
    policyId: change.policyId,
    revision,
  });
}
