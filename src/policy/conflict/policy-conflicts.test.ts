import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { has, indexesOf, setOf } from "../../audience/device-set.ts";
import { createSmallAudienceEngine } from "../../audience/small-audience-engine.ts";
import { compareText, type PolicyId } from "../../kit/ids.ts";
import { seededRandom } from "../../kit/seeded-random.ts";
import { makeContent, randomEstate, randomPolicies } from "../../../tests/helpers/random-estate.ts";
import { queryOf } from "../change-reach.ts";
import { EMBEDDED_CONFLICT_RULE } from "../conflict-rule.ts";
import { contributorOf } from "../contribution.ts";
import { otherScopeOf, scopeOfNode } from "../node.ts";
import { isUnreadable, type PolicyContent } from "../policy.ts";
import type { ReachedPolicy } from "../reached-policy.ts";
import { liveOf, resolveEffective } from "../resolve.ts";
import { CONFLICT_CLASSES, type PolicyConflict } from "./conflict-class.ts";
import { pairOutcomes } from "./pair-outcomes.ts";
import { conflictsOfPolicy, policyConflicts } from "./policy-conflicts.ts";

const RULE = EMBEDDED_CONFLICT_RULE;

const policy = (
  id: string,
  values: Readonly<Record<string, number>>,
  devices: readonly number[],
  overrides: Partial<PolicyContent> = {},
): ReachedPolicy => {
  return { policyId: id as PolicyId, name: `name of ${id}`, content: makeContent(values, overrides), reach: setOf(40, devices) };
};
const hard = (found: readonly PolicyConflict[]) => found.filter((one) => one.class === "hard");
const shown = (found: readonly PolicyConflict[]) =>
  found.map(({ node, a, b, devices }) => [node, a.policyId, b?.policyId, devices]);

describe("conflicts of an estate", () => {
  it("are counted on the devices that carry both policies", () => {
    const found = policyConflicts([policy("b", { pin: 8 }, [2, 3, 39]), policy("a", { pin: 6 }, [1, 2, 39])], RULE);
    const side = (id: string, value: number) => ({
      policyId: id,
      name: `name of ${id}`,
      kind: "settings-catalog",
      node: "pin",
      value,
    });
    expect(found).toMatchObject([{ class: "hard", node: "pin", a: side("a", 6), b: side("b", 8), devices: 2, winner: null }]);
  });

  it("are not hard between policies that agree, and are none between those that ask other nodes or never meet", () => {
    const policies = [
      policy("a", { pin: 6 }, [1]),
      policy("b", { pin: 6 }, [1]),
      policy("c", { camera: 1 }, [1]),
      policy("d", { pin: 7 }, [2]),
    ];
    expect(policyConflicts(policies, RULE)).toMatchObject([{ class: "duplicate", a: { policyId: "a" }, b: { policyId: "b" } }]);
  });

  it("come in the order of weight, of devices, of node and of policies", () => {
    const policies = [policy("c", { x: 3, w: 1 }, [1]), policy("a", { x: 1, w: 2 }, [1, 2]), policy("b", { x: 2 }, [1, 2])];
    expect(shown(policyConflicts(policies, RULE))).toEqual([
      ["x", "a", "b", 2],
      ["w", "a", "c", 1],
      ["x", "a", "c", 1],
      ["x", "b", "c", 1],
    ]);
  });

  it("include that of a policy with itself", () => {
    const torn = policy("a", {}, [1, 2], { settings: [...makeContent({ x: 1 }).settings, ...makeContent({ x: 2 }).settings] });
    expect(shown(policyConflicts([torn], RULE))).toEqual([["x", "a", "a", 2]]);
    expect(conflictsOfPolicy(torn, [], RULE)).toMatchObject([{ node: "x", a: { value: 1 }, b: { policyId: "a", value: 2 } }]);
  });

  it("keep their id whatever the values are, and have another one at another node", () => {
    const ids = (values: Readonly<Record<string, number>>) =>
      policyConflicts([policy("a", values, [1]), policy("b", { x: 2, y: 2 }, [1])], RULE).map(({ id }) => id);
    expect(ids({ x: 1 })).toEqual(ids({ x: 9 }));
    expect(ids({ x: 1 })).not.toEqual(ids({ y: 1 }));
    expect(ids({ x: 1 })[0]).toMatch(/^cf-[0-9a-f]{16}$/);
  });
});

const NODES = [
  "pin",
  "device_vendor_msft_policy_config_camera",
  "user_vendor_msft_policy_config_camera",
  "passcode_minimumlength",
];
const KINDS = ["settings-catalog", "compliance", "custom", "app-protection", "opaque", "script", "conditional-access"] as const;

/** Every kind of policy over few nodes in both scopes, so that every class comes up. */
function mixedPolicies(seed: number, size: number): readonly ReachedPolicy[] {
  const random = seededRandom(`mixed/${seed}`);
  return Array.from({ length: random.int(2, 9) }, (_, at) => {
    const values = Object.fromEntries(Array.from({ length: random.int(1, 4) }, () => [random.pick(NODES), random.int(0, 3)]));
    const twice = random.chance(0.1) ? makeContent({ [random.pick(NODES)]: random.int(0, 3) }).settings : [];
    const content = makeContent(values, { kind: random.pick(KINDS) });
    const devices = Array.from({ length: size }, (__, index) => index).filter(() => random.chance(0.3));
    const policyId = `policy-${at}` as PolicyId;
    const settings = [...content.settings, ...twice];
    return { policyId, name: policyId, content: { ...content, settings }, reach: setOf(size, devices) };
  });
}

/** Device by device, and there every two asks of every two policies: slow, and short enough to be believed. */
function naiveConflicts(policies: readonly ReachedPolicy[], size: number): readonly string[] {
  const outcome = pairOutcomes(RULE);
  const tally = new Map<string, { devices: number; class: string }>();
  const note = (key: string, ofClass: string, device: Map<string, string>) => {
    const known = device.get(key);
    const weight = (name: string) => CONFLICT_CLASSES.findIndex((one) => one === name);
    if (known === undefined || weight(ofClass) < weight(known)) device.set(key, ofClass);
  };
  for (let at = 0; at < size; at++) {
    const seen = new Map<string, string>();
    const carried = policies.filter(({ reach }) => has(reach, at)).sort((a, b) => compareText(a.policyId, b.policyId));
    const asks = carried.flatMap((one) => {
      const from = contributorOf(one);
      return from.asks.map((ask) => ({ ...ask, from }));
    });
    asks.forEach((a, left) => {
      for (const b of asks.slice(left + 1)) {
        const pair = a.from.id === b.from.id && scopeOfNode(a.node) === "user" ? ([b, a] as const) : ([a, b] as const);
        const found = a.node === b.node || otherScopeOf(a.node) === b.node ? outcome(...pair) : null;
        if (found !== null) note(pair.map(({ from, node }) => `${from.id} ${node}`).join(" "), found.class, seen);
      }
    });
    const readable = carried.filter(({ content }) => !isUnreadable(content.kind) && content.kind !== "conditional-access");
    for (const one of carried) if (isUnreadable(one.content.kind) && readable.length > 0) note(one.policyId, "opaque", seen);
    for (const [key, ofClass] of seen) {
      const devices = (tally.get(key)?.devices ?? 0) + 1;
      tally.set(key, { devices, class: ofClass });
    }
  }
  return [...tally].map(([key, { devices, class: ofClass }]) => `${key} ${ofClass} ${devices}`).sort();
}

function keysOf(found: readonly PolicyConflict[]): readonly string[] {
  return found
    .map((one) => {
      const sides = one.b === null ? one.a.policyId : `${one.a.policyId} ${one.a.node} ${one.b.policyId} ${one.b.node}`;
      return `${sides} ${one.class} ${one.devices}`;
    })
    .sort();
}

describe("over random fleets", () => {
  const seeds = fc.integer({ min: 0, max: 100_000 });
  const fleet = (seed: number) => {
    const estate = randomEstate(seed, { devices: 70, users: 40, groups: 10 });
    const engine = createSmallAudienceEngine(estate);
    const live = randomPolicies(seed, 14, 10);
    const policies = live.map((one): ReachedPolicy => ({ ...liveOf(one), reach: engine.reach(queryOf(one)) }));
    return { estate, policies };
  };

  it("every class is found as device by device, all pairs, with the same counts", () => {
    const classes = new Set<string>();
    fc.assert(
      fc.property(seeds, (seed) => {
        const policies = mixedPolicies(seed, 25);
        const found = policyConflicts(seededRandom(seed).shuffle(policies), RULE);
        for (const one of found) classes.add(one.class);
        expect(keysOf(found)).toEqual(naiveConflicts(policies, 25));
      }),
      { numRuns: 300 },
    );
    expect([...classes].sort()).toEqual([...CONFLICT_CLASSES].sort());
  });

  it("one policy's conflicts are the estate's that name it at a node, in any order of the others", () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const policies = mixedPolicies(seed, 25);
        const ours = policies[seed % policies.length] as ReachedPolicy;
        const found = conflictsOfPolicy(ours, seededRandom(seed).shuffle(policies), RULE);
        const named = policyConflicts(policies, RULE).filter(
          ({ a, b, node }) => node !== null && [a.policyId, b?.policyId].includes(ours.policyId),
        );
        expect(found).toEqual(named);
      }),
      { numRuns: 200 },
    );
  });

  it("a device is in conflict at a node exactly when a hard pair says so", () => {
    let conflictsSeen = 0;
    fc.assert(
      fc.property(seeds, (seed) => {
        const { estate, policies } = fleet(seed);
        const pairs = hard(policyConflicts(policies, RULE));
        const reachOf = (id: PolicyId | undefined) => policies.find((one) => one.policyId === id)?.reach ?? setOf(0, []);
        const byPairs = new Set<string>();
        for (const { node, a, b, devices } of pairs) {
          const both = indexesOf(reachOf(a.policyId)).filter((at) => has(reachOf(b?.policyId), at));
          expect(devices).toBe(both.length);
          for (const at of both) byPairs.add(`${at} ${node}`);
        }
        const byDevice = new Set<string>();
        estate.devices.forEach((_, at) => {
          const carried = policies.filter((one) => has(one.reach, at)).map((one) => ({ ...one, versionHash: "v" as never }));
          for (const node of resolveEffective(carried, RULE).nodes)
            if (node.kind === "conflict") byDevice.add(`${at} ${node.node}`);
        });
        expect([...byPairs].sort()).toEqual([...byDevice].sort());
        conflictsSeen += pairs.length;
      }),
      { numRuns: 25 },
    );
    expect(conflictsSeen).toBeGreaterThan(25);
  });
});
