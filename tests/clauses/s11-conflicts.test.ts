import { afterEach, describe, expect, test } from "vitest";
import type { ConflictAnswer, ConflictsAnswer } from "../../src/http/contract/conflicts.ts";
import type { DeviceWhy } from "../../src/http/contract/devices.ts";
import { smallEstate } from "../helpers/small-estate.ts";
import { NODES } from "../helpers/small-policy.ts";
import { testProduct, type TestProduct } from "../helpers/test-product.ts";

const open: TestProduct[] = [];
afterEach(async () => {
  for (const one of open.splice(0)) await one.close();
});

describe("S11 how policies interact: what is said of two policies is what a device with both gets", () => {
  test("the devices of a hard conflict, and no others, are told that nobody's value counts there", async () => {
    const groupsOf = (at: number) => (at < 3 ? ["pilots"] : []);
    const estate = smallEstate({ staff: 12, laboratory: 1, groupsOf });
    const one = await testProduct({
      estate,
      policies: [
        { name: "Location on", settings: { location: 1, telemetry: 1 }, to: "all-devices" },
        { name: "Location off", settings: { location: 0, telemetry: 1 }, to: ["pilots"] },
      ],
    });
    open.push(one);
    const { items } = await one.get<ConflictsAnswer>("/api/v1/conflicts?class=hard");
    expect(items.map(({ node, devices }) => [node, devices])).toEqual([[NODES.location, 3]]);
    const detail = await one.get<ConflictAnswer>(`/api/v1/conflicts/${items[0]?.id ?? ""}`);
    expect(detail.ruleWords).toMatch(/no winner is promised/);
    const torn: string[] = [];
    for (const { key } of estate.devices) {
      const why = await one.get<DeviceWhy>(`/api/v1/devices/${key}/why`);
      for (const { node, candidates } of why.conflicts) {
        expect([node, candidates.length]).toEqual([NODES.location, 2]);
        torn.push(key);
      }
    }
    expect(torn).toEqual(estate.devices.filter(({ groups }) => groups.includes("pilots")).map(({ key }) => key));
  });
});
