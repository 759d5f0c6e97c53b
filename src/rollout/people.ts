import type { Instant } from "../kit/instant.ts";
import type { HoldReason } from "./lifecycle/types.ts";
import type { PhaseKind, PlannedPhase } from "./phase.ts";

/** Two communication plans: for the pilots and for everybody after them (S16). The laboratory needs none. */
export const STAGES = ["pilot", "production"] as const;
export type Stage = (typeof STAGES)[number];

/** Whether people are told before their devices change. Part of the plan: a waiver is approved with it, and there is no other. */
export type PeopleRule = Readonly<{ kind: "required"; noticeLeadMsMin: number }> | Readonly<{ kind: "waived"; reason: string }>;

/** What is there of one stage. An acknowledgement stands for the notice that the help desk read, not for a later one. */
export type StageStanding = Readonly<{
  noticeComplete: boolean;
  acknowledgement: Readonly<{ by: string; at: Instant; note: string }> | null;
}>;
export type PeopleStanding = Readonly<Record<Stage, StageStanding>>;

export const NOBODY_SPOKE: PeopleStanding = {
  pilot: { noticeComplete: false, acknowledgement: null },
  production: { noticeComplete: false, acknowledgement: null },
};

/** Longer leads are a unit mistaken. */
export const NOTICE_LEAD_MS_MAX = 90 * 86_400_000;

/** The stage whose notice a phase's people get; null: the laboratory, whose people are the ones who run the rollout. */
export function stageOf(kind: PhaseKind): Stage | null {
  if (kind === "proof-of-concept") return null;
  return kind === "wave" ? "production" : "pilot";
}

export type PeopleMissing = Readonly<{ reason: Extract<HoldReason, "notice-missing" | "help-desk-not-ready">; detail: string }>;

/**
 * What keeps the next phase from opening, although its gate passed: both notices from the end of the proof of concept on
 * (S16), and the help desk's word for the stage that begins (S26). Null: nothing, or the plan waives it.
 */
export function peopleMissing(
  { plan, people }: Readonly<{ plan: Readonly<{ people: PeopleRule }>; people: PeopleStanding }>,
  next: Pick<PlannedPhase, "kind" | "name">,
): PeopleMissing | null {
  const stage = stageOf(next.kind);
  if (plan.people.kind === "waived" || stage === null) return null;
  const withoutNotice = STAGES.filter((one) => !people[one].noticeComplete);
  if (withoutNotice.length > 0) {
    const detail = `${next.name} waits for the notice to people of the ${withoutNotice.join(" and of the ")} stage`;
    return { reason: "notice-missing", detail };
  }
  if (people[stage].acknowledgement !== null) return null;
  return { reason: "help-desk-not-ready", detail: `${next.name} waits for the help desk to acknowledge the ${stage} stage` };
}
