import { err, ok, type Result } from "../../kit/result.ts";
import type { Instant } from "../../kit/instant.ts";
import type { PolicyChange } from "../../policy/change.ts";
import type { Draft } from "../../policy/draft.ts";
import type { Store, Unit } from "../ports/store.ts";
import { problem, type Problem } from "../problems/problem.ts";
import { auditDraft, objectionTo } from "./save-draft.ts";

export type DraftEdit = Readonly<{
  id: string;
  /** The one that the writer saw: an older one is refused. */
  revision: number;
  title: string | null;
  reason: string | null;
  change: PolicyChange | null;
  /** `live`: from now on it counts as written against what is live now. Whoever says so has looked at the difference. */
  base: "live" | null;
  by: string;
  now: Instant;
}>;

/** Saves a draft anew. What is null stays as it is. */
export function changeDraft(store: Store, edit: DraftEdit): Promise<Result<Draft, Problem>> {
  return store.write(async (unit) => {
    const found = await findDraft(unit, edit.id);
    if (!found.ok) return found;
    const draft = found.value;
    if (draft.revision !== edit.revision) return err(staleDraft(draft, edit.revision));
    const change = edit.change ?? draft.change;
    if (change.policyId !== draft.change.policyId && draft.change.kind !== "add")
      return err(problem("change-file-invalid", `the draft is about \`${draft.change.policyId}\`, not \`${change.policyId}\``));
    const live = await unit.policies.find(change.policyId);
    const objection = edit.change === null ? null : objectionTo(change, live !== null);
    if (objection !== null) return err(objection);
    const next: Draft = {
      ...draft,
      title: edit.title ?? draft.title,
      reason: edit.reason ?? draft.reason,
      change,
      baseHash: edit.base === "live" ? (live?.live.hash ?? null) : draft.baseHash,
      revision: draft.revision + 1,
      updatedBy: edit.by,
      updatedAt: edit.now,
    };
    if (!(await unit.drafts.replace(next))) return err(staleDraft(draft, edit.revision));
    await auditDraft(unit, "changed", next, edit);
    return ok(next);
  });
}

/** Takes a draft away; the audit log keeps what it was called and why it was written. */
export function discardDraft(
  store: Store,
  wanted: Readonly<{ id: string; revision: number; by: string; now: Instant }>,
): Promise<Result<null, Problem>> {
  return store.write(async (unit) => {
    const found = await findDraft(unit, wanted.id);
    if (!found.ok) return found;
    if (!(await unit.drafts.remove(wanted.id, wanted.revision))) return err(staleDraft(found.value, wanted.revision));
    await auditDraft(unit, "discarded", found.value, wanted);
    return ok(null);
  });
}

export async function findDraft(unit: Unit, id: string): Promise<Result<Draft, Problem>> {
  const draft = await unit.drafts.find(id);
  return draft === null ? err(problem("draft-unknown", `there is no draft \`${id}\``)) : ok(draft);
}

function staleDraft(draft: Draft, revision: number): Problem {
  const detail = `revision ${revision} is not the newest: \`${draft.updatedBy}\` saved revision ${draft.revision}`;
  return problem("draft-stale", detail);
}
