import { err, ok, type Result } from "../../kit/result.ts";
import type { Instant } from "../../kit/instant.ts";
import { LIFECYCLE, type Handler } from "./table.ts";
import { goesOnOffering, type Event, type EventKind, type Refused, type State, type StateKind, type Step } from "./types.ts";

/** The one way a rollout moves. Nothing is executed: effects come back as data and leave by the outbox. */
export function step(state: State, event: Event, now: Instant): Result<Step, Refused> {
  const handler = LIFECYCLE[state.kind][event.kind] as Handler<StateKind, EventKind> | "refuse";
  const refuse = (because: string) => err<Refused>({ type: "EventRefused", state: state.kind, event: event.kind, because });
  if (handler === "refuse") return refuse(`\`${event.kind}\` is not possible while the rollout is \`${state.kind}\``);
  const result = handler(state, event, now);
  return typeof result === "string" ? refuse(result) : ok(result);
}

/** What may happen next at all; the doors draw their buttons from it. */
export function possibleEvents(state: State): EventKind[] {
  const row = LIFECYCLE[state.kind] as Record<EventKind, unknown>;
  return (Object.keys(row) as EventKind[]).filter((event) => row[event] !== "refuse");
}

/** In these states devices of the open phase may be offered the change for the first time. */
export function offersNew(state: State): boolean {
  if (state.kind === "held") return goesOnOffering(state.reason);
  return (
    state.kind === "proof-of-concept" || state.kind === "pilot-isolated" || state.kind === "pilot-final" || state.kind === "waves"
  );
}

/** Over: nothing moves it any more but a person closing it. */
export function isOver(state: State): boolean {
  return state.kind === "closed" || state.kind === "aborted" || state.kind === "rolled-back" || state.kind === "operations";
}
