import type { HelpRequestBody, NewHelpRequest } from "../../../http/contract/communication.ts";
import type { Tone } from "../../words/states.ts";

export const STATE_WORDS: Readonly<Record<HelpRequestBody["state"], Readonly<{ word: string; tone: Tone }>>> = {
  open: { word: "Open", tone: "info" },
  closed: { word: "Closed", tone: "quiet" },
};
export const WORKED_BEFORE: Readonly<Record<HelpRequestBody["workedBefore"], string>> = {
  yes: "yes, before the change",
  no: "no, it never did",
  unknown: "not known",
};

/** A reason to begin with, for the audit log. */
export function linkReason({ requester, summary }: Pick<HelpRequestBody, "requester" | "summary">): string {
  return `${requester} reports on a device that is in this rollout: ${summary}`;
}

export type Draft = Readonly<{
  summary: string;
  description: string;
  requester: string;
  device: string;
  workedBefore: NewHelpRequest["workedBefore"];
  rollout: string;
}>;
export const EMPTY_DRAFT: Draft = {
  summary: "",
  description: "",
  requester: "",
  device: "",
  workedBefore: "unknown",
  rollout: "",
};
export const DRAFT_FIELDS = Object.keys(EMPTY_DRAFT) as readonly (keyof Draft)[];

const MOST: Readonly<Partial<Record<keyof Draft, number>>> = { summary: 200, description: 8_000, requester: 200, device: 400 };
const REQUIRED: readonly (keyof Draft)[] = ["summary", "description", "requester"];

/** What the server would refuse, all at once, before anything is sent. */
export function draftProblems(draft: Draft): Readonly<Partial<Record<keyof Draft, string>>> {
  const problems: Partial<Record<keyof Draft, string>> = {};
  for (const field of DRAFT_FIELDS) {
    const length = [...draft[field].trim()].length;
    const most = MOST[field];
    if (REQUIRED.includes(field) && length === 0) problems[field] = "is empty";
    else if (most !== undefined && length > most) problems[field] = `has ${length} characters, and ${most} are kept`;
  }
  return problems;
}

/** `externalId` makes a second sending after a lost answer the same request. */
export function requestOf(draft: Draft, externalId: string): NewHelpRequest {
  const { summary, description, requester, device, workedBefore, rollout } = draft;
  return {
    summary: summary.trim(),
    description: description.trim(),
    requester: requester.trim(),
    device: device.trim() === "" ? null : device.trim(),
    workedBefore,
    source: "form",
    externalId,
    rollout: rollout === "" ? null : rollout,
  };
}
