import { DAY_MS, plusMs, type Instant } from "../../../kit/instant.ts";
import { groupId, type GroupKey } from "../groups.ts";
import { seededGuid } from "../seeded-guid.ts";

/** A setting as we write it down; the words of Microsoft Graph come on when the file is made. */
export type SettingPlan =
  | Readonly<{ kind: "choice"; id: string; value: string; children: readonly SettingPlan[] }>
  | Readonly<{ kind: "simple"; id: string; value: number | string }>
  | Readonly<{ kind: "simples"; id: string; values: readonly string[] }>
  | Readonly<{ kind: "groups"; id: string; instances: readonly (readonly SettingPlan[])[] }>;

export type TargetPlan = GroupKey | "all-devices" | "all-users";

type PolicyBase = Readonly<{
  name: string;
  description: string;
  /** Last change, in days before the moment of the export. */
  ageDays: number;
  include: readonly TargetPlan[];
  exclude: readonly GroupKey[];
}>;
export type CataloguePlan = PolicyBase &
  Readonly<{ kind: "catalogue"; platforms: "windows10" | "macOS" | "iOS"; settings: readonly SettingPlan[] }>;
export type CompliancePlan = PolicyBase &
  Readonly<{ kind: "compliance"; type: string; properties: Readonly<Record<string, string | number | boolean>> }>;
export type PolicyPlan = CataloguePlan | CompliancePlan;

/** @param option what follows the definition id in the option's id, for example `1` or `true`. */
export function choice(id: string, option: string | number, children: readonly SettingPlan[] = []): SettingPlan {
  return { kind: "choice", id, value: `${id}_${option}`, children };
}

export function simple(id: string, value: number | string): SettingPlan {
  return { kind: "simple", id, value };
}

export function simples(id: string, values: readonly string[]): SettingPlan {
  return { kind: "simples", id, values };
}

export function groups(id: string, instances: readonly (readonly SettingPlan[])[]): SettingPlan {
  return { kind: "groups", id, instances };
}

export type PolicyFile = Readonly<{ path: string; bytes: Uint8Array }>;

/** The policy as `GET configurationPolicies/{id}?$expand=settings,assignments` (or its compliance sister) exports it. */
export function policyFile(seed: number, plan: PolicyPlan, at: Instant, changedDaysAgo: number = plan.ageDays): PolicyFile {
  const slug = plan.name
    .toLowerCase()
    .match(/[a-z0-9]+/g)
    ?.join("-");
  const times = timesOf(plan, at, changedDaysAgo);
  const json = plan.kind === "catalogue" ? catalogueJson(seed, plan, times) : complianceJson(seed, plan, times);
  return { path: `policies/${slug}.json`, bytes: new TextEncoder().encode(`${JSON.stringify(json, null, 2)}\n`) };
}

const GRAPH = "#microsoft.graph.";
const CONFIGURATION = `${GRAPH}deviceManagementConfiguration`;
const CONTEXT = "https://graph.microsoft.com/beta/$metadata#deviceManagement";

function catalogueJson(seed: number, plan: CataloguePlan, times: object): object {
  const id = policyId(seed, plan);
  return {
    "@odata.context": `${CONTEXT}/configurationPolicies(settings(),assignments())/$entity`,
    ...times,
    creationSource: null,
    description: plan.description,
    name: plan.name,
    platforms: plan.platforms,
    priorityMetaData: null,
    roleScopeTagIds: ["0"],
    settingCount: plan.settings.length,
    technologies: plan.platforms === "windows10" ? "mdm" : "mdm,appleRemoteManagement",
    id,
    templateReference: { templateId: "", templateFamily: "none", templateDisplayName: null, templateDisplayVersion: null },
    settings: plan.settings.map((setting, index) => ({ id: String(index), settingInstance: settingInstance(setting) })),
    assignments: assignments(seed, plan, id),
  };
}

function complianceJson(seed: number, plan: CompliancePlan, times: object): object {
  const id = policyId(seed, plan);
  return {
    "@odata.context": `${CONTEXT}/deviceCompliancePolicies(assignments(),scheduledActionsForRule())/$entity`,
    "@odata.type": `${GRAPH}${plan.type}`,
    roleScopeTagIds: ["0"],
    id,
    ...times,
    description: plan.description,
    displayName: plan.name,
    version: 1,
    ...plan.properties,
    scheduledActionsForRule: [
      {
        ruleName: "PasswordRequired",
        scheduledActionConfigurations: [
          { actionType: "block", gracePeriodHours: 72, notificationTemplateId: "", notificationMessageCCList: [] },
        ],
      },
    ],
    assignments: assignments(seed, plan, id),
  };
}

function policyId(seed: number, plan: PolicyBase): string {
  return seededGuid(seed, `policy/${plan.name}`);
}

function timesOf(plan: PolicyBase, at: Instant, changedDaysAgo: number): object {
  const daysAgo = (days: number) => new Date(plusMs(at, -days * DAY_MS)).toISOString();
  return { createdDateTime: daysAgo(40 + 2 * plan.ageDays), lastModifiedDateTime: daysAgo(changedDaysAgo) };
}

function settingInstance(setting: SettingPlan): object {
  const head = (type: string) => ({
    "@odata.type": `${CONFIGURATION}${type}Instance`,
    settingDefinitionId: setting.id,
    settingInstanceTemplateReference: null,
  });
  switch (setting.kind) {
    case "choice":
      return { ...head("ChoiceSetting"), choiceSettingValue: { ...templateless(setting.children), value: setting.value } };
    case "simple":
      return { ...head("SimpleSetting"), simpleSettingValue: simpleValue(setting.value) };
    case "simples":
      return { ...head("SimpleSettingCollection"), simpleSettingCollectionValue: setting.values.map(simpleValue) };
    case "groups":
      return { ...head("GroupSettingCollection"), groupSettingCollectionValue: setting.instances.map(templateless) };
  }
}

function templateless(children: readonly SettingPlan[]): object {
  return { settingValueTemplateReference: null, children: children.map(settingInstance) };
}

function simpleValue(value: number | string): object {
  const type = typeof value === "number" ? "Integer" : "String";
  return { "@odata.type": `${CONFIGURATION}${type}SettingValue`, settingValueTemplateReference: null, value };
}

function assignments(seed: number, plan: PolicyBase, id: string): object[] {
  const noFilter = { deviceAndAppManagementAssignmentFilterId: null, deviceAndAppManagementAssignmentFilterType: "none" };
  const line = (key: string, target: object) => ({
    id: `${id}_${key}`,
    source: "direct",
    sourceId: id,
    target: { ...target, ...noFilter },
  });
  const included = plan.include.map((target) => {
    if (target === "all-devices") return line(ALL_DEVICES_ID, { "@odata.type": `${GRAPH}allDevicesAssignmentTarget` });
    if (target === "all-users") return line(ALL_USERS_ID, { "@odata.type": `${GRAPH}allLicensedUsersAssignmentTarget` });
    return line(groupId(seed, target), { "@odata.type": `${GRAPH}groupAssignmentTarget`, groupId: groupId(seed, target) });
  });
  const excluded = plan.exclude.map((key) =>
    line(groupId(seed, key), { "@odata.type": `${GRAPH}exclusionGroupAssignmentTarget`, groupId: groupId(seed, key) }),
  );
  return [...included, ...excluded];
}

/** The ids Graph itself gives to its two virtual groups. */
const ALL_DEVICES_ID = "adadadad-808e-44e2-905a-0b7873a8a531";
const ALL_USERS_ID = "acacacac-9df4-4c7d-9d50-4ef0226f57a9";
