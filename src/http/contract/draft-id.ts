import { z } from "zod";

export const draftId = z.string().regex(/^dr-[0-9a-f]{16}$/, "is no draft's id");
/** A plan can be made of a draft: its change is the plan's. */
export const planOfDraft = z.strictObject({ kind: z.literal("draft"), draftId });
