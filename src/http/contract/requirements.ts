import { z } from "zod";
import { PLATFORMS } from "../../estate/platform.ts";
import { BEHAVIOUR_AREAS } from "../../policy/behaviour/phrase.ts";
import { REQUIREMENT_STATUSES } from "../../policy/requirement/requirement-judge.ts";
import { REQUIREMENT_KINDS, REQUIREMENT_PRIORITIES } from "../../policy/requirement/requirement.ts";
import { REQUIREMENT_ID } from "../../policy/requirement/requirement-slug.ts";
import { STARTER_STANDINGS } from "../../policy/requirement/starter-register.ts";
import { nodeNames } from "./policies.ts";
import { characters, count, idOrName, instantMs, json, line, listOf, pageQuery, reasonText, title } from "./words.ts";

const REQUIREMENTS_MAX = 500;
const EXPECTED_MAX = 2_000;
const VALUES_MAX = 200;

const requirementId = z.string().regex(REQUIREMENT_ID, "is no lower-case words with hyphens").max(80);
const platforms = z.array(z.enum(PLATFORMS)).min(1).max(PLATFORMS.length);

/** A value as a device holds it. Control characters but line breaks are refused: no database keeps them all. */
const scalar = z.union([
  characters(0, 2_000).regex(/^(?:[^\p{Cc}\p{Cs}]|[\t\n\r])*$/u, "has a control character or half a surrogate pair"),
  z.number(),
  z.boolean(),
  z.null(),
]);
const value = z.union([scalar, z.array(scalar).max(VALUES_MAX)]).describe("as the setting's options or its text or number");
const limit = z.number().min(-1e12).max(1e12).nullable();
const acceptance = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("one-of"), values: z.array(value).min(1).max(VALUES_MAX) }),
  z.strictObject({ kind: z.literal("range"), min: limit, max: limit }),
  z.strictObject({ kind: z.literal("any") }).describe("it has to be set, to whatever"),
]);
const expected = z.strictObject({ node: line(1_000), platforms, accept: acceptance });

const words = {
  kind: z.enum(REQUIREMENT_KINDS),
  title: title(200),
  reason: reasonText,
  source: title(400).nullable().describe("where it comes from, for example `ACSC ISM-1417`"),
  area: z.enum(BEHAVIOUR_AREAS),
  platforms,
  priority: z.enum(REQUIREMENT_PRIORITIES),
  acceptedGap: reasonText.nullable().describe("why it is accepted that it does not hold everywhere"),
};

const requirementInput = z.strictObject({
  id: requirementId.nullable().default(null).describe("null: made of the title"),
  revision: z.int().min(1).max(1_000_000_000).nullable().default(null).describe("the one that was read; null: a new one"),
  ...words,
  source: words.source.default(null),
  acceptedGap: words.acceptedGap.default(null),
  expected: z.array(expected).max(EXPECTED_MAX),
});

export const requirementsRequest = z.strictObject({ requirements: z.array(requirementInput).min(1).max(REQUIREMENTS_MAX) }).meta({
  id: "RequirementsRequest",
  example: {
    requirements: [
      {
        id: "code-length",
        revision: null,
        kind: "security",
        title: "A code of at least 8 characters unlocks every device",
        reason: "whoever finds a device must not read it",
        source: "ACSC ISM-1417",
        area: "password",
        platforms: ["windows"],
        priority: "must",
        acceptedGap: null,
        expected: [
          {
            node: "device_vendor_msft_policy_config_devicelock_mindevicepasswordlength",
            platforms: ["windows"],
            accept: { kind: "range", min: 8, max: null },
          },
        ],
      },
    ],
  },
});
export type RequirementsRequestBody = z.output<typeof requirementsRequest>;

const standing = z.object({
  status: z.enum(REQUIREMENT_STATUSES),
  met: count.describe("devices that hold an accepted value everywhere, of `ofDevices` on its platforms"),
  ofDevices: count,
  undetermined: count.describe("devices on which policies disagree about one of its settings"),
  unmappedPlatforms: z.array(z.enum(PLATFORMS)),
  policyIds: z.array(z.string()),
});

export const requirementSummary = z
  .object({
    id: z.string(),
    ...words,
    title: z.string(),
    reason: z.string(),
    source: z.string().nullable(),
    acceptedGap: z.string().nullable(),
    platforms: z.array(z.enum(PLATFORMS)),
    settings: count,
    standing,
    open: z.boolean().describe("it does not hold everywhere, and nobody accepted that"),
    revision: count,
    retired: z.boolean(),
    createdBy: z.string(),
    createdAt: instantMs,
    updatedBy: z.string(),
    updatedAt: instantMs,
  })
  .meta({ id: "RequirementSummary" });
export type RequirementSummaryBody = z.output<typeof requirementSummary>;

export const requirementsAnswer = listOf(requirementSummary).meta({ id: "Requirements" });
export type RequirementsAnswer = z.output<typeof requirementsAnswer>;

const acceptanceBody = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("one-of"), values: z.array(json) }),
  z.object({ kind: z.literal("range"), min: z.number().nullable(), max: z.number().nullable() }),
  z.object({ kind: z.literal("any") }),
]);
export type AcceptanceBody = z.output<typeof acceptanceBody>;

export const requirementAnswer = requirementSummary
  .extend({
    expected: z.array(z.object({ node: z.string(), platforms: z.array(z.enum(PLATFORMS)), accept: acceptanceBody })),
    names: nodeNames,
    policies: z.array(z.object({ policyId: z.string(), name: z.string() })).describe("live ones that set any of its settings"),
    asOf: instantMs,
  })
  .meta({ id: "Requirement" });
export type RequirementAnswer = z.output<typeof requirementAnswer>;

export const savedRequirementsAnswer = z.object({ items: z.array(requirementAnswer) }).meta({ id: "SavedRequirements" });
export type SavedRequirementsAnswer = z.output<typeof savedRequirementsAnswer>;

export const requirementsQuery = pageQuery.extend({
  text: idOrName.optional().describe("words of the title, the reason, the source or the id"),
  area: z.enum(BEHAVIOUR_AREAS).optional(),
  kind: z.enum(REQUIREMENT_KINDS).optional(),
  status: z.enum([...REQUIREMENT_STATUSES, "open"]).optional(),
  retired: z.enum(["true", "false"]).optional().describe("`true`: those out of force instead"),
});
export const requirementParams = z.strictObject({ id: requirementId });
export const retireQuery = z.strictObject({
  revision: z
    .string()
    .regex(/^[1-9]\d{0,8}$/, "is no whole number from 1 on")
    .describe("the one that was read"),
});

export const coverageAnswer = z
  .object({
    requirements: count,
    mapped: count.describe("with a setting, or with a gap that somebody accepted"),
    open: count,
    acceptedGaps: count,
    retired: count,
    byStatus: z.object(
      Object.fromEntries(REQUIREMENT_STATUSES.map((status) => [status, count])) as Record<
        (typeof REQUIREMENT_STATUSES)[number],
        typeof count
      >,
    ),
    byArea: z.array(z.object({ area: z.enum(BEHAVIOUR_AREAS), requirements: count, met: count, open: count })),
    settings: count.describe("of live policies"),
    settingsWithRequirement: count,
    policies: count,
    devices: count,
    asOf: instantMs,
  })
  .meta({ id: "RegisterCoverage" });
export type CoverageAnswer = z.output<typeof coverageAnswer>;

export const uncoveredQuery = pageQuery.extend({ text: idOrName.optional().describe("words of the setting's name or id") });
export const uncoveredAnswer = listOf(
  z.object({
    node: z.string(),
    name: z.string(),
    platforms: z.array(z.enum(PLATFORMS)),
    values: z.array(json),
    policies: z.array(z.object({ policyId: z.string(), name: z.string() })),
  }),
).meta({ id: "SettingsWithoutRequirement" });
export type UncoveredAnswer = z.output<typeof uncoveredAnswer>;

const starterCounts = z.object({ new: count, grown: count, known: count, covered: count, retired: count });
export const starterQuery = pageQuery.extend({ standing: z.enum(STARTER_STANDINGS).optional() });
export const starterAnswer = listOf(
  z.object({
    id: z.string(),
    title: z.string(),
    kind: z.enum(REQUIREMENT_KINDS),
    area: z.enum(BEHAVIOUR_AREAS),
    settings: count,
    standing: z.enum(STARTER_STANDINGS),
    missing: z.array(z.string()).describe("nodes that no requirement asks for"),
  }),
)
  .extend({ counts: starterCounts })
  .meta({ id: "StarterRegister" });
export type StarterAnswer = z.output<typeof starterAnswer>;

export const starterRequest = z
  .strictObject({ ids: z.array(requirementId).min(1).max(10_000).nullable().default(null).describe("null: everything new") })
  .meta({ id: "StarterRequest", example: { ids: null } });
export const starterAddedAnswer = z
  .object({ added: z.array(z.string()), counts: starterCounts, asOf: instantMs })
  .meta({ id: "StarterAdded" });
export type StarterAddedAnswer = z.output<typeof starterAddedAnswer>;
