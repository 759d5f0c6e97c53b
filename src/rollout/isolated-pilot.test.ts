import { describe, expect, it } from "vitest";
import type { DeviceId, PolicyId, UserId } from "../kit/ids.ts";
import { estateOf } from "../estate/estate.ts";
import { emptySet, setOf } from "../audience/device-set.ts";
import type { ReachedPolicy } from "../policy/reached-policy.ts";
import type { PolicyKind } from "../policy/policy.ts";
import { ESTATE_AT, makeContent, makeDevice } from "../../tests/helpers/random-estate.ts";
import { chooseIsolatedPilot, type IsolatedPilotInputs } from "./isolated-pilot.ts";
import { populationOf } from "./population.ts";

const SIZE = 6;
const devices = ["a", "b", "c", "d", "e", "f"].map((id, at) =>
  makeDevice({ id: id as DeviceId, primaryUserId: at >= 4 ? ("ann" as UserId) : null, sensitivities: at === 3 ? ["vip"] : [] }),
);
const estate = estateOf({ devices, users: [], groups: [], sites: [] });
const policy = (
  id: string,
  nodes: readonly string[],
  reached: readonly number[],
  kind: PolicyKind = "settings-catalog",
): ReachedPolicy => ({
  policyId: id as PolicyId,
  name: `name of ${id}`,
  content: makeContent(Object.fromEntries(nodes.map((node) => [node, 1])), { kind }),
  reach: setOf(SIZE, reached),
});

function choose(others: readonly ReachedPolicy[], overrides: Partial<IsolatedPilotInputs> = {}) {
  return chooseIsolatedPilot({
    population: populationOf({ estate, reach: setOf(SIZE, [0, 1, 2, 3, 4, 5]), platforms: ["windows"], asOf: ESTATE_AT }),
    policySets: { sets: [[]], setOfDevice: devices.map(() => 0) },
    sizeMax: SIZE,
    salt: "s",
    alreadyIn: emptySet(SIZE),
    content: makeContent({ pin: 6, camera: "off" }),
    others,
    protectedPolicyIds: new Set(["firewall" as PolicyId]),
    ...overrides,
  });
}

describe("S23 the isolated pilot", () => {
  it("suspends what touches the change on the chosen devices, and nothing else", () => {
    const found = choose([
      policy("q", ["pin"], [0, 1, 3]),
      policy("p", ["camera", "x"], [0]),
      policy("r", ["other"], [0, 1, 2]),
      policy("s", ["pin"], [3]),
    ]);
    expect(found).toMatchObject({
      ok: true,
      value: {
        devices: [0, 1, 2, 4, 5],
        eligible: 5,
        suspendedPolicyIds: ["p", "q"],
        suspensions: [
          { index: 0, policyIds: ["p", "q"] },
          { index: 1, policyIds: ["q"] },
          { index: 2, policyIds: [] },
          { index: 4, policyIds: [] },
          { index: 5, policyIds: [] },
        ],
      },
    });
  });

  it("never suspends a compliance policy or a protected one: such devices stay out, with their person", () => {
    const found = choose([policy("rules", ["pin"], [0], "compliance"), policy("firewall", ["camera"], [1, 4])]);
    expect(found).toMatchObject({ ok: true, value: { devices: [2], eligible: 1, suspendedPolicyIds: [] } });
  });

  it("lets protected policies be where they do not touch the change", () => {
    expect(choose([policy("firewall", ["other"], [0, 1, 2, 4, 5])])).toMatchObject({
      ok: true,
      value: { devices: [0, 1, 2, 4, 5] },
    });
  });

  it("says why nobody is eligible", () => {
    const found = choose([
      policy("rules", ["pin"], [0, 1, 3], "compliance"),
      policy("firewall", ["pin"], [1, 2, 4, 5]),
      policy("free", ["pin"], [0]),
    ]);
    expect(found).toEqual({
      ok: false,
      error: {
        type: "NoIsolatedDevice",
        candidates: 5,
        blockedBy: [
          { policyId: "firewall", name: "name of firewall", devices: 4 },
          { policyId: "rules", name: "name of rules", devices: 2 },
        ],
      },
    });
    expect(choose([], { alreadyIn: setOf(SIZE, [0, 1, 2, 4, 5]) })).toEqual({
      ok: false,
      error: { type: "NoIsolatedDevice", candidates: 0, blockedBy: [] },
    });
  });

  it("names policies on chosen devices that cannot be read", () => {
    const found = choose([policy("o", ["pin"], [2], "opaque"), policy("elsewhere", [], [3], "opaque")]);
    expect(found).toMatchObject({ ok: true, value: { unreadablePolicyIds: ["o"], suspendedPolicyIds: [] } });
  });
});
