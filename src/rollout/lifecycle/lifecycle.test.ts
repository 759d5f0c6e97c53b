import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { makeOpen, makePhases, OPENED_AT, SAMPLE_EVENTS, SAMPLE_STATES } from "../../../tests/helpers/make-rollout.ts";
import { HOUR_MS, MINUTE_MS, plusMs, type Instant } from "../../kit/instant.ts";
import { LIFECYCLE } from "./table.ts";
import { isOver, offersNew, possibleEvents, step } from "./step.ts";
import {
  GATE_ACTOR,
  HOLD_REASONS,
  type Effect,
  type Event,
  type EventKind,
  type HoldReason,
  type State,
  type StateKind,
  type Step,
} from "./types.ts";

const NOW = plusMs(OPENED_AT, HOUR_MS);

const EVENTS: readonly EventKind[] = [
  "start",
  "open-phase",
  "hold",
  "gate-failed",
  "land",
  "pause",
  "resume",
  "halt",
  "roll-back",
  "rollback-settled",
  "abort",
  "close",
];

/** What a phase leads to, as people were told: the next one, or itself again. The third and later ones are waves. */
const AFTER: Readonly<Record<string, StateKind>> = {
  "proof-of-concept": "pilot-isolated",
  "pilot-isolated": "pilot-final",
  "pilot-final": "waves",
  wave: "waves",
};
const SELF: Readonly<Record<string, StateKind>> = {
  "proof-of-concept": "proof-of-concept",
  "pilot-isolated": "pilot-isolated",
  "pilot-final": "pilot-final",
  wave: "waves",
};

/** Written by hand and apart from the table: what each state lets happen, and where that leads. All else is refused. */
const EXPECTED: Readonly<Record<StateKind, Partial<Record<EventKind, StateKind | "next phase" | "same phase">>>> = {
  scope: { start: "scope", "open-phase": "proof-of-concept", abort: "aborted" },
  "proof-of-concept": {
    "open-phase": "next phase",
    hold: "held",
    "gate-failed": "halted",
    pause: "paused",
    halt: "halted",
    "roll-back": "rolling-back",
  },
  "pilot-isolated": {
    "open-phase": "next phase",
    hold: "held",
    "gate-failed": "halted",
    pause: "paused",
    halt: "halted",
    "roll-back": "rolling-back",
  },
  "pilot-final": {
    "open-phase": "next phase",
    hold: "held",
    "gate-failed": "halted",
    pause: "paused",
    halt: "halted",
    "roll-back": "rolling-back",
  },
  waves: {
    "open-phase": "next phase",
    hold: "held",
    "gate-failed": "halted",
    land: "operations",
    pause: "paused",
    halt: "halted",
    "roll-back": "rolling-back",
  },
  held: {
    "open-phase": "next phase",
    hold: "held",
    "gate-failed": "halted",
    land: "operations",
    pause: "paused",
    resume: "same phase",
    halt: "halted",
    "roll-back": "rolling-back",
  },
  paused: { "gate-failed": "halted", resume: "same phase", halt: "halted", "roll-back": "rolling-back" },
  halted: { resume: "same phase", halt: "halted", "roll-back": "rolling-back" },
  "rolling-back": { "rollback-settled": "rolled-back" },
  "rolled-back": { close: "closed" },
  operations: { close: "closed" },
  closed: {},
  aborted: {},
};

/** Refused although the state knows the event: the reason lies in this one event. */
const REFUSED_IN_THIS_CASE = (state: State, event: Event): boolean =>
  (state.kind === "scope" && event.kind === "open-phase" && state.startRequestedBy === null) ||
  (state.kind === "held" && event.kind === "hold" && event.reason === state.reason) ||
  (state.kind === "held" && event.kind === "land" && state.open.phaseKind !== "wave") ||
  (state.kind === "halted" && event.kind === "halt");

function expectedNext(state: State, event: Event): StateKind | null {
  const target = EXPECTED[state.kind][event.kind];
  if (target === undefined || REFUSED_IN_THIS_CASE(state, event)) return null;
  if (!("open" in state)) return target as StateKind;
  if (target === "next phase") return AFTER[state.open.phaseKind] as StateKind;
  return target === "same phase" ? (SELF[state.open.phaseKind] as StateKind) : target;
}

const CASES = SAMPLE_STATES.flatMap((state) =>
  EVENTS.flatMap((kind) => (SAMPLE_EVENTS[kind](state) as readonly Event[]).map((event) => ({ state, event }))),
);

function taken(state: State, event: Event, now: Instant = NOW): Step {
  const result = step(state, event, now);
  if (!result.ok) throw new Error(result.error.because);
  return result.value;
}

function refusal(state: State, event: Event, now: Instant = NOW): string {
  const result = step(state, event, now);
  if (result.ok) throw new Error(`taken: ${result.value.because}`);
  return result.error.because;
}

describe("every state against every event", () => {
  test("the samples know all of them, and nothing else exists", () => {
    expect(Object.keys(LIFECYCLE).sort()).toEqual(Object.keys(EXPECTED).sort());
    for (const row of Object.values(LIFECYCLE)) expect(Object.keys(row).sort()).toEqual([...EVENTS].sort());
    expect(new Set(SAMPLE_STATES.map((state) => state.kind)).size).toBe(13);
    expect(new Set(CASES.map(({ state, event }) => `${state.kind} ${event.kind}`)).size).toBe(13 * 12);
  });

  test.each(CASES.map((entry, at) => [at, entry.state.kind, entry.event.kind, entry] as const))(
    "%i: %s meets %s",
    (_at, _state, _event, { state, event }) => {
      const before = structuredClone({ state, event });
      const expected = expectedNext(state, event);
      const result = step(state, event, NOW);
      expect({ state, event }).toEqual(before);
      if (expected === null) {
        expect(result).toEqual({
          ok: false,
          error: {
            type: "EventRefused",
            state: state.kind,
            event: event.kind,
            because: expect.stringMatching(/\w{3,}/) as string,
          },
        });
      } else {
        expect(result.ok && result.value.next.kind).toBe(expected);
        expect(result.ok && result.value.because).toMatch(/\w{3,}/);
      }
    },
  );

  test("what may happen next is exactly what some event of that kind brings about", () => {
    for (const kind of Object.keys(EXPECTED) as StateKind[]) {
      const cases = CASES.filter(({ state }) => state.kind === kind);
      const accepted = cases.filter(({ state, event }) => step(state, event, NOW).ok).map(({ event }) => event.kind);
      const promised = cases.flatMap(({ state }) => possibleEvents(state));
      expect([...new Set(promised)].sort()).toEqual([...new Set(accepted)].sort());
    }
  });

  test("where the change is offered, and where it is over", () => {
    const kinds = (judge: (state: State) => boolean) => new Set(SAMPLE_STATES.filter(judge).map((state) => state.kind));
    expect(kinds(offersNew)).toEqual(new Set(["proof-of-concept", "pilot-isolated", "pilot-final", "waves", "held"]));
    const held = (reason: HoldReason): State => ({ kind: "held", open: makeOpen(1, "pilot-isolated"), since: OPENED_AT, reason });
    const offering = HOLD_REASONS.filter((reason) => offersNew(held(reason)));
    expect(offering).toEqual(["approval-missing", "inconclusive", "notice-missing", "help-desk-not-ready", "empty-cohort"]);
    expect(kinds(isOver)).toEqual(new Set(["operations", "rolled-back", "closed", "aborted"]));
  });
});

describe("effects", () => {
  const open: State = { kind: "pilot-final", open: makeOpen(2, "pilot-final") };
  const halted: State = { kind: "halted", open: makeOpen(2, "pilot-final"), since: OPENED_AT, by: GATE_ACTOR, reason: "bad" };
  const said = { by: "bob", reason: "tickets" };

  test.each<readonly [string, State, Event, readonly Effect[]]>([
    [
      "opening publishes that phase",
      open,
      { kind: "open-phase", phaseIndex: 3, phaseKind: "wave", cohortSize: 9 },
      [{ kind: "publish-phase", purpose: "publish:3", phaseIndex: 3 }],
    ],
    [
      "holding for more evidence goes on with the cohort it has",
      open,
      { kind: "hold", reason: "inconclusive", detail: "thin" },
      [],
    ],
    [
      "holding in doubt of itself",
      open,
      { kind: "hold", reason: "invariant-broken", detail: "counts" },
      [{ kind: "stop-offering", purpose: `stop:2:${NOW}` }],
    ],
    ["a failed gate", open, { kind: "gate-failed", reason: "bad" }, [{ kind: "stop-offering", purpose: `stop:2:${NOW}` }]],
    ["pausing", open, { kind: "pause", ...said }, [{ kind: "stop-offering", purpose: `stop:2:${NOW}` }]],
    ["halting", open, { kind: "halt", ...said }, [{ kind: "stop-offering", purpose: `stop:2:${NOW}` }]],
    [
      "resuming offers the open phase again",
      halted,
      { kind: "resume", ...said },
      [{ kind: "offer-again", purpose: `offer:2:${NOW}`, phaseIndex: 2 }],
    ],
    ["rolling back", halted, { kind: "roll-back", ...said }, [{ kind: "restore-previous", purpose: "restore" }]],
    ["landing", { kind: "waves", open: makeOpen(4, "wave") }, { kind: "land" }, [{ kind: "land", purpose: "land" }]],
    ["asking for the start", { kind: "scope", since: OPENED_AT, startRequestedBy: null }, { kind: "start", by: "bob" }, []],
  ])("%s", (_name, state, event, effects) => {
    expect(taken(state, event).effects).toEqual(effects);
    expect(taken(structuredClone(state), structuredClone(event))).toEqual(taken(state, event));
  });

  test("a second stop of the same phase is a second message", () => {
    const first = taken(open, { kind: "pause", ...said });
    const resumed = taken(first.next, { kind: "resume", ...said }, plusMs(NOW, 1));
    const second = taken(resumed.next, { kind: "halt", ...said }, plusMs(NOW, 2));
    expect(second.effects[0]?.purpose).not.toBe(first.effects[0]?.purpose);
  });
});

describe("what is remembered", () => {
  const said = { by: "bob", reason: "tickets" };

  test("a resumed phase soaks anew: a pause proves nothing of what is offered after it", () => {
    const open = makeOpen(3, "wave");
    const paused = taken({ kind: "waves", open }, { kind: "pause", ...said }).next;
    expect(taken(paused, { kind: "resume", ...said }, plusMs(NOW, HOUR_MS)).next).toEqual({
      kind: "waves",
      open: { ...open, openedAt: plusMs(NOW, HOUR_MS) },
    });
  });

  test("a gate's halt and a person's halt are told apart", () => {
    const state: State = { kind: "waves", open: makeOpen(3, "wave") };
    expect(taken(state, { kind: "gate-failed", reason: "bad" }).next).toMatchObject({
      by: GATE_ACTOR,
      reason: "bad",
      since: NOW,
    });
    expect(taken(state, { kind: "halt", ...said }).next).toMatchObject({ by: "bob", reason: "tickets", since: NOW });
  });

  test("an opened phase starts its own soak", () => {
    const opened = taken({ kind: "pilot-final", open: makeOpen(2, "pilot-final") }, openEvent(3));
    expect(opened.next).toEqual({ kind: "waves", open: { phaseIndex: 3, phaseKind: "wave", openedAt: NOW } });
  });
});

describe("phases open in order (P-S3)", () => {
  const state: State = { kind: "pilot-isolated", open: makeOpen(1, "pilot-isolated") };

  test.each([0, 1, 3, 4, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY])("after phase index 1 comes 2, not %d", (phaseIndex) => {
    expect(refusal(state, openEvent(phaseIndex))).toMatch(/open or over|comes next/);
    expect(refusal({ kind: "held", open: state.open, since: OPENED_AT, reason: "inconclusive" }, openEvent(phaseIndex))).toMatch(
      /open or over|comes next/,
    );
  });

  test.each([1, 2, -1, Number.NaN])("the first phase is not index %d", (phaseIndex) => {
    expect(refusal({ kind: "scope", since: OPENED_AT, startRequestedBy: "ada" }, openEvent(phaseIndex))).toBe(
      "the first phase comes first",
    );
  });

  test("nothing opens before somebody asked for the start", () => {
    expect(refusal({ kind: "scope", since: OPENED_AT, startRequestedBy: null }, openEvent(0))).toBe("nobody has started it");
  });
});

describe("a rollback is proven or it goes on (P-S14)", () => {
  const state: State = { kind: "rolling-back", open: makeOpen(3, "wave"), since: OPENED_AT, by: "bob" };

  test.each([1, 4_000, -1, Number.NaN])("not with %d outstanding", (outstanding) => {
    expect(refusal(state, { kind: "rollback-settled", verifiedBack: 10, outstanding })).toContain(`${outstanding} devices`);
  });

  test("Argo #4787/#3077/#2781: nothing but the proof ends it", () => {
    expect(possibleEvents(state)).toEqual(["rollback-settled"]);
  });
});

function openEvent(phaseIndex: number): Event {
  return { kind: "open-phase", phaseIndex, phaseKind: makePhases()[phaseIndex]?.kind ?? "wave", cohortSize: 10 };
}

/** A move as it comes: mostly sensible, sometimes late, early or doubled. `offset` 1 names the phase that comes next. */
type Move = Readonly<{
  kind: EventKind;
  offset: number;
  reason: (typeof HOLD_REASONS)[number];
  outstanding: number;
  waitMs: number;
}>;

const MOVES = fc.array(
  fc.record<Move>({
    kind: fc.oneof(
      { weight: 6, arbitrary: fc.constant<EventKind>("open-phase") },
      { weight: 1, arbitrary: fc.constant<EventKind>("start") },
      { weight: 8, arbitrary: fc.constantFrom(...EVENTS) },
    ),
    offset: fc.oneof({ weight: 5, arbitrary: fc.constant(1) }, { weight: 1, arbitrary: fc.integer({ min: -2, max: 3 }) }),
    reason: fc.constantFrom(...HOLD_REASONS),
    outstanding: fc.constantFrom(0, 0, 3),
    // From 1: purposes carry the moment, so that two stops within one millisecond would be one message.
    waitMs: fc.integer({ min: 1, max: 10 * MINUTE_MS }),
  }),
  { minLength: 1, maxLength: 40 },
);

type Moment = Readonly<{ state: State; event: Event; taken: Step | null; now: Instant }>;

/** Plays the moves from the scope on; refused ones leave the state alone. */
function play(moves: readonly Move[]): Moment[] {
  let state: State = deepFrozen({ kind: "scope", since: OPENED_AT, startRequestedBy: null });
  let now = OPENED_AT;
  return moves.map((move) => {
    now = plusMs(now, move.waitMs);
    const event = eventOf(move, state);
    const result = step(state, event, now);
    const moment = { state, event, taken: result.ok ? result.value : null, now };
    if (result.ok) state = deepFrozen(result.value.next);
    return moment;
  });
}

function eventOf(move: Move, state: State): Event {
  if (move.kind === "open-phase") return openEvent(("open" in state ? state.open.phaseIndex : -1) + move.offset);
  if (move.kind === "hold") return { kind: "hold", reason: move.reason, detail: "detail" };
  if (move.kind === "rollback-settled") return { kind: "rollback-settled", verifiedBack: 5, outstanding: move.outstanding };
  return (SAMPLE_EVENTS[move.kind](state) as readonly Event[])[0] as Event;
}

function deepFrozen(state: State): State {
  if ("open" in state) Object.freeze(state.open);
  return Object.freeze(state);
}

function holdsAlways(judge: (moments: readonly Moment[]) => void): void {
  fc.assert(
    fc.property(MOVES, (moves) => judge(play(moves))),
    { numRuns: 2_000 },
  );
}

describe("whatever happens, in whatever order", () => {
  test("the walks reach every state", () => {
    const reached = new Set<StateKind>();
    fc.assert(
      fc.property(MOVES, (moves) => {
        for (const moment of play(moves)) reached.add(moment.taken?.next.kind ?? moment.state.kind);
      }),
      { numRuns: 5_000, seed: 20_260_907 },
    );
    expect([...reached].sort()).toEqual(Object.keys(EXPECTED).sort());
  });

  test("no phase comes twice, none is skipped, and none is gone back to (P-S3)", () => {
    holdsAlways((moments) => {
      const published = moments.flatMap(({ taken }) => taken?.effects ?? []).filter((effect) => effect.kind === "publish-phase");
      expect(published.map((effect) => effect.phaseIndex)).toEqual(published.map((_, at) => at));
      let phaseIndex = -1;
      for (const { taken } of moments) {
        if (taken === null || !("open" in taken.next)) continue;
        expect(taken.next.open.phaseIndex).toBeGreaterThanOrEqual(phaseIndex);
        phaseIndex = taken.next.open.phaseIndex;
      }
    });
  });

  test("paused and halted offer nothing until a person resumes (P-S5)", () => {
    holdsAlways((moments) => {
      for (const { state, event, taken } of moments) {
        if (state.kind !== "halted" && state.kind !== "paused") continue;
        const offers = taken?.effects.some((effect) => effect.kind === "publish-phase" || effect.kind === "offer-again") ?? false;
        expect(offers || (taken !== null && offersNew(taken.next))).toBe(taken !== null && event.kind === "resume");
      }
    });
  });

  test("once a rollback began, or all is over, nothing is offered again", () => {
    holdsAlways((moments) => {
      const endedAt = moments.findIndex(({ state }) => state.kind === "rolling-back" || isOver(state));
      if (endedAt < 0) return;
      for (const { state, taken } of moments.slice(endedAt)) {
        expect(offersNew(state)).toBe(false);
        expect(taken?.effects ?? []).toEqual([]);
      }
    });
  });

  test("the last word to the world fits the state, with each purpose delivered once", () => {
    holdsAlways((moments) => {
      const seen = new Set<string>();
      let last: Effect["kind"] | "none" = "none";
      for (const { taken } of moments) {
        for (const effect of taken?.effects ?? []) {
          expect(seen.has(effect.purpose)).toBe(false);
          seen.add(effect.purpose);
          last = effect.kind;
        }
        if (taken === null) continue;
        expect(last === "publish-phase" || last === "offer-again").toBe(offersNew(taken.next));
      }
    });
  });

  test("an event that was not announced as possible is refused, and a refusal has words", () => {
    holdsAlways((moments) => {
      for (const { state, event, now, taken } of moments) {
        expect(taken === null || possibleEvents(state).includes(event.kind)).toBe(true);
        if (taken === null) expect(refusal(state, event, now).length).toBeGreaterThan(10);
      }
    });
  });

  test("the same history gives the same states, effects and words", () => {
    fc.assert(
      fc.property(MOVES, (moves) => {
        expect(play(moves)).toEqual(play(moves));
      }),
    );
  });
});
