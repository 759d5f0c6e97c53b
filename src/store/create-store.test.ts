import { afterEach, describe, expect, test } from "vitest";
import { testDatabase } from "../../tests/helpers/test-database.ts";
import { FenceBroken } from "../app/ports/store.ts";
import type { RolloutId } from "../kit/ids.ts";
import { makeRollout } from "../../tests/helpers/make-rollout.ts";
import { createStore } from "./create-store.ts";
import { aLab, AT, insertRollout, testStore } from "../../tests/helpers/test-store.ts";
import { instant } from "../kit/instant.ts";

const open = testStore(afterEach);

describe("a unit of work", () => {
  test("commits everything or nothing", async () => {
    const { store } = await open();
    const lab = aLab(3);
    await store.write((unit) => unit.estate.upsert(lab.parts));
    await store.write((unit) => insertRollout(unit, makeRollout(), { cohort: lab.ids }));

    const stale = store.write(async (unit) => {
      await unit.audit.append({ at: AT, actor: "ada", action: "rollout.promoted", subject: "rollout:rollout-1", detail: {} });
      await unit.outbox.add({
        key: "rollout-1:publish",
        kind: "publish-phase",
        rolloutId: "rollout-1" as RolloutId,
        payload: {},
        createdAt: AT,
      });
      await unit.rollouts.expose(
        lab.ids.map((deviceId) => ({
          rolloutId: "rollout-1" as RolloutId,
          deviceId,
          phaseIndex: 0,
          versionHash: null,
          offeredAt: AT,
          rolloutRevision: 1,
        })),
      );
      await unit.rollouts.save(makeRollout({ because: "never seen" }), { revision: 99, epoch: 1 });
    });
    await expect(stale).rejects.toBeInstanceOf(FenceBroken);

    const after = await store.read(async (unit) => ({
      audit: await unit.audit.page(1, 10),
      outbox: await unit.outbox.ofRollout("rollout-1" as RolloutId),
      totals: await unit.rollouts.exposureTotals(["rollout-1" as RolloutId]),
      because: (await unit.rollouts.find("rollout-1" as RolloutId))?.because,
    }));
    expect(after).toEqual({
      audit: [],
      outbox: [],
      totals: new Map(),
      because: "as it was",
    });
  });

  test("reads cannot write", async () => {
    const { store } = await open();
    await expect(store.read((unit) => unit.world.bump({ estate: false }))).rejects.toMatchObject({ code: "25006" });
  });

  test("a fence of an old revision or an old epoch breaks, also for a snooze", async () => {
    const { store } = await open();
    await store.write((unit) => insertRollout(unit, makeRollout(), { cohort: [] }));
    const save = (revision: number, epoch: number) =>
      store.write((unit) => unit.rollouts.save(makeRollout(), { revision, epoch }));
    expect(await save(1, 1)).toBe(2);
    await expect(save(1, 1)).rejects.toBeInstanceOf(FenceBroken);
    await expect(save(2, 2)).rejects.toBeInstanceOf(FenceBroken);
    await expect(
      store.write((unit) => unit.rollouts.snooze("rollout-1" as RolloutId, AT, "later", { revision: 1, epoch: 1 })),
    ).rejects.toBeInstanceOf(FenceBroken);
    await store.write((unit) => unit.rollouts.snooze("rollout-1" as RolloutId, AT, "later", { revision: 2, epoch: 1 }));
    const found = await store.read((unit) => unit.rollouts.find("rollout-1" as RolloutId));
    expect(found).toMatchObject({ revision: 2, wakeAt: AT, because: "later" });
  });
});

describe("the lead", () => {
  test("is kept by its holder, refused to others until it runs out, and a new leader breaks the old one's fence", async () => {
    const { store } = await open();
    await store.write((unit) => insertRollout(unit, makeRollout(), { cohort: [] }));
    const lead = (holder: string, atMs: number) => store.write((unit) => unit.world.lead(holder, instant(atMs), 1_000));
    const first = await lead("a", 0);
    expect(first?.epoch).toBe(2);
    expect((await lead("a", 900))?.epoch).toBe(2);
    expect(await lead("b", 1_899)).toBeNull();
    expect((await lead("b", 1_900))?.epoch).toBe(3);
    expect(await lead("a", 2_000)).toBeNull();
    await expect(store.write((unit) => unit.rollouts.save(makeRollout(), { revision: 1, epoch: 2 }))).rejects.toBeInstanceOf(
      FenceBroken,
    );
    expect(await store.write((unit) => unit.rollouts.save(makeRollout(), { revision: 1, epoch: 3 }))).toBe(2);
  });
});

describe("the world", () => {
  test("must be initialised, once", async () => {
    const database = await testDatabase();
    try {
      const store = createStore(database);
      await expect(store.read((unit) => unit.world.get())).rejects.toThrow("world.initialise");
      await store.write((unit) => unit.world.initialise("contoso"));
      await store.write((unit) => unit.world.initialise("fabrikam"));
      expect(await store.write((unit) => unit.world.bump({ estate: false }))).toEqual({
        tenant: "contoso",
        revision: 2,
        estateRevision: 1,
        epoch: 1,
      });
      expect(await store.write((unit) => unit.world.bump({ estate: true }))).toEqual({
        tenant: "contoso",
        revision: 3,
        estateRevision: 2,
        epoch: 1,
      });
      expect(await store.write((unit) => unit.world.getShared())).toEqual({
        tenant: "contoso",
        revision: 3,
        estateRevision: 2,
        epoch: 1,
      });
    } finally {
      await database.close();
    }
  });
});
