import { describe, expect, test } from "vitest";
import type { DeviceId, GroupId } from "../../kit/ids.ts";
import { estateOf, type Estate } from "../../estate/estate.ts";
import { has } from "../../audience/device-set.ts";
import { createSmallAudienceEngine } from "../../audience/small-audience-engine.ts";
import { makeRequirement } from "../../../tests/helpers/make-requirement.ts";
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
import { liveOf, resolveEffective } from "../resolve.ts";
import { accepts } from "./accepts.ts";
import { requirementJudge } from "./requirement-judge.ts";
import type { ExpectedSetting, RegisteredRequirement } from "./requirement.ts";

const LENGTH = "device_vendor_msft_policy_config_devicelock_mindevicepasswordlength";
const USER_LENGTH = LENGTH.replace("device_", "user_");
const CAMERA = "device_vendor_msft_policy_config_camera_allowcamera";
const PAYLOAD = "com.apple.mobiledevice.passwordpolicy";

/** Ten Windows devices, of which the first four are in the group `some`, and two Macs. */
const estate = estateOf({
  devices: Array.from({ length: 12 }, (_, at) =>
    makeDevice({
      id: `d${String(at).padStart(2, "0")}` as DeviceId,
      platform: at < 10 ? "windows" : "macOS",
      groupIds: at < 4 ? ["some" as GroupId] : [],
    }),
  ),
  users: [],
  groups: [{ id: "some" as GroupId, name: "Some", memberKind: "device" }],
  sites: [],
});

const judge = (policies: readonly Policy[], requirement: RegisteredRequirement, of: Estate = estate) =>
  requirementJudge({ engine: createSmallAudienceEngine(of), policies, rule: EMBEDDED_CONFLICT_RULE })(requirement);
const expects = (node: string, accept: ExpectedSetting["accept"], platforms: ExpectedSetting["platforms"] = ["windows"]) => ({
  node,
  platforms,
  accept,
});
const LONG_CODE = makeRequirement({ expected: [expects(LENGTH, { kind: "range", min: 8, max: null })] });

describe("how a requirement stands", () => {
  test("met, partly met and unmet are counted in devices of its platforms", () => {
    const everywhere = makePolicy("a", makeContent({ [LENGTH]: 10 }), [ALL_DEVICES]);
    const some = makePolicy("a", makeContent({ [LENGTH]: 10 }), [includeGroup("some")]);
    const weak = makePolicy("a", makeContent({ [LENGTH]: 6 }), [ALL_DEVICES]);
    expect(judge([everywhere], LONG_CODE)).toMatchObject({ status: "met", met: 10, ofDevices: 10, policyIds: ["a"] });
    expect(judge([some], LONG_CODE)).toMatchObject({ status: "partly-met", met: 4, ofDevices: 10 });
    expect(judge([weak], LONG_CODE)).toMatchObject({ status: "unmet", met: 0, ofDevices: 10 });
  });

  test("no policy, no setting and no device are words of their own, and none of them is met", () => {
    expect(judge([], LONG_CODE)).toMatchObject({ status: "no-policy", met: 0, ofDevices: 10 });
    expect(judge([], makeRequirement())).toMatchObject({
      status: "unmapped",
      met: 0,
      ofDevices: 10,
      unmappedPlatforms: ["windows"],
    });
    const policy = makePolicy("a", makeContent({ [LENGTH]: 10 }), [ALL_DEVICES]);
    const elsewhere = makeRequirement({ platforms: ["linux"], expected: [expects(LENGTH, { kind: "any" }, ["linux"])] });
    expect(judge([policy], elsewhere)).toMatchObject({ status: "no-device", met: 0, ofDevices: 0 });
  });

  test("a platform without a setting of its own never meets it", () => {
    const policy = makePolicy("a", makeContent({ [LENGTH]: 10 }), [ALL_DEVICES]);
    const both = { ...LONG_CODE, platforms: ["windows", "macOS"] as const };
    expect(judge([policy], both)).toMatchObject({ status: "partly-met", met: 10, ofDevices: 12, unmappedPlatforms: ["macOS"] });
  });

  test("where policies disagree nothing is promised", () => {
    const one = makePolicy("a", makeContent({ [CAMERA]: 0 }), [ALL_DEVICES]);
    const other = makePolicy("b", makeContent({ [CAMERA]: 1 }), [includeGroup("some")]);
    const off = makeRequirement({ expected: [expects(CAMERA, { kind: "one-of", values: [0] })] });
    expect(judge([one, other], off)).toMatchObject({ status: "partly-met", met: 6, undetermined: 4 });
  });

  test("a device's person may hold another value than the device", () => {
    const device = makePolicy("a", makeContent({ [LENGTH]: 10 }), [ALL_DEVICES]);
    const user = makePolicy("b", makeContent({ [USER_LENGTH]: 4 }), [includeGroup("some")]);
    expect(judge([device, user], LONG_CODE)).toMatchObject({ status: "partly-met", met: 6 });
  });

  test("a key inside a payload is a knob of its own", () => {
    const content = {
      ...makeContent({}, { platforms: ["macOS"] }),
      settings: [
        {
          definitionId: `${PAYLOAD}_${PAYLOAD}`,
          value: {
            kind: "groups" as const,
            instances: [[{ definitionId: `${PAYLOAD}_minlength`, value: { kind: "simple" as const, value: 8 } }]],
          },
        },
      ],
    };
    const policy = makePolicy("a", content, [ALL_DEVICES]);
    const long = makeRequirement({
      platforms: ["macOS"],
      expected: [expects(`${PAYLOAD}_minlength`, { kind: "range", min: 8, max: null }, ["macOS"])],
    });
    expect(judge([policy], long)).toMatchObject({ status: "met", met: 2, ofDevices: 2 });
  });

  test.each([1, 2, 3, 4, 5, 6])("counts agree with every device resolved on its own (seed %i)", (seed) => {
    const fleet = randomEstate(seed, { devices: 150, users: 50, groups: 6 });
    const policies = randomPolicies(seed, 9, 6);
    const engine = createSmallAudienceEngine(fleet);
    const expected = [expects("node-1", { kind: "range", min: 1, max: null }), expects("node-2", { kind: "any" })];
    const found = judge(policies, makeRequirement({ expected }), fleet);
    const meets = fleet.devices.filter(({ platform }, index) => {
      if (platform !== "windows") return false;
      const reaching = policies.filter((policy) => has(engine.reach(queryOf(policy)), index));
      const { nodes } = resolveEffective(reaching.map(liveOf), EMBEDDED_CONFLICT_RULE);
      return expected.every(({ node, accept }) => {
        const one = nodes.find((held) => held.node === node);
        return one?.kind === "value" && accepts(node, accept, one.value);
      });
    });
    const onWindows = fleet.devices.filter(({ platform }) => platform === "windows");
    expect([found.met, found.ofDevices]).toEqual([meets.length, onWindows.length]);
  });
});

describe("which values will do", () => {
  test.each([
    [{ kind: "any" }, "whatever", true],
    [{ kind: "one-of", values: [`${CAMERA}_0`] }, 0, true],
    [{ kind: "one-of", values: [0] }, `${CAMERA}_0`, true],
    [{ kind: "one-of", values: [0] }, "0", false],
    [{ kind: "range", min: 1, max: 5 }, 5, true],
    [{ kind: "range", min: 1, max: 5 }, 6, false],
    [{ kind: "range", min: null, max: 5 }, -3, true],
    [{ kind: "range", min: 1, max: null }, "7", false],
  ] as const)("%j takes %j: %s", (accept, value, is) => expect(accepts(CAMERA, accept, value)).toBe(is));
});
