import type { KyselyPlugin } from "kysely";
import { afterEach, describe, expect, test } from "vitest";
import { makeDevice, makeUser, randomEstate } from "../../tests/helpers/random-estate.ts";
import { aLab, AT, testStore } from "../../tests/helpers/test-store.ts";
import type { Device } from "../estate/device.ts";
import { estateOf, type EstateParts } from "../estate/estate.ts";
import type { DeviceId, GroupId, SiteId, UserId } from "../kit/ids.ts";
import { plusMs } from "../kit/instant.ts";
import { createStore } from "./create-store.ts";

const open = testStore(afterEach);
const NOTHING: EstateParts = { devices: [], users: [], groups: [], sites: [] };
const device = (id: string, overrides: Partial<Device> = {}): Device => makeDevice({ id: id as DeviceId, ...overrides });
const ANY = { search: null, platform: null, limit: 100, afterId: null };

describe("the estate", () => {
  test("comes back as it went in, and a second import of it changes nothing", async () => {
    const { store } = await open();
    const estate = randomEstate(7, { devices: 300, users: 200, groups: 12 });
    const parts = {
      devices: estate.devices,
      users: [...estate.usersById.values()],
      groups: [...estate.groupsById.values()],
      sites: [{ id: "north" as SiteId, name: "North", timeZone: "Europe/Oslo" }],
    };
    const first = await store.write((unit) => unit.estate.upsert(parts));
    expect(first.devices).toEqual({ added: 300, changed: 0, unchanged: 0 });
    expect(await store.read((unit) => unit.estate.load())).toEqual(estateOf(parts));
    const second = await store.write((unit) => unit.estate.upsert(parts));
    const same = (unchanged: number) => ({ added: 0, changed: 0, unchanged });
    expect(second).toEqual({
      sites: same(1),
      groups: same(parts.groups.length),
      users: same(parts.users.length),
      devices: same(300),
    });
  });

  test("keeps the facts of a device and a person that a later import does not report", async () => {
    const { store } = await open();
    const facts = {
      supervised: false,
      joinType: "hybrid-joined",
      enrolment: "co-managed",
      driveEncryption: "xts-aes-128",
    } as const;
    const user = makeUser({ id: "u" as UserId, licences: [] });
    await store.write((unit) => unit.estate.upsert({ ...NOTHING, devices: [device("a", facts)], users: [user] }));
    const silent = { ...NOTHING, devices: [device("a", { model: "New" })], users: [{ ...user, licences: null }] };
    const counts = await store.write((unit) => unit.estate.upsert(silent));
    expect([counts.devices.changed, counts.users.unchanged]).toEqual([1, 1]);
    const told = { ...NOTHING, devices: [device("a", { model: "New", driveEncryption: "xts-aes-256" })] };
    expect((await store.write((unit) => unit.estate.upsert(told))).devices.changed).toBe(1);
    const { devices, usersById } = await store.read((unit) => unit.estate.load());
    expect(devices).toEqual([device("a", { ...facts, model: "New", driveEncryption: "xts-aes-256" })]);
    expect(usersById.get(user.id)?.licences).toEqual([]);
  });

  test("counts what an import adds and changes, and leaves alone what it does not name", async () => {
    const { store } = await open();
    const group = { id: "g" as GroupId, name: "Group", memberKind: "device" } as const;
    const user = makeUser({ id: "u" as UserId });
    await store.write((unit) =>
      unit.estate.upsert({ ...NOTHING, devices: [device("a"), device("b")], groups: [group], users: [user] }),
    );
    const changed = [device("b", { osVersion: null, groupIds: [group.id] }), device("c")];
    const counts = await store.write((unit) =>
      unit.estate.upsert({
        ...NOTHING,
        devices: changed,
        users: [{ ...user, mail: "u@contoso.example" }],
        groups: [{ ...group, name: "New" }],
      }),
    );
    expect(counts.devices).toEqual({ added: 1, changed: 1, unchanged: 0 });
    expect(counts.users).toEqual({ added: 0, changed: 1, unchanged: 0 });
    const estate = await store.read((unit) => unit.estate.load());
    expect(estate.devices).toEqual([device("a"), ...changed]);
    expect(estate.groupsById.get(group.id)?.name).toBe("New");
    expect(estate.usersById.get(user.id)?.mail).toBe("u@contoso.example");
  });

  test("a serial number may move to another record within one import, and never be on two", async () => {
    const { store } = await open();
    await store.write((unit) =>
      unit.estate.upsert({ ...NOTHING, devices: [device("a", { serialNumber: "1" }), device("b", { serialNumber: "2" })] }),
    );
    const swapped = [device("a", { serialNumber: "2" }), device("b", { serialNumber: "1" }), device("c", { serialNumber: "3" })];
    await store.write((unit) => unit.estate.upsert({ ...NOTHING, devices: swapped }));
    expect((await store.read((unit) => unit.estate.findBySerials(["3", "1", "9"]))).map((found) => found.id)).toEqual(["b", "c"]);
    const twice = store.write((unit) => unit.estate.upsert({ ...NOTHING, devices: [device("d", { serialNumber: "3" })] }));
    await expect(twice).rejects.toMatchObject({ code: "23505" });
  });

  test("5,000 devices and 4,200 people come in with a few statements", async () => {
    const { database } = await open();
    let statements = 0;
    const counting: KyselyPlugin = {
      transformQuery: ({ node }) => {
        statements += 1;
        return node;
      },
      transformResult: ({ result }) => Promise.resolve(result),
    };
    const store = createStore({ db: database.db.withPlugin(counting) });
    const users = Array.from({ length: 4_200 }, (_, at) => makeUser({ id: `user-${at}` as UserId, groupIds: ["g" as GroupId] }));
    const counts = await store.write((unit) => unit.estate.upsert({ ...aLab(5_000).parts, users }));
    expect([counts.devices.added, counts.users.added]).toEqual([5_000, 4_200]);
    // Not one for each row: that would take a minute.
    expect(statements).toBeGreaterThan(0);
    expect(statements).toBeLessThan(100);
  });
});

describe("a device", () => {
  test("is seen forward in time only, also by an import", async () => {
    const { store } = await open();
    const seenAt = async () => (await store.read((unit) => unit.estate.findDevice("a" as DeviceId)))?.lastSeenAt;
    await store.write((unit) => unit.estate.upsert({ ...NOTHING, devices: [device("a", { lastSeenAt: null })] }));
    expect(await seenAt()).toBeNull();
    const touch = (...times: number[]) =>
      store.write((unit) => unit.estate.touch(times.map((afterMs) => ({ deviceId: "a" as DeviceId, at: plusMs(AT, afterMs) }))));
    await touch(5, 9, 7);
    expect(await seenAt()).toBe(plusMs(AT, 9));
    await touch(8);
    expect(await seenAt()).toBe(plusMs(AT, 9));
    await store.write((unit) => unit.estate.upsert({ ...NOTHING, devices: [device("a", { lastSeenAt: AT })] }));
    expect(await seenAt()).toBe(plusMs(AT, 9));
    await store.write((unit) => unit.estate.touch([{ deviceId: "nobody" as DeviceId, at: AT }]));
  });

  test("is looked up by id before serial number before name", async () => {
    const { store } = await open();
    const devices = [
      device("a", { name: "x", serialNumber: "c" }),
      device("b", { name: "a", serialNumber: "x" }),
      device("c", { name: "lone" }),
    ];
    await store.write((unit) => unit.estate.upsert({ ...NOTHING, devices }));
    const found = async (text: string) => (await store.read((unit) => unit.estate.lookUpDevice(text)))?.id ?? null;
    expect([
      await found("a"),
      await found("c"),
      await found("x"),
      await found("lone"),
      await found("LONE"),
      await found(""),
    ]).toEqual(["a", "c", "b", "c", null, null]);
    expect(await store.read((unit) => unit.estate.findDevice("x" as DeviceId))).toBeNull();
  });

  test("is listed in pages of code-unit order, by platform and by part of its name", async () => {
    const { store } = await open();
    const devices = [
      device("B", { name: "100% ok", platform: "macOS" }),
      device("a", { name: "100 ok" }),
      device("Z", { name: "under_score" }),
      device("ä", { name: "underXscore" }),
    ];
    await store.write((unit) => unit.estate.upsert({ ...NOTHING, devices }));
    const list = async (filter: Partial<typeof ANY> | object) =>
      (await store.read((unit) => unit.estate.listDevices({ ...ANY, ...filter }))).map((one) => one.id);
    expect(await list({})).toEqual(["B", "Z", "a", "ä"]);
    expect(await list({ limit: 2 })).toEqual(["B", "Z"]);
    expect(await list({ limit: 2, afterId: "Z" })).toEqual(["a", "ä"]);
    expect(await list({ platform: "macOS" })).toEqual(["B"]);
    expect(await list({ search: "100%" })).toEqual(["B"]);
    expect(await list({ search: "R_S" })).toEqual(["Z"]);
    expect(await list({ search: "OK" })).toEqual(["B", "a"]);
    const count = (search: string | null) =>
      store.read((unit) => unit.estate.countDevices({ ...ANY, search, limit: 1, afterId: "Z" }));
    expect([await count(null), await count("ok"), await count("nothing")]).toEqual([4, 2, 0]);
  });
});

test("the baseline that was taken last is the latest, also where its content was seen before", async () => {
  const { store } = await open();
  expect(await store.read((unit) => unit.estate.latestBaseline())).toBeNull();
  const take = (hash: string, afterMs: number) =>
    store.write((unit) => unit.estate.saveBaseline({ hash, takenAt: plusMs(AT, afterMs), summary: { devices: afterMs } }));
  await take("a", 0);
  await take("b", 1);
  expect((await store.read((unit) => unit.estate.latestBaseline()))?.hash).toBe("b");
  await take("a", 2);
  expect(await store.read((unit) => unit.estate.latestBaseline())).toEqual({
    hash: "a",
    takenAt: plusMs(AT, 2),
    summary: { devices: 2 },
  });
});
