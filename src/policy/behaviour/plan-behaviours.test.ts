import { describe, expect, test } from "vitest";
import type { DeviceId, GroupId, PolicyId } from "../../kit/ids.ts";
import { estateOf } from "../../estate/estate.ts";
import { has } from "../../audience/device-set.ts";
import { createSmallAudienceEngine } from "../../audience/small-audience-engine.ts";
import {
  ALL_DEVICES,
  includeGroup,
  makeContent,
  makeDevice,
  makePolicy,
  randomEstate,
  randomPolicies,
} from "../../../tests/helpers/random-estate.ts";
import type { PolicyChange } from "../change.ts";
import { changeReach, queryOf } from "../change-reach.ts";
import { EMBEDDED_CONFLICT_RULE } from "../conflict-rule.ts";
import type { Policy } from "../policy.ts";
import { liveOf, resolveEffective } from "../resolve.ts";
import { planBehaviours } from "./plan-behaviours.ts";

const LENGTH = "device_vendor_msft_policy_config_devicelock_mindevicepasswordlength";
const CAMERA = "device_vendor_msft_policy_config_camera_allowcamera";
const ID = "pol-ours" as PolicyId;

/** Ten devices, of which the first four are in the group `some`. */
const estate = estateOf({
  devices: Array.from({ length: 10 }, (_, at) =>
    makeDevice({ id: `d${at}` as DeviceId, groupIds: at < 4 ? ["some" as GroupId] : [] }),
  ),
  users: [],
  groups: [{ id: "some" as GroupId, name: "Some", memberKind: "device" }],
  sites: [],
});

function behaviours(policies: readonly Policy[], change: PolicyChange, of = estate) {
  const engine = createSmallAudienceEngine(of);
  const live = policies.find(({ id }) => id === change.policyId);
  const others = policies
    .filter(({ id }) => id !== change.policyId)
    .map((policy) => ({
      policyId: policy.id,
      name: policy.live.content.name,
      content: policy.live.content,
      reach: engine.reach(queryOf(policy)),
    }));
  return planBehaviours({ change, live, reach: changeReach(engine, change, live), others, rule: EMBEDDED_CONFLICT_RULE });
}

const add = (values: Readonly<Record<string, number>>): PolicyChange => ({
  kind: "add",
  policyId: ID,
  content: makeContent(values),
  assignments: [ALL_DEVICES],
});
const shown = (found: ReturnType<typeof behaviours>) => found.map(({ sentence, devices, change }) => [sentence, devices, change]);

describe("what people will meet", () => {
  test("devices that another policy asks the same of already meet nothing new", () => {
    const other = makePolicy("pol-other", makeContent({ [LENGTH]: 6 }), [includeGroup("some")]);
    expect(shown(behaviours([other], add({ [LENGTH]: 6 })))).toEqual([
      ["a password or PIN of at least 6 characters will be asked for", 6, "starts"],
    ]);
  });

  test("where policies disagree nothing is promised, and it is said for whom", () => {
    const other = makePolicy("pol-other", makeContent({ [LENGTH]: 8 }), [includeGroup("some")]);
    expect(shown(behaviours([other], add({ [LENGTH]: 6 })))).toEqual([
      ["a password or PIN of at least 6 characters will be asked for", 6, "starts"],
      ['policies disagree about "devicelock mindevicepasswordlength": what the device does cannot be said', 4, "unsettled"],
    ]);
  });

  test("a change from 4 to 6, and a setting that is taken away where nobody else asks for it", () => {
    const live = makePolicy(ID, makeContent({ [LENGTH]: 4, [CAMERA]: 0 }), [ALL_DEVICES]);
    const other = makePolicy("pol-other", makeContent({ [CAMERA]: 0 }), [includeGroup("some")]);
    const change: PolicyChange = {
      kind: "change",
      policyId: ID,
      content: makeContent({ [LENGTH]: 6 }),
      assignments: [ALL_DEVICES],
    };
    expect(shown(behaviours([live, other], change))).toEqual([
      ["a password or PIN of at least 6 characters will be asked for (until now 4 characters)", 10, "changes"],
      ["the camera will no longer be blocked", 6, "stops"],
    ]);
  });

  test("a retirement takes away what the policy alone asked for", () => {
    const live = makePolicy(ID, makeContent({ [CAMERA]: 0 }), [ALL_DEVICES]);
    expect(shown(behaviours([live], { kind: "retire", policyId: ID }))).toEqual([
      ["the camera will no longer be blocked", 10, "stops"],
    ]);
  });

  test.each([1, 2, 3, 4, 5])("counts agree with every device resolved on its own (seed %i)", (seed) => {
    const fleet = randomEstate(seed, { devices: 120, users: 40, groups: 6 });
    const [first, ...others] = randomPolicies(seed, 8, 6).filter(({ live }) => live.content.kind !== "opaque") as [
      Policy,
      ...Policy[],
    ];
    const content = makeContent({ "node-1": 1, "node-2": 2, "node-3": 0 }, { platforms: first.live.content.platforms });
    const change: PolicyChange = { kind: "change", policyId: first.id, content, assignments: [ALL_DEVICES] };
    const found = behaviours([first, ...others], change, fleet);
    const engine = createSmallAudienceEngine(fleet);
    const after = { ...makePolicy(first.id, content, [ALL_DEVICES]) };
    const meets = (node: string, value: number) =>
      fleet.devices.filter((_, index) => {
        const valueIn = (policies: readonly Policy[]) => {
          const reaching = policies.filter((policy) => has(engine.reach(queryOf(policy)), index));
          return resolveEffective(reaching.map(liveOf), EMBEDDED_CONFLICT_RULE).nodes.find((one) => one.node === node);
        };
        const [was, becomes] = [valueIn([first, ...others]), valueIn([after, ...others])];
        return becomes?.kind === "value" && becomes.value === value && was === undefined;
      }).length;
    for (const [node, value] of [
      ["node-1", 1],
      ["node-2", 2],
      ["node-3", 0],
    ] as const) {
      const counted = found.filter(
        ({ nodes, change: kind, sentence }) => nodes.includes(node) && kind === "starts" && sentence.endsWith(` ${value}`),
      );
      expect([node, counted.reduce((sum, { devices }) => sum + devices, 0)]).toEqual([node, meets(node, value)]);
    }
  });
});
