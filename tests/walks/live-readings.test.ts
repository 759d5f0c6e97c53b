import { afterEach, describe, expect, test } from "vitest";
import { makeRollout } from "../helpers/make-rollout.ts";
import { aLab, AT, insertRollout, makeBundle, makeReport, POLICY, TARGET, testStore } from "../helpers/test-store.ts";
import { createDeviceIndexMemory } from "../../src/app/live/device-index-memory.ts";
import { pointsOf, spread } from "../../src/app/queries/rollout-series.ts";
import type { Unit } from "../../src/app/ports/store.ts";
import { compareText, type DeviceId, type PolicyId } from "../../src/kit/ids.ts";
import { plusMs } from "../../src/kit/instant.ts";
import { seededRandom } from "../../src/kit/seeded-random.ts";

const open = testStore(afterEach);
const IS_EMBEDDED = process.env["TIDEGATE_TEST_DB"] === "pglite";
const ROLLOUT = makeRollout();
const { id: ID } = ROLLOUT;
const LAB = aLab(12);
const [D0, D1, D2, D3] = LAB.ids as readonly [DeviceId, DeviceId, DeviceId, DeviceId];

async function opened(cohort: readonly DeviceId[] = LAB.ids) {
  const { store, database } = await open();
  await store.write(async (unit) => {
    await unit.estate.upsert(LAB.parts);
    await insertRollout(unit, ROLLOUT, { cohort });
  });
  return { store, database };
}

/** What the door does: the ledger and the bundle in one transaction. */
async function offer(unit: Unit, deviceId: DeviceId, afterMs: number): Promise<void> {
  const offeredAt = plusMs(AT, afterMs);
  await unit.rollouts.expose([{ rolloutId: ID, deviceId, phaseIndex: 0, versionHash: TARGET, offeredAt, rolloutRevision: 1 }]);
  await unit.devices.saveBundles([makeBundle({ deviceId, offeredAt })]);
}

type Said = "verified" | "applied" | "failed";
async function report(unit: Unit, deviceId: DeviceId, said: Said, afterMs: number): Promise<void> {
  const at = plusMs(AT, afterMs);
  const failure = { node: "n", state: "error", applied: false, verified: false, errorCode: "E1" };
  await unit.devices.saveReports([
    makeReport({
      deviceId,
      state: said === "failed" ? "error" : "succeeded",
      verified: said === "verified" ? 2 : 0,
      exceptions: said === "failed" ? [failure] : [],
      reportedAt: at,
    }),
  ]);
  await unit.devices.saveReportProgress([
    { deviceId, reportNumber: 1, reportHash: "h", reportedSeq: 1, reportedAt: at, refused: null },
  ]);
  const outcome = { applied: said !== "failed", verified: said === "verified", failed: said === "failed" };
  await unit.rollouts.noteOutcomes([
    { deviceId, policyId: POLICY, versionHash: TARGET, at, ...outcome, failure: said === "failed" ? failure : null },
  ]);
}

describe("a rollout's timeline", () => {
  test("is its own entries, newest first, by the beginnings of their actions, page by page", async () => {
    const { store } = await opened();
    await store.write(async (unit) => {
      for (const [at, action] of ["rollout.halt", "rollout.hold", "approval.x", "rollout.halted", "rollout_halt"].entries())
        await unit.audit.append({ at: plusMs(AT, at), actor: "ada", action, subject: `rollout:${ID}`, detail: { at } });
      await unit.audit.append({ at: AT, actor: "ada", action: "rollout.halt", subject: `rollout:${ID}x`, detail: {} });
    });
    const ask = (prefixes: readonly string[], before = Number.MAX_SAFE_INTEGER, limit = 50) =>
      store.read(async (unit) => {
        const page = await unit.live.timeline({ subject: `rollout:${ID}`, prefixes, before, limit });
        return [page.rows.map((row) => row.number), page.total];
      });
    expect(await ask([])).toEqual([[5, 4, 3, 2, 1], 5]);
    expect(await ask(["rollout.halt", "approval."])).toEqual([[4, 3, 1], 3]);
    expect(await ask(["%", "rollout_"])).toEqual([[5], 1]);
    expect(await ask([], 4, 2)).toEqual([[3, 2], 5]);
    const whole = await store.read((unit) => unit.audit.page(1, 1));
    expect(
      (await store.read((unit) => unit.live.timeline({ subject: `rollout:${ID}`, prefixes: [], before: 2, limit: 1 }))).rows,
    ).toEqual(whole);
  });
});

describe("the series of a rollout", () => {
  test("recounts the ledger at every point", async () => {
    const { store, database } = await opened();
    expect(await store.read((unit) => unit.live.ledgerSpan(ID))).toBeNull();
    const random = seededRandom("series");
    await store.write(async (unit) => {
      for (const deviceId of LAB.ids.slice(1)) {
        const offeredMs = random.int(0, 50);
        await offer(unit, deviceId, offeredMs);
        for (const said of ["applied", "failed", "verified"] as const)
          if (random.chance(0.6)) await report(unit, deviceId, said, offeredMs + random.int(0, 50));
      }
    });
    const ledger = await database.session((session) =>
      session.query<Record<"offered_at_ms" | "applied_at_ms" | "verified_at_ms" | "failed_at_ms", number | null>>(
        "select offered_at_ms, applied_at_ms, verified_at_ms, failed_at_ms from rollout_exposure",
      ),
    );
    const words = ledger.flatMap((row) => Object.values(row)).filter((at) => at !== null);
    const span = await store.read((unit) => unit.live.ledgerSpan(ID));
    expect(span).toEqual({ firstAt: Math.min(...words), lastAt: Math.max(...words) });
    const times = spread(plusMs(AT, 0), plusMs(AT, 90), 8);
    const points = pointsOf(times, await store.read((unit) => unit.live.ledgerGroups(ID, times)));
    for (const { at, ...counts } of points) {
      const said = (word: number | null) => word !== null && word <= at;
      const exposed = ledger.filter((row) => said(row.offered_at_ms));
      const failed = exposed.filter(
        (row) => said(row.failed_at_ms) && !(said(row.verified_at_ms) && Number(row.verified_at_ms) > Number(row.failed_at_ms)),
      );
      const verified = exposed.filter((row) => said(row.verified_at_ms) && !failed.includes(row));
      const applied = exposed.filter((row) => said(row.applied_at_ms) && ![...failed, ...verified].includes(row));
      const awaiting = exposed.length - failed.length - verified.length - applied.length;
      expect({ at, ...counts }).toEqual({
        at,
        exposed: exposed.length,
        awaiting,
        applied: applied.length,
        verified: verified.length,
        failed: failed.length,
      });
    }
    expect(points.at(-1)?.exposed).toBeGreaterThan(5);
  });
});

describe("lists of a rollout's devices", () => {
  const everybody = { phase: null, state: null, everFailed: null, reasonKey: null, search: null };
  const byName = { sort: "name", descending: false, offset: 0, limit: 50 } as const;

  test("hold every member once, with its bucket, its first words, its reason and what the estate knows of it", async () => {
    const { store } = await opened([D0, D1, D2, D3]);
    await store.write(async (unit) => {
      for (const deviceId of [D1, D2, D3]) await offer(unit, deviceId, 0);
      await report(unit, D1, "verified", 5);
      await report(unit, D2, "failed", 6);
    });
    const rows = await store.read((unit) => unit.live.rolloutDevices(ID, [D3, D2, D1, D0, LAB.ids[9] as DeviceId]));
    expect(rows.map((row) => [row.deviceId, row.state, row.offeredAt, row.reportedAt])).toEqual([
      [D3, "awaitingReport", AT, null],
      [D2, "error", AT, plusMs(AT, 6)],
      [D1, "succeeded", AT, plusMs(AT, 5)],
      [D0, "notOffered", null, null],
    ]);
    expect(rows[1]).toMatchObject({
      failedAt: plusMs(AT, 6),
      verifiedAt: null,
      everFailed: true,
      failure: { node: "n", errorCode: "E1" },
      exceptions: [{ node: "n", errorCode: "E1" }],
    });
    expect(rows[2]).toMatchObject({ appliedAt: plusMs(AT, 5), verifiedAt: plusMs(AT, 5), failedAt: null, everFailed: false });
    const listed = await store.read((unit) => unit.live.listedDevices(ID, null));
    expect(listed.toSorted((a, b) => compareText(a.deviceId, b.deviceId)).map((row) => [row.deviceId, row.state])).toEqual(
      rows.toReversed().map((row) => [row.deviceId, row.state]),
    );
    expect(listed.every((row) => row.serialNumber !== null && row.platform !== null)).toBe(true);
  });

  test("name as changed what was written since a snapshot, once, and nothing that it saw", async () => {
    const { store } = await opened();
    await store.write((unit) => offer(unit, D0, 0));
    const mark = () => store.read((unit) => unit.live.deviceListMark(ID));
    const since = async (snapshot: Awaited<ReturnType<typeof mark>>) => {
      const rows = await store.read((unit) => unit.live.listedDevices(ID, snapshot.snapshot));
      return rows.map((row) => row.deviceId).sort(compareText);
    };
    const first = await mark();
    expect(first).toMatchObject({ members: 12, heldBack: 0 });
    expect(await since(first)).toEqual([]);
    // All at one moment, as a virtual clock has it: times tell nothing.
    await store.write((unit) => offer(unit, D1, 0));
    await store.write((unit) => report(unit, D0, "verified", 0));
    expect(await since(first)).toEqual([D0, D1]);
    const second = await mark();
    expect(await since(second)).toEqual([]);
    await store.write((unit) => report(unit, D1, "failed", 0));
    expect([await since(second), await since(first)]).toEqual([[D1], [D0, D1]]);
  });

  // The embedded database has one connection: nothing overlaps there.
  test.skipIf(IS_EMBEDDED)("do not miss a transaction that began before a snapshot and ended after it", async () => {
    const { store } = await opened();
    const gate = { open: (): void => undefined };
    const waiting = new Promise<void>((resolve) => {
      gate.open = resolve;
    });
    const begun = { tell: (): void => undefined };
    const hasBegun = new Promise<void>((resolve) => {
      begun.tell = resolve;
    });
    const slow = store.write(async (unit) => {
      await offer(unit, D0, 0);
      begun.tell();
      await waiting;
    });
    await hasBegun;
    await store.write((unit) => offer(unit, D1, 0));
    const mark = await store.read((unit) => unit.live.deviceListMark(ID));
    gate.open();
    await slow;
    const rows = await store.read((unit) => unit.live.listedDevices(ID, mark.snapshot));
    expect(rows.map((row) => row.deviceId)).toEqual([D0]);
  });

  test("an index follows offers, reports, new cohorts, the estate and who may be offered", async () => {
    const { store, database } = await opened([D0, D1, D2]);
    const memory = createDeviceIndexMemory(store);
    const states = async () => {
      const index = await memory.read(ID);
      const ids = index.page(everybody, byName).deviceIds;
      const rows = await store.read((unit) => unit.live.rolloutDevices(ID, ids));
      const groups = Object.fromEntries(index.groups().states.map(({ state, devices }) => [state, devices]));
      // The index and the database say the same of everybody.
      const plain: Record<string, number> = {};
      for (const { state } of rows) plain[state] = (plain[state] ?? 0) + 1;
      expect(groups).toEqual(plain);
      return groups;
    };
    expect(await states()).toEqual({ notOffered: 3 });
    await store.write((unit) => offer(unit, D0, 0));
    expect(await states()).toEqual({ awaitingReport: 1, notOffered: 2 });
    await store.write((unit) => report(unit, D0, "failed", 1));
    expect(await states()).toEqual({ error: 1, notOffered: 2 });
    const phase = { phaseIndex: 1, name: "wave 2", cap: 5, cohortSize: 1, openedAt: AT, leftAt: null, publishedAt: null };
    await store.write((unit) => unit.rollouts.openPhase(ID, { ...phase, selection: {}, judgement: null }, [D3], null));
    expect(await states()).toEqual({ error: 1, heldBack: 1, notOffered: 2 });
    await database.session((session) =>
      session.query("update rollout_cohort set cleared_at_ms = $1 where device_id = $2", [AT, D3]),
    );
    expect(await states()).toEqual({ error: 1, notOffered: 3 });
    const renamed = LAB.parts.devices.map((device) => (device.id === D1 ? { ...device, name: "renamed" } : device));
    await store.write(async (unit) => {
      await unit.world.bump({ estate: true });
      await unit.estate.upsert({ ...LAB.parts, devices: renamed });
    });
    const found = (await memory.read(ID)).page({ ...everybody, search: "RENAM" }, byName);
    expect(found).toEqual({ deviceIds: [D1], total: 1 });
  });

  test("readers at once share a reading, and a full memory forgets whom nobody asked for longest", async () => {
    const { store } = await opened([D0, D1]);
    const other = makeRollout({ id: "other" as typeof ID });
    await store.write((unit) => insertRollout(unit, other, { cohort: [D2, D3], policyId: "policy-other" as PolicyId }));
    const reads = { count: 0 };
    const counting: typeof store = {
      ...store,
      read: (work) => {
        reads.count += 1;
        return store.read(work);
      },
    };
    const memory = createDeviceIndexMemory(counting, 2);
    const together = await Promise.all([memory.read(ID), memory.read(ID), memory.read(ID)]);
    expect([new Set(together).size, reads.count]).toEqual([1, 2]);
    const [first] = together;
    expect(await memory.read(ID)).toBe(first);
    await memory.read(other.id);
    expect(await memory.read(ID)).not.toBe(first);
  });
});
