import { afterEach, describe, expect, test } from "vitest";
import type { MasterConflictsAnswer } from "../../src/http/contract/master-findings.ts";
import type { PlanAnswer } from "../../src/http/contract/plans.ts";
import { smallEstate } from "../helpers/small-estate.ts";
import { policyFile, type SmallPolicy } from "../helpers/small-policy.ts";
import { expected, testProduct, type TestProduct } from "../helpers/test-product.ts";
import { quickShape } from "../helpers/test-shape.ts";

const GROUP = "workstations";
const ESTATE = smallEstate({ staff: 60, groupsOf: (at) => (at < 20 ? [GROUP] : []) });
const LIVE: SmallPolicy = { name: "Assistant", settings: { cortana: 1 }, to: "all-devices" };
const open: TestProduct[] = [];
afterEach(async () => {
  for (const one of open.splice(0)) await one.close();
});

async function product(...rows: readonly string[]): Promise<TestProduct> {
  const made = await testProduct({ estate: ESTATE, policies: [LIVE] });
  open.push(made);
  const table = ["master,name,setting,value", ...rows].join("\n");
  const files = [{ path: "masters.csv", contentBase64: Buffer.from(table).toString("base64") }];
  expected(await made.ask("author", "POST", "/api/v1/imports/masters", { files, group: GROUP, dryRun: false }));
  return made;
}

async function planOf(one: TestProduct, cortana: number): Promise<PlanAnswer> {
  const { path, bytes } = policyFile({ ...LIVE, settings: { cortana } });
  return expected<PlanAnswer>(
    await one.ask("author", "POST", "/api/v1/plans", {
      policy: LIVE.name,
      change: { kind: "content", file: { path, contentBase64: Buffer.from(bytes).toString("base64") } },
      shape: quickShape(),
      onGateFail: "halt",
    }),
  );
}

const NODE = "device_vendor_msft_policy_config_experience_allowcortana";

describe("S12 conflicts with what Group Policy and co-management set are caught while planning", () => {
  test("a Group Policy value against an Intune value is told with the master, the winner and the devices", async () => {
    const one = await product(`group-policy,Hardening,${NODE},1`);
    const { plan } = await planOf(one, 0);
    expect(plan.policyPlan.masters?.conflicts).toMatchObject([
      {
        node: NODE,
        policy: { name: "Assistant", value: `${NODE}_0` },
        master: { name: "Hardening", master: "group-policy", value: `${NODE}_1`, isComparable: true },
        devices: 20,
        rule: "group-policy-over-mdm",
        winner: "master",
        class: "silently-weaker",
        sentence: '"Hardening" of Group Policy wins. Whether what "Assistant" asks for is stricter is not known.',
      },
    ]);
    const listed = await one.get<MasterConflictsAnswer>("/api/v1/master-conflicts");
    expect([listed.total, listed.items[0]?.class, listed.policies, listed.masters]).toEqual([1, "duplicate", 1, 1]);
  });

  test("a workload that Configuration Manager keeps takes Intune's settings out of force, and nothing is compared there", async () => {
    const one = await product("configuration-manager,Co-management,device-configuration,", `group-policy,Hardening,${NODE},1`);
    const { masters } = (await planOf(one, 0)).plan.policyPlan;
    expect(masters?.conflicts).toEqual([]);
    expect(masters?.kept).toMatchObject([
      {
        name: "Assistant",
        workload: "device-configuration",
        settings: 1,
        settingsTotal: 1,
        devices: 20,
        master: { name: "Co-management" },
      },
    ]);
  });

  test("a plan made before the masters were declared is stale afterwards", async () => {
    const one = await product(`group-policy,Hardening,${NODE},1`);
    const before = await planOf(one, 0);
    const { items } = await one.get<{ items: readonly { id: string }[] }>("/api/v1/masters");
    await one.ask("author", "DELETE", `/api/v1/masters/${items[0]?.id ?? ""}`);
    expect(await one.get<PlanAnswer>(`/api/v1/plans/${before.hash}`)).toMatchObject({ stale: true });
    expect((await planOf(one, 0)).plan.policyPlan).not.toHaveProperty("masters");
  });
});
