import { expect, test } from "vitest";
import { findBodyFault } from "./strict-json.ts";

test.each([
  ['{"a":1,"a":2}', "stands twice"],
  ['{"a":{"b":1,"c":[{"x":1,"x":2}]}}', "stands twice"],
  ['{"a":1,"\\u0061":2}', "stands twice"],
  ['{"a":"}","a":2}', "stands twice"],
  ['{"a\\"":1,"b":"\\\\","a\\"":2}', "stands twice"],
  [`${"[".repeat(41)}${"]".repeat(41)}`, "deeper"],
])("finds the fault in %s", (text, because) => {
  expect(findBodyFault(text)?.because).toContain(because);
});

test.each([
  ['{"a":1,"b":{"a":1},"c":[{"a":1},{"a":2}]}'],
  ['{"a":"a","b":["a","a"]}'],
  ['{"a":"{\\"a\\":1,\\"a\\":2}"}'],
  [`${"[".repeat(40)}${"]".repeat(40)}`],
  // No JSON: the parser's business.
  ['{"a'],
  ["]]]}}}"],
  [""],
])("finds none in %s", (text) => {
  expect(findBodyFault(text)).toBeNull();
});
