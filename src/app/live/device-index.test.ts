import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { compareText, type DeviceId } from "../../kit/ids.ts";
import { instant } from "../../kit/instant.ts";
import type { Bucket, ListedDevice } from "../ports/live-store.ts";
import { createDeviceIndex, DEVICE_SORTS, reasonOf, type DeviceFilter } from "./device-index.ts";

const STATES: readonly Bucket[] = [
  "error",
  "conflict",
  "awaitingReport",
  "heldBack",
  "notOffered",
  "succeeded",
  "notApplicable",
  "left",
];
const EVERYBODY: DeviceFilter = { phase: null, state: null, everFailed: null, reasonKey: null, search: null };

const makeDevice = (overrides: Partial<ListedDevice> = {}): ListedDevice => ({
  deviceId: "d1" as DeviceId,
  name: "PC-1",
  serialNumber: "SN1",
  phaseIndex: 0,
  state: "succeeded",
  offeredAt: instant(1),
  reportedAt: instant(2),
  everFailed: false,
  platform: "windows",
  model: "Contoso 7",
  exceptions: [],
  failure: null,
  ...overrides,
});
const failedWith = (errorCode: string) => ({ node: "n", state: "error", applied: false, verified: false, errorCode });

const time = fc.option(fc.integer({ min: 0, max: 5 }).map(instant), { nil: null });
const deviceRows = fc
  .array(
    fc.record({
      name: fc.constantFrom("alpha", "Beta", "gamma", "PC", "pc"),
      phaseIndex: fc.integer({ min: 0, max: 2 }),
      state: fc.constantFrom(...STATES),
      offeredAt: time,
      reportedAt: time,
      everFailed: fc.boolean(),
      failure: fc.constantFrom(
        null,
        { node: "n", state: "error", errorCode: "E1" },
        { node: "n", state: "error", errorCode: "E2" },
      ),
      exceptions: fc.constantFrom([], [failedWith("E1")], [failedWith("E3")]),
      model: fc.constantFrom(null, "A", "B"),
    }),
    { maxLength: 40 },
  )
  .map((rows) => rows.map((row, at) => makeDevice({ ...row, deviceId: `d${at}` as DeviceId, serialNumber: `SN${at}` })));
const filters = fc.record({
  phase: fc.option(fc.integer({ min: 0, max: 2 }), { nil: null }),
  state: fc.option(fc.constantFrom(...STATES), { nil: null }),
  everFailed: fc.option(fc.boolean(), { nil: null }),
  reasonKey: fc.constantFrom(null, reasonOf(makeDevice({ failure: { node: "n", state: "error", errorCode: "E1" } }))?.key ?? ""),
  search: fc.constantFrom(null, "pc", "SN1", "d2", "BETA"),
});
const orders = fc.record({
  sort: fc.constantFrom(...DEVICE_SORTS),
  descending: fc.boolean(),
  offset: fc.integer({ min: 0, max: 12 }),
  limit: fc.integer({ min: 1, max: 9 }),
});

/** The same question, answered the plain way. */
function plainPage(rows: readonly ListedDevice[], filter: DeviceFilter, order: Order) {
  const part = filter.search?.toLowerCase() ?? "";
  const fitting = rows.filter(
    (row) =>
      (filter.phase ?? row.phaseIndex) === row.phaseIndex &&
      (filter.state ?? row.state) === row.state &&
      (filter.everFailed ?? row.everFailed) === row.everFailed &&
      (filter.reasonKey === null || reasonOf(row)?.key === filter.reasonKey) &&
      [row.name, row.serialNumber ?? "", row.deviceId].some((text) => text.toLowerCase().includes(part)),
  );
  const sign = order.descending ? -1 : 1;
  const byName = (a: ListedDevice, b: ListedDevice) => compareText(a.name, b.name) || compareText(a.deviceId, b.deviceId);
  const byTime = (a: number | null, b: number | null) =>
    a === null || b === null ? Number(a === null) - Number(b === null) : sign * (a - b);
  const compare = {
    name: (a: ListedDevice, b: ListedDevice) => sign * byName(a, b),
    phase: (a: ListedDevice, b: ListedDevice) => sign * (a.phaseIndex - b.phaseIndex) || byName(a, b),
    state: (a: ListedDevice, b: ListedDevice) => sign * (STATES.indexOf(a.state) - STATES.indexOf(b.state)) || byName(a, b),
    offered: (a: ListedDevice, b: ListedDevice) => byTime(a.offeredAt, b.offeredAt) || byName(a, b),
    reported: (a: ListedDevice, b: ListedDevice) => byTime(a.reportedAt, b.reportedAt) || byName(a, b),
  }[order.sort];
  const deviceIds = fitting.toSorted(compare).map((row) => row.deviceId);
  return { deviceIds: deviceIds.slice(order.offset, order.offset + order.limit), total: deviceIds.length };
}
type Order = Parameters<ReturnType<typeof createDeviceIndex>["page"]>[1];

describe("the index of a rollout's devices", () => {
  test("answers every filter and every order as a plain search would, also after changes", () => {
    fc.assert(
      fc.property(deviceRows, deviceRows, filters, orders, (rows, later, filter, order) => {
        const index = createDeviceIndex(rows);
        expect(index.page(filter, order)).toEqual(plainPage(rows, filter, order));
        // A name is the estate's: when it changes, the whole index is made anew.
        const changed = later.slice(0, rows.length).map((row, at) => ({ ...row, name: rows[at]?.name ?? "" }));
        index.put([...changed, makeDevice({ deviceId: "stranger" as DeviceId })]);
        const now = [...changed, ...rows.slice(changed.length)];
        expect(index.page(filter, order)).toEqual(plainPage(now, filter, order));
      }),
    );
  });

  test("shows a failing model at once: by the share of those that were offered the change", () => {
    const many = (count: number, model: string, overrides: Partial<ListedDevice>) =>
      Array.from({ length: count }, (_, at) =>
        makeDevice({ deviceId: `${model}${at}${JSON.stringify(overrides)}` as DeviceId, model, ...overrides }),
      );
    const broken = { state: "error", everFailed: true, exceptions: [failedWith("E1")] } as const;
    const groups = createDeviceIndex([
      ...many(8, "Contoso 7", broken),
      ...many(1, "Contoso 7", {}),
      ...many(90, "Contoso 7", { state: "notOffered", offeredAt: null }),
      ...many(10, "Fabrikam", broken),
      ...many(90, "Fabrikam", {}),
      ...many(5, "Sound", {}),
    ]).groups();
    expect(groups.models).toEqual([
      { model: "Contoso 7", devices: 9, harmed: 8 },
      { model: "Fabrikam", devices: 100, harmed: 10 },
    ]);
    expect(groups.reasons).toMatchObject([{ text: "n fails with E1", devices: 18, platforms: ["windows"] }]);
    expect(groups.total).toBe(204);
    expect(groups.states.reduce((sum, { devices }) => sum + devices, 0)).toBe(204);
  });

  test("keeps the reason of a failure that a rollback has mended, and has one for a failure without words", () => {
    const failure = { node: "n", state: "error", errorCode: "E1" };
    expect(reasonOf(makeDevice({ state: "awaitingReport", everFailed: true, failure }))?.text).toBe("n fails with E1");
    expect(reasonOf(makeDevice({ state: "error", exceptions: [failedWith("E2")], failure }))?.text).toBe("n fails with E2");
    expect(reasonOf(makeDevice({ state: "error", exceptions: [{ code: "bundle-expired", detail: "x" }] }))?.text).toBe(
      "The device refused its bundle: bundle-expired",
    );
    expect(reasonOf(makeDevice({ state: "error" }))?.text).toBe("The device gave no reason");
    expect(reasonOf(makeDevice())).toBeNull();
  });

  test("a page of everybody is everybody", () => {
    const order = { sort: "name", descending: false, offset: 0, limit: 50 } as const;
    expect(createDeviceIndex([makeDevice()]).page(EVERYBODY, order)).toEqual({ deviceIds: ["d1"], total: 1 });
  });
});
