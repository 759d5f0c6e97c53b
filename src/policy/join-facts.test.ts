import { describe, expect, test } from "vitest";
import { applicableOn, bareFacts, limitsOn, type SettingFacts } from "./catalogue.ts";
import { joinFacts } from "./join-facts.ts";

const TABLE: SettingFacts = {
  ...bareFacts("a", "A of the table"),
  kind: "simple",
  valueType: "integer",
  integerMin: 0,
  integerMax: 9,
  defaultValue: 1,
  merge: "lowest",
  applicability: { ...applicableOn(["iOS"]), supervised: true, versionMin: { iOS: "15.0" } },
};

describe("two sources of one definition", () => {
  test("the later one wins where it speaks, and the earlier one fills what it leaves open", () => {
    const later: SettingFacts = {
      ...bareFacts("a", "A"),
      kind: "simple",
      integerMax: 16,
      applicability: { ...applicableOn(["iOS", "macOS"]), editions: ["x"], versionMin: { macOS: "13" } },
    };
    expect(joinFacts(TABLE, later)).toMatchObject({
      displayName: "A",
      integerMin: 0,
      integerMax: 16,
      defaultValue: 1,
      merge: "lowest",
      applicability: {
        platforms: ["iOS", "macOS"],
        supervised: true,
        editions: ["x"],
        versionMin: { iOS: "15.0", macOS: "13" },
      },
    });
  });

  test("a choice does not take over the range of a number, and a number becomes its option", () => {
    const options = new Map([["a_1", { value: 1, name: "On" }]]);
    expect(joinFacts(TABLE, { ...bareFacts("a", "A"), kind: "choice", options })).toMatchObject({
      integerMin: null,
      integerMax: null,
      defaultValue: null,
    });
    const seen: SettingFacts = { ...bareFacts("a", "a"), kind: "choice" };
    const table: SettingFacts = { ...TABLE, kind: "other" };
    expect(joinFacts(seen, table)).toMatchObject({ displayName: "A of the table", kind: "choice", defaultValue: "a_1" });
  });

  test("limits are those of the platform where platforms differ", () => {
    const same = applicableOn(["iOS"]);
    expect(limitsOn({ ...same, supervised: true }, "iOS")).toEqual({ supervised: true, enrolments: null });
    const byPlatform = { iOS: { supervised: true, enrolments: ["device"] } };
    expect(limitsOn({ ...same, byPlatform }, "iOS")).toEqual({ supervised: true, enrolments: ["device"] });
    expect(limitsOn({ ...same, byPlatform }, "macOS")).toEqual({ supervised: false, enrolments: null });
  });
});
