import type { PolicyId } from "../../kit/ids.ts";
import { err, ok, type Result } from "../../kit/result.ts";
import type { Assignment } from "../../audience/assignment.ts";
import type { PolicyContent } from "../../policy/policy.ts";
import { findDraft } from "../drafts/change-draft.ts";
import type { SourceFile, SourceFileReader } from "../ports/source-files.ts";
import type { Unit } from "../ports/store.ts";
import { problem, type Problem } from "../problems/problem.ts";
import { findAny } from "../queries/find-policy.ts";
import { readOnePolicy } from "../queries/read-change.ts";

/** A policy in one of its shapes. `version` null: what is live, or was last. */
export type SideRequest =
  | Readonly<{ kind: "policy"; policy: string; version: number | null }>
  | Readonly<{ kind: "draft"; draftId: string }>
  | Readonly<{ kind: "file"; file: SourceFile }>;

/** `assignments` null: a version that is not live says nothing of them. */
export type FoundSide = Readonly<{
  policyId: PolicyId | null;
  content: PolicyContent;
  assignments: readonly Assignment[] | null;
  /** Null: a draft or a file. */
  version: number | null;
}>;

export async function findSide(unit: Unit, reader: SourceFileReader, side: SideRequest): Promise<Result<FoundSide, Problem>> {
  switch (side.kind) {
    case "policy":
      return findVersion(unit, side.policy, side.version);
    case "draft": {
      const draft = await findDraft(unit, side.draftId);
      if (!draft.ok) return draft;
      const { change } = draft.value;
      if (change.kind === "retire") return findVersion(unit, change.policyId, null);
      return ok({ policyId: change.policyId, content: change.content, assignments: change.assignments, version: null });
    }
    case "file": {
      const read = readOnePolicy(reader, side.file);
      if (!read.ok) return read;
      const { externalId, content, assignments } = read.value;
      return ok({ policyId: externalId as PolicyId | null, content, assignments, version: null });
    }
  }
}

async function findVersion(unit: Unit, text: string, number: number | null): Promise<Result<FoundSide, Problem>> {
  const found = await findAny(unit, text);
  if (!found.ok) return found;
  const { id, live, assignments } = found.value;
  if (number === null || number === live.number)
    return ok({ policyId: id, content: live.content, assignments, version: live.number });
  const version = (await unit.policies.versions(id)).find((one) => one.number === number);
  if (version === undefined) return err(problem("policy-version-unknown", `\`${live.content.name}\` has no version ${number}`));
  return ok({ policyId: id, content: version.content, assignments: null, version: number });
}
