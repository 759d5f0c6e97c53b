import { z } from "zod";
import { count, hashText, idOrName, instantMs, line, listOf, pageQuery, prose, reasonText } from "./words.ts";

/** Before the pilots and before the first wave: two communication plans (requirements.md S16). */
export const STAGES = ["pilot", "production"] as const;
export const DELIVERY_STATES = ["queued", "accepted", "bounced", "failed", "told-by-hand"] as const;

/** The seed's five parts (S17). Length bounds only; support/notice.ts says what is missing. */
export const noticeInput = z
  .strictObject({
    subject: line(200),
    whatChanges: prose(4_000),
    when: prose(1_000).describe("with a time zone; the server adds the phases' own dates"),
    businessPurpose: prose(2_000),
    selfHelp: prose(4_000),
    helpDeskContact: prose(1_000),
  })
  .meta({ id: "NoticeInput" });
export type NoticeInput = z.output<typeof noticeInput>;

const substitute = z.strictObject({
  siteId: line(400).nullable().describe("null: for every device without a person that no other line covers"),
  userId: line(400),
});
export const communicationRequest = z
  .strictObject({
    stage: z.enum(STAGES),
    notice: noticeInput,
    substitutes: z.array(substitute).max(2_000).describe("who is told of devices that have no person"),
    reason: reasonText,
  })
  .meta({ id: "CommunicationRequest" });
export type CommunicationRequest = z.output<typeof communicationRequest>;

const stageDelivery = z.object({
  people: count.describe("people and substitutes of the cohorts that are open so far"),
  queued: count,
  accepted: count,
  toldByHand: count,
  bounced: count,
  failed: count,
  devicesHeldBack: count.describe("devices of these cohorts that are offered nothing because nobody was told"),
  devicesWithoutAnybody: count.describe("of those: without a person and without a substitute"),
});
const stagePlan = z.object({
  stage: z.enum(STAGES),
  notice: z
    .object({
      subject: z.string(),
      whatChanges: z.string(),
      when: z.string(),
      businessPurpose: z.string(),
      selfHelp: z.string(),
      helpDeskContact: z.string(),
    })
    .nullable(),
  missing: z.array(z.object({ part: z.string(), message: z.string() })).describe("empty: the notice is complete"),
  substitutes: z.array(z.object({ siteId: z.string().nullable(), userId: z.string(), displayName: z.string() })),
  noticeHash: z.string().nullable(),
  editedBy: z.string().nullable(),
  editedAt: instantMs.nullable(),
  sentSince: instantMs.nullable().describe("null: nobody was told yet, and the notice can still be changed"),
  acknowledgement: z.object({ by: z.string(), at: instantMs, note: z.string() }).nullable().describe("by the help desk"),
  delivery: stageDelivery,
});

/** `required` false: the plan says why nobody is told, and that was approved with it. */
export const communicationAnswer = z
  .object({
    rolloutId: z.string(),
    required: z.boolean(),
    waivedBecause: z.string().nullable(),
    leadMsMin: count.describe("between being told and being offered the change, in milliseconds"),
    mail: z.boolean().describe("false: no mail server is set up; people are told by other means and that is recorded"),
    stages: z.array(stagePlan),
    asOf: instantMs,
  })
  .meta({ id: "Communication" });
export type CommunicationAnswer = z.output<typeof communicationAnswer>;

export const deliveriesQuery = pageQuery.extend({
  stage: z.enum(STAGES).optional(),
  state: z.enum(DELIVERY_STATES).optional(),
});
export const deliveriesAnswer = listOf(
  z.object({
    stage: z.enum(STAGES),
    userId: z.string(),
    displayName: z.string(),
    mail: z.string().nullable(),
    state: z.enum(DELIVERY_STATES),
    attempts: count,
    toldAt: instantMs.nullable(),
    lastError: z.string().nullable(),
    messageId: z.string().nullable(),
  }),
).meta({ id: "Deliveries" });
export type DeliveriesAnswer = z.output<typeof deliveriesAnswer>;

/** `everybody`: all who are not told yet in the cohorts that are open. */
export const toldRequest = z
  .strictObject({
    stage: z.enum(STAGES),
    who: z.discriminatedUnion("kind", [
      z.strictObject({ kind: z.literal("everybody") }),
      z.strictObject({ kind: z.literal("people"), userIds: z.array(idOrName).min(1).max(1_000) }),
    ]),
    means: reasonText.describe("how they were told: a meeting, a poster, a call"),
  })
  .meta({ id: "ToldRequest" });
export type ToldRequest = z.output<typeof toldRequest>;
export const toldAnswer = z.object({ told: count, asOf: instantMs }).meta({ id: "Told" });

/** What a mail system says of a message that it could not deliver after all. */
export const bounceRequest = z.strictObject({ messageId: line(400), reason: reasonText }).meta({ id: "BounceRequest" });
export type BounceRequest = z.output<typeof bounceRequest>;
export const bounceAnswer = z
  .object({ rolloutId: z.string(), userId: z.string(), devicesHeldBack: count, asOf: instantMs })
  .meta({ id: "Bounce" });

export const acknowledgementRequest = z
  .strictObject({
    stage: z.enum(STAGES),
    noticeHash: hashText.nullable().default(null).describe("of the notice that was read; null: whatever stands there now"),
    note: reasonText,
  })
  .meta({ id: "AcknowledgementRequest" });
export type AcknowledgementRequest = z.input<typeof acknowledgementRequest>;

export const REQUEST_STATES = ["open", "closed"] as const;
const helpRequest = z
  .object({
    id: z.string(),
    openedAt: instantMs,
    openedBy: z.string(),
    requester: z.string(),
    device: z.object({ id: z.string(), name: z.string() }).nullable(),
    summary: z.string(),
    description: z.string(),
    workedBefore: z.enum(["yes", "no", "unknown"]),
    source: z.string().describe("`form`, `api` or the name of another system"),
    externalId: z.string().nullable(),
    state: z.enum(REQUEST_STATES),
    link: z.object({ rolloutId: z.string(), rolloutName: z.string(), by: z.string(), at: instantMs }).nullable(),
    deviceRollouts: z
      .array(z.object({ id: z.string(), name: z.string(), status: z.string(), offeredAt: instantMs.nullable() }))
      .describe("rollouts that the device is in: what a person may want to link it to"),
  })
  .meta({ id: "HelpRequest" });
export const helpRequestAnswer = helpRequest;
export type HelpRequestBody = z.output<typeof helpRequest>;

export const helpRequestsQuery = pageQuery.extend({
  rollout: idOrName.optional(),
  state: z.enum(REQUEST_STATES).optional(),
  linked: z.enum(["yes", "no"]).optional(),
});
/** Newest first. `per1000Exposed` is there where a rollout was asked for and somebody was exposed. */
export const helpRequestsAnswer = listOf(helpRequest)
  .extend({
    rate: z.object({ linked: count, exposed: count, per1000Exposed: z.number().nullable() }).nullable(),
  })
  .meta({ id: "HelpRequests" });
export type HelpRequestsAnswer = z.output<typeof helpRequestsAnswer>;

export const newHelpRequest = z
  .strictObject({
    summary: line(200),
    description: prose(8_000),
    requester: line(200).describe("a name, a mail address or a sign-in name, as known"),
    device: idOrName.nullable().describe("id, serial number or exact name; null: not known"),
    workedBefore: z.enum(["yes", "no", "unknown"]).default("unknown"),
    source: line(60).default("api"),
    externalId: line(200)
      .nullable()
      .default(null)
      .describe(
        "of the other system; the same one twice is one request; other sources than `form` need a role that links requests",
      ),
    rollout: idOrName.nullable().default(null).describe("to link it at once; for the roles that may link"),
  })
  .meta({
    id: "NewHelpRequest",
    example: { summary: "Screen stays black", description: "After the restart at 9:40", requester: "nina.koch", device: null },
  });
export type NewHelpRequest = z.output<typeof newHelpRequest>;
export const requestLinkRequest = z
  .strictObject({ rollout: idOrName.nullable().describe("null: takes the link away"), reason: reasonText })
  .meta({ id: "RequestLinkRequest" });
export type RequestLinkRequest = z.output<typeof requestLinkRequest>;
export const requestStateRequest = z
  .strictObject({ state: z.enum(REQUEST_STATES), reason: reasonText })
  .meta({ id: "RequestStateRequest" });
export type RequestStateRequest = z.output<typeof requestStateRequest>;
