import { describe, expect, test } from "vitest";
import { makeRequirement } from "../../../tests/helpers/make-requirement.ts";
import { bareFacts, type SettingCatalogue, type SettingFacts } from "../catalogue.ts";
import { requirementIssues } from "./requirement-issues.ts";
import type { ExpectedSetting } from "./requirement.ts";

const FACTS: readonly SettingFacts[] = [
  { ...bareFacts("length", "Length"), kind: "simple", valueType: "integer", integerMin: 4, integerMax: 16 },
  { ...bareFacts("camera", "Camera"), kind: "choice", options: new Map([["camera_0", { value: 0, name: "Off" }]]) },
  { ...bareFacts("name", "Name"), kind: "simple", valueType: "string" },
];
const catalogue: SettingCatalogue = {
  size: FACTS.length,
  complete: true,
  find: (id) => FACTS.find(({ definitionId }) => definitionId === id),
  acquaintance: (id) =>
    FACTS.some(({ definitionId }) => definitionId === id) ? "known" : id.startsWith("family_") ? "unverified" : "unknown",
  ids: () => FACTS.map(({ definitionId }) => definitionId),
};
const issues = (expected: readonly ExpectedSetting[], of = catalogue) =>
  requirementIssues(makeRequirement({ expected }), of).map(({ field, code }) => [field, code]);
const on = (node: string, accept: ExpectedSetting["accept"], platforms: ExpectedSetting["platforms"] = ["windows"]) => ({
  node,
  platforms,
  accept,
});

describe("what keeps a requirement from being judged", () => {
  test("nothing does where settings, values and platforms exist", () => {
    const fine = [
      on("length", { kind: "range", min: 8, max: null }),
      on("camera", { kind: "one-of", values: ["camera_0", 0] }),
      on("family_other", { kind: "one-of", values: ["anything"] }),
      on("windows10CompliancePolicy.bitLockerEnabled", { kind: "one-of", values: [true] }),
    ];
    expect(issues(fine)).toEqual([]);
  });

  test("everything at once, each with its place", () => {
    const found = issues([
      on("nowhere", { kind: "any" }),
      on("camera", { kind: "one-of", values: [0, "camera_7"] }),
      on("camera", { kind: "any" }, ["windows", "linux", "windows"]),
      on("length", { kind: "range", min: 9, max: 5 }),
      on("length", { kind: "range", min: null, max: 3 }, ["windows"]),
      on("name", { kind: "range", min: 1, max: 2 }),
      on("family_x", { kind: "range", min: null, max: null }),
    ]);
    expect(found).toEqual([
      ["expected/0/node", "node-unknown"],
      ["expected/1/accept/values/1", "value-not-an-option"],
      ["expected/2/platforms", "platform-outside"],
      ["expected/2/platforms", "platform-twice"],
      ["expected/2/node", "node-twice"],
      ["expected/3/accept", "range-empty"],
      ["expected/4/node", "node-twice"],
      ["expected/4/accept", "range-outside"],
      ["expected/5/accept", "range-of-no-number"],
      ["expected/6/accept", "range-empty"],
    ]);
  });

  test("a catalogue that is not complete cannot refuse options and ranges of its own form", () => {
    const newer = [
      on("camera", { kind: "one-of", values: ["camera_7", 9] }),
      on("length", { kind: "range", min: 20, max: null }),
    ];
    expect(issues(newer, { ...catalogue, complete: false })).toEqual([["expected/0/accept/values/1", "value-not-an-option"]]);
    expect(issues(newer).map(([, code]) => code)).toEqual(["value-not-an-option", "value-not-an-option", "range-outside"]);
  });
});
