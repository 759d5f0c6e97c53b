import { z } from "zod";
import { DRIVE_ENCRYPTIONS } from "../../estate/device.ts";
import { PLATFORMS } from "../../estate/platform.ts";
import { MOMENTS } from "../../policy/effect/moment.ts";
import { REVERSALS } from "../../policy/reversal/reversal.ts";
import { ACCEPTANCES } from "../../rollout/acceptance.ts";
import { nodeNames } from "./policies.ts";
import { count, instantMs, json } from "./words.ts";

const platform = z.enum(PLATFORMS);
const texts = z.array(z.string());
const words = z.string().describe("for people: begins with a capital, without a full stop");

const reason = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("platform") }),
  z.object({ kind: z.literal("version-too-old"), versionMin: z.string() }),
  z.object({
    kind: z.literal("version-too-new"),
    versionMax: z.string(),
    successors: z.array(z.object({ node: z.string() })).describe("settings that take its place on newer versions"),
  }),
  z.object({ kind: z.literal("edition"), editions: texts }),
  z.object({ kind: z.literal("supervision") }),
  z.object({ kind: z.literal("join-type"), joinTypes: texts }),
  z.object({ kind: z.literal("enrolment"), enrolments: texts }),
  z.object({ kind: z.literal("licence"), plans: texts.describe("service plans, one of which is needed") }),
  z.object({ kind: z.literal("policy-rule") }),
]);
const missing = z.discriminatedUnion("of", [
  z.object({ of: z.literal("device"), fact: z.enum(["osVersion", "edition", "supervised", "joinType", "enrolment"]) }),
  z.object({ of: z.literal("person"), fact: z.literal("licences") }),
  z.object({ of: z.literal("catalogue"), fact: z.enum(["setting", "platform", "version", "editions"]) }),
]);

/** `met`, `short` and `unknown` add up to `devices`. */
export const intentReport = z
  .object({
    devices: count,
    settings: count,
    met: count.describe("devices on which every setting applies"),
    short: count.describe("devices on which at least one setting surely does not apply"),
    unknown: count.describe("the rest: a fact is missing; never counted as met"),
    unknownByCatalogue: count.describe("of `unknown`: nothing is missing but what the catalogue would have to say"),
    reasons: z.array(z.object({ cause: reason, words, devices: count, settings: count })),
    missing: z.array(z.object({ cause: missing, words, devices: count, settings: count })),
    shortSettings: z
      .array(
        z.object({
          node: z.string(),
          applies: count,
          notApplicable: count,
          unknown: count,
          reasons: z.array(z.object({ cause: reason, words, devices: count })),
          missing: z.array(z.object({ cause: missing, words, devices: count })),
        }),
      )
      .describe("settings that do not surely apply on every device"),
    leastVersions: z.array(
      z.object({
        platform,
        percent: z.number().describe("the share to reach"),
        devices: count,
        metNow: count,
        version: z.string().nullable().describe("null: updates alone do not reach the share"),
        metThen: count,
        toUpdate: count,
      }),
    ),
  })
  .meta({ id: "IntentReport" });
export type IntentReportBody = z.output<typeof intentReport>;

/** When the values of a change take effect. */
export const takingEffect = z
  .object({
    moments: z.array(z.object({ moment: z.enum(MOMENTS), words, nodes: texts, sources: texts })),
    encryption: z.array(
      z.object({
        node: z.string(),
        target: z.enum(DRIVE_ENCRYPTIONS),
        devices: count.describe("Windows devices in scope: the denominator of the rest"),
        alreadyTarget: count,
        stay: z.array(z.object({ method: z.enum(DRIVE_ENCRYPTIONS), devices: count })),
        notEncrypted: count,
        unknown: count,
        words,
      }),
    ),
  })
  .meta({ id: "TakingEffect" });
export type TakingEffectBody = z.output<typeof takingEffect>;

/** What becomes of each setting of a change when nobody asks for it any more, and how its devices go back. */
export const undoPlan = z
  .object({
    settings: z.array(
      z.object({
        node: z.string(),
        platforms: z.array(platform),
        reversal: z.enum(REVERSALS),
        words: z.string().describe("one or two words for a badge"),
        because: words,
        source: z.string().nullable().describe("who says so; null: nobody known to us"),
        taken: z.enum(["by-this-change", "by-rollback"]),
      }),
    ),
    rollback: z.array(
      z.object({
        platform,
        devices: count,
        unassign: texts.describe("nodes that taking the policy away undoes"),
        counter: z
          .array(z.object({ node: z.string(), value: json, from: z.enum(["before", "default"]) }))
          .describe("values that have to be asked for explicitly"),
        byHand: z.array(z.object({ node: z.string(), because: words })),
        open: texts.describe("nodes for which no value is known that would undo them"),
      }),
    ),
  })
  .meta({ id: "UndoPlan" });
export type UndoPlanBody = z.output<typeof undoPlan>;

export const acceptanceKind = z.enum(ACCEPTANCES);
/** What has to be accepted by name when a rollout is made of the plan. */
export const acceptance = z.object({ kind: acceptanceKind, words }).meta({ id: "Acceptance" });

/** A live policy and the devices that it reaches now. */
export const policyApplicability = z
  .object({ policyId: z.string(), name: z.string(), intent: intentReport, ofDevices: count, names: nodeNames, asOf: instantMs })
  .meta({ id: "PolicyApplicability" });
export type PolicyApplicabilityBody = z.output<typeof policyApplicability>;
