import { afterEach, describe, expect, test } from "vitest";
import { ALL_DEVICES, includeGroup, makeContent } from "../../tests/helpers/random-estate.ts";
import { AT, testStore } from "../../tests/helpers/test-store.ts";
import type { PolicyId, VersionHash } from "../kit/ids.ts";
import { versionHash } from "../policy/policy.ts";

const open = testStore(afterEach);
const ID = "policy-1" as PolicyId;
const add = (content: ReturnType<typeof makeContent>, policyId = ID) => ({ policyId, content, createdAt: AT, createdBy: "ada" });

describe("a policy", () => {
  test("has versions before it is live, and is found only once it is", async () => {
    const { store } = await open();
    const first = await store.write((unit) => unit.policies.addVersion(add(makeContent({ a: 1 }))));
    expect(first).toMatchObject({ policyId: ID, number: 1, hash: versionHash(makeContent({ a: 1 })) });
    expect(await store.read((unit) => unit.policies.find(ID))).toBeNull();
    expect(await store.read((unit) => unit.policies.loadLive())).toEqual([]);
    await store.write((unit) => unit.policies.setLive(ID, { version: first, assignments: [ALL_DEVICES], retired: false }));
    const policy = { id: ID, live: first, assignments: [ALL_DEVICES] };
    expect(await store.read((unit) => unit.policies.find(ID))).toEqual(policy);
    expect(await store.read((unit) => unit.policies.loadLive())).toEqual([policy]);
  });

  test("keeps an equal content under its number; a new one does not move the live version", async () => {
    const { store } = await open();
    const [one, two] = [makeContent({ a: 1 }), makeContent({ a: 2 })];
    const first = await store.write((unit) => unit.policies.addVersion(add(one)));
    await store.write((unit) => unit.policies.setLive(ID, { version: first, assignments: [], retired: false }));
    const second = await store.write((unit) => unit.policies.addVersion(add(two)));
    const again = await store.write((unit) => unit.policies.addVersion(add(one)));
    expect([first.number, second.number, again.number]).toEqual([1, 2, 1]);
    expect((await store.read((unit) => unit.policies.find(ID)))?.live.number).toBe(1);
    expect(await store.read((unit) => unit.policies.version(ID, second.hash))).toEqual(second);
    expect(await store.read((unit) => unit.policies.version("policy-2" as PolicyId, second.hash))).toBeNull();
  });

  test("that is retired reaches nobody, and may come back", async () => {
    const { store } = await open();
    const version = await store.write((unit) => unit.policies.addVersion(add(makeContent({ a: 1 }))));
    const live = (retired: boolean) =>
      store.write((unit) => unit.policies.setLive(ID, { version, assignments: [includeGroup("g")], retired }));
    await live(true);
    expect(await store.read((unit) => unit.policies.find(ID))).toBeNull();
    expect(await store.read((unit) => unit.policies.loadLive())).toEqual([]);
    await live(false);
    expect((await store.read((unit) => unit.policies.loadLive())).map((policy) => policy.id)).toEqual([ID]);
  });

  test("cannot go live with a version that was never added, or with another content under its number", async () => {
    const { store } = await open();
    const version = await store.write((unit) => unit.policies.addVersion(add(makeContent({ a: 1 }))));
    const live = (wrong: Partial<typeof version>) =>
      store.write((unit) => unit.policies.setLive(ID, { version: { ...version, ...wrong }, assignments: [], retired: false }));
    await expect(live({ number: 2 })).rejects.toThrow("addVersion");
    await expect(live({ hash: "0".repeat(64) as VersionHash })).rejects.toThrow("addVersion");
  });

  test("policies come in code-unit order, and two who add at once get two numbers", async () => {
    const { store } = await open();
    for (const id of ["b", "B", "a"]) {
      await store.write(async (unit) => {
        const version = await unit.policies.addVersion(add(makeContent({ id }), id as PolicyId));
        await unit.policies.setLive(id as PolicyId, { version, assignments: [], retired: false });
      });
    }
    expect((await store.read((unit) => unit.policies.loadLive())).map((policy) => policy.id)).toEqual(["B", "a", "b"]);
    const added = await Promise.all(
      [1, 2, 3, 4, 1].map((value) => store.write((unit) => unit.policies.addVersion(add(makeContent({ value }))))),
    );
    expect(new Set(added.map((version) => version.number))).toEqual(new Set([1, 2, 3, 4]));
    expect(added[0]?.number).toBe(added[4]?.number);
  });
});

test("a plan is kept under its hash as it was first saved", async () => {
  const { store } = await open();
  const plan = { hash: "h", inputsHash: "i", plan: { changes: [1, 2] }, createdAt: AT, createdBy: "ada" };
  await store.write((unit) => unit.policies.savePlan(plan));
  await store.write((unit) => unit.policies.savePlan({ ...plan, createdBy: "bob" }));
  expect(await store.read((unit) => unit.policies.findPlan("h"))).toEqual(plan);
  expect(await store.read((unit) => unit.policies.findPlan("x"))).toBeNull();
});
