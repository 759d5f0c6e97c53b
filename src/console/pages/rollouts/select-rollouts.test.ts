import { describe, expect, test } from "vitest";
import type { RolloutSummary } from "../../../http/contract/rollouts.ts";
import { boardColumnOf, filterRollouts, nextEventOf, sortRollouts } from "./select-rollouts.ts";

const rollout = (name: string, more: Partial<RolloutSummary> = {}) =>
  ({
    name,
    status: "waves",
    author: "anna.berg",
    policy: { id: "p", name: "Firewall baseline" },
    phase: { index: 0, name: "pilot", kind: "pilot-final", openedAt: 0 },
    waitsForApproval: null,
    because: "gate holds",
    totals: { exposed: 0, everApplied: 0, everVerified: 0, everFailed: 0 },
    createdAt: 0,
    ...more,
  }) as RolloutSummary;
const WAITING = { purpose: "start", given: 0, needed: 2, deniedBy: [] };

describe("filters", () => {
  const all = [
    rollout("Printing"),
    rollout("Encryption", { status: "halted" }),
    rollout("Wi-Fi", { status: "scope", waitsForApproval: WAITING, author: "tom" }),
    rollout("Old", { status: "closed" }),
  ];
  const names = (filter: { text?: string; show?: string }) =>
    filterRollouts(all, { text: "", show: "", ...filter }).map(({ name }) => name);

  test("by a part of name, policy or owner, in any case", () => {
    expect(names({ text: "PRINT" })).toEqual(["Printing"]);
    expect(names({ text: "tom" })).toEqual(["Wi-Fi"]);
    expect(names({ text: " firewall " })).toHaveLength(4);
  });

  test.each([
    ["under-way", ["Printing", "Encryption"]],
    ["stopped", ["Encryption"]],
    ["waiting", ["Wi-Fi"]],
    ["over", ["Old"]],
    ["", ["Printing", "Encryption", "Wi-Fi", "Old"]],
  ])("show %s", (show, expected) => expect(names({ show })).toEqual(expected));
});

test("held and paused ones stay in their phase, stopped ones stand apart, finished ones leave the board", () => {
  expect(boardColumnOf(rollout("x", { status: "held" }))).toBe("pilot-final");
  expect(boardColumnOf(rollout("x", { status: "paused", phase: { index: 3, name: "wave 1", kind: "wave", openedAt: 0 } }))).toBe(
    "waves",
  );
  expect(boardColumnOf(rollout("x", { status: "rolling-back" }))).toBe("stopped");
  expect(boardColumnOf(rollout("x", { status: "closed" }))).toBe(null);
});

test("sorts by any column both ways, and keeps the order among equals", () => {
  const failed = (name: string, everFailed: number) =>
    rollout(name, { totals: { exposed: 9, everApplied: 0, everVerified: 0, everFailed } });
  const all = [failed("b", 1), failed("a", 7), failed("c", 1)];
  expect(sortRollouts(all, "failed", true).map(({ name }) => name)).toEqual(["a", "b", "c"]);
  expect(sortRollouts(all, "name", false).map(({ name }) => name)).toEqual(["a", "b", "c"]);
});

test("the next event is the approval it waits for, else why it stands where it stands", () => {
  expect(nextEventOf(rollout("x", { waitsForApproval: WAITING }))).toBe("Waits for approval: 0 of 2 given");
  expect(nextEventOf(rollout("x", { waitsForApproval: { ...WAITING, deniedBy: ["tom"] } }))).toBe("Denied by tom");
  expect(nextEventOf(rollout("x"))).toBe("gate holds");
});
