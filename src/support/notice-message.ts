import { formatInstant, type Instant } from "../kit/instant.ts";
import { NOTICE_HEADINGS, type Notice, type NoticePart } from "./notice.ts";

/** A notice as one person gets it: plain text under headings; how it is dressed is the messenger's business. */
export type NoticeMessage = Readonly<{
  subject: string;
  sections: readonly Readonly<{ heading: string; text: string }>[];
}>;

/** @param changesFrom when this person's device may change at the earliest, which no author knows. */
export function noticeMessage(notice: Notice, changesFrom: Instant): NoticeMessage {
  const headings = Object.entries(NOTICE_HEADINGS) as [Exclude<NoticePart, "subject">, string][];
  const textOf = (part: NoticePart) =>
    part === "when"
      ? `${notice.when}\n\nYour device changes at the earliest on ${formatInstant(changesFrom)} (UTC).`
      : notice[part];
  return { subject: notice.subject, sections: headings.map(([part, heading]) => ({ heading, text: textOf(part) })) };
}
