import { afterEach, describe, expect, test } from "vitest";
import { makeRollout } from "../../tests/helpers/make-rollout.ts";
import { AT, aLab, insertRollout, PREVIOUS, TARGET, testStore, type OpenStore } from "../../tests/helpers/test-store.ts";
import type { RequestFilter, RequestRow } from "../app/ports/request-store.ts";
import type { DeviceId, PolicyId, RolloutId } from "../kit/ids.ts";
import { plusMs } from "../kit/instant.ts";

const open = testStore(afterEach);
const ROLLOUT = "rollout-1" as RolloutId;
const { ids, parts } = aLab(3);
const [first, second] = ids as readonly [DeviceId, DeviceId, DeviceId];

const makeRequest = (overrides: Partial<RequestRow> = {}): RequestRow => ({
  id: "hr-1",
  openedAt: AT,
  openedBy: "hanna",
  requester: "nina.koch",
  deviceId: null,
  summary: "Screen stays black",
  description: "After the restart",
  workedBefore: "yes",
  source: "form",
  externalId: null,
  state: "open",
  link: null,
  ...overrides,
});
const link = { rolloutId: ROLLOUT, by: "hanna", at: plusMs(AT, 5) };
const all: RequestFilter = { rolloutId: null, state: null, linked: null, limit: 50, afterId: null };

/** Three devices, a rollout that is in the cohort of the first two, and these requests. */
async function filled(...rows: readonly RequestRow[]): Promise<OpenStore["store"]> {
  const { store } = await open();
  await store.write(async (unit) => {
    await unit.estate.upsert(parts);
    await insertRollout(unit, makeRollout(), { cohort: [first, second] });
    for (const row of rows) await unit.requests.insert(row);
  });
  return store;
}

describe("a help request", () => {
  test("comes back as it was written, with the names and rollouts of its device", async () => {
    const row = makeRequest({ deviceId: first, externalId: "INC 7", workedBefore: "no", link });
    const store = await filled(row);
    await store.write(async (unit) => {
      await unit.rollouts.insert(
        makeRollout({ id: "rollout-2" as RolloutId, name: "Later", createdAt: plusMs(AT, 1) }),
        "policy-2" as PolicyId,
        { target: TARGET, previous: PREVIOUS },
      );
      await unit.rollouts.openPhase(
        "rollout-2" as RolloutId,
        {
          phaseIndex: 0,
          name: "wave 1",
          cap: 10,
          cohortSize: 1,
          openedAt: AT,
          leftAt: null,
          publishedAt: null,
          selection: {},
          judgement: null,
        },
        [first],
        AT,
      );
      await unit.rollouts.expose([
        { rolloutId: ROLLOUT, deviceId: first, phaseIndex: 0, versionHash: TARGET, offeredAt: AT, rolloutRevision: 1 },
      ]);
    });
    expect(await store.read((unit) => unit.requests.find(row.id))).toEqual({
      ...row,
      deviceName: parts.devices[0]?.name,
      rolloutName: "Firewall on",
      deviceRollouts: [
        { id: "rollout-2", name: "Later", status: "pilot-isolated", offeredAt: null },
        { id: ROLLOUT, name: "Firewall on", status: "pilot-isolated", offeredAt: AT },
      ],
    });
    expect(await store.write((unit) => unit.requests.findForUpdate(row.id))).toEqual(row);
    expect(await store.read((unit) => unit.requests.find("hr-2"))).toBeNull();
    expect(await store.write((unit) => unit.requests.findForUpdate("hr-2"))).toBeNull();
  });

  test("of another system is one, however often it is sent; without that system's id it is always a new one", async () => {
    const store = await filled();
    const add = (row: Partial<RequestRow>) => store.write((unit) => unit.requests.insert(makeRequest(row)));
    expect(await add({ source: "desk", externalId: "7" })).toMatchObject({ isNew: true });
    const again = await add({ id: "hr-2", source: "desk", externalId: "7", summary: "other words" });
    expect(again).toEqual({ isNew: false, row: makeRequest({ source: "desk", externalId: "7" }) });
    expect(await add({ id: "hr-3", source: "other desk", externalId: "7" })).toMatchObject({ isNew: true });
    expect(await add({ id: "hr-4" })).toMatchObject({ isNew: true });
    expect(await add({ id: "hr-5" })).toMatchObject({ isNew: true });
    expect(await store.read((unit) => unit.requests.count(all))).toBe(4);
  });

  test("sent by two at once is one", async () => {
    const store = await filled();
    const add = (id: string) => store.write((unit) => unit.requests.insert(makeRequest({ id, source: "desk", externalId: "7" })));
    const answers = await Promise.all([add("hr-1"), add("hr-2"), add("hr-3")]);
    expect(answers.filter(({ isNew }) => isNew)).toHaveLength(1);
    expect(new Set(answers.map(({ row }) => row.id)).size).toBe(1);
  });

  test("is linked, linked anew and let go; closed and opened", async () => {
    const store = await filled(makeRequest());
    const after = async (change: (unit: Parameters<Parameters<typeof store.write>[0]>[0]) => Promise<void>) => {
      await store.write(change);
      return store.read((unit) => unit.requests.find("hr-1"));
    };
    expect(await after((unit) => unit.requests.setLink("hr-1", link))).toMatchObject({ link, rolloutName: "Firewall on" });
    expect(await after((unit) => unit.requests.setLink("hr-1", null))).toMatchObject({ link: null, rolloutName: null });
    expect(await after((unit) => unit.requests.setState("hr-1", "closed"))).toMatchObject({ state: "closed" });
    expect(await after((unit) => unit.requests.setState("hr-1", "open"))).toMatchObject({ state: "open" });
    await expect(store.write((unit) => unit.requests.setLink("hr-2", link))).rejects.toThrow("hr-2");
    await expect(store.write((unit) => unit.requests.setState("hr-2", "open"))).rejects.toThrow("hr-2");
  });

  test("names only devices and rollouts that there are", async () => {
    const store = await filled(makeRequest());
    const gone = { ...link, rolloutId: "rollout-9" as RolloutId };
    await expect(store.write((unit) => unit.requests.setLink("hr-1", gone))).rejects.toThrow("foreign key");
    const stranger = makeRequest({ id: "hr-2", deviceId: "device-9" as DeviceId });
    await expect(store.write((unit) => unit.requests.insert(stranger))).rejects.toThrow("foreign key");
  });
});

describe("help requests", () => {
  const rows = [
    makeRequest({ id: "hr-b", link }),
    makeRequest({ id: "hr-A", deviceId: first, state: "closed", link }),
    makeRequest({ id: "hr-old", openedAt: plusMs(AT, -10) }),
    makeRequest({ id: "hr-new", openedAt: plusMs(AT, 10), state: "closed" }),
  ];

  test("come newest first, page by page, each once", async () => {
    const store = await filled(...rows);
    const seen: string[] = [];
    for (let afterId: string | null = null; ; ) {
      const page = await store.read((unit) => unit.requests.list({ ...all, limit: 2, afterId }));
      if (page.length === 0) break;
      seen.push(...page.map(({ id }) => id));
      afterId = page.at(-1)?.id ?? null;
    }
    expect(seen).toEqual(["hr-new", "hr-A", "hr-b", "hr-old"]);
    expect(await store.read((unit) => unit.requests.list({ ...all, afterId: "hr-gone" }))).toEqual([]);
  });

  test("are filtered, and the count says how many there are", async () => {
    const store = await filled(...rows);
    const which = (filter: Partial<RequestFilter>) =>
      store.read(async (unit) => {
        const items = await unit.requests.list({ ...all, ...filter });
        expect(await unit.requests.count({ ...all, ...filter })).toBe(items.length);
        return items.map(({ id }) => id);
      });
    expect(await which({ rolloutId: ROLLOUT })).toEqual(["hr-A", "hr-b"]);
    expect(await which({ rolloutId: "rollout-9" as RolloutId })).toEqual([]);
    expect(await which({ state: "open" })).toEqual(["hr-b", "hr-old"]);
    expect(await which({ linked: false })).toEqual(["hr-new", "hr-old"]);
    expect(await which({ linked: true, state: "closed" })).toEqual(["hr-A"]);
  });

  test("count in their rollout's gate from a moment on, the closed ones too", async () => {
    const store = await filled(...rows, makeRequest({ id: "hr-early", openedAt: plusMs(AT, -1), link }));
    const linked = (rollout: RolloutId, since = AT) => store.read((unit) => unit.requests.countLinked(rollout, since));
    expect(await linked(ROLLOUT)).toBe(2);
    expect(await linked(ROLLOUT, plusMs(AT, -1))).toBe(3);
    expect(await linked(ROLLOUT, plusMs(AT, 1))).toBe(0);
    expect(await linked("rollout-9" as RolloutId)).toBe(0);
  });

  test("that nobody linked wait for an agent, the oldest first", async () => {
    const empty = await filled();
    expect(await empty.read((unit) => unit.requests.countUnlinkedOpen())).toEqual({ requests: 0, oldestAt: null });
    const store = await filled(...rows, makeRequest({ id: "hr-2" }));
    expect(await store.read((unit) => unit.requests.countUnlinkedOpen())).toEqual({ requests: 2, oldestAt: plusMs(AT, -10) });
  });
});
