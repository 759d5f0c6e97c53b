import { canonicalJson, type Json } from "../../kit/canonical-json.ts";
import { assignmentKey, type Assignment } from "../../audience/assignment.ts";
import { settingChanges } from "../plan-policies.ts";
import type { SettingChange } from "../plan.ts";
import type { PolicyContent } from "../policy.ts";

/** A policy as one side of a comparison; `assignments` null: a version, which has none of its own. */
export type DiffSide = Readonly<{ content: PolicyContent; assignments: readonly Assignment[] | null }>;

/** What is not a setting: the name, what it is for, when it counts. */
export const COMPARED_FIELDS = [
  "name",
  "kind",
  "platforms",
  "templateFamily",
  "channel",
  "applicabilityRule",
  "noncomplianceActions",
] as const;
export type FieldChange = Readonly<{ field: (typeof COMPARED_FIELDS)[number]; before: Json; after: Json }>;

export type PolicyDiff = Readonly<{
  fields: readonly FieldChange[];
  settings: readonly SettingChange[];
  /** Null: one of the sides is a version, which says nothing of assignments. */
  assignments: Readonly<{ added: readonly Assignment[]; removed: readonly Assignment[] }> | null;
  /** Nothing of what is compared differs. */
  isEqual: boolean;
}>;

/** What becomes of the one when the other takes its place. Of settings, the nodes that a device sees are compared. */
export function diffPolicies(from: DiffSide, to: DiffSide): PolicyDiff {
  const fields = COMPARED_FIELDS.flatMap((field): FieldChange[] => {
    const before = (from.content[field] ?? null) as Json;
    const after = (to.content[field] ?? null) as Json;
    return canonicalJson(before) === canonicalJson(after) ? [] : [{ field, before, after }];
  });
  const settings = settingChanges(from.content, to.content);
  const assignments =
    from.assignments === null || to.assignments === null
      ? null
      : { added: missingIn(from.assignments, to.assignments), removed: missingIn(to.assignments, from.assignments) };
  const sameRaw = canonicalJson(from.content.raw) === canonicalJson(to.content.raw);
  const sameLines = assignments === null || assignments.added.length + assignments.removed.length === 0;
  return { fields, settings, assignments, isEqual: fields.length + settings.length === 0 && sameRaw && sameLines };
}

function missingIn(there: readonly Assignment[], lines: readonly Assignment[]): readonly Assignment[] {
  const known = new Set(there.map(assignmentKey));
  return lines.filter((line) => !known.has(assignmentKey(line)));
}
