/** Two policies that set the same node on devices that both reach. */
export type PlantedPair = Readonly<{ node: string; policyNames: readonly [string, string] }>;

export type Planted = Readonly<{
  /** Different values: exactly these, no others. None touches a policy of a story. */
  conflicts: readonly PlantedPair[];
  /** Equal values: twice the work, no harm. Exactly these, no others. */
  duplicates: readonly PlantedPair[];
  /** Policies without any assignment. */
  orphanPolicyNames: readonly string[];
}>;

const POLICY = "device_vendor_msft_policy_config";
const EDGE = `${POLICY}_microsoft_edge~policy~microsoft_edge`;
const DEFENDER = ["Windows - Defender Antivirus", "Windows - Shop Floor - Quiet Defender"] as const;
const PASSWORDS = ["Windows - Passwords", "Windows - Finance - Workstation Hardening"] as const;
const BROWSER = ["Windows - Microsoft Edge", "Windows - Sales - Travel Comfort"] as const;
const UPDATES = ["Windows - Update Ring - Broad", "Windows - Production Lines - Late Updates"] as const;

/** What the organisation's policies were given to be found. */
export const PLANTED: Planted = {
  conflicts: [
    { node: `${POLICY}_defender_cloudblocklevel`, policyNames: DEFENDER },
    { node: `${POLICY}_defender_submitsamplesconsent`, policyNames: DEFENDER },
    { node: `${POLICY}_defender_avgcpuloadfactor`, policyNames: DEFENDER },
    { node: `${POLICY}_devicelock_mindevicepasswordlength`, policyNames: PASSWORDS },
    { node: `${POLICY}_devicelock_devicepasswordhistory`, policyNames: PASSWORDS },
    { node: `${EDGE}~passwordmanager_passwordmanagerenabled`, policyNames: BROWSER },
    { node: `${EDGE}~smartscreen_preventsmartscreenpromptoverride`, policyNames: BROWSER },
    {
      node: `${POLICY}_system_allowlocation`,
      policyNames: ["Windows - Privacy and Diagnostics", "Windows - Sales - Travel Comfort"],
    },
    { node: `${POLICY}_update_deferqualityupdatesperiodindays`, policyNames: UPDATES },
    { node: `${POLICY}_update_configuredeadlineforqualityupdates`, policyNames: UPDATES },
    {
      // A payload is one node with all its keys; the two differ in `minlength`.
      node: "com.apple.mobiledevice.passwordpolicy_com.apple.mobiledevice.passwordpolicy",
      policyNames: ["iOS - Passcode", "iOS - Leadership - Long Passcode"],
    },
  ],
  duplicates: [
    {
      node: `${POLICY}_storage_removablediskdenywriteaccess`,
      policyNames: ["Windows - Removable Storage", "Windows - Finance - Workstation Hardening"],
    },
    { node: `${POLICY}_devicelock_devicepasswordenabled`, policyNames: PASSWORDS },
  ],
  orphanPolicyNames: [
    "Windows - Legacy Edge (do not use)",
    "Windows - Trade Fair 2023 Power Plan",
    "macOS - Login Window (training room)",
  ],
};
