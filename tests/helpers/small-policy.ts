import type { TestFile } from "./small-estate.ts";

const CONFIG = "device_vendor_msft_policy_config";

/** Nodes that the tests' policies set: choices that Intune has, none of which protects anything but the last. */
export const NODES = {
  location: `${CONFIG}_system_allowlocation`,
  telemetry: `${CONFIG}_system_allowtelemetry`,
  cortana: `${CONFIG}_experience_allowcortana`,
  consumer: `${CONFIG}_experience_allowwindowsconsumerfeatures`,
  cloudBlock: `${CONFIG}_defender_cloudblocklevel`,
} as const;
export type Node = (typeof NODES)[keyof typeof NODES];

/** What a device is asked for where a policy gives a node this option. */
export function valueOf(node: Node, option: number): string {
  return `${node}_${option}`;
}

export type SmallPolicy = Readonly<{
  name: string;
  settings: Readonly<Partial<Record<keyof typeof NODES, number>>>;
  /** Groups, or everybody. */
  to: "all-devices" | readonly string[];
}>;

/** The policy as Graph exports it. Its name makes its id. */
export function policyFile({ name, settings, to }: SmallPolicy): TestFile {
  const graph = "#microsoft.graph.";
  const rows = Object.entries(settings).map(([key, option], index) => {
    const id = NODES[key as keyof typeof NODES];
    return {
      id: String(index),
      settingInstance: {
        "@odata.type": `${graph}deviceManagementConfigurationChoiceSettingInstance`,
        settingDefinitionId: id,
        choiceSettingValue: { value: `${id}_${option}`, children: [] },
      },
    };
  });
  const targets =
    to === "all-devices"
      ? [{ "@odata.type": `${graph}allDevicesAssignmentTarget` }]
      : to.map((groupId) => ({ "@odata.type": `${graph}groupAssignmentTarget`, groupId }));
  const policy = {
    "@odata.context":
      "https://graph.microsoft.com/beta/$metadata#deviceManagement/configurationPolicies(settings(),assignments())/$entity",
    name,
    description: "",
    platforms: "windows10",
    technologies: "mdm",
    settingCount: rows.length,
    settings: rows,
    assignments: targets.map((target, index) => ({ id: String(index), target })),
  };
  return { path: `${name.replaceAll(/\W+/g, "-").toLowerCase()}.json`, bytes: new TextEncoder().encode(JSON.stringify(policy)) };
}
