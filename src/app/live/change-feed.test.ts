import { describe, expect, test } from "vitest";
import { instant } from "../../kit/instant.ts";
import type { Pulse, PulseMark } from "../ports/live-store.ts";
import { createChangeFeed } from "./change-feed.ts";
import { topicsOf } from "./live-topics.ts";
import type { LiveNews } from "./news-teller.ts";

const QUIET: Omit<Pulse, "mark"> = { subjects: [], rolloutIds: [], devicesMoved: false, estateMoved: false, told: {} };
const HALTED = { subjects: ["rollout:r1"] };

/** A feed on a clock that the test moves; what is written waits to be seen by one look. */
function world() {
  const state = { ms: 0, number: 0, looks: 0, isDown: false, failures: 0, written: [] as Partial<Pulse>[] };
  const timers = new Map<number, Readonly<{ atMs: number; run: () => void }>>();
  const news: (LiveNews & Readonly<{ ms: number }>)[] = [];
  const feed = createChangeFeed({
    pulse: async (since) => {
      state.looks += 1;
      if (state.isDown) throw new Error("gone");
      const mark = { snapshot: `${state.looks}`, auditNumber: state.looks, estateRevision: 1 } as PulseMark;
      const seen = since === null ? {} : (Object.assign({}, ...state.written) as Partial<Pulse>);
      state.written.length = 0;
      return { ...QUIET, ...seen, mark };
    },
    now: () => instant(state.ms),
    monotonicMs: () => state.ms,
    later: (delayMs, run) => {
      const key = (state.number += 1);
      timers.set(key, { atMs: state.ms + delayMs, run });
      return () => timers.delete(key);
    },
    onFailure: () => {
      state.failures += 1;
    },
  });
  const settle = async () => {
    for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
  };
  return {
    feed,
    news,
    state,
    settle,
    timers,
    watch: () => feed.subscribe((one) => news.push({ ...one, ms: state.ms })),
    pass: async (untilMs: number) => {
      for (;;) {
        await settle();
        const [due] = [...timers].filter(([, { atMs }]) => atMs <= untilMs).sort(([, a], [, b]) => a.atMs - b.atMs);
        if (due === undefined) break;
        timers.delete(due[0]);
        state.ms = Math.max(state.ms, due[1].atMs);
        due[1].run();
      }
      state.ms = untilMs;
    },
  };
}

describe("the feed of changes", () => {
  test("looks while somebody watches, and not otherwise", async () => {
    const { feed, news, state, timers, watch, pass, settle } = world();
    feed.wake();
    await settle();
    expect(state.looks).toBe(0);
    const leave = watch();
    await pass(2_000);
    expect(state.looks).toBe(5);
    leave();
    expect(timers.size).toBe(0);
    feed.wake();
    await pass(10_000);
    expect(state.looks).toBe(5);
    expect(news.map(({ kind }) => kind)).toEqual(["beat"]);
  });

  test("begins with one beat, beats on every five seconds, and is silent while the database does not answer", async () => {
    const { news, state, watch, pass } = world();
    watch();
    await pass(11_000);
    expect(news.map(({ kind, ms }) => [kind, ms])).toEqual([
      ["beat", 0],
      ["beat", 5_000],
      ["beat", 10_000],
    ]);
    state.isDown = true;
    await pass(30_000);
    expect([news.length, state.failures > 10]).toEqual([3, true]);
    state.isDown = false;
    await pass(30_500);
    expect(news.length).toBe(4);
  });

  test("who comes later hears a beat at once, and what was written before anybody came is no news", async () => {
    const { news, state, watch, pass } = world();
    state.written.push(HALTED);
    watch();
    await pass(700);
    watch();
    expect(news.map(({ kind, ms }) => [kind, ms])).toEqual([
      ["beat", 0],
      ["beat", 700],
    ]);
  });

  test("tells what a look finds, and at once what it is woken for", async () => {
    const { feed, news, state, watch, pass, settle } = world();
    watch();
    await pass(100);
    state.written.push({ devicesMoved: true, rolloutIds: ["r1"] as never });
    await pass(600);
    expect(news.at(-1)).toMatchObject({ kind: "changed", ms: 500, topics: ["devices", "rollout:r1", "rollouts"] });
    state.written.push(HALTED);
    feed.wake();
    await settle();
    expect(news.at(-1)).toMatchObject({
      kind: "changed",
      ms: 600,
      topics: ["audit", "communication:r1", "rollout:r1", "rollouts"],
    });
  });

  test("tells no more than twice in any second, however much happens, and loses nothing", async () => {
    const { feed, news, state, watch, pass } = world();
    watch();
    for (let ms = 10; ms < 10_000; ms += 10) {
      await pass(ms);
      state.written.push({ subjects: [`rollout:r${ms}`] });
      if (ms % 30 === 0) feed.wake();
    }
    await pass(12_000);
    const changed = news.filter(({ kind }) => kind === "changed");
    for (const [at, { ms }] of changed.entries()) expect(ms - (changed[at - 2]?.ms ?? -Infinity)).toBeGreaterThanOrEqual(1_000);
    expect(changed.length).toBeGreaterThan(9);
    expect(new Set(changed.flatMap(({ topics }) => topics)).has("rollout:r9990")).toBe(true);
  });

  test("says nothing more once it is closed", async () => {
    const { feed, news, timers, watch, pass } = world();
    watch();
    await pass(100);
    await feed.close();
    await pass(20_000);
    expect([news.length, timers.size]).toEqual([1, 0]);
  });
});

describe("topics", () => {
  const of = (pulse: Partial<Pulse>, told = {}) => [...topicsOf({ ...QUIET, ...pulse, mark: {} as PulseMark }, told)].sort();
  test("name what has to be read again, and nothing when nothing is new", () => {
    expect(of({})).toEqual([]);
    expect(of({ subjects: ["help-request:h1"] })).toEqual(["audit", "help-requests"]);
    expect(of({ subjects: ["token:t1", "estate", "policies"] })).toEqual(["access", "audit", "devices", "policies"]);
    expect(of({ told: { r1: "a", r2: "b" } }, { r1: "a", r2: "c", r3: "d" })).toEqual(["rollout:r2", "rollouts"]);
    expect(of({ told: { r1: "a" } }, {})).toEqual([]);
    expect(of({ estateMoved: true })).toEqual(["devices"]);
  });
});
