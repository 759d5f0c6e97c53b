import { matchesPattern } from "./conflict-rule.ts";
import type { NodeId } from "./node.ts";
import type { PolicyKind } from "./policy.ts";

/**
 * The parts of a Windows device's management that co-management gives either to Configuration Manager or to Intune. Those of
 * applications are left out: no policy setting is behind them. Source: Configuration Manager's co-management workloads.
 */
export const WORKLOADS = [
  "compliance",
  "windows-update",
  "resource-access",
  "endpoint-protection",
  "device-configuration",
] as const;
export type Workload = (typeof WORKLOADS)[number];

export const WORKLOAD_WORDS: Readonly<Record<Workload, string>> = {
  compliance: "compliance policies",
  "windows-update": "Windows Update policies",
  "resource-access": "resource access (Wi-Fi, VPN, e-mail, certificates)",
  "endpoint-protection": "endpoint protection",
  "device-configuration": "device configuration",
};

type WorkloadRow = Readonly<{ workload: Workload; kinds: readonly PolicyKind[]; nodes: readonly string[] }>;

const CONFIGURATION_KINDS: readonly PolicyKind[] = [
  "settings-catalog",
  "security-baseline",
  "administrative-template",
  "device-configuration",
  "custom",
];

/** In order: the first row whose kinds or nodes fit. What fits none belongs to no workload and always comes from Intune. */
const ROWS: readonly WorkloadRow[] = [
  { workload: "compliance", kinds: ["compliance"], nodes: [] },
  {
    workload: "windows-update",
    kinds: ["update"],
    nodes: ["device_vendor_msft_policy_config_update_*", "windowsUpdateForBusinessConfiguration.*"],
  },
  {
    workload: "resource-access",
    kinds: [],
    nodes: [
      "device_vendor_msft_wifi_*",
      "*_vendor_msft_vpnv2_*",
      "*_vendor_msft_clientcertificateinstall_*",
      "*_vendor_msft_rootcatrustedcertificates_*",
      "*_vendor_msft_email2_*",
      "windows*Wifi*Configuration.*",
      "windows*Vpn*Configuration.*",
      "windows*EmailProfileConfiguration.*",
      "windows*Certificate*.*",
    ],
  },
  {
    workload: "endpoint-protection",
    kinds: ["endpoint-security"],
    nodes: [
      "device_vendor_msft_policy_config_defender_*",
      "device_vendor_msft_policy_config_deviceguard_*",
      "device_vendor_msft_policy_config_exploitguard_*",
      "device_vendor_msft_policy_config_smartscreen_*",
      "device_vendor_msft_policy_config_windowsdefendersecuritycenter_*",
      "device_vendor_msft_defender_*",
      "device_vendor_msft_firewall_*",
      "device_vendor_msft_bitlocker_*",
      "device_vendor_msft_windowsdefenderapplicationguard_*",
      "device_vendor_msft_windowsadvancedthreatprotection_*",
      "windows10EndpointProtectionConfiguration.*",
    ],
  },
  { workload: "device-configuration", kinds: CONFIGURATION_KINDS, nodes: [] },
];

/** Null: no workload decides about it. @param kind null: no policy of ours */
export function workloadOf(kind: PolicyKind | null, node: NodeId): Workload | null {
  if (kind === null) return null;
  const isConfiguration = CONFIGURATION_KINDS.includes(kind) || kind === "endpoint-security" || kind === "update";
  const found = ROWS.find(
    ({ kinds, nodes }) => kinds.includes(kind) || (isConfiguration && nodes.some((pattern) => matchesPattern(node, pattern))),
  );
  return found?.workload ?? null;
}
