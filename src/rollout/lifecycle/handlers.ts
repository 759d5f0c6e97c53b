import { formatDuration, type Instant } from "../../kit/instant.ts";
import type { PhaseKind } from "../phase.ts";
import {
  GATE_ACTOR,
  goesOnOffering,
  ROLLBACK_GRACE_MS,
  type Effect,
  type EventOf,
  type HoldReason,
  type OpenPhase,
  type State,
  type StateOf,
  type Step,
} from "./types.ts";

/** States in which devices of the open phase may be offered the change. */
export type OpenState = StateOf<"proof-of-concept" | "pilot-isolated" | "pilot-final" | "waves">;
/** States that remember an open phase and offer nothing new. */
export type StoppedState = StateOf<"held" | "paused" | "halted">;
type PhaseState = OpenState | StoppedState;

const STATE_BY_PHASE = {
  "proof-of-concept": "proof-of-concept",
  "pilot-isolated": "pilot-isolated",
  "pilot-final": "pilot-final",
  wave: "waves",
} as const satisfies Record<PhaseKind, OpenState["kind"]>;

export function requestStart(state: StateOf<"scope">, event: EventOf<"start">, now: Instant): Step {
  const next: State = { ...state, startRequestedBy: event.by };
  return step(next, [], now, `${event.by} asked for the start; the first phase opens once its approvals are given`);
}

export function openFirst(state: StateOf<"scope">, event: EventOf<"open-phase">, now: Instant): Step | string {
  if (state.startRequestedBy === null) return "nobody has started it";
  if (event.phaseIndex !== 0) return "the first phase comes first";
  return opened(event, now);
}

export function openNext(state: PhaseState, event: EventOf<"open-phase">, now: Instant): Step | string {
  if (event.phaseIndex <= state.open.phaseIndex) return `phase ${event.phaseIndex + 1} is open or over`;
  if (event.phaseIndex !== state.open.phaseIndex + 1) return `phase ${state.open.phaseIndex + 2} comes next; none is skipped`;
  return opened(event, now);
}

/** A hold that waits for a word or for more evidence goes on with the cohort it has; one that doubts itself offers nothing. */
export function hold(state: OpenState, event: EventOf<"hold">, now: Instant): Step {
  const next: State = { kind: "held", open: state.open, since: now, reason: event.reason };
  const effects = goesOnOffering(event.reason) ? [] : [stopOffering(state.open, now)];
  return step(next, effects, now, `held (${event.reason}): ${event.detail}`);
}

/** Still held, for another reason than before; the same reason again is no event. */
export function holdAnew(state: StateOf<"held">, event: EventOf<"hold">, now: Instant): Step | string {
  if (state.reason === event.reason) return "already held for this reason";
  return step(
    { ...state, since: now, reason: event.reason },
    offeringChange(state, event.reason, now),
    now,
    `held (${event.reason}): ${event.detail}`,
  );
}

export function failGate(state: PhaseState, event: EventOf<"gate-failed">, now: Instant): Step {
  const next: State = { kind: "halted", open: state.open, since: now, by: GATE_ACTOR, reason: event.reason };
  return step(next, [stopOffering(state.open, now)], now, `halted by its gate: ${event.reason}`);
}

export function land(state: OpenState | StateOf<"held">, _event: EventOf<"land">, now: Instant): Step | string {
  if (state.open.phaseKind !== "wave") return "only a wave can be the last phase";
  return step(
    { kind: "operations", since: now },
    [{ kind: "land", purpose: "land" }],
    now,
    "every wave passed its gate: the change is now the policy",
  );
}

export function pause(state: OpenState | StateOf<"held">, event: EventOf<"pause">, now: Instant): Step {
  const next: State = { kind: "paused", open: state.open, since: now, by: event.by };
  return step(next, [stopOffering(state.open, now)], null, `${event.by} paused it: ${event.reason}`);
}

export function resume(state: StateOf<"paused" | "halted" | "held">, event: EventOf<"resume">, now: Instant): Step {
  const { phaseIndex, phaseKind } = state.open;
  const purpose = `offer:${phaseIndex}:${now}`;
  // The soak starts anew: time in which nothing new was offered proves nothing of what is offered from now on.
  const next = openState({ ...state.open, openedAt: now }, phaseKind);
  return step(next, [{ kind: "offer-again", purpose, phaseIndex }], now, `${event.by} resumed it: ${event.reason}`);
}

export function halt(state: OpenState | StateOf<"held" | "paused">, event: EventOf<"halt">, now: Instant): Step {
  const next: State = { kind: "halted", open: state.open, since: now, by: event.by, reason: event.reason };
  return step(next, [stopOffering(state.open, now)], null, `${event.by} halted it: ${event.reason}`);
}

export function rollBack(state: PhaseState, event: EventOf<"roll-back">, now: Instant): Step {
  const next: State = { kind: "rolling-back", open: state.open, since: now, by: event.by };
  return step(
    next,
    [{ kind: "restore-previous", purpose: "restore" }],
    now,
    `${nameOf(event.by)} is rolling it back: ${event.reason}`,
  );
}

/** Settled is proven, or after the grace proven but for devices that are named and need hands: a halt does not heal them. */
export function settleRollback(state: StateOf<"rolling-back">, event: EventOf<"rollback-settled">, now: Instant): Step | string {
  const isLate = now - state.since >= ROLLBACK_GRACE_MS;
  if (!(event.outstanding === 0 || (event.outstanding > 0 && isLate)))
    return `${event.outstanding} devices have not proven the previous state yet`;
  const rest =
    event.outstanding === 0 ? "" : `; ${event.outstanding} did not within ${formatDuration(ROLLBACK_GRACE_MS)} and need hands`;
  const because = `rolled back: ${event.verifiedBack} devices read the previous state back${rest}`;
  return step({ kind: "rolled-back", since: now }, [], null, because);
}

/** The gate has no name that people know. */
function nameOf(by: string): string {
  return by === GATE_ACTOR ? "the gate" : by;
}

export function abort(_state: State, event: EventOf<"abort">, now: Instant): Step {
  return step(
    { kind: "aborted", since: now, by: event.by },
    [],
    null,
    `${event.by} gave it up before any device was reached: ${event.reason}`,
  );
}

export function close(_state: StateOf<"operations" | "rolled-back">, event: EventOf<"close">, now: Instant): Step {
  return step({ kind: "closed", since: now }, [], null, `${event.by} closed it: ${event.reason}`);
}

function opened(event: EventOf<"open-phase">, now: Instant): Step {
  const open: OpenPhase = { phaseIndex: event.phaseIndex, phaseKind: event.phaseKind, openedAt: now };
  const effects: Effect[] = [{ kind: "publish-phase", purpose: `publish:${event.phaseIndex}`, phaseIndex: event.phaseIndex }];
  const because = `phase ${event.phaseIndex + 1} (${event.phaseKind}) opened for ${event.cohortSize} devices`;
  return step(openState(open, event.phaseKind), effects, now, because);
}

function openState(open: OpenPhase, phaseKind: PhaseKind): OpenState {
  return { kind: STATE_BY_PHASE[phaseKind], open };
}

function offeringChange({ open, reason }: StateOf<"held">, next: HoldReason, now: Instant): readonly Effect[] {
  if (goesOnOffering(reason) === goesOnOffering(next)) return [];
  if (!goesOnOffering(next)) return [stopOffering(open, now)];
  return [{ kind: "offer-again", purpose: `offer:${open.phaseIndex}:${now}`, phaseIndex: open.phaseIndex }];
}

/** The moment is part of the purpose: a second stop in the same phase is a second message. */
function stopOffering(open: OpenPhase, now: Instant): Effect {
  return { kind: "stop-offering", purpose: `stop:${open.phaseIndex}:${now}` };
}

function step(next: State, effects: readonly Effect[], wakeAt: Instant | null, because: string): Step {
  return { next, effects, wakeAt, because };
}
