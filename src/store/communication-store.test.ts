import { afterEach, describe, expect, test } from "vitest";
import { makeRollout, makeRolloutPlan } from "../../tests/helpers/make-rollout.ts";
import { makeDevice } from "../../tests/helpers/random-estate.ts";
import { AT, insertRollout, testStore, type OpenStore } from "../../tests/helpers/test-store.ts";
import type { StageScope } from "../app/ports/communication-store.ts";
import type { User } from "../estate/user.ts";
import type { DeviceId, SiteId, UserId } from "../kit/ids.ts";
import { HOUR_MS, plusMs } from "../kit/instant.ts";
import { seededRandom } from "../kit/seeded-random.ts";
import { noticeHashOf, type Notice } from "../support/notice.ts";

const open = testStore(afterEach);
const ID = makeRollout().id;
const SCOPE: StageScope = { rolloutId: ID, stage: "pilot", phaseIndexes: [0] };
const NOTICE: Notice = {
  subject: "Location off",
  whatChanges: "Apps no longer see where you are",
  when: "Monday 9:00 CEST",
  businessPurpose: "The works council asked for it",
  selfHelp: "Nothing is to be done",
  helpDeskContact: "help@example.com",
};
const NINA = "nina" as UserId;
const OTTO = "otto" as UserId;
const SITE_OWNER = "owner" as UserId;
const ANYBODY = "anybody" as UserId;
const NORTH = "north" as SiteId;
const SOUTH = "south" as SiteId;

const user = (id: UserId, mail: string | null = `${id}@example.com`): User => ({
  id,
  principalName: id,
  displayName: id.toUpperCase(),
  department: null,
  siteId: null,
  mail,
  sensitivities: [],
  licences: null,
  groupIds: [],
});
const device = (id: string, primaryUserId: UserId | null, siteId: SiteId) =>
  makeDevice({ id: id as DeviceId, serialNumber: id, primaryUserId, siteId });
const DEVICES = [
  device("d1", NINA, NORTH),
  device("d2", NINA, NORTH),
  device("d3", OTTO, SOUTH),
  device("d4", null, NORTH),
  device("d5", null, SOUTH),
];
const USERS = [user(NINA), user(OTTO, null), user(SITE_OWNER), user(ANYBODY)];

type Setup = Readonly<{
  substitutes?: readonly Readonly<{ siteId: SiteId | null; userId: UserId }>[];
  state?: "waves" | "paused";
}>;

/** A rollout with every device held back, and a notice. */
async function held({ substitutes = [], state = "waves" }: Setup = {}): Promise<OpenStore> {
  const opened = await open();
  const sites = [NORTH, SOUTH].map((id) => ({ id, name: id, timeZone: "Europe/Berlin" }));
  const plan = makeRolloutPlan({ people: { kind: "required", noticeLeadMsMin: HOUR_MS } });
  const where = { phaseIndex: 0, phaseKind: "wave", openedAt: AT } as const;
  const rollout = makeRollout({
    plan,
    state: state === "waves" ? { kind: "waves", open: where } : { kind: "paused", open: where, since: AT, by: "bob" },
  });
  await opened.store.write(async (unit) => {
    await unit.estate.upsert({ devices: DEVICES, users: USERS, groups: [], sites });
    await insertRollout(unit, rollout, { cohort: DEVICES.map(({ id }) => id), clearedAt: null });
    const row = { stage: "pilot", notice: NOTICE, hash: noticeHashOf(NOTICE), editedBy: "ada", editedAt: AT } as const;
    await unit.communication.setNotice(ID, row, substitutes);
  });
  return opened;
}

const peopleOf = async ({ store }: OpenStore) =>
  (
    await store.read((unit) => unit.communication.deliveries({ rolloutId: ID, stage: null, state: null, limit: 99, after: null }))
  ).map(({ userId, state }) => `${userId} ${state}`);
const heldBack = async ({ store }: OpenStore) =>
  [...((await store.read((unit) => unit.rollouts.loadActive()))[0]?.heldBackDeviceIds ?? [])].sort();
const queue = ({ store }: OpenStore, at = AT) => store.write((unit) => unit.communication.queue(SCOPE, at));
const clear = ({ store }: OpenStore, until = AT) => store.write((unit) => unit.communication.clear(SCOPE, until, plusMs(AT, 1)));
const claim = ({ store }: OpenStore, at = AT) => store.write((unit) => unit.communication.claimDue(at, plusMs(at, HOUR_MS), 10));
const tell = ({ store }: OpenStore, people: readonly UserId[] | null, at = AT) =>
  store.write((unit) => unit.communication.tellByHand(SCOPE, people, at));

describe("who is told", () => {
  test("each person once; a device without a person waits until a substitute is named", async () => {
    const house = await held();
    expect(await queue(house)).toBe(2);
    expect(await queue(house)).toBe(0);
    expect(await peopleOf(house)).toEqual(["nina queued", "otto queued"]);
    expect(await house.store.read((unit) => unit.communication.totals(SCOPE))).toEqual({
      people: 2,
      queued: 2,
      accepted: 0,
      toldByHand: 0,
      bounced: 0,
      failed: 0,
      devicesHeldBack: 5,
      devicesWithoutAnybody: 2,
      sentSince: null,
    });
  });

  test("the substitute of the site comes before the general one, and never before the person", async () => {
    const house = await held({
      substitutes: [
        { siteId: NORTH, userId: SITE_OWNER },
        { siteId: null, userId: ANYBODY },
      ],
    });
    expect(await queue(house)).toBe(4);
    await tell(house, [SITE_OWNER]);
    expect(await clear(house)).toBe(1);
    expect(await heldBack(house)).toEqual(["d1", "d2", "d3", "d5"]);
    await tell(house, [ANYBODY]);
    await clear(house);
    expect(await heldBack(house)).toEqual(["d1", "d2", "d3"]);
  });

  test("a person who left the estate is followed by the substitute", async () => {
    const house = await held({ substitutes: [{ siteId: null, userId: ANYBODY }] });
    await house.database.exec("delete from estate_user where id = 'otto'");
    await queue(house);
    expect(await peopleOf(house)).toEqual(["anybody queued", "nina queued"]);
  });

  test("another phase's devices and another stage's people are nobody's business", async () => {
    const house = await held();
    expect(await house.store.write((unit) => unit.communication.queue({ ...SCOPE, phaseIndexes: [1, 2] }, AT))).toBe(0);
    await tell(house, [NINA]);
    expect(await house.store.write((unit) => unit.communication.clear({ ...SCOPE, stage: "production" }, AT, AT))).toBe(0);
  });
});

describe("clearing", () => {
  test("takes devices whose person was told by then, and no others", async () => {
    const house = await held();
    await queue(house);
    await tell(house, [NINA], plusMs(AT, 10));
    expect(await clear(house, plusMs(AT, 9))).toBe(0);
    expect(await clear(house, plusMs(AT, 10))).toBe(2);
    expect(await clear(house, plusMs(AT, 10))).toBe(0);
    expect(await heldBack(house)).toEqual(["d3", "d4", "d5"]);
    const has = (from: number | null, until: number) =>
      house.store.read((unit) => unit.communication.hasTold(SCOPE, from === null ? null : plusMs(AT, from), plusMs(AT, until)));
    expect([await has(null, 9), await has(null, 10), await has(9, 10), await has(10, 99)]).toEqual([false, true, true, false]);
  });

  test("a bounce holds back what holds nothing yet; what was offered stays offered", async () => {
    const house = await held();
    await queue(house);
    await claim(house);
    const settled = {
      rolloutId: ID,
      stage: "pilot",
      userId: NINA,
      outcome: { kind: "accepted" },
      nextAttemptAt: null,
      at: AT,
    } as const;
    await house.store.write((unit) => unit.communication.settle([settled]));
    await clear(house);
    const offer = {
      rolloutId: ID,
      deviceId: "d1" as DeviceId,
      phaseIndex: 0,
      versionHash: null,
      offeredAt: AT,
      rolloutRevision: 1,
    };
    await house.store.write((unit) => unit.rollouts.expose([offer]));
    expect(await house.store.write((unit) => unit.communication.bounce(SCOPE, NINA, "mailbox unknown"))).toBe(1);
    expect(await heldBack(house)).toEqual(["d2", "d3", "d4", "d5"]);
    expect(await peopleOf(house)).toContain("nina bounced");
    expect(await clear(house)).toBe(0);
    await tell(house, [NINA]);
    expect(await clear(house)).toBe(1);
  });
});

describe("sending", () => {
  test("one claim, one attempt; a name that never changes; nothing of a paused rollout", async () => {
    const house = await held();
    await queue(house);
    const due = await claim(house);
    expect(due.map(({ userId, mail, attempts }) => [userId, mail, attempts])).toEqual([
      ["nina", "nina@example.com", 1],
      ["otto", null, 1],
    ]);
    expect(due[0]).toMatchObject({ notice: NOTICE, noticeLeadMsMin: HOUR_MS, displayName: "NINA" });
    expect(await claim(house)).toEqual([]);
    const again = await claim(house, plusMs(AT, HOUR_MS));
    expect(again.map(({ messageId, attempts }) => [messageId, attempts])).toEqual(due.map(({ messageId }) => [messageId, 2]));
    expect(due[0]?.messageId).toMatch(/^<rollout-1\.pilot\.[0-9a-f]{32}@tidegate\.invalid>$/);
    expect(await house.store.read((unit) => unit.communication.findMessage(due[0]?.messageId ?? ""))).toEqual({
      rolloutId: ID,
      stage: "pilot",
      userId: NINA,
      state: "queued",
    });
    const paused = await held({ state: "paused" });
    await queue(paused);
    expect(await claim(paused)).toEqual([]);
    expect(await paused.store.read((unit) => unit.communication.withHeldBack())).toEqual([]);
  });

  test("outcomes are kept, and a word by hand that came meanwhile stands", async () => {
    const house = await held();
    await queue(house);
    await claim(house);
    await tell(house, [OTTO], plusMs(AT, 5));
    const row = (userId: UserId, more: object) => ({
      rolloutId: ID,
      stage: "pilot" as const,
      userId,
      at: AT,
      nextAttemptAt: null,
      ...more,
    });
    await house.store.write((unit) =>
      unit.communication.settle([
        row(NINA, { outcome: { kind: "later", reason: "busy" }, nextAttemptAt: plusMs(AT, 9) }) as never,
        row(OTTO, { outcome: { kind: "refused", reason: "no mail address" } }) as never,
      ]),
    );
    const all = await house.store.read((unit) =>
      unit.communication.deliveries({ rolloutId: ID, stage: "pilot", state: null, limit: 9, after: null }),
    );
    expect(all).toMatchObject([
      { userId: NINA, state: "queued", lastError: "busy", toldAt: null },
      { userId: OTTO, state: "told-by-hand", toldAt: plusMs(AT, 5) },
    ]);
    expect(await claim(house, plusMs(AT, 8))).toEqual([]);
    expect(await claim(house, plusMs(AT, 9))).toHaveLength(1);
  });
});

test("the rollout is read with what its people have said; another notice voids the help desk's word", async () => {
  const house = await held();
  const standing = async () => (await house.store.read((unit) => unit.rollouts.find(ID)))?.people;
  const none = { noticeComplete: false, acknowledgement: null };
  expect(await standing()).toEqual({ pilot: { noticeComplete: true, acknowledgement: null }, production: none });
  const word = { stage: "pilot", noticeHash: noticeHashOf(NOTICE), by: "hanna", note: "read", at: AT } as const;
  await house.store.write((unit) => unit.communication.acknowledge(ID, word));
  const acknowledgement = { by: "hanna", at: AT, note: "read" };
  expect(await standing()).toEqual({ pilot: { noticeComplete: true, acknowledgement }, production: none });
  const other = { ...NOTICE, subject: "Location off!" };
  const row = { stage: "pilot", notice: other, hash: noticeHashOf(other), editedBy: "ada", editedAt: AT } as const;
  await house.store.write((unit) => unit.communication.setNotice(ID, row, []));
  expect((await standing())?.pilot).toEqual({ noticeComplete: true, acknowledgement: null });
});

test("names that the estate does not hold are told apart", async () => {
  const house = await held();
  expect(
    await house.store.read((unit) => unit.communication.unknownIds({ users: ["nina", "zoe", "adam"], sites: ["north", "west"] })),
  ).toEqual({ users: ["adam", "zoe"], sites: ["west"] });
});

test("P-S14, S22: over random estates, exactly devices with a told person or substitute are cleared", async () => {
  const opened = await open();
  const random = seededRandom("people");
  const people = Array.from({ length: 40 }, (_, at) => user(`u${at}` as UserId));
  const sites = Array.from({ length: 5 }, (_, at) => ({ id: `s${at}` as SiteId, name: "", timeZone: "UTC" }));
  const devices = Array.from({ length: 400 }, (_, at) =>
    device(`x${at}`, random.chance(0.7) ? random.pick(people).id : null, random.pick(sites).id),
  );
  const substitutes = sites.slice(0, 3).map(({ id }) => ({ siteId: id as SiteId | null, userId: random.pick(people).id }));
  await opened.store.write(async (unit) => {
    await unit.estate.upsert({ devices, users: people, groups: [], sites });
    await insertRollout(unit, makeRollout(), { cohort: devices.map(({ id }) => id), clearedAt: null });
    const row = { stage: "pilot", notice: NOTICE, hash: noticeHashOf(NOTICE), editedBy: "ada", editedAt: AT } as const;
    await unit.communication.setNotice(ID, row, substitutes);
  });
  const told = people.filter(() => random.chance(0.5)).map(({ id }) => id);
  await tell(opened, told);
  await clear(opened);
  const toldOf = ({ primaryUserId, siteId }: (typeof devices)[number]) =>
    primaryUserId ?? substitutes.find((one) => one.siteId === siteId)?.userId ?? null;
  const expected = devices.filter((one) => !told.includes(toldOf(one) as UserId)).map(({ id }) => id);
  expect(expected.length).toBeGreaterThan(50);
  expect(await heldBack(opened)).toEqual(expected.sort());
});
