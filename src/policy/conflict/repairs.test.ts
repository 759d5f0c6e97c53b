import { describe, expect, test } from "vitest";
import { createSmallAudienceEngine } from "../../audience/small-audience-engine.ts";
import { estateOf } from "../../estate/estate.ts";
import type { DeviceId, GroupId } from "../../kit/ids.ts";
import {
  ALL_DEVICES,
  includeGroup,
  makeContent,
  makeDevice,
  makePolicy,
  randomEstate,
  randomPolicies,
} from "../../../tests/helpers/random-estate.ts";
import { queryOf } from "../change-reach.ts";
import { EMBEDDED_CONFLICT_RULE } from "../conflict-rule.ts";
import type { Policy } from "../policy.ts";
import { resolveEffective } from "../resolve.ts";
import type { Setting } from "../setting.ts";
import { has } from "../../audience/device-set.ts";
import { withoutNode, withValueOf } from "./edit-settings.ts";
import { policyConflicts } from "./policy-conflicts.ts";
import { repairsOf, type Repair } from "./repairs.ts";

const rule = EMBEDDED_CONFLICT_RULE;
const group = (id: string) => ({ id: id as GroupId, name: id, memberKind: "device" as const });

/** Ten devices: 0-5 in the office, 4-7 in the lab, 8 a Mac in the lab. */
const estate = estateOf({
  devices: Array.from({ length: 10 }, (_, at) =>
    makeDevice({
      id: `d${at}` as DeviceId,
      platform: at === 8 ? "macOS" : "windows",
      groupIds: [...(at <= 5 ? ["office"] : []), ...(at >= 4 && at <= 8 ? ["lab"] : [])].map((id) => id as GroupId),
    }),
  ),
  users: [],
  groups: [group("office"), group("lab")],
  sites: [],
});
const engine = createSmallAudienceEngine(estate);

function conflictsIn(policies: readonly Policy[], on = engine) {
  const reached = policies.map(({ id, live, assignments }) => ({
    policyId: id,
    name: live.content.name,
    content: live.content,
    reach: on.reach(queryOf({ id, live, assignments })),
  }));
  return policyConflicts(reached, rule);
}
function repairs(policies: readonly Policy[]): readonly Repair[] {
  const [heaviest] = conflictsIn(policies);
  return heaviest === undefined ? [] : repairsOf(heaviest, { estate, engine, policies, rule });
}
const short = (found: readonly Repair[]) => found.map(({ kind, devicesChanged, solves }) => [kind, devicesChanged, solves]);

describe("S12 repairs", () => {
  const office = makePolicy("a", makeContent({ pin: 6, camera: 1 }), [includeGroup("office")]);
  const lab = makePolicy("b", makeContent({ pin: 8, zoom: 1 }, { platforms: ["windows", "macOS"] }), [includeGroup("lab")]);

  test("drop, align, exclude and keep to other platforms, fewest changed devices first", () => {
    expect(short(repairs([office, lab]))).toEqual([
      ["drop-b", 5, 1],
      ["align-b", 5, 1],
      ["drop-a", 6, 1],
      ["align-a", 6, 1],
      ["exclude-a", 2, 1],
      ["exclude-b", 2, 1],
      ["platforms-b", 4, 1],
    ]);
    expect(repairs([office, lab]).map(({ plannable }) => plannable)).toEqual([true, true, true, true, false, false, false]);
  });

  test("name the group that is left out, and the devices that lose the policy", () => {
    const found = repairs([office, lab]).find(({ kind }) => kind === "exclude-a");
    expect(found).toMatchObject({ groupId: "lab", devicesLost: 2, settings: [] });
  });

  test("none that only moves the conflict to somebody else", () => {
    const third = makePolicy("c", makeContent({ pin: 6 }), [includeGroup("lab")]);
    const [conflict] = conflictsIn([office, lab]);
    const found = repairsOf(conflict ?? never(), { estate, engine, policies: [office, lab, third], rule });
    // Aligned to 8, the office's policy would meet the third one.
    expect(found.map(({ kind }) => kind)).not.toContain("align-a");
    expect(found.map(({ kind }) => kind)).toContain("align-b");
  });

  test("one for all settings in which the two meet", () => {
    const other = makePolicy("b", makeContent({ pin: 8, camera: 0, zoom: 1 }), [ALL_DEVICES]);
    const all = repairs([office, other]).filter(({ kind }) => kind.includes("all"));
    expect(all.map(({ kind, solves }) => [kind, solves])).toEqual([
      ["align-all-a", 2],
      ["drop-all-b", 2],
      ["align-all-b", 2],
    ]);
    const single = repairs([office, other]).find(({ kind }) => kind === "align-b");
    expect(single?.solves).toBe(1);
  });

  test("a duplicate is dropped from one of the two; where the other covers it no device changes", () => {
    const everywhere = makePolicy("b", makeContent({ pin: 6, zoom: 1 }), [ALL_DEVICES]);
    expect(short(repairs([office, everywhere]))).toEqual([
      ["drop-a", 0, 1],
      ["drop-b", 3, 1],
    ]);
  });

  test("devices changed is what every device, looked at alone, says; and no repair leaves the conflict or brings a hard one", () => {
    let seen = 0;
    for (const seed of [1, 2, 3, 4, 5, 6]) {
      const fleet = randomEstate(seed, { devices: 60, users: 30, groups: 8 });
      const ofFleet = createSmallAudienceEngine(fleet);
      const policies = randomPolicies(seed, 10, 8);
      for (const conflict of conflictsIn(policies, ofFleet).slice(0, 6)) {
        const found = repairsOf(conflict, { estate: fleet, engine: ofFleet, policies, rule });
        for (const { change, devicesChanged } of found) {
          seen += 1;
          const after = policies.map((policy): Policy => {
            if (policy.id !== change.policyId) return policy;
            return { ...policy, live: { ...policy.live, content: change.content }, assignments: change.assignments };
          });
          const held = (list: readonly Policy[], at: number) =>
            JSON.stringify(
              resolveEffective(
                list
                  .filter((policy) => has(ofFleet.reach(queryOf(policy)), at))
                  .map(({ id, live }) => ({ policyId: id, versionHash: live.hash, name: "", content: live.content })),
                rule,
              ).nodes.map((one) => [one.node, one.kind === "value" ? one.value : "conflict"]),
            );
          const changed = fleet.devices.filter((_, at) => held(policies, at) !== held(after, at)).length;
          expect(devicesChanged).toBe(changed);
          const later = conflictsIn(after, ofFleet);
          expect(later.filter((one) => one.id === conflict.id && one.class === conflict.class)).toEqual([]);
          const hard = (list: typeof later) => list.filter((one) => one.class === "hard").map(({ id }) => id);
          const before = new Set(hard(conflictsIn(policies, ofFleet)));
          expect(hard(later).filter((id) => !before.has(id))).toEqual([]);
        }
      }
    }
    expect(seen).toBeGreaterThan(50);
  });
});

function never(): never {
  throw new Error("no conflict was found");
}

describe("edits of settings", () => {
  const below = (value: number): Setting => ({ definitionId: "macros_level", value: { kind: "simple", value } });
  const macros = (value: number): Setting => ({
    definitionId: "macros",
    value: { kind: "choice", option: "macros_1", children: [below(value)] },
  });
  const pin: Setting = { definitionId: "pin", value: { kind: "simple", value: 6 } };

  test("take the whole choice along in which a setting stands", () => {
    expect(withoutNode([macros(2), pin], "macros_level")).toEqual([pin]);
    expect(withValueOf([macros(2), pin], "macros_level", [macros(3)], "macros_level")).toEqual([macros(3), pin]);
  });

  test("look into groups and wrappers, and leave none empty", () => {
    const wrapper: Setting = { definitionId: "com.apple.x_com.apple.x", value: { kind: "groups", instances: [[pin]] } };
    expect(withoutNode([wrapper], "pin")).toEqual([]);
    const grouped: Setting = { definitionId: "g", value: { kind: "group", children: [pin, macros(1)] } };
    expect(withoutNode([grouped], "pin")).toEqual([{ definitionId: "g", value: { kind: "group", children: [macros(1)] } }]);
  });

  test("write the other's value in the form that stands here", () => {
    const node = "device_vendor_msft_policy_config_camera_allowcamera";
    const choice: Setting = { definitionId: node, value: { kind: "choice", option: `${node}_1`, children: [] } };
    const property: Setting = { definitionId: node, value: { kind: "property", value: 0 } };
    expect(withValueOf([choice], node, [property], node)).toEqual([
      { definitionId: node, value: { kind: "choice", option: `${node}_0`, children: [] } },
    ]);
    expect(withValueOf([property], node, [choice], node)).toEqual([
      { definitionId: node, value: { kind: "property", value: 1 } },
    ]);
  });
});
