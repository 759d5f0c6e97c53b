import type { RolloutDevicesAnswer } from "../../../http/contract/live.ts";
import type { Sort } from "../../kit/data-table.tsx";

export type DeviceRow = RolloutDevicesAnswer["items"][number];

/** What the page's address may hold of the API's filter (RolloutDevicesQuery). */
export const FILTER_KEYS = ["search", "phase", "state", "everFailed", "reason"] as const;
const SORT_KEYS = ["name", "phase", "state", "offered", "reported"] as const;

type Search = Readonly<Record<string, string>>;
export type DeviceFilter = Readonly<Record<(typeof FILTER_KEYS)[number] | "sort" | "descending", string | undefined>>;

export function filterOf(search: Search): DeviceFilter {
  const { key, descending } = sortOf(search);
  return {
    search: search["search"],
    phase: search["phase"],
    state: search["state"],
    everFailed: search["everFailed"],
    reason: search["reason"],
    sort: key,
    descending: descending ? "yes" : undefined,
  };
}

/** By name, unless the address says otherwise. */
export function sortOf(search: Search): Sort {
  return { key: SORT_KEYS.find((key) => key === search["sort"]) ?? "name", descending: search["descending"] === "yes" };
}
