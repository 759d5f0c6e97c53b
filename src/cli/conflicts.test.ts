import { describe, expect, test } from "vitest";
import type { ConflictAnswer, ConflictsAnswer } from "../http/contract/conflicts.ts";
import { AT } from "./testing/make-answers.ts";
import { always, testCli } from "./testing/test-cli.ts";

const ID = "cf-3f9c64b1d25e0a77";
const NODE = "device_vendor_msft_policy_config_camera_allowcamera";
const SIDE = { kind: "settings-catalog" as const, node: NODE };
const HARD = {
  id: ID,
  class: "hard" as const,
  severity: "high" as const,
  node: NODE,
  scope: "device" as const,
  a: { ...SIDE, policyId: "pol-1", name: "Cameras off", value: `${NODE}_0` },
  b: { ...SIDE, policyId: "pol-2", name: "Meeting rooms", value: `${NODE}_1` },
  devices: 180,
  others: 1,
  rule: "configuration-undetermined",
  winner: null,
  weaker: null,
  sentence: "No value is promised: a device with both policies gets neither.",
};
const NAMES = { [NODE]: "Allow camera", [`${NODE}_0`]: "Not allowed", [`${NODE}_1`]: "Allowed" };
const LIST: ConflictsAnswer = {
  items: [HARD],
  total: 1,
  next: null,
  ofDevices: 5_000,
  policies: 12,
  counts: [{ class: "hard", severity: "high", conflicts: 1 }],
  names: NAMES,
  asOf: AT,
};
const SHOWN: ConflictAnswer = {
  ...HARD,
  ruleWords: "Two configurations with different values.",
  users: 170,
  ofDevices: 5_000,
  aReach: { devices: 5_000, assignments: [{ mode: "include", target: { kind: "all-devices" } }] },
  bReach: { devices: 180, assignments: [{ mode: "include", target: { kind: "group", groupId: "g-1", groupName: "Rooms" } }] },
  repairs: [
    {
      kind: "align-b",
      policyId: "pol-2",
      name: "Meeting rooms",
      groupId: null,
      groupName: null,
      settings: [{ kind: "changed", node: NODE, before: `${NODE}_1`, after: `${NODE}_0` }],
      platforms: ["windows"],
      assignments: [],
      devicesChanged: 180,
      devicesLost: 0,
      solves: 1,
      plannable: true,
    },
  ],
  names: NAMES,
  asOf: AT,
};

describe("conflicts", () => {
  test("list names settings as people do, passes filters on, and ends with 3 while a hard one stands", async () => {
    const run = await testCli(["conflicts", "list", "--class", "hard", "--policy", "Rooms"], { answer: always(LIST) });
    expect(run.asked).toEqual([{ method: "GET", path: "/api/v1/conflicts?class=hard&policy=Rooms", body: undefined }]);
    expect(run.exit).toBe(3);
    expect(run.stdout).toContain("1 hard, among 12 policies on 5,000 devices");
    expect(run.stdout).toMatch(/hard\s+180\s+Allow camera\s+Cameras off\s+Meeting rooms\s+cf-3f9c64b1d25e0a77/);
    const none = await testCli(["conflicts", "list"], { answer: always({ ...LIST, items: [], total: 0, counts: [] }) });
    expect(none).toMatchObject({ exit: 0, stdout: "Nothing gets in each other's way among 12 policies on 5,000 devices\n" });
  });

  test("show says what a device ends with, by which rule, and what each repair would change", async () => {
    const run = await testCli(["conflicts", "show", ID], { answer: always(SHOWN) });
    expect(run.exit).toBe(3);
    for (const text of [
      "180 of 5,000 devices carry both, of 170 people",
      "asks  Not allowed",
      "No value is promised",
      "180 of 5,000 devices would change; 1 conflict of the two would end",
      "~ Allow camera: Allowed -> Not allowed",
      `tidegate conflicts repair ${ID} align-b`,
    ])
      expect(run.stdout).toContain(text);
  });
});
