import { expect, test } from "vitest";
import { actionsOfKind, ENTRY_KINDS, FILTERABLE, kindOfEntry } from "./entry-kinds.ts";

test("an entry is of the first kind that fits it, and something unknown is of none", () => {
  expect(kindOfEntry("rollout.halt").key).toBe("stops");
  expect(kindOfEntry("rollout.notice-bounced").key).toBe("people");
  expect(kindOfEntry("rollout.open-phase").key).toBe("moves");
  expect(kindOfEntry("printer.jammed").key).toBe("other");
});

test("what is filtered for is exactly what carries the kind's badge", () => {
  for (const { key, prefixes } of FILTERABLE) for (const prefix of prefixes) expect(kindOfEntry(prefix).key).toBe(key);
  expect(ENTRY_KINDS.every(({ key }) => actionsOfKind(key)?.includes(".") === true)).toBe(true);
  expect(actionsOfKind(undefined)).toBeUndefined();
  expect(actionsOfKind("nonsense")).toBeUndefined();
});
