import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { DeviceDetail } from "../../src/http/contract/devices.ts";
import type { PolicyImportAnswer, EstateImportAnswer } from "../../src/http/contract/imports.ts";
import type { PlanAnswer } from "../../src/http/contract/plans.ts";
import type { ServerAnswer } from "../../src/http/contract/server.ts";
import { HOUR_MS } from "../../src/kit/instant.ts";
import { smallDevice, smallEstate } from "../helpers/small-estate.ts";
import { NODES, valueOf, type SmallPolicy } from "../helpers/small-policy.ts";
import { expected, refusalOf, testProduct, type RolloutDetail, type TestProduct } from "../helpers/test-product.ts";
import { quickShape } from "../helpers/test-shape.ts";

const MANNERS: SmallPolicy = { name: "Manners", settings: { location: 1, cortana: 1 }, to: "all-devices" };
const CHANGED: SmallPolicy = { ...MANNERS, settings: { location: 2, cortana: 1 } };
const estate = smallEstate({ staff: 60 });
const everyone = estate.devices.map(({ key }) => key);
const NODE = NODES.location;

const cohortsOf = ({ phases }: RolloutDetail) =>
  phases.reduce((sum, phase) => sum + (phase.status === "opened" ? phase.cohortSize : 0), 0);
const holders = async (tidegate: TestProduct, node: string): Promise<readonly string[]> => {
  const found: string[] = [];
  for (const key of everyone) if ((await tidegate.settingsOn(key, [node])).has(node)) found.push(key);
  return found;
};

describe("S2 greenfield: the first policy of a new deployment", () => {
  let tidegate: TestProduct;
  beforeAll(async () => {
    tidegate = await testProduct();
  });
  afterAll(() => tidegate.close());

  test("nothing can be planned before there is a baseline", async () => {
    expect(refusalOf(await tidegate.plan({ kind: "add", policy: MANNERS }))).toEqual([422, "baseline-missing"]);
  });

  test("an added policy travels every phase, and nobody holds it outside of them", async () => {
    expected(await tidegate.importEstate(estate));
    await tidegate.startFleet(estate);
    const rollout = await tidegate.propose("first policy", { kind: "add", policy: MANNERS });
    expect(rollout).toMatchObject({ status: "scope", change: "add" });
    await tidegate.passTime(8 * HOUR_MS);
    expect(await holders(tidegate, NODE)).toEqual([]);

    await tidegate.start(rollout);
    const pilot = await tidegate.passUntil(rollout.id, ({ phase }) => phase?.kind === "pilot-final");
    await tidegate.devicesLive(7 * HOUR_MS);
    const inCohorts = (await tidegate.devicesOf(rollout.id)).map(({ deviceId }) => deviceId);
    expect([...(await holders(tidegate, NODE))].sort()).toEqual([...inCohorts].sort());
    expect(inCohorts.length).toBe(6 + 4 + 8);
    expect(pilot.phases.map(({ kind }) => kind)).toEqual([
      "proof-of-concept",
      "pilot-isolated",
      "pilot-final",
      "wave",
      "wave",
      "wave",
    ]);

    await tidegate.passUntil(rollout.id, ({ status }) => status === "operations");
    expect(await holders(tidegate, NODE)).toEqual(everyone);
  });
});

describe("S2 brownfield: policies that are in force already", () => {
  let tidegate: TestProduct;
  beforeAll(async () => {
    tidegate = await testProduct();
  });
  afterAll(() => tidegate.close());

  test("the import gives a dated, hashed baseline that lists what leads nowhere", async () => {
    const first = expected<EstateImportAnswer>(await tidegate.importEstate(estate)).written?.baseline;
    const lost: SmallPolicy = { name: "Lost", settings: { consumer: 0 }, to: ["group-of-nobody"] };
    const { written } = expected<PolicyImportAnswer>(await tidegate.importPolicies([MANNERS, lost]));
    expect(written).toMatchObject({
      added: 2,
      baseline: { devices: 66, policies: 2, unresolved: [{ policy: "Lost", groupId: "group-of-nobody" }] },
    });
    expect(written?.baseline.hash).toMatch(/^[0-9a-f]{64}$/);
    expect(written?.baseline.hash).not.toBe(first?.hash);
    const server = await tidegate.get<ServerAnswer>("/api/v1/server");
    expect(server.setUp.baseline).toEqual({ hash: written?.baseline.hash, takenAt: tidegate.now() });
    // The same files again are the same baseline.
    expect(expected<PolicyImportAnswer>(await tidegate.importPolicies([MANNERS, lost])).written).toMatchObject({
      added: 0,
      unchanged: 2,
      baseline: { hash: written?.baseline.hash },
    });
    // Half-written files change nothing, and say so.
    const broken = {
      files: [{ path: "broken.json", contentBase64: Buffer.from('{"name":"Half').toString("base64") }],
      dryRun: false,
    };
    expect(refusalOf(await tidegate.ask("author", "POST", "/api/v1/imports/policies", broken))).toEqual([422, "import-refused"]);
  });

  test("a later import never changes what devices hold", async () => {
    await tidegate.startFleet(estate);
    await tidegate.passTime(8 * HOUR_MS);
    const before = await tidegate.settingsOn("desk-001", Object.values(NODES));
    expect(before).toEqual(
      new Map([
        [NODES.location, valueOf(NODES.location, 1)],
        [NODES.cortana, valueOf(NODES.cortana, 1)],
      ]),
    );

    const newcomer: SmallPolicy = { name: "Newcomer", settings: { telemetry: 1 }, to: "all-devices" };
    const { written, problems } = expected<PolicyImportAnswer>(await tidegate.importPolicies([CHANGED, newcomer]));
    expect(written).toMatchObject({ added: 1, leftAlone: 1 });
    expect(problems.map(({ code }) => code).sort()).toEqual(["policy-differs", "policy-unassigned"]);
    await tidegate.passTime(13 * HOUR_MS);
    expect(await tidegate.settingsOn("desk-001", Object.values(NODES))).toEqual(before);
    expect(await holders(tidegate, NODES.telemetry)).toEqual([]);
  });

  test("a plan whose inputs changed since is refused, by name", async () => {
    const planned = expected<PlanAnswer>(await tidegate.plan({ kind: "content", policy: CHANGED }));
    const create = () =>
      tidegate.ask("author", "POST", "/api/v1/rollouts", {
        planHash: planned.hash,
        name: "stale",
        reason: "a test",
        allowDelete: 0,
      });
    expected(
      await tidegate.importEstate({ ...estate, devices: [smallDevice("desk-000", { user: "person-000", model: "Desk 15" })] }),
    );
    expect(await tidegate.get<PlanAnswer>(`/api/v1/plans/${planned.hash}`)).toMatchObject({ stale: true });
    expect(refusalOf(await create())).toEqual([409, "plan-stale"]);
    expect(await tidegate.get<{ total: number }>("/api/v1/rollouts")).toMatchObject({ total: 0 });
  });

  test("a change and a retirement go by the same phases", async () => {
    const shape = quickShape({ pilotIsolated: { skipReason: "nothing shares a node with it" } });
    const change = await tidegate.propose("change", { kind: "content", policy: CHANGED }, { shape });
    await tidegate.start(change);
    const changed = await tidegate.passUntil(change.id, ({ status }) => status === "operations");
    expect(await tidegate.settingsOn("desk-001", [NODE])).toEqual(new Map([[NODE, valueOf(NODE, 2)]]));

    const retirement = await tidegate.propose("retirement", { kind: "retire", name: "Manners" }, { shape });
    expect(retirement.policyPlan.deletions.length).toBeGreaterThan(0);
    expect(retirement.phases.map(({ name }) => name)).toEqual(changed.phases.map(({ name }) => name));
    await tidegate.start(retirement);
    const wave = await tidegate.passUntil(retirement.id, ({ phase }) => phase?.name === "wave 1");
    await tidegate.devicesLive(7 * HOUR_MS);
    const { totals } = await tidegate.rollout(retirement.id);
    expect(totals.exposed).toBe(cohortsOf(wave));
    expect(await holders(tidegate, NODE)).toHaveLength(everyone.length - cohortsOf(wave));
    await tidegate.passUntil(retirement.id, ({ status }) => status === "operations");
    expect(await holders(tidegate, NODE)).toEqual([]);
    const device = await tidegate.get<DeviceDetail>("/api/v1/devices/desk-001");
    expect(device.policies.map(({ name }) => name)).not.toContain("Manners");
  });

  test("a retirement whose deletions were not counted is refused", async () => {
    const retire = { kind: "retire", name: "Last" } as const;
    const last: SmallPolicy = { name: "Last", settings: { location: 1 }, to: "all-devices" };
    const shape = quickShape({ pilotIsolated: { skipReason: "nothing shares a node with it" } });
    const rollout = await tidegate.propose("last", { kind: "add", policy: last }, { shape });
    await tidegate.start(rollout);
    await tidegate.passUntil(rollout.id, ({ status }) => status === "operations");
    const planned = expected<PlanAnswer>(await tidegate.plan(retire, { shape }));
    const deletions = planned.plan.policyPlan.deletions.length;
    expect(deletions).toBeGreaterThan(0);
    for (const allowDelete of [0, deletions + 1]) {
      const body = { planHash: planned.hash, name: "uncounted", reason: "a test", allowDelete };
      expect(refusalOf(await tidegate.ask("author", "POST", "/api/v1/rollouts", body))).toEqual([409, "deletions-not-allowed"]);
    }
  });
});
