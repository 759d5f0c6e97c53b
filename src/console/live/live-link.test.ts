import { expect, test } from "vitest";
import type { LiveEvent } from "../../http/contract/live.ts";
import { FakeTime } from "./fake-time.fixture.ts";
import { LiveLink, type LiveState, type LiveWorld, parseEvent } from "./live-link.ts";

type Source = Readonly<{ on: Parameters<LiveWorld["open"]>[0]; closed: () => boolean }>;

function setUp() {
  const time = new FakeTime();
  const sources: Source[] = [];
  const states: LiveState[] = [];
  const events: LiveEvent[] = [];
  let gaps = 0;
  const link = new LiveLink(
    {
      now: time.now,
      later: time.later,
      open: (on) => {
        let isClosed = false;
        sources.push({ on, closed: () => isClosed });
        return () => {
          isClosed = true;
        };
      },
    },
    { onEvent: (event) => events.push(event), onGap: () => (gaps += 1), onState: (state) => states.push(state) },
  );
  const latest = (): Source => sources.at(-1) ?? expect.fail("no stream was opened");
  return { time, sources, states, events, link, latest, gaps: () => gaps };
}

const BEAT = JSON.stringify({ kind: "beat", at: 5, topics: [] });

test("hands events on and is live from the first sign", () => {
  const { link, latest, states, events, gaps } = setUp();
  link.start();
  latest().on.opened();
  latest().on.message(JSON.stringify({ kind: "changed", at: 7, topics: ["rollouts"] }));
  latest().on.message("no JSON");
  expect(states.at(-1)).toBe("live");
  expect(events).toEqual([{ kind: "changed", at: 7, topics: ["rollouts"] }]);
  expect(gaps()).toBe(0);
});

test("comes back with longer and longer waits, and then asks for everything anew", () => {
  const { time, link, latest, sources, states, gaps } = setUp();
  link.start();
  latest().on.opened();
  latest().on.error();
  expect(states.at(-1)).toBe("reconnecting");
  time.pass(999);
  expect(sources).toHaveLength(1);
  time.pass(1);
  expect(sources).toHaveLength(2);
  latest().on.error();
  time.pass(1_999);
  expect(sources).toHaveLength(2);
  time.pass(1);
  expect(sources).toHaveLength(3);
  latest().on.opened();
  expect(states.at(-1)).toBe("live");
  expect(gaps()).toBe(1);
});

test("never waits longer than 30 seconds", () => {
  const { time, link, latest, sources } = setUp();
  link.start();
  for (let failures = 0; failures < 12; failures++) {
    const before = sources.length;
    latest().on.error();
    time.pass(30_000);
    expect(sources.length).toBeGreaterThan(before);
  }
});

test("is stale after 15 seconds without a beat, even where the connection says nothing", () => {
  const { time, link, latest, states, sources } = setUp();
  link.start();
  latest().on.message(BEAT);
  time.pass(14_999);
  expect(states.at(-1)).toBe("live");
  const [silent] = sources;
  time.pass(1);
  expect(states.at(-1)).toBe("stale");
  expect(silent?.closed()).toBe(true);
  time.pass(2_000);
  latest().on.message(BEAT);
  expect(states.at(-1)).toBe("live");
});

test("stays stale while it tries again", () => {
  const { time, link, latest, states } = setUp();
  link.start();
  latest().on.error();
  time.pass(15_000);
  latest().on.error();
  expect(states.at(-1)).toBe("stale");
});

test("a paused link is closed, waits for nothing, and has a gap when it goes on", () => {
  const { time, link, latest, sources, states, gaps } = setUp();
  link.start();
  latest().on.opened();
  link.pause();
  expect(latest().closed()).toBe(true);
  time.pass(60_000);
  expect(sources).toHaveLength(1);
  expect(states).not.toContain("stale");
  link.start();
  latest().on.opened();
  expect(gaps()).toBe(1);
});

test.each(["", "1", "null", "{}", '{"kind":"other","at":1,"topics":[]}', '{"kind":"beat","at":"1","topics":[]}'])(
  "%j is no event",
  (text) => expect(parseEvent(text)).toBe(null),
);
