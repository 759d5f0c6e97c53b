import type { DEVICE_BUCKETS } from "../../src/http/contract/rollouts.ts";
import { compareText } from "../../src/kit/ids.ts";
import type { BigDevice } from "./big-estate.ts";

type Bucket = (typeof DEVICE_BUCKETS)[number];

/** What was done to a device here and what it said: the oracle's whole knowledge, kept without the server. */
export type DeviceFact = Readonly<{
  device: BigDevice;
  phaseIndex: number;
  state: Bucket;
  offeredAt: number | null;
  reportedAt: number | null;
  everFailed: boolean;
}>;
export type FleetFacts = ReadonlyMap<string, DeviceFact>;

export type PageAsked = Readonly<{
  phase?: number;
  state?: Bucket;
  everFailed?: "yes" | "no";
  search?: string;
  sort?: "name" | "offered" | "reported";
  descending?: "yes" | "no";
  offset?: number;
  limit?: number;
}>;

/** Every device is looked at and all that fit are sorted: no index, no cleverness. */
export function recountPage(facts: FleetFacts, asked: PageAsked): Readonly<{ total: number; items: readonly DeviceFact[] }> {
  const { sort = "name", descending = "no", offset = 0, limit = 50 } = asked;
  const fitting = [...facts.values()].filter((fact) => fits(fact, asked)).sort((a, b) => byName(a, b));
  const direction = descending === "yes" ? -1 : 1;
  if (sort === "name") {
    if (direction === -1) fitting.reverse();
  } else {
    const at = (fact: DeviceFact) => (sort === "offered" ? fact.offeredAt : fact.reportedAt);
    fitting.sort((a, b) => {
      const [left, right] = [at(a), at(b)];
      if (left === null || right === null) return Number(left === null) - Number(right === null);
      return direction * (left - right);
    });
  }
  return { total: fitting.length, items: fitting.slice(offset, offset + limit) };
}

function fits({ device, phaseIndex, state, everFailed }: DeviceFact, asked: PageAsked): boolean {
  const { name, serialNumber, id } = device;
  const part = asked.search?.toLowerCase();
  return (
    (asked.phase === undefined || phaseIndex === asked.phase) &&
    (asked.state === undefined || state === asked.state) &&
    (asked.everFailed === undefined || everFailed === (asked.everFailed === "yes")) &&
    (part === undefined || [name, serialNumber, id].some((text) => text.toLowerCase().includes(part)))
  );
}

function byName(a: DeviceFact, b: DeviceFact): number {
  return compareText(a.device.name, b.device.name) || compareText(a.device.id, b.device.id);
}

/** How many devices have each value. */
export function tally<Key extends string | number>(
  facts: FleetFacts,
  keyOf: (fact: DeviceFact) => Key,
): ReadonlyMap<Key, number> {
  const counts = new Map<Key, number>();
  for (const fact of facts.values()) counts.set(keyOf(fact), (counts.get(keyOf(fact)) ?? 0) + 1);
  return counts;
}
