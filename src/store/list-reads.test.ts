import { afterEach, expect, test } from "vitest";
import { makeRollout } from "../../tests/helpers/make-rollout.ts";
import { aLab, AT, insertRollout, PREVIOUS, TARGET, testStore } from "../../tests/helpers/test-store.ts";
import type { DeviceId, PolicyId, RolloutId } from "../kit/ids.ts";
import { plusMs } from "../kit/instant.ts";

const open = testStore(afterEach);
const id = (text: string) => text as RolloutId;

test("rollouts are found by id before name, paged newest first, counted, and known by the policy they change", async () => {
  const { store } = await open();
  await store.write(async (unit) => {
    const add = (rolloutId: string, name: string, offsetMs: number, policyId: string, over = false) => {
      const state = over ? { state: { kind: "closed", since: AT } as const } : {};
      const rollout = makeRollout({ id: id(rolloutId), name, createdAt: plusMs(AT, offsetMs), ...state });
      return unit.rollouts.insert(rollout, policyId as PolicyId, { target: TARGET, previous: PREVIOUS });
    };
    await add("a", "one", 0, "p1");
    await add("b", "one", 1, "p2");
    await add("c", "a", 1, "p3", true);
  });
  await store.read(async (unit) => {
    const ids = async (text: string) => (await unit.rollouts.lookUp(text)).map((rollout) => rollout.id);
    expect(await ids("a")).toEqual(["a"]);
    expect(await ids("one")).toEqual(["b", "a"]);
    expect(await ids("two")).toEqual([]);
    const page = async (afterId: string | null) => (await unit.rollouts.page({ limit: 2, afterId })).map((rollout) => rollout.id);
    expect([await page(null), await page("b"), await page("c"), await page("a"), await page("unknown")]).toEqual([
      ["b", "c"],
      ["c", "a"],
      ["a"],
      [],
      [],
    ]);
    expect(await unit.rollouts.count()).toBe(3);
    expect(Object.fromEntries(await unit.rollouts.openByPolicy())).toEqual({ p1: "a", p2: "b" });
  });
});

test("the audit log's head is its last entry", async () => {
  const { store } = await open();
  expect(await store.read((unit) => unit.audit.head())).toEqual({ number: 0, hash: "0".repeat(64) });
  const row = await store.write((unit) =>
    unit.audit.append({ at: AT, actor: "ada", action: "tested", subject: "estate", detail: {} }),
  );
  expect(await store.read((unit) => unit.audit.head())).toEqual({ number: 1, hash: row.hash });
});

test("standings hold each state once, count success that was not read back as an error, and leave out who said nothing", async () => {
  const { store } = await open();
  const lab = aLab(3);
  const [first, second] = lab.ids as readonly [DeviceId, DeviceId];
  const report = (deviceId: DeviceId, policyId: string, verified: number) => ({
    deviceId,
    policyId: policyId as PolicyId,
    versionHash: TARGET,
    state: "succeeded" as const,
    settings: 2,
    applied: 2,
    verified,
    exceptions: [],
    reportedAt: AT,
  });
  await store.write(async (unit) => {
    await unit.estate.upsert(lab.parts);
    await insertRollout(unit, makeRollout(), { cohort: [] });
    await unit.devices.saveReports([
      report(first, "p1", 2),
      report(first, "p2", 1),
      report(first, "p3", 1),
      report(second, "p1", 2),
    ]);
  });
  expect(await store.read((unit) => unit.devices.standings([...lab.ids].reverse()))).toEqual([
    { deviceId: first, bundle: null, states: ["error", "succeeded"] },
    { deviceId: second, bundle: null, states: ["succeeded"] },
  ]);
});
