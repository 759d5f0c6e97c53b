import { compareText, type DeviceId } from "../../kit/ids.ts";
import type { Instant } from "../../kit/instant.ts";
import type { Bucket, ListedDevice } from "../ports/live-store.ts";
import { firstFailure, reasonOfFailure, UNEXPLAINED, type FailureReason } from "../queries/failure-reason.ts";

export const DEVICE_SORTS = ["name", "phase", "state", "offered", "reported"] as const;
export type DeviceSort = (typeof DEVICE_SORTS)[number];
export type DeviceFilter = Readonly<{
  phase: number | null;
  state: Bucket | null;
  everFailed: boolean | null;
  reasonKey: string | null;
  /** Part of a name, serial number or id, in any case. */
  search: string | null;
}>;

/** `harmed`: not well now, or failed on the change before. */
export type DeviceGroups = Readonly<{
  total: number;
  states: readonly Readonly<{ state: Bucket; devices: number }>[];
  phases: readonly Readonly<{ index: number; devices: number }>[];
  reasons: readonly Readonly<{ key: string; text: string; devices: number; platforms: readonly string[] }>[];
  models: readonly Readonly<{ model: string; devices: number; harmed: number }>[];
}>;

/** The devices of one rollout, kept so that a filter and an order cost no query. It is a copy: the database is the truth. */
export type DeviceIndex = Readonly<{
  size: number;
  /** Replaces what is known of these devices. One that was not known is left out: members come with a whole new index. */
  put: (rows: readonly ListedDevice[]) => void;
  page: (
    filter: DeviceFilter,
    order: Readonly<{ sort: DeviceSort; descending: boolean; offset: number; limit: number }>,
  ) => Readonly<{ deviceIds: readonly DeviceId[]; total: number }>;
  groups: () => DeviceGroups;
}>;

/** The worst first: whoever sorts by state looks for what is wrong. */
const STATE_ORDER: readonly Bucket[] = [
  "error",
  "conflict",
  "awaitingReport",
  "heldBack",
  "notOffered",
  "succeeded",
  "notApplicable",
  "left",
];
const STATE_RANK = new Map(STATE_ORDER.map((state, rank) => [state, rank]));

type Entry = Readonly<{
  deviceId: DeviceId;
  name: string;
  searched: string;
  phaseIndex: number;
  state: Bucket;
  offeredAt: Instant | null;
  reportedAt: Instant | null;
  everFailed: boolean;
  platform: string | null;
  model: string | null;
  reason: FailureReason | null;
}>;

export function createDeviceIndex(rows: readonly ListedDevice[]): DeviceIndex {
  const reasons = new Map<string, FailureReason>();
  // In the order of their names, so that a position is a rank and every other order falls back on it.
  const entries = rows.map((row) => entryOf(row, reasons)).sort(byName);
  const positions = new Map(entries.map(({ deviceId }, position) => [deviceId, position]));
  const orders = new Map<string, Uint32Array>();
  const orderOf = (sort: DeviceSort, descending: boolean) => {
    const key = `${sort}/${descending}`;
    const known = orders.get(key) ?? orderEntries(entries, sort, descending);
    orders.set(key, known);
    return known;
  };
  return {
    size: entries.length,
    put: (changed) => {
      for (const row of changed) {
        const position = positions.get(row.deviceId);
        if (position !== undefined) entries[position] = entryOf(row, reasons);
      }
      if (changed.length > 0) orders.clear();
    },
    page: (filter, { sort, descending, offset, limit }) => {
      const fits = matcherOf(filter);
      const deviceIds: DeviceId[] = [];
      let total = 0;
      for (const position of orderOf(sort, descending)) {
        const entry = entries[position] as Entry;
        if (!fits(entry)) continue;
        if (total >= offset && deviceIds.length < limit) deviceIds.push(entry.deviceId);
        total += 1;
      }
      return { deviceIds, total };
    },
    groups: () => groupsOf(entries),
  };
}

/** Why a device is not well, or why it failed on the change before; null: neither. */
export function reasonOf({
  state,
  exceptions,
  failure,
}: Pick<ListedDevice, "state" | "exceptions" | "failure">): FailureReason | null {
  if (state !== "error" && state !== "conflict") return reasonOfFailure(failure);
  const [first = null] = Array.isArray(exceptions) ? (exceptions as readonly ListedDevice["exceptions"][]) : [];
  return reasonOfFailure(firstFailure(exceptions)) ?? reasonOfFailure(first) ?? reasonOfFailure(failure) ?? UNEXPLAINED;
}

/** One text for all devices of a reason: a hundred thousand of them would be a hundred thousand strings. */
function entryOf(row: ListedDevice, reasons: Map<string, FailureReason>): Entry {
  const found = reasonOf(row);
  const reason = found === null ? null : (reasons.get(found.key) ?? found);
  if (reason !== null) reasons.set(reason.key, reason);
  const { deviceId, name, serialNumber, phaseIndex, state, offeredAt, reportedAt, everFailed, platform, model } = row;
  const searched = `${name}\n${serialNumber ?? ""}\n${deviceId}`.toLowerCase();
  return { deviceId, name, searched, phaseIndex, state, offeredAt, reportedAt, everFailed, platform, model, reason };
}

function byName(a: Entry, b: Entry): number {
  return compareText(a.name, b.name) || compareText(a.deviceId, b.deviceId);
}

function matcherOf({ phase, state, everFailed, reasonKey, search }: DeviceFilter): (entry: Entry) => boolean {
  const part = search === null ? null : search.toLowerCase();
  return (entry) =>
    (phase === null || entry.phaseIndex === phase) &&
    (state === null || entry.state === state) &&
    (everFailed === null || entry.everFailed === everFailed) &&
    (reasonKey === null || entry.reason?.key === reasonKey) &&
    (part === null || entry.searched.includes(part));
}

/** What has no time yet comes last in both directions: a list that begins with "never" answers no question. */
function orderEntries(entries: readonly Entry[], sort: DeviceSort, descending: boolean): Uint32Array {
  const direction = descending ? -1 : 1;
  const keys = new Float64Array(entries.length);
  for (const [position, entry] of entries.entries()) keys[position] = keyOf(entry, sort, position, direction);
  const order = Uint32Array.from(entries, (_, position) => position);
  if (sort === "name") return descending ? order.reverse() : order;
  return order.sort((a, b) => (keys[a] as number) - (keys[b] as number) || a - b);
}

function keyOf(entry: Entry, sort: DeviceSort, position: number, direction: number): number {
  switch (sort) {
    case "name":
      return position;
    case "phase":
      return direction * entry.phaseIndex;
    case "state":
      return direction * (STATE_RANK.get(entry.state) ?? STATE_ORDER.length);
    case "offered":
      return entry.offeredAt === null ? NEVER : direction * entry.offeredAt;
    case "reported":
      return entry.reportedAt === null ? NEVER : direction * entry.reportedAt;
  }
}

/** Not infinite: the difference of two infinities is no number. */
const NEVER = Number.MAX_SAFE_INTEGER;
const MODEL_UNKNOWN = "unknown model";

function groupsOf(entries: readonly Entry[]): DeviceGroups {
  const states = new Map<Bucket, number>();
  const phases = new Map<number, number>();
  const reasons = new Map<string, { text: string; devices: number; platforms: Set<string> }>();
  const models = new Map<string, { devices: number; harmed: number }>();
  for (const entry of entries) {
    const { state, phaseIndex, reason, platform } = entry;
    states.set(state, (states.get(state) ?? 0) + 1);
    phases.set(phaseIndex, (phases.get(phaseIndex) ?? 0) + 1);
    countModel(models, entry);
    if (reason === null) continue;
    const group = reasons.get(reason.key) ?? { text: reason.text, devices: 0, platforms: new Set<string>() };
    group.devices += 1;
    if (platform !== null) group.platforms.add(platform);
    reasons.set(reason.key, group);
  }
  return {
    total: entries.length,
    states: STATE_ORDER.flatMap((state) => (states.has(state) ? [{ state, devices: states.get(state) ?? 0 }] : [])),
    phases: [...phases].map(([index, devices]) => ({ index, devices })).sort((a, b) => a.index - b.index),
    reasons: [...reasons]
      .map(([key, { text, devices, platforms }]) => ({ key, text, devices, platforms: [...platforms].sort() }))
      .sort((a, b) => b.devices - a.devices || compareText(a.key, b.key)),
    models: [...models]
      .filter(([, { harmed }]) => harmed > 0)
      .map(([model, counts]) => ({ model, ...counts }))
      .sort(byHarm),
  };
}

/** Only devices that were offered the change say something of a model: a failing laptop must not hide among those still to come. */
function countModel(models: Map<string, { devices: number; harmed: number }>, entry: Entry): void {
  if (entry.offeredAt === null || entry.state === "left") return;
  const model = entry.model ?? MODEL_UNKNOWN;
  const counts = models.get(model) ?? { devices: 0, harmed: 0 };
  counts.devices += 1;
  if (entry.everFailed || entry.state === "error" || entry.state === "conflict") counts.harmed += 1;
  models.set(model, counts);
}

type ModelCounts = DeviceGroups["models"][number];

/** By the share that is harmed, then by their number: 8 of 9 before 40 of 3,000. */
function byHarm(a: ModelCounts, b: ModelCounts): number {
  return b.harmed / b.devices - a.harmed / a.devices || b.harmed - a.harmed || compareText(a.model, b.model);
}
