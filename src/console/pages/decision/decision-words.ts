import type { DecisionAnswer } from "../../../http/contract/decision.ts";
import type { RolloutDetail } from "../../../http/contract/rollouts.ts";
import { purposeWords } from "../../words/purposes.ts";
import { countOf } from "../../words/numbers.ts";
import type { Tone } from "../../words/states.ts";

const UNDO: Readonly<Record<DecisionAnswer["undo"]["kind"], Readonly<{ word: string; tone: Tone }>>> = {
  "previous-version": { word: "Can be undone", tone: "good" },
  removal: { word: "Undone by removal", tone: "warn" },
  unknown: { word: "Not known whether it can be undone", tone: "bad" },
};

/** Never greener than what is known. */
export function undoWords(kind: DecisionAnswer["undo"]["kind"]): Readonly<{ word: string; tone: Tone }> {
  return UNDO[kind];
}

/** The question at the top: `Open wave 1?` */
export function questionOf({ asked, who, rollout }: DecisionAnswer): string {
  if (asked === null) return "Nothing waits for a decision";
  const [kind = ""] = asked.purpose.split(":");
  switch (kind) {
    case "start":
      return `Start “${rollout.name}”?`;
    case "phase":
      return `Open ${who.next?.phase ?? "the next phase"} of “${rollout.name}”?`;
    case "resume":
      return `Go on with “${rollout.name}” after its halt?`;
    default:
      return `Go on with “${rollout.name}” with thin evidence?`;
  }
}

/** A comment to begin with; whoever signs may say it in their own words. */
export function approvalComment({ signed, when }: DecisionAnswer): string {
  if (signed === null) return "";
  const what = purposeWords(
    signed.purpose,
    when.phases.map(({ name }) => name),
  );
  return `Read the plan and the evidence. ${what} may go ahead.`;
}

/** What a person read and what waits now: the same thing, or somebody was faster. */
export function isStillAsked(read: DecisionAnswer, now: DecisionAnswer): boolean {
  return now.asked !== null && read.signed?.planHash === now.signed?.planHash && read.signed?.purpose === now.signed?.purpose;
}

/** What the decision led to, for whoever took it. */
export function outcomeWords(decision: "approve" | "deny", after: RolloutDetail): string {
  const waits = after.waitsForApproval;
  if (decision === "deny")
    return "Your no is on record. Nothing opens while it stands; the author is told by the rollout's page.";
  if (waits !== null && waits.deniedBy.length > 0)
    return `Your yes is on record, but ${waits.deniedBy.join(", ")} said no, and that stands.`;
  if (waits !== null)
    return `Your yes is on record. ${countOf(waits.needed - waits.given, "more approval")} needed: ${waits.given} of ${waits.needed} given.`;
  return "Your yes is on record, and it was the one that was needed. The gate is looked at again now.";
}

/** The first and the last digits: enough to compare by eye. */
export function shortHash(hash: string): string {
  return hash.length <= 20 ? hash : `${hash.slice(0, 8)} … ${hash.slice(-8)}`;
}

type Entry = DecisionAnswer["sinceLastApproval"][number];

/** `rollout.phase-published` and its detail -> one line. */
export function entryText({ action, actor, detail }: Entry): string {
  const facts = typeof detail === "object" && detail !== null ? (detail as Record<string, unknown>) : {};
  const told = [facts["because"], facts["reason"]].find((word): word is string => typeof word === "string" && word !== "");
  const what = action.replace(/^rollout\./, "").replaceAll(/[.-]/g, " ");
  return `${what} by ${actor.replace(/^local:/, "")}${told === undefined ? "" : `: ${told}`}`;
}
