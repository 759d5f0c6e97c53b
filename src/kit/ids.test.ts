import fc from "fast-check";
import { expect, test } from "vitest";
import { compareText } from "./ids.ts";

test("compareText orders by code units, in every locale alike", () => {
  expect(["ä", "z", "Z", "a", "10", "9"].sort(compareText)).toEqual(["10", "9", "Z", "a", "z", "ä"]);
  fc.assert(
    fc.property(fc.string({ unit: "grapheme" }), fc.string({ unit: "grapheme" }), (a, b) => {
      expect(compareText(a, b) + compareText(b, a)).toBe(0);
      expect(compareText(a, b) === 0).toBe(a === b);
    }),
  );
});
