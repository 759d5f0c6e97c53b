import type { NodeId } from "../node.ts";

/**
 * Windows editions that take a setting, where a catalogue does not list them. Words as in a catalogue, lower case.
 * Sources: Microsoft's page on which editions support a configuration service provider, and its pages on the areas
 * DeviceGuard and BitLocker of the Policy provider.
 */
const PRO_AND_ABOVE = ["windowsprofessional", "windowsenterprise", "windowseducation", "iotenterprise"];
const ENTERPRISE = ["windowsenterprise", "windowseducation", "iotenterprise"];
const ALL = ["windowshome", ...PRO_AND_ABOVE];

const BY_PROVIDER: Readonly<Record<string, readonly string[]>> = {
  accounts: PRO_AND_ABOVE,
  assignedaccess: PRO_AND_ABOVE,
  bitlocker: PRO_AND_ABOVE,
  certificatestore: ALL,
  clientcertificateinstall: ALL,
  defender: ALL,
  enterprisedesktopappmanagement: PRO_AND_ABOVE,
  enterprisemodernappmanagement: ALL,
  firewall: PRO_AND_ABOVE,
  laps: ALL,
  networkproxy: PRO_AND_ABOVE,
  office: PRO_AND_ABOVE,
  passportforwork: ALL,
  personalization: ENTERPRISE,
  rootcatrustedcertificates: ALL,
  sharedpc: PRO_AND_ABOVE,
  tenantlockdown: PRO_AND_ABOVE,
  uefi: PRO_AND_ABOVE,
  update: ALL,
  vpnv2: ALL,
  wifi: ALL,
};

/** The Policy provider is on every edition; what an area's policies need differs. */
const BY_POLICY_AREA: Readonly<Record<string, readonly string[]>> = {
  bitlocker: [...PRO_AND_ABOVE, "windows11se"],
  deviceguard: ENTERPRISE,
};

const WINDOWS_NODE = /^(?:device|user)_vendor_msft_(?:policy_config_([a-z0-9]+)_|([a-z0-9]+)_)/;

/** Null: no source of ours says it. */
export function editionsOfNode(node: NodeId): readonly string[] | null {
  const [, area, provider] = WINDOWS_NODE.exec(node) ?? [];
  if (area !== undefined) return ownOf(BY_POLICY_AREA, area);
  return provider === undefined ? null : ownOf(BY_PROVIDER, provider);
}

/**
 * Enterprise and Education hold all that the other desktop editions do: what exists for any of them exists there. Nothing follows
 * for settings of Surface Hub and HoloLens, which are other machines.
 */
export function takesEveryDesktopSetting(edition: string, node: NodeId): boolean {
  return ENTERPRISE.includes(edition) && !/_(?:surfacehub|mixedreality|holographic)/.test(node);
}

function ownOf(table: Readonly<Record<string, readonly string[]>>, key: string): readonly string[] | null {
  return Object.hasOwn(table, key) ? (table[key] ?? null) : null;
}
