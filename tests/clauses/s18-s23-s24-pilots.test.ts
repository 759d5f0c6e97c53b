import { afterEach, describe, expect, test } from "vitest";
import type { DeviceDetail } from "../../src/http/contract/devices.ts";
import type { PlanAnswer } from "../../src/http/contract/plans.ts";
import { DAY_MS, HOUR_MS } from "../../src/kit/instant.ts";
import { COMMON_MODEL, smallEstate } from "../helpers/small-estate.ts";
import { NODES, valueOf, type SmallPolicy } from "../helpers/small-policy.ts";
import { expected, refusalOf, testProduct, type RolloutDetail, type TestProduct } from "../helpers/test-product.ts";
import { QUICK_GATE, quickShape } from "../helpers/test-shape.ts";

/** Every other desk has comfort, which sets one node of the manners too; the first nine have a guard that does so and protects. */
const groupsOf = (at: number) => [...(at % 2 === 0 ? ["comfortable"] : []), ...(at < 9 ? ["guarded"] : [])];
const estate = smallEstate({ staff: 90, vips: 4, breakGlass: 2, stale: 5, groupsOf });
const MANNERS: SmallPolicy = { name: "Manners", settings: { location: 1, cortana: 1 }, to: "all-devices" };
const CHANGED: SmallPolicy = { ...MANNERS, settings: { location: 2, cortana: 1, telemetry: 1 } };
const COMFORT: SmallPolicy = { name: "Comfort", settings: { cortana: 1, consumer: 0 }, to: ["comfortable"] };
const GUARD: SmallPolicy = { name: "Guard", settings: { cortana: 1, cloudBlock: 2 }, to: ["guarded"] };

let tidegate: TestProduct;
afterEach(() => tidegate.close());

async function open(faults: NonNullable<Parameters<TestProduct["startFleet"]>[1]>["faults"] = []): Promise<void> {
  tidegate = await testProduct({ estate, policies: [MANNERS, COMFORT, GUARD] });
  await tidegate.startFleet(estate, { faults: faults ?? [] });
  await tidegate.passTime(8 * HOUR_MS);
}

async function cohortOf({ id }: RolloutDetail, phaseIndex: number): Promise<readonly string[]> {
  return (await tidegate.devicesOf(id)).filter((device) => device.phaseIndex === phaseIndex).map(({ deviceId }) => deviceId);
}

const toPhase = (id: string, kind: string) => tidegate.passUntil(id, ({ phase }) => phase?.kind === kind);
const groupedAs = (group: string) => new Set(estate.devices.filter(({ groups }) => groups.includes(group)).map(({ key }) => key));
const comfortable = groupedAs("comfortable");
const guarded = groupedAs("guarded");

describe("S18 the pilot is a small group of real devices and people", () => {
  test("a pilot above its share is refused when it is planned", async () => {
    await open();
    const large = quickShape({ pilotFinal: { sizeMax: 40, approvalsMin: 0, gate: QUICK_GATE } });
    const refused = await tidegate.plan({ kind: "content", policy: CHANGED }, { shape: large });
    expect(refusalOf(refused)).toEqual([422, "plan-impossible"]);
    expect((refused.json as { issues: { code: string }[] }).issues.map(({ code }) => code)).toEqual(["pilot-too-large"]);
  });

  test("users and devices, no VIP, nothing of break-glass, nothing silent; what a device only says is an error", async () => {
    await open();
    const rollout = await tidegate.propose("pilot", { kind: "content", policy: CHANGED });
    await tidegate.start(rollout);
    await toPhase(rollout.id, "pilot-isolated");
    const final = await toPhase(rollout.id, "pilot-final");
    const pilot = [...(await cohortOf(rollout, 1)), ...(await cohortOf(rollout, 2))];
    expect(pilot.length).toBe(12);
    expect(pilot.length).toBeLessThanOrEqual((final.population * 25) / 100);
    expect(pilot.filter((key) => !key.startsWith("desk-"))).toEqual([]);
    const users = pilot.map((key) => estate.devices.find((device) => device.key === key)?.user ?? null);
    expect(users.filter((user) => user !== null).length).toBeGreaterThan(0);
    expect(users).toContain(null);
    // Everything in the pilot was applied by its machine and read back.
    await tidegate.devicesLive(7 * HOUR_MS);
    for (const key of pilot)
      expect((await tidegate.settingsOn(key, [NODES.location])).get(NODES.location)).toBe(valueOf(NODES.location, 2));
    const tracked = (await tidegate.devicesOf(rollout.id)).filter(({ phaseIndex }) => phaseIndex > 0);
    expect(
      tracked.every(({ state, offeredAt, reportedAt }) => state === "succeeded" && (reportedAt ?? 0) >= (offeredAt ?? Infinity)),
    ).toBe(true);
    // And nobody else holds it.
    const outside = estate.devices.filter(
      ({ key, testOnly, silentDays }) => !pilot.includes(key) && !testOnly && silentDays === 0,
    );
    for (const { key } of outside.slice(0, 20))
      expect((await tidegate.settingsOn(key, [NODES.location])).get(NODES.location)).toBe(valueOf(NODES.location, 1));
  });

  test("a device that says applied and reads back another value is an error, and the pilot ends there", async () => {
    const lies = { node: NODES.telemetry, kind: "lies", model: COMMON_MODEL, chance: 1 } as const;
    await open([lies]);
    const rollout = await tidegate.propose("lies", { kind: "content", policy: CHANGED });
    await tidegate.start(rollout);
    const halted = await tidegate.passUntil(rollout.id, ({ status }) => status === "halted");
    expect(halted).toMatchObject({ phase: { kind: "proof-of-concept" }, counts: { succeeded: 0, verified: 0 } });
    expect(halted.counts?.error).toBeGreaterThan(1);
    const [liar] = (await tidegate.devicesOf(rollout.id)).filter(({ state }) => state === "error");
    expect(liar).toMatchObject({ everFailed: true, exceptions: [{ node: NODES.telemetry, applied: true, verified: false }] });
  });
});

describe("S23 the pilot is tried in isolation first", () => {
  test("what shares a node and protects nothing is off while the phase lasts, and comes back by itself", async () => {
    await open();
    const planned = expected<PlanAnswer>(await tidegate.plan({ kind: "content", policy: CHANGED }));
    expect(planned.plan.suspendedWhileIsolated.map(({ name }) => name)).toEqual(["Comfort"]);
    const rollout = await tidegate.propose("isolated", { kind: "content", policy: CHANGED });
    await tidegate.start(rollout);
    await toPhase(rollout.id, "pilot-isolated");
    const alone = await cohortOf(rollout, 1);
    // A protecting policy is never suspended, so that its devices stay out.
    expect(alone.filter((key) => guarded.has(key))).toEqual([]);
    const suspendedOn = alone.filter((key) => comfortable.has(key));
    expect(suspendedOn.length).toBeGreaterThan(0);

    await tidegate.devicesLive(7 * HOUR_MS);
    const on = async (keys: Iterable<string>, node: string) => {
      const values = [];
      for (const key of keys) values.push((await tidegate.settingsOn(key, [node])).get(node));
      return values;
    };
    expect(await on(suspendedOn, NODES.consumer)).toEqual(suspendedOn.map(() => undefined));
    expect(await on(suspendedOn, NODES.location)).toEqual(suspendedOn.map(() => valueOf(NODES.location, 2)));
    const others = [...comfortable].filter((key) => !alone.includes(key));
    expect(await on(others, NODES.consumer)).toEqual(others.map(() => valueOf(NODES.consumer, 0)));
    expect(await on(guarded, NODES.cloudBlock)).toEqual([...guarded].map(() => valueOf(NODES.cloudBlock, 2)));

    const after = await toPhase(rollout.id, "pilot-final");
    await tidegate.passTime(7 * HOUR_MS);
    expect(await on(suspendedOn, NODES.consumer)).toEqual(suspendedOn.map(() => valueOf(NODES.consumer, 0)));
    for (const key of suspendedOn) {
      const device = await tidegate.get<DeviceDetail>(`/api/v1/devices/${key}`);
      const comfort = device.policies.find(({ name }) => name === "Comfort");
      expect(comfort).toMatchObject({ state: "succeeded", settings: 2, verified: 2 });
      expect(comfort?.reportedAt).toBeGreaterThan(after.phase?.openedAt ?? Infinity);
    }
    const recorded = after.phases.find(({ kind }) => kind === "pilot-isolated");
    expect(recorded).toMatchObject({
      status: "opened",
      cohortSize: 4,
      judgement: { verdict: { kind: "pass" } },
      counts: { succeeded: 4 },
    });
  });

  test("it may be skipped for a reason, which is kept, and not without one", async () => {
    await open();
    const without = await tidegate.plan(
      { kind: "content", policy: CHANGED },
      { shape: quickShape({ pilotIsolated: { skipReason: " " } }) },
    );
    expect(without.status).toBeGreaterThanOrEqual(400);
    const reason = "tried alone in the laboratory last week";
    const rollout = await tidegate.propose(
      "skipped",
      { kind: "content", policy: CHANGED },
      { shape: quickShape({ pilotIsolated: { skipReason: reason } }) },
    );
    expect(rollout.phases.map(({ kind }) => kind)).not.toContain("pilot-isolated");
    expect(JSON.stringify(await tidegate.dossier(rollout.id))).toContain(reason);
  });
});

describe("S24 the final pilot meets every existing policy", () => {
  test("a failure that only another policy brings out passes alone and fails together", async () => {
    await open([{ node: NODES.telemetry, whileSet: NODES.consumer, kind: "error", chance: 1 }]);
    const rollout = await tidegate.propose(
      "together",
      { kind: "content", policy: CHANGED },
      { onGateFail: "halt-and-roll-back" },
    );
    await tidegate.start(rollout);
    await toPhase(rollout.id, "pilot-final");
    const passed = (await tidegate.rollout(rollout.id)).phases[1];
    expect(passed).toMatchObject({ kind: "pilot-isolated", judgement: { verdict: { kind: "pass" } } });
    const back = await tidegate.passUntil(rollout.id, ({ status }) => status === "rolled-back");
    expect(back.phases[2]).toMatchObject({ kind: "pilot-final", status: "opened", judgement: { verdict: { kind: "fail" } } });
    expect(back.phases.slice(3).every(({ status }) => status === "planned")).toBe(true);
    expect(back.rollback).toMatchObject({ outstanding: 0, verifiedBack: back.totals.exposed });
  });

  test("every major set of co-applied policies has to be heard from; a waiver is the only way past, and never the author's", async () => {
    await open();
    const lenient = { ...QUICK_GATE, reportedPercentMin: 10 };
    const rollout = await tidegate.propose(
      "sets",
      { kind: "content", policy: CHANGED },
      { shape: quickShape({ pilotFinal: { sizeMax: 8, approvalsMin: 0, gate: lenient } }) },
    );
    await tidegate.start(rollout);
    const final = await toPhase(rollout.id, "pilot-final");
    const opened = final.phases[2];
    // None, comfort, guard, and both.
    expect(
      opened?.status === "opened" && opened.selection.policySets.map(({ policyIds }) => policyIds.length).sort((a, b) => a - b),
    ).toEqual([0, 1, 1, 2]);
    // All pilot devices that carry the guard fall silent.
    const silent = (await cohortOf(rollout, 2)).filter((key) => guarded.has(key));
    expect(silent.length).toBeGreaterThan(0);
    const setKeys = async (status: string) => {
      for (const key of silent) {
        const { keys } = await tidegate.get<DeviceDetail>(`/api/v1/devices/${key}`);
        expected(
          await tidegate.ask("operator", "POST", `/api/v1/devices/${key}/keys/${keys[0]?.thumbprint}/status`, {
            status,
            reason: "a test",
          }),
        );
      }
    };
    await setKeys("quarantined");
    await tidegate.passTime(2 * DAY_MS);
    const why = await tidegate.why(rollout.id);
    expect(why.gate?.verdict).toMatchObject({ kind: "hold", reason: "policy-sets-missing" });
    expect(why.gate?.checks.find(({ check }) => check === "policy-sets")).toMatchObject({
      verdict: "hold",
      actual: 2,
      threshold: 4,
    });
    expect(refusalOf(await tidegate.command("operator", rollout.id, "promote"))).toEqual([409, "gate-not-passed"]);
    expect(
      refusalOf(await tidegate.approve(await tidegate.tokenOf("author", "approver"), rollout, { purpose: "waive" })),
    ).toEqual([403, "approval-own"]);
    expect(await tidegate.rollout(rollout.id)).toMatchObject({ phase: { kind: "pilot-final" } });
    expected(await tidegate.approve("approver", rollout, { purpose: "waive" }));
    await tidegate.product.ring();
    expect(await tidegate.rollout(rollout.id)).toMatchObject({ phase: { name: "wave 1" } });
  });

  test("no plan leaves it out", async () => {
    await open();
    const { pilotFinal: _, ...without } = quickShape();
    expect(
      refusalOf(await tidegate.plan({ kind: "content", policy: CHANGED }, { shape: without as ReturnType<typeof quickShape> })),
    ).toEqual([400, "body-invalid"]);
    const skipped = { ...without, pilotFinal: { skipReason: "no time" } } as unknown as ReturnType<typeof quickShape>;
    expect(refusalOf(await tidegate.plan({ kind: "content", policy: CHANGED }, { shape: skipped }))).toEqual([
      400,
      "body-invalid",
    ]);
  });
});
