import type { Json } from "../kit/canonical-json.ts";
import type { GroupId } from "../kit/ids.ts";
import type { Instant } from "../kit/instant.ts";
import type { AudienceEngine } from "../audience/audience-engine.ts";
import type { DeviceSet } from "../audience/device-set.ts";
import { PLATFORMS, type Platform } from "../estate/platform.ts";
import { declaredContributor, type Contributor, type DeclaredId } from "./contribution.ts";
import type { NodeId } from "./node.ts";
import type { NodeValue } from "./setting.ts";
import type { Workload } from "./workload.ts";

/**
 * Who else sets values on the devices of an estate (requirements.md 2.12). Nobody reads these from the devices: somebody declares
 * them for a group, out of a report or a table, and they are as old as that report.
 */
export const MASTERS = ["group-policy", "configuration-manager", "other-mdm"] as const;
export type Master = (typeof MASTERS)[number];

/**
 * One row of a report or a table. `value`: the node and what the device is given there. `node`: the node is known, and what the
 * source says cannot be compared with what MDM would write (a switch that the registry keeps the other way round, a secret).
 * `opaque`: nobody knows which node it is. Only the first can be right or wrong; the others stay visible and count.
 */
export type DeclaredRow = Readonly<{
  /** What the source calls it: a registry place, a policy's name, an OMA-URI. */
  setting: string;
  /** In the file, from 1. */
  line: number;
}> &
  Readonly<{ kind: "value"; node: NodeId; value: Json } | { kind: "node"; node: NodeId } | { kind: "opaque" }>;

/** What one master is declared to set on the devices of one group, for example one Group Policy object. */
export type DeclaredFact = Readonly<{
  id: DeclaredId;
  name: string;
  master: Master;
  groupId: GroupId;
  rows: readonly DeclaredRow[];
  /** Parts of the management that Configuration Manager keeps: Intune's values of these do not apply. Empty for other masters. */
  workloads: readonly Workload[];
  file: string;
  /** When the source was made, where it says so. */
  readAt: Instant | null;
  importedAt: Instant;
  importedBy: string;
}>;

export type RowCounts = Readonly<{ rows: number; values: number; nodesOnly: number; opaque: number }>;

export function countRows(rows: readonly DeclaredRow[]): RowCounts {
  const count = (kind: DeclaredRow["kind"]) => rows.filter((row) => row.kind === kind).length;
  return { rows: rows.length, values: count("value"), nodesOnly: count("node"), opaque: count("opaque") };
}

/** What the fact asks for where it can be compared; null: a master that sets nothing itself. */
export function contributorOfDeclared(fact: DeclaredFact): Contributor | null {
  if (fact.master === "configuration-manager") return null;
  const { id, name, master, rows } = fact;
  return declaredContributor({ id, name, role: master, settings: settingsOf(rows) }, platformsOf(fact.master));
}

/** Group Policy and Configuration Manager are Windows' alone; another MDM may hold anything. */
function platformsOf(master: Master): readonly Platform[] {
  return master === "other-mdm" ? PLATFORMS : ["windows"];
}

function settingsOf(rows: readonly DeclaredRow[]): readonly NodeValue[] {
  return rows.flatMap((row) => (row.kind === "value" ? [{ node: row.node, value: row.value }] : []));
}

/** Devices of the group that this master can have at all. A group that the estate does not hold reaches nobody. */
export function reachOfDeclared(
  engine: AudienceEngine,
  { master, groupId }: Pick<DeclaredFact, "master" | "groupId">,
): DeviceSet {
  const target = { kind: "group", groupId } as const;
  return engine.reach({ platforms: platformsOf(master), assignments: [{ mode: "include", target }] });
}

/** For people: who set it, in words. */
export const MASTER_WORDS: Readonly<Record<Master, string>> = {
  "group-policy": "Group Policy",
  "configuration-manager": "Configuration Manager",
  "other-mdm": "another MDM",
};
