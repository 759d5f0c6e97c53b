import { describe, expect, test } from "vitest";
import { withSetting, withValue } from "./edit-text.ts";

const TEXT = ["name: One", "settings:", "  - id: a", "    choice: a_1", "  - id: b", "    value: 4", "raw: {}", ""].join("\n");

describe("S10 a form beside the text", () => {
  test("changes one line and no other", () => {
    expect(withValue(TEXT, 4, "a_2")).toBe(TEXT.replace("a_1", "a_2"));
    expect(withValue(TEXT, 6, 12)).toBe(TEXT.replace("value: 4", "value: 12"));
    expect(withValue(TEXT, 6, "12")).toBe(TEXT.replace("value: 4", 'value: "12"'));
    expect(withValue(TEXT, 6, "no")).toContain('value: "no"');
  });

  test("leaves alone what is not one value on its line", () => {
    expect(withValue(TEXT, 3, "x")).toBeNull();
    expect(withValue("    value: |-\n      two\n      lines", 1, "x")).toBeNull();
    expect(withValue(TEXT, 99, "x")).toBeNull();
  });

  test("adds a setting at the end of the list, also to an empty one", () => {
    const added = withSetting(TEXT, { definitionId: "c", option: "c_0", value: "" });
    expect(added).toBe(TEXT.replace("raw: {}", "  - id: c\n    choice: c_0\nraw: {}"));
    expect(withSetting("settings: []\n", { definitionId: "c", option: null, value: 3 })).toBe(
      "settings:\n  - id: c\n    value: 3\n",
    );
    expect(withSetting("name: x\n", { definitionId: "c", option: null, value: 3 })).toBeNull();
  });
});
