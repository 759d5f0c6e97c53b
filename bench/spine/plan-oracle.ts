import { parse } from "csv-parse/sync";
import type { DemoOrganisation } from "../../src/sim/organisation/demo-organisation.ts";

/*
 * What a plan has to say, worked out device by device from the files that were imported: no engine, no sets, no code of
 * the product. Slow and plain on purpose.
 */

type Row = Readonly<Record<string, string | undefined>>;
type Target = Readonly<{ "@odata.type": string; groupId?: string }>;
type Instance = Readonly<Record<string, unknown>>;
export type PolicyFileJson = Readonly<{
  id: string;
  name?: string;
  displayName?: string;
  platforms?: string;
  "@odata.type"?: string;
  settings?: readonly Readonly<{ settingInstance: Instance }>[];
  assignments: readonly Readonly<{ target: Target }>[];
}>;
export type OracleDevice = Readonly<{ platform: string; groups: ReadonlySet<string>; userGroups: ReadonlySet<string> | null }>;
export type OraclePlan = Readonly<{ inScope: number; gained: number; conflicts: readonly string[] }>;

const PLATFORMS: Readonly<Record<string, readonly string[]>> = {
  windows10: ["windows"],
  macOS: ["macOS"],
  iOS: ["iOS", "iPadOS"],
  "#microsoft.graph.windows10CompliancePolicy": ["windows"],
  "#microsoft.graph.macOSCompliancePolicy": ["macOS"],
  "#microsoft.graph.iosCompliancePolicy": ["iOS", "iPadOS"],
  "#microsoft.graph.androidDeviceOwnerCompliancePolicy": ["android"],
};

export function oracleDevices({ files }: DemoOrganisation): readonly OracleDevice[] {
  const table = (path: string): Row[] =>
    parse<Row>(new TextDecoder().decode(files.find((file) => file.path === path)?.bytes), { columns: true });
  const groupsOfUser = new Map(table("users.csv").map((user) => [user["id"], listed(user["groupIds"])]));
  return table("devices.csv").map((device) => ({
    platform: device["platform"] ?? "",
    groups: listed(device["groupIds"]),
    userGroups: device["primaryUserId"] === "" ? null : (groupsOfUser.get(device["primaryUserId"]) ?? null),
  }));
}

export function policyFilesOf({ files }: DemoOrganisation): readonly PolicyFileJson[] {
  return files
    .filter(({ path }) => path.endsWith(".json"))
    .map(({ bytes }) => JSON.parse(new TextDecoder().decode(bytes)) as PolicyFileJson);
}

/** @param after the changed policy's whole file, as it shall be */
export function planByHand(devices: readonly OracleDevice[], live: readonly PolicyFileJson[], after: PolicyFileJson): OraclePlan {
  const before = live.find((policy) => policy.id === after.id);
  const others = live.filter((policy) => policy.id !== after.id);
  const values = valuesOf(after);
  const disagreeing = others.flatMap((other) => {
    const nodes = [...valuesOf(other)]
      .filter(([node, value]) => values.has(node) && values.get(node) !== value)
      .map(([node]) => node);
    return nodes.length === 0 ? [] : [{ other, nodes }];
  });
  const counts = new Map<string, number>();
  let inScope = 0;
  let gained = 0;
  for (const device of devices) {
    if (!reaches(after, device)) continue;
    inScope += 1;
    if (before === undefined || !reaches(before, device)) gained += 1;
    for (const { other, nodes } of disagreeing) {
      if (!reaches(other, device)) continue;
      for (const node of nodes) counts.set(`${node} ${other.id}`, (counts.get(`${node} ${other.id}`) ?? 0) + 1);
    }
  }
  return { inScope, gained, conflicts: [...counts].map(([key, count]) => `${key} ${count}`).sort() };
}

/** Included by device or by person; an exclusion of the same kind takes out, of the other kind it does not. */
function reaches(policy: PolicyFileJson, device: OracleDevice): boolean {
  if (!(PLATFORMS[policy.platforms ?? policy["@odata.type"] ?? ""] ?? []).includes(device.platform)) return false;
  const kindsHit = (wantsExclusion: boolean) =>
    new Set(
      policy.assignments.flatMap(({ target }) => {
        const type = target["@odata.type"];
        if (type.endsWith("exclusionGroupAssignmentTarget") !== wantsExclusion) return [];
        if (type.endsWith("allDevicesAssignmentTarget")) return ["device"];
        if (type.endsWith("allLicensedUsersAssignmentTarget")) return device.userGroups === null ? [] : ["user"];
        if (device.groups.has(target.groupId ?? "")) return ["device"];
        return device.userGroups?.has(target.groupId ?? "") === true ? ["user"] : [];
      }),
    );
  const excluded = kindsHit(true);
  return [...kindsHit(false)].some((kind) => !excluded.has(kind));
}

/** Node to value as text; a collection of groups is one node. Compliance properties are asked for under their type. */
function valuesOf(policy: PolicyFileJson): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  const visit = (instance: Instance) => {
    const choice = instance["choiceSettingValue"] as Readonly<{ value: string; children: readonly Instance[] }> | undefined;
    const rest =
      instance["simpleSettingValue"] ?? instance["simpleSettingCollectionValue"] ?? instance["groupSettingCollectionValue"];
    found.set(String(instance["settingDefinitionId"]), choice?.value ?? JSON.stringify(rest));
    choice?.children.forEach(visit);
  };
  for (const { settingInstance } of policy.settings ?? []) visit(settingInstance);
  return found;
}

function listed(text: string | undefined): ReadonlySet<string> {
  return new Set((text ?? "").split(";").filter((part) => part !== ""));
}
