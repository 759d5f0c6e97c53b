import { expect, test } from "vitest";
import { makeCounts, makeRollout } from "../../../tests/helpers/make-rollout.ts";
import { instant } from "../../kit/instant.ts";
import type { PhaseRow } from "../ports/rollout-store.ts";
import type { Store, Unit } from "../ports/store.ts";
import { createRolloutCounter } from "./rollout-counter.ts";

const LARGE = 50_000;
const NOW = instant(1_000_000);
const rollout = makeRollout();

/** A database that takes a second to count and says how often it did; `offered` is the number of the counting. */
function stage(cohortSize: number) {
  const state = { countings: 0, nowMs: 0, fails: false };
  const phases = [{ phaseIndex: 0, cohortSize }] as unknown as readonly PhaseRow[];
  const unit = {
    rollouts: {
      phases: async () => phases,
      countsByPhase: async () => {
        if (state.fails) throw new Error("the database is away");
        state.countings += 1;
        state.nowMs += 1_000;
        const counts = makeCounts({ cohort: cohortSize, notOffered: cohortSize });
        return new Map([[0, { counts, offered: state.countings, applied: 0, verified: 0, offline: 0, latestReportAt: null }]]);
      },
    },
  } as unknown as Unit;
  const store = { read: async (work: (one: Unit) => Promise<unknown>) => work(unit) } as unknown as Store;
  const count = createRolloutCounter(store, () => state.nowMs);
  const read = async (of = phases) => (await count(unit, rollout, of, NOW)).get(0)?.offered;
  return { state, read };
}
const settle = () => new Promise((resolve) => setImmediate(resolve));

test("a small rollout is counted for every reader", async () => {
  const { read } = stage(100);
  expect([await read(), await read(), await read()]).toEqual([1, 2, 3]);
});

test("a large one is shown as counted last, and counted again behind the reader once that has rested", async () => {
  const { state, read } = stage(LARGE);
  expect([await read(), await read()]).toEqual([1, 1]);
  state.nowMs += 3_500;
  expect(await read()).toBe(1);
  await settle();
  expect([await read(), state.countings]).toEqual([2, 2]);
});

test("a phase that has opened since is counted at once, and so is what is too old to show", async () => {
  const { state, read } = stage(LARGE);
  await read();
  const more = [
    { phaseIndex: 0, cohortSize: LARGE },
    { phaseIndex: 1, cohortSize: 5 },
  ] as unknown as readonly PhaseRow[];
  expect(await read(more)).toBe(2);
  state.nowMs += 31_000;
  expect(await read(more)).toBe(3);
});

test("a counting that fails behind the reader is tried again, and never shown as news", async () => {
  const { state, read } = stage(LARGE);
  await read();
  state.nowMs += 5_000;
  state.fails = true;
  expect(await read()).toBe(1);
  await settle();
  state.fails = false;
  expect(await read()).toBe(1);
  await settle();
  expect(await read()).toBe(2);
});
