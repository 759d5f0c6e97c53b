import { describe, expect, it } from "vitest";
import { NOW, openedPhase, plannedPhase, rolloutAt } from "./rollout.fixture.ts";
import { railSteps, weightOf } from "./rail-steps.ts";

const wordsOf = (rollout: Parameters<typeof railSteps>[0]) => railSteps(rollout).map(({ name, word }) => `${name}: ${word}`);

describe("the phase rail", () => {
  it("begins with the scope and ends with operations, in the order of the plan", () => {
    expect(wordsOf(rolloutAt("scope"))).toEqual([
      "Scope: Scope",
      "Proof of concept: Ahead",
      "Pilot final: Ahead",
      "Wave 1: Ahead",
      "Operations: Ahead",
    ]);
  });

  it("shows what is done, what is open, and what lies ahead", () => {
    const steps = railSteps(rolloutAt("pilot-final"));
    expect(steps.map(({ place }) => place)).toEqual(["done", "done", "here", "ahead", "ahead"]);
    expect(steps[2]).toMatchObject({ word: "Open", tone: "info", devices: { cohort: 200, cap: 200 }, gate: "hold" });
    expect(steps[3]).toMatchObject({ devices: { cohort: null, cap: 4_760 }, gate: null });
  });

  it("says of the box what stopped there, and that nothing after it was reached", () => {
    expect(wordsOf(rolloutAt("halted")).slice(2)).toEqual([
      "Pilot final: Halted",
      "Wave 1: Not reached",
      "Operations: Not reached",
    ]);
  });

  it("keeps the last open box in sight once a rollback is over and no phase is open", () => {
    const steps = railSteps({ ...rolloutAt("rolled-back"), phase: null });
    expect(steps.find(({ place }) => place === "here")).toMatchObject({ name: "Pilot final", word: "Rolled back" });
  });

  it("stands behind all phases in operations", () => {
    const steps = railSteps({ ...rolloutAt("operations"), phase: null });
    expect(steps.map(({ place }) => place)).toEqual(["done", "done", "done", "done", "here"]);
    expect(steps.at(-1)?.word).toBe("Landed");
  });

  it("tells a waived gate from one that passed", () => {
    const left = openedPhase({ index: 1, name: "pilot final", leftAt: NOW });
    const rollout = { ...rolloutAt("waves"), phases: [left, plannedPhase(2, "wave 1", 10)] };
    const waiver = {
      purpose: "waive:1",
      person: "omar",
      planHash: "h",
      decision: "approve" as const,
      reason: "r",
      decidedAt: NOW,
    };
    expect(railSteps(rollout)[1]?.gate).toBe("hold");
    expect(railSteps({ ...rollout, approvals: [waiver] })[1]?.gate).toBe("waived");
  });
});

describe("the width of a box", () => {
  it("grows with the devices, from 1 to 4, and is softened for the small ones", () => {
    expect(weightOf(0, 5_000)).toBe(1);
    expect(weightOf(5_000, 5_000)).toBe(4);
    expect(weightOf(50, 5_000)).toBe(1.3);
    expect(weightOf(1_250, 5_000)).toBe(2.5);
  });

  it("stays in its bounds whatever the numbers are", () => {
    expect(weightOf(7, 0)).toBe(1);
    expect(weightOf(9_000, 5_000)).toBe(4);
  });
});
