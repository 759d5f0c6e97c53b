import { hashOf } from "../kit/sha256.ts";

/** What people are told of a change: a subject line and the five parts of S17. */
export type Notice = Readonly<{
  subject: string;
  whatChanges: string;
  when: string;
  businessPurpose: string;
  selfHelp: string;
  helpDeskContact: string;
}>;
export type NoticePart = keyof Notice;
export type MissingPart = Readonly<{ part: NoticePart; message: string }>;

/** How each part is headed where people read it, in this order. */
export const NOTICE_HEADINGS: Readonly<Record<Exclude<NoticePart, "subject">, string>> = {
  whatChanges: "What changes",
  when: "When",
  businessPurpose: "Why",
  selfHelp: "What you can do yourself",
  helpDeskContact: "How to reach the help desk",
};

/** A part with fewer letters or digits says nothing: TBD, n/a, soon. Also true of scripts that need fewer signs. */
const SIGNS_MIN = 6;

/** A zone as people write it: UTC+2, CEST, Europe/Berlin, 09:00 +02:00, local time. */
const ZONE =
  /\b(?:UTC|GMT|MSK|[A-Z]{1,4}T)\b|\p{Lu}[\p{L}_]+\/\p{Lu}\p{L}|\d[:.]\d\d(?::\d\d)?\s*[+-]\d|\b(?:time|Ortszeit|Zeit|heure|hora|ora)\b/u;

/** A mail address, a web address, a channel, or at least an extension. */
const REACHABLE = /\S@\S|https?:\/\/\S|#\p{L}|\d[\d\s()/-]{2,}/u;

/** All that keeps a notice from being sent, at once. Null: nothing was written yet. */
export function missingParts(notice: Notice | null): readonly MissingPart[] {
  const missing: MissingPart[] = [];
  const say = (part: NoticePart, message: string) => missing.push({ part, message });
  for (const part of ["subject", ...Object.keys(NOTICE_HEADINGS)] as NoticePart[]) {
    const text = notice?.[part] ?? "";
    const signs = text.match(/[\p{L}\p{N}]/gu)?.length ?? 0;
    if (signs === 0) say(part, "is empty");
    else if (part === "helpDeskContact" ? !REACHABLE.test(text) : signs < SIGNS_MIN) say(part, THIN[part]);
    else if (part === "when" && !ZONE.test(text)) say(part, "names no time zone, for example `UTC`, `CEST` or `local time`");
  }
  return missing;
}

const THIN: Readonly<Record<NoticePart, string>> = {
  subject: "is too short to say what the mail is about",
  whatChanges: "is too short to say what people will see",
  when: "is too short to say when it happens",
  businessPurpose: "is too short to say what the change is for",
  selfHelp: "is too short to say what people can do themselves; where there is nothing to do, say so",
  helpDeskContact: "holds no mail address, web address, channel or number",
};

/** What an acknowledgement stands for: any edit is another notice. */
export function noticeHashOf(notice: Notice): string {
  return hashOf(notice);
}
