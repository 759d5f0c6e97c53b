import { expect, test } from "vitest";
import type { PolicyPlanBody } from "../../../http/contract/plans.ts";
import {
  byPlatform,
  gateLines,
  matchingSettings,
  peopleRule,
  settingsAsText,
  settingsToShow,
  settingTally,
  type SettingChange,
} from "./plan-words.ts";

const SETTINGS: readonly SettingChange[] = [
  { kind: "added", node: "./A/Lock", after: 10 },
  { kind: "changed", node: "./A/Wait", before: 15, after: 10 },
  { kind: "removed", node: "./A/Gone", before: true },
  { kind: "removed", node: "./A/Kept", before: true },
];

test("what is deleted stands under deletions only", () => {
  const policyPlan = {
    settings: SETTINGS,
    deletions: [
      { kind: "setting", node: "./A/Gone", devices: 3 },
      { kind: "devices-lose-policy", devices: 1 },
    ],
  } as unknown as PolicyPlanBody;
  expect(settingsToShow({ policyPlan }).map(({ node }) => node)).toEqual(["./A/Lock", "./A/Wait", "./A/Kept"]);
});

test("settings are counted, found and written out", () => {
  expect(settingTally(SETTINGS)).toBe("1 added, 1 changed, 2 removed");
  expect(matchingSettings(SETTINGS, "WAIT", "").map(({ node }) => node)).toEqual(["./A/Wait"]);
  expect(matchingSettings(SETTINGS, "", "removed")).toHaveLength(2);
  expect(settingsAsText(SETTINGS.slice(0, 3))).toBe("+ ./A/Lock = 10\n~ ./A/Wait: 15 -> 10\n- ./A/Gone (was true)");
});

test("versions add up to their platform", () => {
  const rows = [
    { platform: "windows", osVersion: "10.0.1", devices: 3 },
    { platform: "macOS", osVersion: null, devices: 1 },
    { platform: "windows", osVersion: "10.0.2", devices: 4 },
  ];
  expect(byPlatform(rows)).toEqual([
    {
      platform: "windows",
      devices: 7,
      versions: [
        { version: "10.0.1", devices: 3 },
        { version: "10.0.2", devices: 4 },
      ],
    },
    { platform: "macOS", devices: 1, versions: [{ version: "version unknown", devices: 1 }] },
  ]);
});

test("a gate says everything that it asks", () => {
  const gate = { soakMsMin: 1, reportedPercentMin: 70, conflictDevicesMax: 0 };
  expect(gateLines({ ...gate, failures: { kind: "count", max: 1 }, helpRequestsPer1000Max: null })).toEqual([
    "at least 70 % of its devices report",
    "at most 1 device fails",
    "at most 0 devices in conflict",
  ]);
  const bound = { kind: "bound", percentMax: 3.5, confidence: 0.95 } as const;
  expect(gateLines({ ...gate, failures: bound, helpRequestsPer1000Max: 25 }).slice(1)).toEqual([
    "failures shown to be below 3.5 %, with 95 % confidence",
    "at most 0 devices in conflict",
    "at most 25 help requests per 1,000 exposed devices",
  ]);
});

test("the rule for people and the groups in words", () => {
  expect(peopleRule({ kind: "required", noticeLeadMsMin: 4 * 3_600_000 })).toContain("at least 4 h before");
  expect(peopleRule({ kind: "waived", reason: "nobody sees it" })).toBe("Nobody is told: nobody sees it");
});
