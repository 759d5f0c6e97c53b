import { DAY_MS, type Instant } from "../../kit/instant.ts";
import type { PhaseKind } from "../phase.ts";

/** Where a rollout stands inside its plan: an open phase and since when. `phaseIndex` counts the plan's phases from 0. */
export type OpenPhase = Readonly<{ phaseIndex: number; phaseKind: PhaseKind; openedAt: Instant }>;

/** Why the gate waits for a person. None of these goes away by waiting alone. */
export const HOLD_REASONS = [
  "approval-missing",
  "inconclusive",
  "notice-missing",
  "help-desk-not-ready",
  "rule-invalid",
  "empty-cohort",
  "invariant-broken",
] as const;
export type HoldReason = (typeof HOLD_REASONS)[number];

/** Held for a person's word or for evidence that only more devices can bring: the frozen cohort of the open phase is still offered. */
export function goesOnOffering(reason: HoldReason): boolean {
  return reason !== "rule-invalid" && reason !== "invariant-broken";
}

/** So long a rollback waits for every device; who is silent or fails beyond it is counted, named and restored when it next checks in. */
export const ROLLBACK_GRACE_MS = 3 * DAY_MS;

/** The gate itself, where no person acted. A person's name holds no colon. */
export const GATE_ACTOR = "system:gate";

export type State =
  | Readonly<{ kind: "scope"; since: Instant; startRequestedBy: string | null }>
  | Readonly<{ kind: "proof-of-concept"; open: OpenPhase }>
  | Readonly<{ kind: "pilot-isolated"; open: OpenPhase }>
  | Readonly<{ kind: "pilot-final"; open: OpenPhase }>
  | Readonly<{ kind: "waves"; open: OpenPhase }>
  | Readonly<{ kind: "operations"; since: Instant }>
  | Readonly<{ kind: "closed"; since: Instant }>
  | Readonly<{ kind: "held"; open: OpenPhase; since: Instant; reason: HoldReason }>
  | Readonly<{ kind: "paused"; open: OpenPhase; since: Instant; by: string }>
  | Readonly<{ kind: "halted"; open: OpenPhase; since: Instant; by: string; reason: string }>
  | Readonly<{ kind: "rolling-back"; open: OpenPhase; since: Instant; by: string }>
  | Readonly<{ kind: "rolled-back"; since: Instant }>
  | Readonly<{ kind: "aborted"; since: Instant; by: string }>;

export type Event =
  /** A person asks for the start; the first phase opens once its approvals are there. */
  | Readonly<{ kind: "start"; by: string }>
  /** The tick opens a phase whose conditions were met on evidence of this tick. */
  | Readonly<{ kind: "open-phase"; phaseIndex: number; phaseKind: PhaseKind; cohortSize: number }>
  | Readonly<{ kind: "hold"; reason: HoldReason; detail: string }>
  | Readonly<{ kind: "gate-failed"; reason: string }>
  /** The last wave passed: the change becomes the policy. */
  | Readonly<{ kind: "land" }>
  | Readonly<{ kind: "pause"; by: string; reason: string }>
  | Readonly<{ kind: "resume"; by: string; reason: string }>
  | Readonly<{ kind: "halt"; by: string; reason: string }>
  | Readonly<{ kind: "roll-back"; by: string; reason: string }>
  | Readonly<{ kind: "rollback-settled"; verifiedBack: number; outstanding: number }>
  | Readonly<{ kind: "abort"; by: string; reason: string }>
  | Readonly<{ kind: "close"; by: string; reason: string }>;

/**
 * What the world has to be told, after the commit. `purpose` is the stable part of the idempotency key
 * (`ROLLOUT:REVISION:PURPOSE`), so that a repeated delivery changes nothing.
 */
export type Effect =
  | Readonly<{ kind: "publish-phase"; purpose: string; phaseIndex: number }>
  | Readonly<{ kind: "stop-offering"; purpose: string }>
  | Readonly<{ kind: "offer-again"; purpose: string; phaseIndex: number }>
  | Readonly<{ kind: "restore-previous"; purpose: string }>
  | Readonly<{ kind: "land"; purpose: string }>;

export type Step = Readonly<{
  next: State;
  effects: readonly Effect[];
  /** When to look again without being asked; null: only an event moves it. */
  wakeAt: Instant | null;
  /** The sentence that people read in the console and in the audit log. */
  because: string;
}>;

export type Refused = Readonly<{ type: "EventRefused"; state: State["kind"]; event: Event["kind"]; because: string }>;

export type StateKind = State["kind"];
export type EventKind = Event["kind"];
export type StateOf<K extends StateKind> = Extract<State, { kind: K }>;
export type EventOf<K extends EventKind> = Extract<Event, { kind: K }>;
