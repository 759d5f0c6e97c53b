import { parse } from "csv-parse/sync";
import type { DemoFile, DemoOrganisation } from "./demo-organisation.ts";

/**
 * A second, naive reading of the files for the tests: nothing of the generator's own knowledge is used, so that the two
 * can disagree.
 */
export type Row = Readonly<Record<string, string>> & Readonly<{ [Column in KnownColumn]: string }>;
type KnownColumn =
  | "id"
  | "name"
  | "siteId"
  | "groupIds"
  | "primaryUserId"
  | "platform"
  | "osVersion"
  | "edition"
  | "model"
  | "testOnly"
  | "lastSeenAt"
  | "serialNumber"
  | "principalName"
  | "displayName"
  | "mail"
  | "sensitivities"
  | "joinType"
  | "enrolment"
  | "driveEncryption"
  | "supervised"
  | "licences"
  | "memberKind"
  | "timeZone";

type Target = Readonly<{ "@odata.type": string; groupId?: string }>;
export type PolicyJson = Readonly<{
  id: string;
  name: string;
  platforms: readonly string[];
  settings: readonly { settingInstance: Instance }[];
  assignments: readonly { target: Target }[];
}>;
type Instance = Readonly<{ settingDefinitionId: string } & Record<string, unknown>>;

export type ReadOrganisation = Readonly<{
  sites: readonly Row[];
  users: readonly Row[];
  groups: readonly Row[];
  devices: readonly Row[];
  policies: readonly PolicyJson[];
  policyAt: (file: DemoFile) => PolicyJson;
}>;

export function readOrganisation(organisation: DemoOrganisation): ReadOrganisation {
  const rows = (path: string): Row[] => {
    const file = organisation.files.find((candidate) => candidate.path === path);
    return parse<Row>(new TextDecoder().decode(file?.bytes), { columns: true });
  };
  return {
    sites: rows("sites.csv"),
    users: rows("users.csv"),
    groups: rows("groups.csv"),
    devices: rows("devices.csv"),
    policies: organisation.files.filter(({ path }) => /^policies\/[^/]+\.json$/.test(path)).map(policyAt),
    policyAt,
  };
}

/** Ids of the devices that a policy reaches: included, of its platform, not excluded. */
export function audienceOf({ users, devices }: ReadOrganisation, policy: PolicyJson): Set<string> {
  const groupsOfUser = new Map(users.map((user) => [user.id, user.groupIds.split(";")]));
  const hits = (device: Row, target: Target) => {
    if (target["@odata.type"].endsWith("allDevicesAssignmentTarget")) return true;
    if (target["@odata.type"].endsWith("allLicensedUsersAssignmentTarget")) return device.primaryUserId !== "";
    const groups = [...device.groupIds.split(";"), ...(groupsOfUser.get(device.primaryUserId) ?? [])];
    return groups.includes(target.groupId ?? "?");
  };
  const isExclusion = (target: Target) => target["@odata.type"].endsWith("exclusionGroupAssignmentTarget");
  const targets = policy.assignments.map(({ target }) => target);
  const included = targets.filter((target) => !isExclusion(target));
  const excluded = targets.filter(isExclusion);
  const reached = devices.filter(
    (device) =>
      policy.platforms.includes(device.platform) &&
      included.some((target) => hits(device, target)) &&
      !excluded.some((target) => hits(device, target)),
  );
  return new Set(reached.map((device) => device.id));
}

/** Node to value as text; a collection of groups is one node. Compliance properties are no part of the catalogue. */
export function nodesOf(policy: PolicyJson): Map<string, string> {
  const found = new Map<string, string>();
  const visit = (instance: Instance) => {
    const value = instance["choiceSettingValue"] as { value: string; children: Instance[] } | undefined;
    const rest =
      instance["simpleSettingValue"] ?? instance["simpleSettingCollectionValue"] ?? instance["groupSettingCollectionValue"];
    found.set(instance.settingDefinitionId, value?.value ?? JSON.stringify(rest));
    value?.children.forEach(visit);
  };
  for (const { settingInstance } of policy.settings) visit(settingInstance);
  return found;
}

function policyAt(file: DemoFile): PolicyJson {
  const json = JSON.parse(new TextDecoder().decode(file.bytes)) as Record<string, unknown>;
  const type = String(json["platforms"] ?? json["@odata.type"]);
  return {
    id: String(json["id"]),
    name: String(json["name"] ?? json["displayName"]),
    platforms: PLATFORMS_BY_TYPE[type] ?? [],
    settings: (json["settings"] ?? []) as PolicyJson["settings"],
    assignments: json["assignments"] as PolicyJson["assignments"],
  };
}

const PLATFORMS_BY_TYPE: Readonly<Record<string, readonly string[]>> = {
  windows10: ["windows"],
  macOS: ["macOS"],
  iOS: ["iOS", "iPadOS"],
  "#microsoft.graph.windows10CompliancePolicy": ["windows"],
  "#microsoft.graph.macOSCompliancePolicy": ["macOS"],
  "#microsoft.graph.iosCompliancePolicy": ["iOS", "iPadOS"],
  "#microsoft.graph.androidDeviceOwnerCompliancePolicy": ["android"],
};
