import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { indexesOf, setOf } from "../audience/device-set.ts";
import { createSmallAudienceEngine } from "../audience/small-audience-engine.ts";
import type { PolicyId } from "../kit/ids.ts";
import { seededRandom } from "../kit/seeded-random.ts";
import { makeContent, randomEstate, randomPolicies } from "../../tests/helpers/random-estate.ts";
import { queryOf } from "./change-reach.ts";
import { EMBEDDED_CONFLICT_RULE } from "./conflict-rule.ts";
import { conflictsOf, fleetConflicts, type ReachedPolicy } from "./conflicts.ts";
import { liveOf, resolveEffective } from "./resolve.ts";

const policy = (id: string, values: Readonly<Record<string, number>>, devices: readonly number[]): ReachedPolicy => {
  return { policyId: id as PolicyId, name: `name of ${id}`, content: makeContent(values), reach: setOf(40, devices) };
};
const ids = (found: ReturnType<typeof fleetConflicts>) =>
  found.map(({ node, a, b, devices }) => [node, a.policyId, b.policyId, devices]);

describe("conflicts of a fleet", () => {
  it("are counted on the devices that carry both policies", () => {
    const found = fleetConflicts(
      [policy("b", { pin: 8 }, [2, 3, 39]), policy("a", { pin: 6 }, [1, 2, 39])],
      EMBEDDED_CONFLICT_RULE,
    );
    const side = (id: string, value: number) => ({ policyId: id, name: `name of ${id}`, value });
    expect(found).toEqual([{ node: "pin", a: side("a", 6), b: side("b", 8), devices: 2 }]);
  });

  it("do not exist between policies that agree, ask other nodes or never meet", () => {
    const policies = [
      policy("a", { pin: 6 }, [1]),
      policy("b", { pin: 6 }, [1]),
      policy("c", { camera: 1 }, [1]),
      policy("d", { pin: 7 }, [2]),
    ];
    expect(fleetConflicts(policies, EMBEDDED_CONFLICT_RULE)).toEqual([]);
  });

  it("come in the order of node and of policies", () => {
    const policies = [policy("c", { x: 3, w: 1 }, [1]), policy("a", { x: 1, w: 2 }, [1, 2]), policy("b", { x: 2 }, [1, 2])];
    expect(ids(fleetConflicts(policies, EMBEDDED_CONFLICT_RULE))).toEqual([
      ["w", "a", "c", 1],
      ["x", "a", "b", 2],
      ["x", "a", "c", 1],
      ["x", "b", "c", 1],
    ]);
  });

  it("include that of a policy with itself", () => {
    const torn: ReachedPolicy = {
      ...policy("a", {}, [1, 2]),
      content: { ...makeContent({}), settings: [...makeContent({ x: 1 }).settings, ...makeContent({ x: 2 }).settings] },
    };
    expect(ids(fleetConflicts([torn], EMBEDDED_CONFLICT_RULE))).toEqual([["x", "a", "a", 2]]);
    expect(conflictsOf(torn, [], EMBEDDED_CONFLICT_RULE)).toMatchObject([
      { node: "x", ours: { value: 1 }, theirs: { policyId: "a", value: 2 }, devices: 2 },
    ]);
  });
});

describe("over random fleets", () => {
  const seeds = fc.integer({ min: 0, max: 100_000 });
  const fleet = (seed: number) => {
    const estate = randomEstate(seed, { devices: 70, users: 40, groups: 10 });
    const engine = createSmallAudienceEngine(estate);
    const live = randomPolicies(seed, 14, 10);
    const policies = live.map((one): ReachedPolicy => ({ ...liveOf(one), reach: engine.reach(queryOf(one)) }));
    return { estate, policies };
  };

  it("a device is in conflict at a node exactly when a pair says so", () => {
    let conflictsSeen = 0;
    fc.assert(
      fc.property(seeds, (seed) => {
        const { estate, policies } = fleet(seed);
        const pairs = fleetConflicts(policies, EMBEDDED_CONFLICT_RULE);
        const byPairs = new Set<string>();
        for (const { node, a, b, devices } of pairs) {
          const [left, right] = [a, b].map((side) => policies.find((one) => one.policyId === side.policyId)?.reach);
          const both = indexesOf(left ?? setOf(0, [])).filter((at) => right !== undefined && indexesOf(right).includes(at));
          expect(devices).toBe(both.length);
          for (const at of both) byPairs.add(`${at} ${node}`);
        }
        const byDevice = new Set<string>();
        estate.devices.forEach((_, at) => {
          const carried = policies
            .filter((one) => indexesOf(one.reach).includes(at))
            .map((one) => ({ ...one, versionHash: "v" as never }));
          for (const node of resolveEffective(carried, EMBEDDED_CONFLICT_RULE).nodes)
            if (node.kind === "conflict") byDevice.add(`${at} ${node.node}`);
        });
        expect([...byPairs].sort()).toEqual([...byDevice].sort());
        conflictsSeen += pairs.length;
      }),
      { numRuns: 25 },
    );
    expect(conflictsSeen).toBeGreaterThan(25);
  });

  it("one policy's conflicts are the fleet's that name it, in any order of the others", () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const { policies } = fleet(seed);
        const ours = policies[seed % policies.length] as ReachedPolicy;
        const shuffled = seededRandom(seed).shuffle(policies);
        const found = conflictsOf(ours, shuffled, EMBEDDED_CONFLICT_RULE);
        expect(found).toEqual(conflictsOf(ours, policies, EMBEDDED_CONFLICT_RULE));
        const fleetWide = fleetConflicts(shuffled, EMBEDDED_CONFLICT_RULE);
        expect(fleetWide).toEqual(fleetConflicts(policies, EMBEDDED_CONFLICT_RULE));
        const named = fleetWide.filter(({ a, b }) => a.policyId === ours.policyId || b.policyId === ours.policyId);
        expect(found.map((one) => `${one.node} ${one.theirs.policyId} ${one.devices}`).sort()).toEqual(
          named
            .map(({ node, a, b, devices }) => `${node} ${a.policyId === ours.policyId ? b.policyId : a.policyId} ${devices}`)
            .sort(),
        );
      }),
      { numRuns: 30 },
    );
  });
});
