import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { canonicalJson, type Json } from "./canonical-json.ts";

describe("canonicalJson (RFC 8785)", () => {
  test.each<[string, Json, string]>([
    ["no white space, literals as they are", { wave: [null, true, false, 2] }, '{"wave":[null,true,false,2]}'],
    ["keys in code-unit order at every depth", { b: { d: 1, c: 2 }, a: [], B: {} }, '{"B":{},"a":[],"b":{"c":2,"d":1}}'],
    ["digits sort as text", { "10": 1, "9": 2, "": 3 }, '{"":3,"10":1,"9":2}'],
    ["the order of a list is kept", [3, 1, 2], "[3,1,2]"],
    ["numbers as ECMAScript prints them", [1.0, -0, 1e21, 1e-7, 0.1, 120_000], "[1,0,1e+21,1e-7,0.1,120000]"],
    ["the largest and the smallest double", [1.7976931348623157e308, 5e-324], "[1.7976931348623157e+308,5e-324]"],
    ["control characters are escaped, the shortest way", "\b\t\n\f\r\u0001\u001f", '"\\b\\t\\n\\f\\r\\u0001\\u001f"'],
    ["quote and backslash, but neither slash nor DEL", '"\\/\u007f', '"\\"\\\\/\u007f"'],
    ["letters of all languages stay themselves", { größe: "日本 é" }, '{"größe":"日本 é"}'],
  ])("%s", (_name, value, text) => {
    expect(canonicalJson(value)).toBe(text);
  });

  test("a key beyond the base plane sorts by its surrogates, before U+FB33", () => {
    expect(canonicalJson({ "\ufb33": 1, "\u{1f600}": 2 })).toBe('{"\u{1f600}":2,"\ufb33":1}');
  });

  test("numbers that JSON cannot say are refused", () => {
    for (const value of [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]) {
      expect(() => canonicalJson({ value })).toThrow("no NaN and no Infinity");
    }
  });

  test("parses back to the same value, whatever the order of insertion", () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string({ unit: "grapheme" }), fc.jsonValue()), (object) => {
        const value = JSON.parse(JSON.stringify(object)) as { [key: string]: Json };
        const turned = Object.fromEntries(Object.entries(value).reverse());
        expect(canonicalJson(turned)).toBe(canonicalJson(value));
        expect(JSON.parse(canonicalJson(value))).toEqual(value);
      }),
    );
  });
});
