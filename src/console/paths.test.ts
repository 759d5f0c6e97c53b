import { expect, test } from "vitest";
import { paths, readSearch, safeReturnPath, withSearch } from "./paths.ts";

test("names and filters are safe in addresses", () => {
  expect(paths.rollout("a/b c")).toBe("/rollouts/a%2Fb%20c");
  expect(paths.rolloutDevices("1", { state: "error", phase: undefined, search: "" })).toBe("/rollouts/1/devices?state=error");
});

test("what is written is read again as text", () => {
  const search = { q: "1.0", search: "a&b=c ü" };
  expect(readSearch(withSearch("", search))).toEqual(search);
});

test.each([
  ["/rollouts?q=x", "/rollouts?q=x"],
  [undefined, "/"],
  ["", "/"],
  ["https://elsewhere.example/", "/"],
  ["//elsewhere.example/", "/"],
  ["/\\elsewhere.example", "/"],
  ["javascript:alert(1)", "/"],
  ["/sign-in?to=/sign-in", "/"],
])("after signing in, %j leads to %s", (wanted, to) => expect(safeReturnPath(wanted)).toBe(to));
