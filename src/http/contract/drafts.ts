import { z } from "zod";
import { draftId } from "./draft-id.ts";
import { sourceFile } from "./imports.ts";
import { settingChange } from "./plans.ts";
import { assignmentLine } from "./policies.ts";
import { count, idOrName, instantMs, line, listOf, pageQuery, reasonText, title } from "./words.ts";

export const DRAFT_STANDINGS = ["current", "moved", "policy-gone", "policy-exists", "done"] as const;

const draftChange = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("content"), policy: idOrName, file: sourceFile }),
  z.strictObject({ kind: z.literal("add"), file: sourceFile }),
  z.strictObject({ kind: z.literal("retire"), policy: idOrName }),
  z
    .strictObject({ kind: z.literal("duplicate"), policy: idOrName, name: title(200) })
    .describe("a new policy with the content of another one, assigned to nobody"),
]);

const madeFrom = line(200).nullable().describe("what it came from: `duplicate:ID`, `template:ID`, `conflict:ID`, ...");

export const newDraftRequest = z
  .strictObject({ title: title(200), reason: reasonText, change: draftChange, madeFrom: madeFrom.default(null) })
  .meta({
    id: "NewDraft",
    example: {
      title: "Firewall on everywhere",
      reason: "audit finding 12",
      change: { kind: "retire", policy: "Firewall baseline" },
      madeFrom: null,
    },
  });
export type NewDraftRequest = z.output<typeof newDraftRequest>;

export const draftChangeRequest = z
  .strictObject({
    revision: z.int().min(1).max(1_000_000_000).describe("the one that was read; an older one than the newest is refused"),
    title: title(200).nullable().default(null),
    reason: reasonText.nullable().default(null),
    change: draftChange.nullable().default(null),
    base: z.literal("live").nullable().default(null).describe("`live`: it counts as written against what is live now"),
  })
  .meta({ id: "DraftChange", example: { revision: 1, title: "Firewall on, also at home", change: null, base: null } });
export type DraftChangeRequest = z.output<typeof draftChangeRequest>;

export const draftSummary = z
  .object({
    id: z.string(),
    title: z.string(),
    reason: z.string(),
    kind: z.enum(["add", "change", "retire"]),
    policyId: z.string(),
    name: z.string(),
    standing: z.enum(DRAFT_STANDINGS).describe("`moved`: another version went live since it was written"),
    toHash: z.string().nullable(),
    baseHash: z.string().nullable(),
    liveVersion: count.nullable(),
    liveHash: z.string().nullable(),
    openRolloutId: z.string().nullable(),
    madeFrom: z.string().nullable(),
    revision: count,
    createdBy: z.string(),
    createdAt: instantMs,
    updatedBy: z.string(),
    updatedAt: instantMs,
  })
  .meta({ id: "DraftSummary" });
export type DraftSummary = z.output<typeof draftSummary>;

export const draftsAnswer = listOf(draftSummary).meta({ id: "Drafts" });
export type DraftsAnswer = z.output<typeof draftsAnswer>;

export const draftAnswer = draftSummary
  .extend({
    settings: z.array(settingChange).describe("against what is live now"),
    assignments: z.array(assignmentLine).nullable().describe("after the change; null for a retirement"),
    asOf: instantMs,
  })
  .meta({ id: "Draft" });
export type DraftAnswer = z.output<typeof draftAnswer>;

export const draftsQuery = pageQuery.extend({ policy: idOrName.optional().describe("only drafts about the policy of this id") });

export const draftParams = z.strictObject({ id: draftId });
export const draftDiscardQuery = z.strictObject({
  revision: z
    .string()
    .regex(/^[1-9]\d{0,8}$/, "is no whole number from 1 on")
    .describe("the one that was read"),
});
