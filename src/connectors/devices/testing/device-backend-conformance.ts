import { describe, expect, it } from "vitest";
import { BackendUnavailable, type BackendChange } from "../../../app/ports/device-backend.ts";
import type { DeviceId, RolloutId } from "../../../kit/ids.ts";
import { seededRandom } from "../../../kit/seeded-random.ts";
import {
  CHANGE_KINDS,
  deliver,
  holdersOf,
  makeChange,
  NEW_VERSION,
  observeAll,
  OLD_VERSION,
  POLICY,
  type BackendUnderTest,
} from "./backend-under-test.ts";

/** What every device backend must do. A new one joins by a call of its own, from a test beside it. */
export function deviceBackendConformance(name: string, make: () => BackendUnderTest): void {
  describe(`device backend conformance: ${name}`, () => {
    describePlan(make);
    describeOffers(make);
    describeStops(make);
    describeRestores(make);
    describeRepeats(make);
    describeLateArrivals(make);
    describeNothings(make);
    describeOutages(make);
    describeObservations(make);
  });
}

function describePlan(make: () => BackendUnderTest): void {
  it("plans without doing anything, the same every time", async () => {
    const test = make();
    const changes = CHANGE_KINDS.map((kind) => deepFrozen(makeChange(kind, test.deviceIds)));
    const calls = test.backend.plan(changes);
    expect(test.backend.plan(changes)).toEqual(calls);
    expect(calls).toHaveLength(changes.length);
    for (const call of calls) {
      expect(call.operation).not.toBe("");
      expect(call.target).not.toBe("");
    }
    expect(new Set(calls.map(({ operation }) => operation)).size, "each kind in words of its own").toBe(changes.length);
    await test.passMs(test.settleMs);
    expect(holdersOf(test, NEW_VERSION)).toEqual([]);
    expect((await observeAll(test.backend)).observations).toEqual([]);
    expect(test.backend.plan([])).toEqual([]);
  });

  it.each(CHANGE_KINDS)("plans as many devices as it then tells of: %s", async (kind) => {
    const test = make();
    const [first, second] = test.deviceIds as readonly [DeviceId, DeviceId];
    for (const [at, deviceIds] of [test.deviceIds, [first, second, first], []].entries()) {
      const change = makeChange(kind, deviceIds);
      const receipt = await deliver(test, change, `${kind} ${at}`);
      expect(test.backend.plan([change]).map(({ devices }) => devices)).toEqual([receipt.devices]);
      expect(receipt.devices).toBe(new Set(deviceIds).size);
    }
  });
}

function describeOffers(make: () => BackendUnderTest): void {
  it("brings a published phase to its devices and to nobody else", async () => {
    const test = make();
    const cohort = test.deviceIds.slice(0, 7);
    await deliver(test, makeChange("publish-phase", cohort));
    await test.passMs(test.settleMs);
    expect(holdersOf(test, NEW_VERSION)).toEqual(cohort);
    expect((await observeAll(test.backend)).observations.map((one) => one.deviceId).sort()).toEqual([...cohort].sort());
  });

  it("lands on every device named", async () => {
    const test = make();
    await deliver(test, makeChange("publish-phase", test.deviceIds.slice(0, 3)));
    await test.passMs(test.settleMs);
    await deliver(test, makeChange("land", test.deviceIds));
    await test.passMs(test.settleMs);
    expect(holdersOf(test, NEW_VERSION)).toEqual(test.deviceIds);
    expect((await observeAll(test.backend)).observations, "each took it once").toHaveLength(test.deviceIds.length);
  });
}

function describeStops(make: () => BackendUnderTest): void {
  it("lets no device take, after a stop, what it had not taken before", async () => {
    const test = await halfTaken(make);
    const before = holdersOf(test, NEW_VERSION);
    await deliver(test, makeChange("stop-offering", test.deviceIds));
    await test.passMs(3 * test.settleMs);
    expect(holdersOf(test, NEW_VERSION)).toEqual(before);
  });

  it("goes on with the rest when it offers again", async () => {
    const test = await halfTaken(make);
    await deliver(test, makeChange("stop-offering", test.deviceIds));
    await test.passMs(test.settleMs);
    await deliver(test, makeChange("offer-again", test.deviceIds));
    await test.passMs(test.settleMs);
    expect(holdersOf(test, NEW_VERSION)).toEqual(test.deviceIds);
    expect((await observeAll(test.backend)).observations, "each took it once").toHaveLength(test.deviceIds.length);
  });
}

function describeRestores(make: () => BackendUnderTest): void {
  it("brings exposed devices back, and exposes no other", async () => {
    const test = await halfTaken(make);
    const exposed = holdersOf(test, NEW_VERSION);
    const { cursor } = await observeAll(test.backend);
    await deliver(test, makeChange("restore-previous", exposed));
    await test.passMs(2 * test.settleMs);
    expect(holdersOf(test, NEW_VERSION)).toEqual([]);
    expect(holdersOf(test, OLD_VERSION)).toEqual(exposed);
    const proofs = (await observeAll(test.backend, cursor)).observations.filter((one) => one.versionHash === OLD_VERSION);
    expect(proofs.map((one) => one.deviceId).sort()).toEqual([...exposed].sort());
  });

  it("brings devices back after a stop too, and to nothing where nothing was held", async () => {
    const test = await halfTaken(make);
    const exposed = holdersOf(test, NEW_VERSION);
    await deliver(test, makeChange("stop-offering", test.deviceIds));
    await deliver(test, makeChange("restore-previous", exposed, { versionHash: null }));
    await test.passMs(test.settleMs);
    expect(test.deviceIds.map((id) => test.heldVersion(id, POLICY))).toEqual(test.deviceIds.map(() => null));
  });
}

function describeRepeats(make: () => BackendUnderTest): void {
  it.each(CHANGE_KINDS)("does a change once, however often its key comes: %s", async (kind) => {
    const test = make();
    await deliver(test, makeChange("publish-phase", test.deviceIds), "first");
    await test.passMs(test.settleMs);
    const change = makeChange(kind, test.deviceIds, kind === "publish-phase" ? { phaseIndex: 1 } : {});
    const receipt = await deliver(test, change, "key");
    await test.passMs(test.settleMs);
    const held = test.deviceIds.map((id) => test.heldVersion(id, POLICY));
    const { cursor } = await observeAll(test.backend);
    for (const repeat of await Promise.all([test.backend.apply(change, "key"), test.backend.apply(change, "key")])) {
      expect(repeat).toMatchObject({ key: "key", outcome: "already-done", devices: receipt.devices });
    }
    await test.passMs(test.settleMs);
    expect(test.deviceIds.map((id) => test.heldVersion(id, POLICY))).toEqual(held);
    expect((await observeAll(test.backend, cursor)).observations).toEqual([]);
  });

  it("answers two at once as one", async () => {
    const test = make();
    const change = makeChange("publish-phase", test.deviceIds);
    test.commit(change);
    const outcomes = (await Promise.all([test.backend.apply(change, "key"), test.backend.apply(change, "key")])).map(
      (one) => one.outcome,
    );
    expect(outcomes.sort()).toEqual(["already-done", "done"]);
    await test.passMs(test.settleMs);
    expect((await observeAll(test.backend)).observations).toHaveLength(test.deviceIds.length);
  });

  it.each([1, 2, 3, 4, 5, 6])("ends the same in whatever order old keys come again (%i)", async (seed) => {
    for (const isOffering of [true, false]) {
      const test = await halfTaken(make);
      const before = holdersOf(test, NEW_VERSION);
      const changes = (
        ["stop-offering", "offer-again", "stop-offering", ...(isOffering ? ["offer-again" as const] : [])] as const
      ).map((kind, at) => [makeChange(kind, test.deviceIds), `${kind} ${at}`] as const);
      for (const [change, key] of changes) await deliver(test, change, key);
      const repeats = [...changes, ...changes, [makeChange("publish-phase", test.deviceIds), "key of publish-phase"] as const];
      for (const [change, key] of seededRandom(seed).shuffle(repeats)) await test.backend.apply(change, key);
      await test.passMs(test.settleMs);
      expect(holdersOf(test, NEW_VERSION)).toEqual(isOffering ? test.deviceIds : before);
    }
  });
}

/** The first try of a change fails, a person decides anew meanwhile, and the change is tried again. */
function describeLateArrivals(make: () => BackendUnderTest): void {
  it.each(["stop-offering", "restore-previous"] as const)("offers nothing when a publish arrives after %s", async (kind) => {
    const test = make();
    const publish = makeChange("publish-phase", test.deviceIds);
    test.commit(publish);
    await deliver(test, makeChange(kind, test.deviceIds));
    await test.backend.apply(publish, "late");
    await test.passMs(test.settleMs);
    expect(holdersOf(test, NEW_VERSION)).toEqual([]);
  });

  it("goes on restoring when the stop before it arrives late", async () => {
    const test = await halfTaken(make);
    const exposed = holdersOf(test, NEW_VERSION);
    const stop = makeChange("stop-offering", test.deviceIds);
    test.commit(stop);
    await deliver(test, makeChange("restore-previous", exposed));
    await test.backend.apply(stop, "late");
    await test.passMs(test.settleMs);
    expect(holdersOf(test, OLD_VERSION)).toEqual(exposed);
    expect(holdersOf(test, NEW_VERSION)).toEqual([]);
  });
}

function describeNothings(make: () => BackendUnderTest): void {
  it.each(CHANGE_KINDS)("takes an empty list of devices for nobody: %s", async (kind) => {
    const test = make();
    expect((await deliver(test, makeChange(kind, []))).devices).toBe(0);
    await test.passMs(test.settleMs);
    expect(holdersOf(test, NEW_VERSION)).toEqual([]);
    expect((await observeAll(test.backend)).observations).toEqual([]);
  });

  it.each(CHANGE_KINDS.filter((kind) => kind !== "publish-phase"))(
    "changes no device for a rollout that it never saw: %s",
    async (kind) => {
      const test = make();
      await deliver(test, makeChange("publish-phase", test.deviceIds));
      await test.passMs(test.settleMs);
      const { cursor } = await observeAll(test.backend);
      const receipt = await test.backend.apply(
        makeChange(kind, test.deviceIds, { rolloutId: "unknown" as RolloutId, versionHash: OLD_VERSION }),
        "key",
      );
      expect(receipt.key).toBe("key");
      await test.passMs(test.settleMs);
      expect(holdersOf(test, NEW_VERSION)).toEqual(test.deviceIds);
      expect((await observeAll(test.backend, cursor)).observations).toEqual([]);
    },
  );
}

function describeOutages(make: () => BackendUnderTest): void {
  it.each(CHANGE_KINDS)("says that it is unavailable, and does the same change when asked again: %s", async (kind) => {
    const test = make();
    if (kind !== "publish-phase") await deliver(test, makeChange("publish-phase", test.deviceIds), "first");
    const change = makeChange(kind, test.deviceIds);
    test.setUnavailable(true);
    await expect(deliver(test, change, "key")).rejects.toBeInstanceOf(BackendUnavailable);
    await expect(test.backend.apply(change, "key")).rejects.toBeInstanceOf(BackendUnavailable);
    test.setUnavailable(false);
    const receipt = await test.backend.apply(change, "key");
    expect(receipt).toMatchObject({ key: "key", devices: test.deviceIds.length });
    await test.passMs(test.settleMs);
    const wanted = kind === "publish-phase" || kind === "offer-again" || kind === "land" ? test.deviceIds : [];
    expect(holdersOf(test, NEW_VERSION)).toEqual(wanted);
  });

  it("does once what it is asked again after its answer was lost", async () => {
    const test = make();
    const change = makeChange("publish-phase", test.deviceIds);
    test.loseNextAnswer();
    await expect(deliver(test, change, "key")).rejects.toBeInstanceOf(BackendUnavailable);
    expect((await test.backend.apply(change, "key")).outcome).toBe("already-done");
    await test.passMs(test.settleMs);
    expect(holdersOf(test, NEW_VERSION)).toEqual(test.deviceIds);
    expect((await observeAll(test.backend)).observations).toHaveLength(test.deviceIds.length);
  });
}

function describeObservations(make: () => BackendUnderTest): void {
  it("pages without loss or repeat, oldest first", async () => {
    const test = make();
    await deliver(test, makeChange("publish-phase", test.deviceIds));
    const seen = [];
    let cursor: string | null = null;
    let pages = 0;
    for (let step = 0; step < 24; step++) {
      await test.passMs(test.settleMs / 12);
      const page = await observeAll(test.backend, cursor);
      if (page.observations.length > 0) pages += 1;
      seen.push(...page.observations);
      cursor = page.cursor;
    }
    expect(pages).toBeGreaterThan(2);
    const all = await observeAll(test.backend);
    expect(seen).toEqual(all.observations);
    expect(cursor).toEqual(all.cursor);
    expect(new Set(seen.map((one) => one.deviceId)).size).toBe(test.deviceIds.length);
    expect(seen).toHaveLength(test.deviceIds.length);
    const times = seen.map((one) => one.observedAt);
    expect(times).toEqual([...times].sort((a, b) => a - b));
  });

  it("keeps a cursor that led to nothing, and gives the same again for the same cursor", async () => {
    const test = make();
    expect(await test.backend.observe(null)).toEqual({ observations: [], cursor: null });
    await deliver(test, makeChange("publish-phase", test.deviceIds));
    await test.passMs(test.settleMs);
    const first = await test.backend.observe(null);
    expect(first.observations.length).toBeGreaterThan(0);
    expect(await test.backend.observe(null)).toEqual(first);
    const { cursor } = await observeAll(test.backend);
    expect(await test.backend.observe(cursor)).toEqual({ observations: [], cursor });
  });
}

/** Published, and waited until some devices have it and some have not. */
async function halfTaken(make: () => BackendUnderTest): Promise<BackendUnderTest> {
  const test = make();
  await deliver(test, makeChange("publish-phase", test.deviceIds));
  await test.passMs(test.settleMs / 3);
  const taken = holdersOf(test, NEW_VERSION).length;
  expect(taken, "some, or the test proves nothing").toBeGreaterThan(0);
  expect(taken, "not all, or the test proves nothing").toBeLessThan(test.deviceIds.length);
  return test;
}

function deepFrozen(change: BackendChange): BackendChange {
  return Object.freeze({ ...change, deviceIds: Object.freeze([...change.deviceIds]) });
}
