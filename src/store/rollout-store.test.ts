import { afterEach, describe, expect, test } from "vitest";
import { makeApproval, makeRollout, SAMPLE_STATES } from "../../tests/helpers/make-rollout.ts";
import { aLab, AT, insertRollout, POLICY, TARGET, testStore } from "../../tests/helpers/test-store.ts";
import type { PhaseRow } from "../app/ports/rollout-store.ts";
import type { Unit } from "../app/ports/store.ts";
import type { DeviceId, PolicyId, RolloutId, VersionHash } from "../kit/ids.ts";
import { instant, plusMs } from "../kit/instant.ts";
import type { State } from "../rollout/lifecycle/types.ts";

const open = testStore(afterEach);
const ID = "rollout-1" as RolloutId;
const HASHES = { target: TARGET, previous: null };
const lab = aLab(6);
const [A, B, C, D] = lab.ids as [DeviceId, DeviceId, DeviceId, DeviceId];

const phase = (phaseIndex: number, cohortSize: number, overrides: Partial<PhaseRow> = {}): PhaseRow => ({
  phaseIndex,
  name: `wave ${phaseIndex}`,
  cap: 10,
  cohortSize,
  openedAt: AT,
  leftAt: null,
  publishedAt: null,
  selection: { seed: 1 },
  judgement: null,
  ...overrides,
});
const exposure = (deviceId: DeviceId, overrides: Partial<Parameters<Unit["rollouts"]["expose"]>[0][number]> = {}) => ({
  rolloutId: ID,
  deviceId,
  phaseIndex: 0,
  versionHash: TARGET as VersionHash | null,
  offeredAt: AT,
  rolloutRevision: 1,
  ...overrides,
});

describe("a rollout", () => {
  test("comes back as it went in, in every state, with its approvals in order", async () => {
    const { store } = await open();
    let at = 0;
    for (const state of SAMPLE_STATES) {
      const approvals = [
        makeApproval(makeRollout(), "start"),
        makeApproval(makeRollout(), "phase:1", { person: "carol", decision: "deny" }),
      ];
      const rollout = makeRollout({
        id: `rollout-${at}` as RolloutId,
        state,
        createdAt: plusMs(AT, at),
        wakeAt: at % 2 === 0 ? null : AT,
        approvals,
      });
      expect(await store.write((unit) => unit.rollouts.insert(rollout, `policy-${at}` as PolicyId, HASHES))).toBe("inserted");
      expect(await store.read((unit) => unit.rollouts.find(rollout.id))).toEqual(rollout);
      at += 1;
    }
    const list = await store.read((unit) => unit.rollouts.list());
    expect(list.map((rollout) => rollout.createdAt)).toEqual(Array.from({ length: at }, (_, back) => plusMs(AT, at - 1 - back)));
    expect(await store.read((unit) => unit.rollouts.find("nobody" as RolloutId))).toBeNull();
  });

  test("of a policy is the only open one until it is over", async () => {
    const { store } = await open();
    const insert = (id: string, state?: State) =>
      store.write((unit) => unit.rollouts.insert(makeRollout({ id: id as RolloutId, ...(state && { state }) }), POLICY, HASHES));
    expect(await insert("a", { kind: "operations", since: AT })).toBe("inserted");
    expect(await insert("b")).toBe("inserted");
    expect(await insert("c")).toBe("open-rollout-exists");
    expect(await store.read((unit) => unit.rollouts.find("c" as RolloutId))).toBeNull();
    const over = makeRollout({ id: "b" as RolloutId, state: { kind: "aborted", since: AT, by: "ada" } });
    await store.write((unit) => unit.rollouts.save(over, { revision: 1, epoch: 1 }));
    expect(await insert("c")).toBe("inserted");
  });

  test("that is due longest is claimed first", async () => {
    const { store } = await open();
    for (const [id, wakeAt] of [
      ["a", 20],
      ["b", 10],
      ["c", null],
      ["d", 30],
    ] as const) {
      const rollout = makeRollout({ id: id as RolloutId, wakeAt: wakeAt === null ? null : instant(wakeAt) });
      await store.write((unit) => unit.rollouts.insert(rollout, id as PolicyId, HASHES));
    }
    const due = async (now: number) => (await store.write((unit) => unit.rollouts.claimDue(instant(now))))?.id ?? null;
    expect([await due(9), await due(10), await due(99)]).toEqual([null, "b", "b"]);
    await store.write((unit) => unit.rollouts.snooze("b" as RolloutId, null, "asleep", { revision: 1, epoch: 1 }));
    expect(await due(99)).toBe("a");
  });

  test("is saved with its state, its words and its next look, and gets the next revision", async () => {
    const { store } = await open();
    await store.write((unit) => unit.rollouts.insert(makeRollout(), POLICY, HASHES));
    const next = makeRollout({ state: { kind: "operations", since: AT }, because: "landed", wakeAt: plusMs(AT, 1) });
    expect(await store.write((unit) => unit.rollouts.save(next, { revision: 1, epoch: 1 }))).toBe(2);
    await store.write((unit) => unit.rollouts.addApproval(ID, makeApproval(makeRollout(), "start")));
    const found = await store.write((unit) => unit.rollouts.findForUpdate(ID));
    expect(found).toEqual({ ...next, revision: 2, approvals: [makeApproval(makeRollout(), "start")] });
    await expect(
      store.write((unit) => unit.rollouts.addApproval("nobody" as RolloutId, makeApproval(makeRollout(), "start"))),
    ).rejects.toThrow("does not exist");
  });
});

describe("a phase", () => {
  test("is opened, judged, published and left", async () => {
    const { store } = await open();
    await store.write(async (unit) => {
      await unit.rollouts.insert(makeRollout(), POLICY, HASHES);
      await unit.rollouts.openPhase(ID, phase(0, 2), [B, A], AT);
      await unit.rollouts.openPhase(ID, phase(1, 1), [C], AT);
      await unit.rollouts.markPublished(ID, 0, plusMs(AT, 1));
      await unit.rollouts.leavePhase(ID, 0, plusMs(AT, 2));
    });
    const judgement = { verdict: { kind: "pass" }, checks: [], judgedAt: AT, evidenceAt: null } as const;
    await store.write((unit) => unit.rollouts.saveJudgement(ID, 1, judgement));
    expect(await store.read((unit) => unit.rollouts.phases(ID))).toEqual([
      phase(0, 2, { publishedAt: plusMs(AT, 1), leftAt: plusMs(AT, 2) }),
      phase(1, 1, { judgement }),
    ]);
    expect(await store.read((unit) => unit.rollouts.cohortDeviceIds(ID))).toEqual([A, B, C]);
    await expect(store.write((unit) => unit.rollouts.markPublished(ID, 7, AT))).rejects.toThrow("phase 7");
  });

  test("P-S1, P-S2: takes no more devices than its cap, none twice, and none that another phase has", async () => {
    const { store } = await open();
    await store.write((unit) => insertRollout(unit, makeRollout(), { cohort: [A] }));
    const openPhase = (row: PhaseRow, cohort: DeviceId[]) => store.write((unit) => unit.rollouts.openPhase(ID, row, cohort, AT));
    await expect(openPhase(phase(1, 2, { cap: 1 }), [B, C])).rejects.toMatchObject({ code: "23514" });
    await expect(openPhase(phase(1, 1), [B, C])).rejects.toThrow("a cohort of 1 devices came with 2");
    await expect(openPhase(phase(1, 2), [B, B])).rejects.toMatchObject({ code: "23505" });
    await expect(openPhase(phase(1, 1), [A])).rejects.toMatchObject({ code: "23505" });
    expect(await store.read((unit) => unit.rollouts.phases(ID))).toHaveLength(1);
  });
});

describe("the ledger", () => {
  test("P-S2: takes members of the frozen cohort of this phase only, and the first offer stays", async () => {
    const { store } = await open();
    await store.write(async (unit) => {
      await insertRollout(unit, makeRollout(), { cohort: [A, B] });
      await unit.rollouts.openPhase(ID, phase(1, 1), [C], AT);
    });
    const expose = (...rows: ReturnType<typeof exposure>[]) => store.write((unit) => unit.rollouts.expose(rows));
    await expose(exposure(A), exposure(B));
    await expose(exposure(A, { offeredAt: plusMs(AT, 9), rolloutRevision: 9 }));
    await expect(expose(exposure(D))).rejects.toMatchObject({ code: "23503" });
    await expect(expose(exposure(C, { phaseIndex: 0 }))).rejects.toMatchObject({ code: "23503" });
    await expose(exposure(C, { phaseIndex: 1, versionHash: null }));
    expect((await store.read((unit) => unit.rollouts.exposureTotals([ID]))).get(ID)).toEqual({
      exposed: 3,
      everApplied: 0,
      everVerified: 0,
      everFailed: 0,
    });
    expect(await store.read((unit) => unit.rollouts.ofDevice(A))).toEqual([
      {
        rolloutId: ID,
        name: "Firewall on",
        phaseIndex: 0,
        phaseName: "wave 1",
        stateKind: "pilot-isolated",
        offeredAt: AT,
      },
    ]);
    expect(await store.read((unit) => unit.rollouts.ofDevice(D))).toEqual([]);
  });

  test("marks the first failure of exactly this version after the offer", async () => {
    const { store, database } = await open();
    await store.write(async (unit) => {
      await insertRollout(unit, makeRollout(), { cohort: [A, B, C, D] });
      await unit.rollouts.expose([A, B, C, D].map((id) => exposure(id)));
    });
    const failed = (deviceId: DeviceId, afterMs: number, versionHash: string = TARGET, policyId = POLICY) => ({
      deviceId,
      policyId,
      versionHash,
      at: plusMs(AT, afterMs),
      applied: false,
      verified: false,
      failed: true,
      failure: { node: `after ${afterMs}`, state: "error" },
    });
    await store.write((unit) =>
      unit.rollouts.noteOutcomes([
        failed(A, 5),
        failed(A, 3),
        failed(B, -1),
        failed(C, 1, "other"),
        failed(D, 1, TARGET, "policy-x" as PolicyId),
      ]),
    );
    await store.write((unit) => unit.rollouts.noteOutcomes([failed(A, 1)]));
    expect((await store.read((unit) => unit.rollouts.exposureTotals([ID]))).get(ID)).toEqual({
      exposed: 4,
      everApplied: 0,
      everVerified: 0,
      everFailed: 1,
    });
    const marks = await database.session((session) =>
      session.query(
        "select device_id, failed_at_ms, failure->>'node' as node from rollout_exposure where failed_at_ms is not null",
      ),
    );
    expect(marks).toEqual([{ device_id: A, failed_at_ms: AT + 3, node: "after 3" }]);
  });
});

describe("active rollouts", () => {
  test("are those that can change what a device holds, with their cohorts and their ledger", async () => {
    const { store } = await open();
    const put = (id: string, state: State, cohort: DeviceId[], exposed: DeviceId[]) =>
      store.write(async (unit) => {
        const rollout = makeRollout({ id: id as RolloutId, state, createdAt: AT });
        await insertRollout(unit, rollout, {
          cohort,
          policyId: `policy-${id}` as PolicyId,
          target: id === "running" ? null : TARGET,
        });
        await unit.rollouts.markPublished(rollout.id, 0, AT);
        await unit.rollouts.openPhase(rollout.id, phase(1, 1), [D], null);
        await unit.rollouts.expose(
          exposed.map((deviceId) => exposure(deviceId, { rolloutId: rollout.id, phaseIndex: deviceId === D ? 1 : 0 })),
        );
      });
    const { state } = makeRollout();
    await put("running", state, [A, B], [A]);
    await put("landing", { kind: "operations", since: AT }, [A], [A]);
    await put("landed", { kind: "operations", since: AT }, [A], [A, D]);
    await put("scoped", { kind: "scope", since: AT, startRequestedBy: null }, [A], []);
    await put("closed", { kind: "closed", since: AT }, [A], []);
    await put("back", { kind: "rolled-back", since: AT }, [A], []);
    await put("off", { kind: "aborted", since: AT, by: "ada" }, [A], []);
    const active = await store.read((unit) => unit.rollouts.loadActive());
    expect(active.map((one) => one.rollout.id)).toEqual(["landing", "running"]);
    expect(active[1]).toMatchObject({
      policyId: "policy-running",
      targetHash: null,
      publishedPhases: new Set([0]),
      phaseByDeviceId: new Map([
        [A, 0],
        [B, 0],
        [D, 1],
      ]),
      exposedDeviceIds: new Set([A]),
      heldBackDeviceIds: new Set([D]),
    });
    expect(active[1]?.rollout.state).toEqual(state);
  });

  test("there are none in an empty house", async () => {
    const { store } = await open();
    expect(await store.read((unit) => unit.rollouts.loadActive())).toEqual([]);
  });
});
