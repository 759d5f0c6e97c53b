import { existsSync, readFileSync } from "node:fs";
import { afterEach, describe, expect, test } from "vitest";
import type { ConflictAnswer, ConflictsAnswer } from "../../src/http/contract/conflicts.ts";
import type { DraftAnswer } from "../../src/http/contract/drafts.ts";
import type { PlanAnswer } from "../../src/http/contract/plans.ts";
import { smallEstate } from "../helpers/small-estate.ts";
import { NODES, type SmallPolicy } from "../helpers/small-policy.ts";
import { expected, refusalOf, testProduct, type TestProduct } from "../helpers/test-product.ts";

const open: TestProduct[] = [];
afterEach(async () => {
  for (const one of open.splice(0)) await one.close();
});
const LIST = "/api/v1/conflicts";

async function productWith(policies: readonly SmallPolicy[]): Promise<TestProduct> {
  const groupsOf = (at: number) => (at < 20 ? ["pilots"] : []);
  const made = await testProduct({
    estate: smallEstate({ staff: 60, groupsOf }),
    ...(policies.length === 0 ? {} : { policies }),
  });
  open.push(made);
  return made;
}
const planOf = async (one: TestProduct, draftId: string) =>
  expected<PlanAnswer>(
    await one.ask("author", "POST", "/api/v1/plans", {
      policy: null,
      change: { kind: "draft", draftId },
      shape: null,
      onGateFail: "halt",
    }),
  ).plan.policyPlan;

describe("S12 conflicts are caught before anything is assigned", () => {
  const everywhere: SmallPolicy = { name: "Location on", settings: { location: 1, telemetry: 1 }, to: "all-devices" };
  const pilots: SmallPolicy = { name: "Location off", settings: { location: 0, telemetry: 1 }, to: ["pilots"] };

  test("with both policies, the node, the values, the devices that carry both, and ways out", async () => {
    const one = await productWith([everywhere, pilots]);
    const list = await one.get<ConflictsAnswer>(LIST);
    expect(list.items.map((item) => [item.class, item.node, item.devices])).toEqual([
      ["hard", NODES.location, 20],
      ["duplicate", NODES.telemetry, 20],
    ]);
    expect(list).toMatchObject({ total: 2, policies: 2, ofDevices: 66 });
    expect(list.counts.filter(({ conflicts }) => conflicts > 0).map((row) => [row.class, row.conflicts])).toEqual([
      ["hard", 1],
      ["duplicate", 1],
    ]);
    const [hard] = list.items;
    const detail = await one.get<ConflictAnswer>(`${LIST}/${hard?.id ?? ""}`);
    expect(new Set([detail.aReach.devices, detail.bReach?.devices])).toEqual(new Set([20, 66]));
    expect(detail.users).toBe(15);
    const changed = detail.repairs.filter(({ plannable }) => plannable).map(({ devicesChanged }) => devicesChanged);
    expect(changed).toEqual([...changed].sort((a, b) => a - b));
    expect(detail.repairs.find(({ kind }) => kind.startsWith("exclude"))).toMatchObject({
      groupName: "pilots",
      devicesChanged: 20,
      plannable: false,
    });
  });

  test("a repair is a draft with a plan of its own, that ends the conflict and changes as many devices as was said", async () => {
    const one = await productWith([everywhere, pilots]);
    const [hard] = (await one.get<ConflictsAnswer>(`${LIST}?class=hard`)).items;
    const { repairs } = await one.get<ConflictAnswer>(`${LIST}/${hard?.id ?? ""}`);
    const best = repairs[0];
    const path = `${LIST}/${hard?.id ?? ""}/repairs/${best?.kind ?? ""}`;
    const draft = expected<DraftAnswer>(await one.ask("author", "POST", path, {}));
    expect(draft).toMatchObject({ madeFrom: `conflict:${hard?.id}:${best?.kind}`, standing: "current", kind: "change" });
    expect(expected<DraftAnswer>(await one.ask("author", "POST", path, {})).id).toBe(draft.id);
    const plan = await planOf(one, draft.id);
    expect(plan.conflicts).toEqual([]);
    expect(plan.resolvedConflicts.map(({ id }) => id)).toEqual([hard?.id]);
    expect(best?.devicesChanged).toBe(20);
    // Nothing has changed yet: a draft touches no device.
    expect((await one.get<ConflictsAnswer>(`${LIST}?class=hard`)).total).toBe(1);
  });

  test("what does not stand, or ends nothing, is refused; only an author repairs", async () => {
    const one = await productWith([everywhere, pilots]);
    const [hard] = (await one.get<ConflictsAnswer>(LIST)).items;
    const none = "cf-0000000000000000";
    expect(refusalOf(await one.ask("viewer", "GET", `${LIST}/${none}`))).toEqual([404, "conflict-unknown"]);
    expect(refusalOf(await one.ask("author", "POST", `${LIST}/${none}/repairs/drop-a`, {}))).toEqual([404, "conflict-unknown"]);
    expect(refusalOf(await one.ask("author", "POST", `${LIST}/${hard?.id}/repairs/drop-all-a`, {}))).toEqual([
      404,
      "repair-unknown",
    ]);
    expect(refusalOf(await one.ask("viewer", "POST", `${LIST}/${hard?.id}/repairs/drop-a`, {}))).toEqual([403, "not-allowed"]);
  });

  test("filters and pages", async () => {
    const one = await productWith([everywhere, pilots]);
    const first = await one.get<ConflictsAnswer>(`${LIST}?limit=1`);
    expect([first.items.length, first.total]).toEqual([1, 2]);
    const second = await one.get<ConflictsAnswer>(`${LIST}?limit=1&after=${first.next ?? ""}`);
    expect(second.items.map((item) => item.class)).toEqual(["duplicate"]);
    expect((await one.get<ConflictsAnswer>(`${LIST}?severity=low`)).total).toBe(1);
    expect((await one.get<ConflictsAnswer>(`${LIST}?policy=Location%20off`)).total).toBe(2);
    expect((await one.get<ConflictsAnswer>(`${LIST}?policy=Nobody`)).total).toBe(0);
  });
});

const ACSC = new URL("../../../shared/data/intune-acsc/office/policies/", import.meta.url).pathname;
const MACROS = ["All Macros Disabled", "Macros Enabled for Trusted Publishers"];

/** The file as it was published, but for whom it is: everybody. */
function assignedFile(name: string) {
  const policy = JSON.parse(readFileSync(`${ACSC}${name}.json`, "utf8")) as Record<string, unknown>;
  const target = { "@odata.type": "#microsoft.graph.allDevicesAssignmentTarget" };
  const text = JSON.stringify({ ...policy, assignments: [{ id: "0", target }] });
  return { path: `${name}.json`, contentBase64: Buffer.from(text).toString("base64") };
}

describe.skipIf(!existsSync(ACSC))(
  "S12 the Office macro variants of a published baseline (skipped without ../shared/data)",
  () => {
    test("contradict each other, and every repair makes the plan clean", async () => {
      const one = await productWith([]);
      const files = MACROS.map(assignedFile);
      expected(await one.ask("author", "POST", "/api/v1/imports/policies", { files, dryRun: false }));
      const list = await one.get<ConflictsAnswer>(`${LIST}?class=hard&limit=200`);
      expect(list.total).toBeGreaterThan(5);
      for (const { a, b, devices } of list.items) {
        expect(new Set([a.name, b?.name])).toEqual(new Set(MACROS));
        expect(devices).toBe(66);
      }
      const { repairs } = await one.get<ConflictAnswer>(`${LIST}/${list.items[0]?.id ?? ""}`);
      const whole = repairs.filter(({ kind }) => kind.includes("-all-"));
      expect(whole.map(({ kind }) => kind).sort()).toEqual(["align-all-a", "align-all-b", "drop-all-a", "drop-all-b"]);
      for (const { kind, solves } of whole) {
        expect(solves).toBe(list.total);
        const path = `${LIST}/${list.items[0]?.id ?? ""}/repairs/${kind}`;
        const plan = await planOf(one, expected<DraftAnswer>(await one.ask("author", "POST", path, {})).id);
        expect(plan.conflicts).toEqual([]);
        expect(plan.resolvedConflicts.length).toBe(list.total);
      }
    });
  },
);
