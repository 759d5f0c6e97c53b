import type { CommunicationAnswer, DeliveriesAnswer, NoticeInput } from "../../../http/contract/communication.ts";
import type { Tone } from "../../words/states.ts";

export type Stage = CommunicationAnswer["stages"][number];
export type NoticePart = keyof NoticeInput;
export type Delivery = DeliveriesAnswer["items"][number];

export const STAGE_WORDS: Readonly<Record<Stage["stage"], Readonly<{ word: string; meaning: string }>>> = {
  pilot: { word: "Pilots", meaning: "the people of the proof of concept and of the pilots" },
  production: { word: "Waves", meaning: "everybody whom the waves and the late joiners reach" },
};

/** The five parts in the order in which people read them; the headings are those of the mail. */
export const PARTS: readonly Readonly<{ part: Exclude<NoticePart, "subject">; heading: string; hint: string; rows: number }>[] = [
  { part: "whatChanges", heading: "What changes", hint: "What people will see on their device, in their words", rows: 4 },
  { part: "when", heading: "When", hint: "With a time zone; the phases' own dates are added", rows: 2 },
  { part: "businessPurpose", heading: "Why", hint: "What the organisation gains", rows: 3 },
  { part: "selfHelp", heading: "What you can do yourself", hint: "Where there is nothing to do, say so", rows: 3 },
  {
    part: "helpDeskContact",
    heading: "How to reach the help desk",
    hint: "A mail or web address, a channel or a number",
    rows: 2,
  },
];
export const NOTICE_FIELDS: readonly NoticePart[] = ["subject", ...PARTS.map(({ part }) => part)];
export const EMPTY_NOTICE: NoticeInput = {
  subject: "",
  whatChanges: "",
  when: "",
  businessPurpose: "",
  selfHelp: "",
  helpDeskContact: "",
};

export function labelOf(part: NoticePart): string {
  return part === "subject" ? "Subject" : (PARTS.find((one) => one.part === part)?.heading ?? part);
}

/** How many of the five parts say something, as far as the server's word (`faults`) goes. */
export function partsWritten(notice: NoticeInput, faults: Readonly<Partial<Record<NoticePart, string>>>): number {
  return PARTS.filter(({ part }) => /[\p{L}\p{N}]/u.test(notice[part]) && faults[part] === undefined).length;
}

/** The server's words about what it holds; they stay true only while the field holds the same. */
export function faultsOf(stage: Stage, draft: NoticeInput): Readonly<Partial<Record<NoticePart, string>>> {
  const faults: Partial<Record<NoticePart, string>> = {};
  for (const { part, message } of stage.missing) {
    const field = NOTICE_FIELDS.find((name) => name === part);
    if (field !== undefined && draft[field].trim() === (stage.notice?.[field] ?? "").trim()) faults[field] = message;
  }
  return faults;
}

/** What the server would refuse without reading the words: nothing there. */
export function emptyParts(notice: NoticeInput): Readonly<Partial<Record<NoticePart, string>>> {
  return Object.fromEntries(NOTICE_FIELDS.filter((part) => notice[part].trim() === "").map((part) => [part, "is empty"]));
}

export function isSameNotice(one: NoticeInput, other: NoticeInput): boolean {
  return NOTICE_FIELDS.every((part) => one[part] === other[part]);
}

export type Substitute = Readonly<{ siteId: string; userId: string }>;

/** An empty site stands for every device that no other line covers. Lines without a person are left out. */
export function substitutesOf(lines: readonly Substitute[]): readonly Readonly<{ siteId: string | null; userId: string }>[] {
  return lines
    .map(({ siteId, userId }) => ({ siteId: siteId.trim() === "" ? null : siteId.trim(), userId: userId.trim() }))
    .filter(({ userId }) => userId !== "");
}

export const DELIVERY_WORDS: Readonly<Record<Delivery["state"], Readonly<{ word: string; tone: Tone; meaning: string }>>> = {
  queued: { word: "Waiting", tone: "held", meaning: "not told yet" },
  accepted: { word: "Told by mail", tone: "good", meaning: "a mail system took the message" },
  "told-by-hand": { word: "Told by other means", tone: "good", meaning: "a person recorded how" },
  bounced: { word: "Came back", tone: "bad", meaning: "the message could not be delivered after all" },
  failed: { word: "Not sent", tone: "bad", meaning: "no mail system took the message" },
};
