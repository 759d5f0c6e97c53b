import { describe, expect, it } from "vitest";
import { seededRandom } from "../../kit/seeded-random.ts";
import { testFacts } from "../../agent/testing/test-device.ts";
import { faultsOf, REMEDIATION_FAILED, type NodeFault } from "./node-faults.ts";
import { createSimulatedApplier } from "./simulated-applier.ts";

function applierWith(faults: readonly NodeFault[], randomFailureChance = 0) {
  return createSimulatedApplier({ faults, randomFailureChance, random: seededRandom("applier") });
}
const set = (node: string, value: string | number) => ({ node, value });

describe("the simulated applier", () => {
  it("changes all or nothing", async () => {
    const applier = applierWith([{ node: "bad/*", kind: "error", errorCode: "E7", chance: 1 }]);
    await applier.apply({ set: [set("a", 1), set("b", 2)], remove: [] });
    const outcomes = await applier.apply({ set: [set("a", 9), set("bad/1", 1)], remove: ["b"] });
    expect(outcomes.get("bad/1")).toEqual({ outcome: "error", errorCode: "E7" });
    expect(Object.fromEntries(await applier.readBack(["a", "b", "bad/1"]))).toEqual({ a: 1, b: 2 });
    expect([applier.takeHarm(), applier.takeHarm()]).toEqual([true, false]);
    await applier.apply({ set: [set("a", 9)], remove: ["b"] });
    expect(Object.fromEntries(await applier.readBack(["a", "b"]))).toEqual({ a: 9 });
    expect(applier.takeHarm()).toBe(false);
  });

  it("lies about a node, and does not know another", async () => {
    const applier = applierWith([
      { node: "l", value: "new", kind: "lies", chance: 1 },
      { node: "n", kind: "not-applicable", chance: 1 },
    ]);
    await applier.apply({ set: [set("l", "old"), set("n", 1)], remove: [] });
    expect(applier.takeHarm()).toBe(false);
    const outcomes = await applier.apply({ set: [set("l", "new"), set("n", 1)], remove: [] });
    expect(Object.fromEntries(outcomes)).toEqual({ l: { outcome: "ok" }, n: { outcome: "not-applicable" } });
    expect(Object.fromEntries(await applier.readBack(["l", "n"]))).toEqual({ l: "old" });
    expect(applier.takeHarm()).toBe(true);
  });

  it("fails at random only where something changes, at the rate it is given", async () => {
    const applier = applierWith([], 0.2);
    let failures = 0;
    for (let round = 0; round < 1_000; round++) {
      const outcomes = await applier.apply({ set: [set("a", round)], remove: [] });
      if (outcomes.get("a")?.outcome === "error") failures += 1;
    }
    expect(failures).toBeGreaterThan(150);
    expect(failures).toBeLessThan(250);
    expect(Object.fromEntries(await applier.apply({ set: [set("a", 1_000)], remove: [] }))).toBeDefined();
    const always = applierWith([], 1);
    expect((await always.apply({ set: [set("a", 1)], remove: [] })).get("a")).toEqual({
      outcome: "error",
      errorCode: REMEDIATION_FAILED,
    });
    expect((await always.apply({ set: [], remove: [] })).size).toBe(0);
  });
});

describe("which device has a fault", () => {
  it("matches all that the fault names", () => {
    const facts = testFacts("S1");
    const has = (fault: Omit<NodeFault, "node" | "kind" | "chance">) =>
      faultsOf([{ ...fault, node: "a", kind: "error", chance: 1 }], facts, 1).length === 1;
    expect([has({}), has({ model: "M1" }), has({ model: "M1", platform: "windows" }), has({ serialNumber: "S1" })]).toEqual([
      true,
      true,
      true,
      true,
    ]);
    expect([has({ model: "M2" }), has({ model: "M1", platform: "linux" }), has({ serialNumber: "S2" })]).toEqual([
      false,
      false,
      false,
    ]);
  });

  it("is settled by the seed, for the share that the chance says", () => {
    const fault: NodeFault = { node: "a", kind: "error", chance: 0.3 };
    const hit = (seed: number) => Array.from({ length: 1_000 }, (_, at) => faultsOf([fault], testFacts(`S${at}`), seed).length);
    expect(hit(1)).toEqual(hit(1));
    expect(hit(1)).not.toEqual(hit(2));
    const share = hit(1).reduce((sum, one) => sum + one, 0) / 1_000;
    expect(share).toBeGreaterThan(0.25);
    expect(share).toBeLessThan(0.35);
  });
});
