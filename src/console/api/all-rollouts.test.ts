import { expect, test } from "vitest";
import type { RolloutSummary } from "../../http/contract/rollouts.ts";
import { mergeRollouts } from "./all-rollouts.ts";

const rollout = (id: string, because = "") => ({ id, because }) as RolloutSummary;
const list = (items: readonly RolloutSummary[], total = items.length) => ({ items, total, asOf: 1 });

test("new ones come first, changed ones take their old place", () => {
  const merged = mergeRollouts(
    list([rollout("b"), rollout("a"), rollout("old")]),
    { ...list([rollout("c"), rollout("b", "moved")], 4), asOf: 9 },
    [rollout("old", "moved too")],
  );
  expect(merged).toEqual({
    items: [rollout("c"), rollout("b", "moved"), rollout("a"), rollout("old", "moved too")],
    total: 4,
    asOf: 9,
  });
});

test("lists that do not fit together are read again in full", () => {
  expect(mergeRollouts(list([rollout("a"), rollout("b")]), list([rollout("a")], 1), [])).toBe(null);
  expect(mergeRollouts(list([rollout("a")], 3), list([rollout("a")], 3), [])).toBe(null);
});
