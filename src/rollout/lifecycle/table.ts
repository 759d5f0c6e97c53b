import type { Instant } from "../../kit/instant.ts";
import {
  abort,
  close,
  failGate,
  halt,
  hold,
  holdAnew,
  land,
  openFirst,
  openNext,
  pause,
  settleRollback,
  requestStart,
  resume,
  rollBack,
} from "./handlers.ts";
import type { EventKind, EventOf, StateKind, StateOf, Step } from "./types.ts";

/** A step, or the reason why this one event is refused in a state that knows its kind. */
export type Handler<S extends StateKind, E extends EventKind> = (
  state: StateOf<S>,
  event: EventOf<E>,
  now: Instant,
) => Step | string;

type Table = { [S in StateKind]: { [E in EventKind]: Handler<S, E> | "refuse" } };

const OPEN = {
  start: "refuse",
  "open-phase": openNext,
  hold,
  "gate-failed": failGate,
  land,
  pause,
  resume: "refuse",
  halt,
  "roll-back": rollBack,
  "rollback-settled": "refuse",
  abort: "refuse",
  close: "refuse",
} as const;

const OVER = {
  start: "refuse",
  "open-phase": "refuse",
  hold: "refuse",
  "gate-failed": "refuse",
  land: "refuse",
  pause: "refuse",
  resume: "refuse",
  halt: "refuse",
  "roll-back": "refuse",
  "rollback-settled": "refuse",
  abort: "refuse",
  close: "refuse",
} as const;

/** Every state against every event; a forgotten pair does not compile. Printed to docs/states/rollout.md. */
export const LIFECYCLE = {
  scope: {
    start: requestStart,
    "open-phase": openFirst,
    hold: "refuse",
    "gate-failed": "refuse",
    land: "refuse",
    pause: "refuse",
    resume: "refuse",
    halt: "refuse",
    "roll-back": "refuse",
    "rollback-settled": "refuse",
    abort,
    close: "refuse",
  },
  "proof-of-concept": { ...OPEN, land: "refuse" },
  "pilot-isolated": { ...OPEN, land: "refuse" },
  "pilot-final": { ...OPEN, land: "refuse" },
  waves: OPEN,
  held: {
    start: "refuse",
    "open-phase": openNext,
    hold: holdAnew,
    "gate-failed": failGate,
    land,
    pause,
    resume,
    halt,
    "roll-back": rollBack,
    "rollback-settled": "refuse",
    abort: "refuse",
    close: "refuse",
  },
  paused: {
    start: "refuse",
    "open-phase": "refuse",
    hold: "refuse",
    // A paused rollout is still judged: devices that hold the change can still turn bad.
    "gate-failed": failGate,
    land: "refuse",
    pause: "refuse",
    resume,
    halt,
    "roll-back": rollBack,
    "rollback-settled": "refuse",
    abort: "refuse",
    close: "refuse",
  },
  halted: {
    start: "refuse",
    "open-phase": "refuse",
    hold: "refuse",
    "gate-failed": "refuse",
    land: "refuse",
    pause: "refuse",
    resume,
    halt: "refuse",
    "roll-back": rollBack,
    "rollback-settled": "refuse",
    abort: "refuse",
    close: "refuse",
  },
  "rolling-back": { ...OVER, "rollback-settled": settleRollback },
  "rolled-back": { ...OVER, close },
  operations: { ...OVER, close },
  closed: OVER,
  aborted: OVER,
} as const satisfies Table;
