import { afterEach, describe, expect, test } from "vitest";
import { makeApproval, makeRollout } from "../../tests/helpers/make-rollout.ts";
import { notShareableBecause, testDatabase } from "../../tests/helpers/test-database.ts";
import {
  aLab,
  AT,
  insertRollout,
  makeBundle,
  makeReport,
  TARGET,
  testStore,
  type OpenStore,
} from "../../tests/helpers/test-store.ts";
import { AUDIT_GENESIS_HASH, firstBrokenLink } from "../app/ports/audit-chain.ts";
import { FenceBroken, type Store } from "../app/ports/store.ts";
import type { PolicyId, RolloutId } from "../kit/ids.ts";
import { instant, plusMs } from "../kit/instant.ts";
import { createStore } from "./create-store.ts";
import type { OpenDatabase } from "./database/open-database.ts";

const open = testStore(afterEach);
const ID = "rollout-1" as RolloutId;

describe("many at once", () => {
  test("20 who promote what they saw: exactly one wins, and only its words are kept", async () => {
    const { store } = await open();
    await store.write((unit) => insertRollout(unit, makeRollout(), { cohort: [] }));
    const seen = await store.read((unit) => unit.rollouts.find(ID));
    const answers = await Promise.allSettled(
      Array.from({ length: 20 }, (_, at) =>
        store.write(async (unit) => {
          await unit.world.bump({ estate: false });
          await unit.audit.append({
            at: AT,
            actor: `person-${at}`,
            action: "rollout.promoted",
            subject: `rollout:${ID}`,
            detail: {},
          });
          await unit.outbox.add({ key: `${ID}:${at}`, kind: "publish-phase", rolloutId: ID, payload: {}, createdAt: AT });
          return unit.rollouts.save(makeRollout({ because: `person-${at}` }), { revision: seen?.revision ?? 0, epoch: 1 });
        }),
      ),
    );
    expect(answers.filter((answer) => answer.status === "fulfilled")).toHaveLength(1);
    for (const answer of answers) if (answer.status === "rejected") expect(answer.reason).toBeInstanceOf(FenceBroken);
    const after = await store.read(async (unit) => ({
      because: (await unit.rollouts.find(ID))?.because,
      actors: (await unit.audit.page(1, 100)).map((row) => row.actor),
      outbox: await unit.outbox.ofRollout(ID),
      world: await unit.world.get(),
    }));
    expect(after.actors).toEqual([after.because]);
    expect(after.outbox).toHaveLength(1);
    expect(after.world.revision).toBe(2);
  });

  test("audit entries never fork the chain, and every entry that was answered is in it", async () => {
    const { store } = await open();
    const numbers = await Promise.all(
      Array.from({ length: 40 }, async (_, at) => {
        const row = await store.write((unit) =>
          unit.audit.append({ at: AT, actor: `person-${at}`, action: "a", subject: "estate", detail: { at } }),
        );
        return row.number;
      }),
    );
    expect([...numbers].sort((a, b) => a - b)).toEqual(Array.from({ length: 40 }, (_, at) => at + 1));
    const rows = await store.read((unit) => unit.audit.page(1, 100));
    expect(firstBrokenLink(rows, { number: 0, hash: AUDIT_GENESIS_HASH })).toBeNull();
    expect(store.retryCounts().givenUp).toBe(0);
  });

  test("of two rollouts of one policy that begin at once one is refused", async () => {
    const { store } = await open();
    const ids = ["rollout-a", "rollout-b", "rollout-c"] as RolloutId[];
    const hashes = { target: TARGET, previous: null };
    const answers = await Promise.all(
      ids.map((id) => store.write((unit) => unit.rollouts.insert(makeRollout({ id }), "policy-1" as PolicyId, hashes))),
    );
    expect([...answers].sort()).toEqual(["inserted", "open-rollout-exists", "open-rollout-exists"]);
  });

  test("a token for 5 enrolments is never used 6 times", async () => {
    const { store } = await open();
    const token = { tokenHash: "t", label: "lab", createdBy: "ada", createdAt: AT, expiresAt: plusMs(AT, 10), usesLeft: 5 };
    await store.write((unit) => unit.devices.insertEnrolmentToken(token));
    const used = await Promise.all(
      Array.from({ length: 12 }, () => store.write((unit) => unit.devices.useEnrolmentToken("t", 1, AT))),
    );
    expect(used.filter((one) => one)).toHaveLength(5);
  });

  test("batches of reports in any order of their rows wait for each other and never fail", async () => {
    const { store } = await open();
    const lab = aLab(200);
    await store.write(async (unit) => {
      await unit.estate.upsert(lab.parts);
      await unit.devices.saveBundles(lab.ids.map((deviceId) => makeBundle({ deviceId })));
    });
    const batch = (round: number) => (round % 2 === 0 ? lab.ids : [...lab.ids].reverse());
    await Promise.all(
      Array.from({ length: 8 }, (_, round) =>
        store.write(async (unit) => {
          await unit.devices.saveReports(batch(round).map((deviceId) => makeReport({ deviceId, reportedAt: plusMs(AT, round) })));
          await unit.estate.touch(batch(round).map((deviceId) => ({ deviceId, at: plusMs(AT, round) })));
        }),
      ),
    );
    const [first] = lab.ids;
    const seen = first === undefined ? null : await store.read((unit) => unit.estate.findDevice(first));
    expect(seen?.lastSeenAt).toBe(plusMs(AT, 7));
    expect(store.retryCounts()).toMatchObject({ deadlock: 0, givenUp: 0 });
  });
});

describe.skipIf(notShareableBecause !== undefined)("two servers on one database", () => {
  const handles: OpenDatabase[] = [];
  afterEach(async () => {
    for (const handle of handles.splice(0)) await handle.close();
  });

  async function openTwo(): Promise<OpenStore & Readonly<{ other: Store }>> {
    const first = await open();
    const second = await testDatabase({ sharedWith: first.database });
    if (!second.ok) throw new Error(second.error.message);
    handles.push(second.value);
    return { ...first, other: createStore(second.value) };
  }

  /** The device-door's unit: the fence, then the rollout's state, then the ledger. */
  const offer = (store: Store, lab: ReturnType<typeof aLab>, meanwhile: () => Promise<void> = async () => {}) =>
    store.write(async (unit) => {
      await unit.world.getShared();
      const rollout = await unit.rollouts.find(ID);
      await meanwhile();
      if (rollout?.state.kind === "halted") return "refused";
      await unit.rollouts.expose(
        lab.ids.map((deviceId) => ({
          rolloutId: ID,
          deviceId,
          phaseIndex: 0,
          versionHash: TARGET,
          offeredAt: AT,
          rolloutRevision: rollout?.revision ?? 0,
        })),
      );
      return "offered";
    });

  const halt = (store: Store, meanwhile: () => Promise<void> = async () => {}) =>
    store.write(async (unit) => {
      await unit.world.bump({ estate: false });
      const rollout = await unit.rollouts.findForUpdate(ID);
      await meanwhile();
      if (rollout === null || !("open" in rollout.state)) throw new Error("no open rollout to halt");
      const state = { kind: "halted", open: rollout.state.open, since: AT, by: "ada", reason: "tickets" } as const;
      return unit.rollouts.save({ ...rollout, state }, { revision: rollout.revision, epoch: 1 });
    });

  async function prepared(): Promise<OpenStore & Readonly<{ other: Store; lab: ReturnType<typeof aLab> }>> {
    const two = await openTwo();
    const lab = aLab(3);
    await two.store.write(async (unit) => {
      await unit.estate.upsert(lab.parts);
      await insertRollout(unit, makeRollout(), { cohort: lab.ids });
    });
    return { ...two, lab };
  }

  test("an offer that began first commits before the halt is answered", async () => {
    const { store, other, lab, database } = await prepared();
    const order: string[] = [];
    const inOffer = gate();
    const offering = offer(store, lab, inOffer.wait).then((answer) => order.push(answer));
    await inOffer.reached;
    const halting = halt(other).then(() => order.push("halted"));
    await somebodyWaits(database);
    inOffer.open();
    await Promise.all([offering, halting]);
    expect(order).toEqual(["offered", "halted"]);
  });

  test("an offer that begins during a halt waits for it, sees it and writes nothing", async () => {
    const { store, other, lab, database } = await prepared();
    const inHalt = gate();
    const halting = halt(other, inHalt.wait);
    await inHalt.reached;
    const offering = offer(store, lab);
    await somebodyWaits(database);
    inHalt.open();
    await halting;
    expect(await offering).toBe("refused");
    expect(await store.read((unit) => unit.rollouts.exposureTotals([ID]))).toEqual(new Map());
    // The fence is the first statement: it waited without a snapshot, so nothing had to be repeated.
    expect(store.retryCounts().serialisation).toBe(0);
  });

  test("an offer that read before the halt's commit, and takes the fence after it, is repeated and refused", async () => {
    const { store, other, lab } = await prepared();
    let attempts = 0;
    const answer = await store.write(async (unit) => {
      attempts += 1;
      const before = await unit.rollouts.find(ID);
      if (attempts === 1) await halt(other);
      await unit.world.getShared();
      if (before?.state.kind === "halted") return "refused";
      await unit.rollouts.expose(
        lab.ids.map((deviceId) => ({
          rolloutId: ID,
          deviceId,
          phaseIndex: 0,
          versionHash: TARGET,
          offeredAt: AT,
          rolloutRevision: 1,
        })),
      );
      return "offered";
    });
    expect({ answer, attempts }).toEqual({ answer: "refused", attempts: 2 });
    expect(store.retryCounts()).toEqual({ serialisation: 1, deadlock: 0, givenUp: 0 });
  });

  test("a halt is not overtaken for ever by a stream of offers", async () => {
    const { store, other, lab, database } = await prepared();
    const inOffer = gate();
    const first = offer(store, lab, inOffer.wait);
    await inOffer.reached;
    const halting = halt(other);
    await somebodyWaits(database);
    // Asked after the halt: it has to queue behind it although the first offer's lock would admit it.
    const late = offer(store, lab);
    inOffer.open();
    expect(await first).toBe("offered");
    await halting;
    expect(await late).toBe("refused");
  });

  test("a decision that read the approvals before a denial is repeated, not committed", async () => {
    const { store, other } = await prepared();
    const seen: number[] = [];
    await store.write(async (unit) => {
      const before = await unit.rollouts.find(ID);
      seen.push(before?.approvals.length ?? -1);
      if (seen.length === 1)
        await other.write((theirs) =>
          theirs.rollouts.addApproval(ID, makeApproval(makeRollout(), "start", { decision: "deny" })),
        );
      const rollout = await unit.rollouts.findForUpdate(ID);
      await unit.rollouts.save(rollout ?? makeRollout(), { revision: 1, epoch: 1 });
    });
    expect(seen).toEqual([0, 1]);
  });

  test("a leader that was replaced while it decided cannot commit", async () => {
    const { store, other } = await prepared();
    const first = await store.write((unit) => unit.world.lead("a", instant(0), 10));
    const stale = store.write(async (unit) => {
      const rollout = await unit.rollouts.findForUpdate(ID);
      const world = await unit.world.get();
      if (world.epoch === first?.epoch) await other.write((theirs) => theirs.world.lead("b", instant(10), 10));
      await unit.rollouts.save(rollout ?? makeRollout(), { revision: 1, epoch: first?.epoch ?? 0 });
    });
    await expect(stale).rejects.toBeInstanceOf(FenceBroken);
    expect((await store.read((unit) => unit.rollouts.find(ID)))?.revision).toBe(1);
  });

  test("two who want the lead at once: one gets it", async () => {
    const { store, other } = await prepared();
    const leads = await Promise.all([
      store.write((unit) => unit.world.lead("a", AT, 1_000)),
      other.write((unit) => unit.world.lead("b", AT, 1_000)),
    ]);
    expect(leads.filter((lead) => lead !== null)).toHaveLength(1);
  });

  test("an outbox row and a due rollout are claimed by one worker only", async () => {
    const { store, other } = await prepared();
    await store.write(async (unit) => {
      await unit.rollouts.snooze(ID, AT, "due", { revision: 1, epoch: 1 });
      for (const at of [1, 2, 3])
        await unit.outbox.add({ key: `k${at}`, kind: "land", rolloutId: ID, payload: {}, createdAt: instant(at) });
    });
    const inClaim = gate();
    const claim = (from: Store, limit: number, meanwhile: () => Promise<void>) =>
      from.write(async (unit) => {
        const rows = await unit.outbox.claim(AT, limit);
        const due = await unit.rollouts.claimDue(AT);
        await meanwhile();
        return { keys: rows.map((row) => row.key), due: due?.id ?? null };
      });
    const first = claim(store, 2, inClaim.wait);
    await inClaim.reached;
    const second = await claim(other, 10, async () => {});
    inClaim.open();
    expect(await first).toEqual({ keys: ["k1", "k2"], due: ID });
    expect(second).toEqual({ keys: ["k3"], due: null });
  });

  test("a unit that loses to others again and again runs alone in the end", async () => {
    const { store, other } = await prepared();
    let attempts = 0;
    const interruptions: Promise<unknown>[] = [];
    const audit = (actor: string) => ({ at: AT, actor, action: "a", subject: "estate", detail: {} });
    await store.write(async (unit) => {
      attempts += 1;
      await unit.world.get();
      const interruption = other.write((theirs) => theirs.audit.append(audit("other")));
      interruptions.push(interruption);
      // While this unit runs in turn, the other has to wait for it instead.
      if (attempts < 3) await interruption;
      await unit.audit.append(audit("long"));
    });
    await Promise.all(interruptions);
    expect(attempts).toBe(3);
    const rows = await store.read((unit) => unit.audit.page(1, 10));
    expect(rows.map((row) => row.actor)).toEqual(["other", "other", "long", "other"]);
    expect(firstBrokenLink(rows, { number: 0, hash: AUDIT_GENESIS_HASH })).toBeNull();
  });
});

/** Holds a unit at one point until the test lets it go on. */
function gate(): Readonly<{ wait: () => Promise<void>; reached: Promise<void>; open: () => void }> {
  const arrival = Promise.withResolvers<void>();
  const release = Promise.withResolvers<void>();
  return {
    wait: () => {
      arrival.resolve();
      return release.promise;
    },
    reached: arrival.promise,
    open: release.resolve,
  };
}

/** Asks the server itself, so that nothing is guessed from the time that passed. */
async function somebodyWaits(database: OpenDatabase): Promise<void> {
  for (;;) {
    const waiting = await database.session((session) =>
      session.query<{ waiting: number }>(
        "select count(*) as waiting from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'",
      ),
    );
    if ((waiting[0]?.waiting ?? 0) > 0) return;
  }
}
