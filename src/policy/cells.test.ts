import fc from "fast-check";
import { expect, test } from "vitest";
import { has, indexesOf, setOf } from "../audience/device-set.ts";
import { cellsOf } from "./cells.ts";

const SIZE = 70;
const set = fc.uniqueArray(fc.nat(SIZE - 1)).map((indexes) => setOf(SIZE, indexes));

test("every device of the scope is in exactly the cell of its memberships", () => {
  fc.assert(
    fc.property(set, fc.array(set, { maxLength: 5 }), (scope, sets) => {
      const expected = new Map<string, number>();
      for (const index of indexesOf(scope)) {
        const key = sets.map((one) => has(one, index)).join();
        expected.set(key, (expected.get(key) ?? 0) + 1);
      }
      const found = cellsOf(scope, sets).map(({ memberOf, devices }) => [memberOf.join(), devices] as const);
      expect(found.length).toBe(new Set(found.map(([key]) => key)).size);
      expect(new Map(found)).toEqual(expected);
    }),
  );
});
