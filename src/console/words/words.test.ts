import { describe, expect, test } from "vitest";
import type { PhaseCountsBody } from "../../http/contract/rollouts.ts";
import { asCli, asCurl } from "./commands.ts";
import { countOf, formatCount, formatShare } from "./numbers.ts";
import { segmentsOf } from "./states.ts";
import { formatAge, formatSpan, formatUntil } from "./times.ts";

describe("numbers", () => {
  test("thousands and plurals", () => {
    expect(formatCount(12_345)).toBe("12,345");
    expect([countOf(1, "device"), countOf(0, "device"), countOf(2, "person", "people")]).toEqual([
      "1 device",
      "0 devices",
      "2 people",
    ]);
  });

  test.each([
    [0, 0, ""],
    [0, 87, "0 %"],
    [1, 5_000, "< 1 %"],
    [7, 87, "8 %"],
    [4_999, 5_000, "> 99 %"],
    [87, 87, "100 %"],
  ])("%d of %d is %j", (part, whole, words) => expect(formatShare(part, whole)).toBe(words));
});

describe("times", () => {
  test.each([
    [-5, "0 s"],
    [59_999, "59 s"],
    [60_000, "1 min"],
    [90_000, "1 min 30 s"],
    [45 * 60_000 + 5_000, "45 min"],
    [3_600_000, "1 h"],
    [27 * 3_600_000, "1 d 3 h"],
    [40 * 86_400_000 + 3_600_000, "40 d"],
  ])("%d ms are %j", (ms, words) => expect(formatSpan(ms)).toBe(words));

  test("ages never lie in the future, and waits never in the past", () => {
    expect([formatAge(1_000, 500), formatAge(0, 1_999), formatAge(0, 8_000)]).toEqual(["just now", "just now", "8 s ago"]);
    expect([formatUntil(0, 9_000), formatUntil(180_000, 0)]).toEqual(["due now", "in 3 min"]);
  });
});

test("bars leave out states without devices, and keep their order", () => {
  const counts = { succeeded: 3, awaitingReport: 0, error: 1, heldBack: 2 } as PhaseCountsBody;
  expect(segmentsOf(counts)).toEqual([
    { state: "succeeded", devices: 3 },
    { state: "error", devices: 1 },
    { state: "heldBack", devices: 2 },
  ]);
});

test("commands can be pasted into a shell as they are", () => {
  expect(asCli(["rollout", "halt", "Anna's fix", "--reason", "calls since 9:40"])).toBe(
    "tidegate rollout halt 'Anna'\\''s fix' --reason 'calls since 9:40'",
  );
  expect(
    asCurl({ origin: "https://t.example", method: "POST", path: "/api/v1/rollouts/1/commands", body: { command: "halt" } }),
  ).toBe(
    `curl --fail-with-body -X POST https://t.example/api/v1/rollouts/1/commands -H "authorization: Bearer $TIDEGATE_TOKEN" -H 'content-type: application/json' -d '{"command":"halt"}'`,
  );
});
