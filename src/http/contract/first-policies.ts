import { z } from "zod";
import { PLATFORMS } from "../../estate/platform.ts";
import { BEHAVIOUR_AREAS } from "../../policy/behaviour/phrase.ts";
import { REQUIREMENT_KINDS, REQUIREMENT_PRIORITIES } from "../../policy/requirement/requirement.ts";
import { count, idOrName, instantMs, line, reasonText } from "./words.ts";

const question = z.discriminatedUnion("kind", [
  z.object({
    kind: z.literal("number"),
    label: z.string(),
    unit: z.string(),
    min: z.int(),
    max: z.int(),
    recommended: z.int(),
    better: z.enum(["more", "less"]).describe("which other values will do too"),
  }),
  z.object({ kind: z.literal("text"), label: z.string(), charactersMax: z.int() }),
]);

export const templatesAnswer = z
  .object({
    items: z.array(
      z.object({
        id: z.string(),
        area: z.enum(BEHAVIOUR_AREAS),
        kind: z.enum(REQUIREMENT_KINDS),
        priority: z.enum(REQUIREMENT_PRIORITIES),
        title: z.string().describe("`{answer}` stands for what is answered"),
        reason: z.string(),
        question: question.nullable(),
        platforms: z.array(z.enum(PLATFORMS)).describe("on which a setting realises it"),
      }),
    ),
  })
  .meta({ id: "RequirementTemplates" });
export type TemplatesAnswer = z.output<typeof templatesAnswer>;

const assignTo = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("nobody") }),
  z.strictObject({ kind: z.literal("all-devices") }),
  z.strictObject({ kind: z.literal("all-users") }),
  z.strictObject({ kind: z.literal("group"), groupId: idOrName }),
]);

export const firstPoliciesRequest = z
  .strictObject({
    platforms: z.array(z.enum(PLATFORMS)).min(1).max(PLATFORMS.length),
    chosen: z
      .array(
        z.strictObject({
          template: line(80),
          answer: z
            .union([z.int().min(-1_000_000).max(1_000_000), line(400)])
            .nullable()
            .default(null),
          reason: reasonText.nullable().default(null).describe("null: the template's own"),
        }),
      )
      .min(1)
      .max(100),
    assignTo: assignTo.default({ kind: "nobody" }).describe("to whom each policy goes once it is rolled out"),
    dryRun: z.boolean(),
  })
  .meta({
    id: "FirstPoliciesRequest",
    example: {
      platforms: ["windows", "macOS"],
      chosen: [{ template: "unlock-code-length", answer: 8, reason: null }],
      assignTo: { kind: "all-devices" },
      dryRun: true,
    },
  });
export type FirstPoliciesRequestBody = z.output<typeof firstPoliciesRequest>;

export const firstPoliciesAnswer = z
  .object({
    requirements: z.array(
      z.object({
        id: z.string(),
        title: z.string(),
        settings: count,
        standing: z.enum(["added", "kept"]).describe("`kept`: the register has it, and it stays as it is"),
        gapPlatforms: z.array(z.enum(PLATFORMS)).describe("on which no setting realises it"),
      }),
    ),
    policies: z.array(
      z.object({
        name: z.string(),
        platform: z.string(),
        settings: count,
        requirementIds: z.array(z.string()),
        draftId: z.string().nullable().describe("null: a dry run"),
      }),
    ),
    dryRun: z.boolean(),
    asOf: instantMs,
  })
  .meta({ id: "FirstPolicies" });
export type FirstPoliciesAnswer = z.output<typeof firstPoliciesAnswer>;
