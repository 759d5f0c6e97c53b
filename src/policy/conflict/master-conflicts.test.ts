import { describe, expect, test } from "vitest";
import { setOf } from "../../audience/device-set.ts";
import { estateOf } from "../../estate/estate.ts";
import type { DeviceId, GroupId, PolicyId } from "../../kit/ids.ts";
import { instant } from "../../kit/instant.ts";
import { makeContent, makeDevice } from "../../../tests/helpers/random-estate.ts";
import { EMBEDDED_CONFLICT_RULE, MDM_WINS_NODE } from "../conflict-rule.ts";
import type { DeclaredId } from "../contribution.ts";
import type { DeclaredFact, DeclaredRow } from "../declared-fact.ts";
import { masterFindings, type ReachedMaster } from "./master-conflicts.ts";

const NODE = "device_vendor_msft_policy_config_camera_allowcamera";
const VERSIONS = [
  { osVersion: "10.0.22631.1", edition: "Enterprise" },
  { osVersion: "10.0.10240.1", edition: "Enterprise" },
  { osVersion: "10.0.22631.1", edition: null },
  { osVersion: "10.0.22631.1", edition: "Core" },
];
const COUNT = VERSIONS.length;
const ALL = [0, 1, 2, 3];
const estate = estateOf({
  devices: VERSIONS.map((more, at) => makeDevice({ id: `d${at}` as DeviceId, ...more })),
  users: [],
  groups: [],
  sites: [],
});

const policy = (id: string, values: Readonly<Record<string, number>>, devices: readonly number[] = ALL) => ({
  policyId: id as PolicyId,
  name: id,
  content: makeContent(values),
  reach: setOf(COUNT, devices),
});
const master = (
  rows: readonly DeclaredRow[],
  more: Partial<DeclaredFact> = {},
  devices: readonly number[] = ALL,
): ReachedMaster => ({
  reach: setOf(COUNT, devices),
  fact: {
    id: "ms-1" as DeclaredId,
    name: "Hardening",
    master: "group-policy",
    groupId: "g" as GroupId,
    rows,
    workloads: [],
    file: "a.xml",
    readAt: null,
    importedAt: instant(0),
    importedBy: "ann",
    ...more,
  },
});
const value = (of: number): DeclaredRow => ({ kind: "value", node: NODE, value: of, setting: NODE, line: 1 });
const found = (policies: readonly ReturnType<typeof policy>[], masters: readonly ReachedMaster[]) =>
  masterFindings({ estate, asked: policies.slice(0, 1), all: policies, masters, rule: EMBEDDED_CONFLICT_RULE });

describe("a policy and Group Policy at one node", () => {
  test("Group Policy wins where nothing else is said", () => {
    const { conflicts } = found([policy("camera", { [NODE]: 0 })], [master([value(1)])]);
    expect(conflicts.map(({ rule, winner, devices }) => [rule, winner, devices])).toEqual([
      ["group-policy-over-mdm", "master", 4],
    ]);
  });

  test("where a policy lets MDM win, devices are told apart by version and edition", () => {
    const policies = [policy("camera", { [NODE]: 0 }), policy("wins", { [MDM_WINS_NODE]: 1 })];
    const { conflicts } = found(policies, [master([value(1)])]);
    expect(conflicts.map(({ rule, class: of, winner, devices }) => [rule, of, winner, devices])).toEqual([
      // Too old, and Home.
      ["group-policy-over-mdm", "silently-weaker", "master", 2],
      ["group-policy-or-mdm", "hard", null, 1],
      ["mdm-over-group-policy", "silently-weaker", "policy", 1],
    ]);
  });

  test("equal values are a duplicate, and a value that cannot be compared is said to be one", () => {
    const touched: DeclaredRow = { kind: "node", node: NODE, setting: "Camera", line: 2 };
    const opaque: DeclaredRow = { kind: "opaque", setting: "Something", line: 3 };
    const { conflicts } = found([policy("camera", { [NODE]: 0 })], [master([value(0), touched, opaque])]);
    expect(conflicts.map(({ class: of, master: side, devices }) => [of, side.isComparable, devices])).toEqual([
      ["opaque", false, 4],
      ["duplicate", true, 4],
    ]);
  });

  test("who never meets is not told of", () => {
    expect(found([policy("camera", { [NODE]: 0 }, [0])], [master([value(1)], {}, [1])]).conflicts).toEqual([]);
  });
});

describe("workloads with Configuration Manager", () => {
  test("take the policy's settings out on the devices of the group, before anything is compared", () => {
    const keeper = master(
      [],
      { id: "ms-2" as DeclaredId, master: "configuration-manager", name: "SCCM", workloads: ["device-configuration"] },
      [0, 1],
    );
    const { conflicts, kept } = found([policy("camera", { [NODE]: 0 })], [master([value(1)]), keeper]);
    expect(conflicts.map(({ devices }) => devices)).toEqual([2]);
    expect(kept).toMatchObject([
      { workload: "device-configuration", settings: 1, settingsTotal: 1, devices: 2, master: { name: "SCCM" } },
    ]);
  });
});
