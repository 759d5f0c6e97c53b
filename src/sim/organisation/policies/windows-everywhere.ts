import { choice, groups, simple, simples, type CataloguePlan, type SettingPlan } from "./graph-policy.ts";

/** Windows policies for (nearly) everybody. Definition ids are Intune's; every value is this company's choice. */
const POLICY = "device_vendor_msft_policy_config";
const OPTIONS = `${POLICY}_localpoliciessecurityoptions`;
const DEFENDER = `${POLICY}_defender`;
const EDGE = `${POLICY}_microsoft_edge~policy~microsoft_edge`;
const FIREWALL = "vendor_msft_firewall_mdmstore";
const ADMINISTRATORS = "*S-1-5-32-544";
const USERS = "*S-1-5-32-545";
const LOCAL_ACCOUNTS = "*S-1-5-113";
const GUESTS = "*S-1-5-32-546";

/** @param inactivitySeconds idle time until the screen locks (the setting the good story tightens). */
export function signInAndScreenLock(inactivitySeconds: number, hideLastUser: 0 | 1): CataloguePlan {
  return windows(
    "Windows - Sign-in and Screen Lock",
    "Who may sign in to a PC and how soon an idle screen locks. Reception kiosks and line-critical PCs have rules of their own.",
    212,
    ["kiosks-reception", "break-glass-devices", "mission-critical"],
    [
      simple(`${OPTIONS}_interactivelogon_machineinactivitylimit_v2`, inactivitySeconds),
      choice(`${OPTIONS}_interactivelogon_donotdisplaylastsignedin`, hideLastUser),
      choice(`${OPTIONS}_interactivelogon_donotrequirectrlaltdel`, 0),
      choice(`${OPTIONS}_accounts_enableguestaccountstatus`, 0),
      choice(`${OPTIONS}_accounts_limitlocalaccountuseofblankpasswordstoconsolelogononly`, 1),
      choice(`${POLICY}_devicelock_preventenablinglockscreencamera`, 1),
      choice(`${POLICY}_devicelock_preventlockscreenslideshow`, 1),
      simples(`${POLICY}_userrights_allowlocallogon`, [ADMINISTRATORS, USERS]),
      simples(`${POLICY}_userrights_denyremotedesktopserviceslogon`, [LOCAL_ACCOUNTS, GUESTS]),
    ],
  );
}

/** @param secureLaunch adds System Guard Secure Launch (the setting of the bad story). */
export function hardwareProtection(secureLaunch: boolean): CataloguePlan {
  return windows(
    "Windows - Mobile PCs - Hardware Protection",
    "Virtualisation-based protection for PCs that leave the building.",
    147,
    ["windows-desktops", "shared-shop-floor", "kiosks-reception", "break-glass-devices"],
    [
      choice(`${POLICY}_deviceguard_enablevirtualizationbasedsecurity`, 1),
      choice(`${POLICY}_deviceguard_requireplatformsecurityfeatures`, 3),
      choice(`${POLICY}_deviceguard_lsacfgflags`, 2),
      choice(`${POLICY}_dmaguard_deviceenumerationpolicy`, 1),
      ...(secureLaunch ? [choice(`${POLICY}_deviceguard_configuresystemguardlaunch`, 1)] : []),
    ],
  );
}

/** @param removable 1 denies writing to removable drives that are not encrypted (the setting of the waiting story). */
export function diskEncryption(removable: 0 | 1): CataloguePlan {
  const method = "device_vendor_msft_bitlocker_encryptionmethodbydrivetype";
  return windows(
    "Windows - Mobile PCs - Disk Encryption",
    "BitLocker for PCs that leave the building. A drive keeps the method it was encrypted with.",
    320,
    ["windows-desktops", "shared-shop-floor", "kiosks-reception"],
    [
      choice("device_vendor_msft_bitlocker_requiredeviceencryption", 1),
      choice("device_vendor_msft_bitlocker_allowwarningforotherdiskencryption", 0),
      choice(method, 1, [
        choice(`${method}_encryptionmethodwithxtsosdropdown_name`, 7),
        choice(`${method}_encryptionmethodwithxtsfdvdropdown_name`, 7),
        choice(`${method}_encryptionmethodwithxtsrdvdropdown_name`, 3),
      ]),
      choice("device_vendor_msft_bitlocker_removabledrivesrequireencryption", removable, removableChildren(removable)),
    ],
  );
}

function removableChildren(removable: 0 | 1): SettingPlan[] {
  return removable === 0 ? [] : [choice("device_vendor_msft_bitlocker_removabledrivesrequireencryption_rdvcrossorg", 0)];
}

export const WINDOWS_EVERYWHERE: readonly CataloguePlan[] = [
  signInAndScreenLock(900, 0),
  hardwareProtection(false),
  diskEncryption(0),
  windows(
    "Windows - Defender Antivirus",
    "Protection against malware on every PC.",
    98,
    ["break-glass-devices"],
    [
      choice(`${DEFENDER}_allowrealtimemonitoring`, 1),
      choice(`${DEFENDER}_allowbehaviormonitoring`, 1),
      choice(`${DEFENDER}_allowcloudprotection`, 1),
      choice(`${DEFENDER}_allowscriptscanning`, 1),
      choice(`${DEFENDER}_allowarchivescanning`, 1),
      choice(`${DEFENDER}_cloudblocklevel`, 2),
      simple(`${DEFENDER}_cloudextendedtimeout`, 40),
      choice(`${DEFENDER}_enablenetworkprotection`, 1),
      choice(`${DEFENDER}_puaprotection`, 1),
      choice(`${DEFENDER}_submitsamplesconsent`, 1),
      simple(`${DEFENDER}_avgcpuloadfactor`, 50),
    ],
  ),
  {
    ...windows(
      "Windows - Passwords",
      "Length and age of local and work passwords, for everybody.",
      405,
      [],
      [
        choice(`${POLICY}_devicelock_devicepasswordenabled`, 0, [
          simple(`${POLICY}_devicelock_mindevicepasswordlength`, 12),
          simple(`${POLICY}_devicelock_devicepasswordhistory`, 10),
          simple(`${POLICY}_devicelock_maxdevicepasswordfailedattempts`, 12),
        ]),
      ],
    ),
    include: ["all-users"],
    exclude: ["break-glass-accounts"],
  },
  {
    ...windows(
      "Windows - Microsoft Edge",
      "A browser that warns and does not keep passwords.",
      61,
      [],
      [
        choice(`${EDGE}~smartscreen_smartscreenenabled`, 1),
        choice(`${EDGE}~smartscreen_preventsmartscreenpromptoverride`, 1),
        choice(`${EDGE}~smartscreen_preventsmartscreenpromptoverrideforfiles`, 1),
        choice(`${EDGE}~passwordmanager_passwordmanagerenabled`, 0),
        choice(`${EDGE}_downloadrestrictions`, 1, [choice(`${EDGE}_downloadrestrictions_downloadrestrictions`, 1)]),
        choice(`${EDGE}_configuredonottrack`, 1),
      ],
    ),
    include: ["all-employees"],
    exclude: ["break-glass-accounts"],
  },
  {
    ...windows(
      "Windows - Update Ring - Broad",
      "Quality updates a week after release, feature updates three months after.",
      30,
      [],
      [
        simple(`${POLICY}_update_deferqualityupdatesperiodindays`, 7),
        simple(`${POLICY}_update_deferfeatureupdatesperiodindays`, 90),
        simple(`${POLICY}_update_configuredeadlineforqualityupdates`, 3),
        simple(`${POLICY}_update_configuredeadlinegraceperiod`, 2),
        choice(`${POLICY}_update_allowmuupdateservice`, 1),
      ],
    ),
    include: ["ring-2", "ring-3"],
    exclude: [],
  },
  windows(
    "Windows - Privacy and Diagnostics",
    "As little data as the update reports need.",
    260,
    ["kiosks-reception"],
    [
      choice(`${POLICY}_system_allowtelemetry`, 1),
      choice(`${POLICY}_system_allowlocation`, 0),
      choice(`${POLICY}_experience_allowcortana`, 0),
      choice(`${POLICY}_experience_allowwindowsconsumerfeatures`, 0),
      choice(`${POLICY}_privacy_letappsactivatewithvoiceabovelock`, 2),
    ],
  ),
  windows(
    "Windows - Firewall and Network",
    "Firewall on in every profile, signed file shares, no guests.",
    183,
    ["break-glass-devices"],
    [
      ...["domainprofile", "privateprofile", "publicprofile"].flatMap((profile) => [
        choice(`${FIREWALL}_${profile}_enablefirewall`, "true", [
          choice(`${FIREWALL}_${profile}_defaultinboundaction`, 1),
          choice(`${FIREWALL}_${profile}_enablelogdroppedpackets`, "true"),
          simple(`${FIREWALL}_${profile}_logmaxfilesize`, 8192),
        ]),
      ]),
      choice(`${POLICY}_lanmanworkstation_enableinsecureguestlogons`, 0),
      choice(`${OPTIONS}_microsoftnetworkclient_digitallysigncommunicationsalways`, 1),
      choice(`${POLICY}_connectivity_hardeneduncpaths`, 1, [hardenedPaths(["\\\\*\\NETLOGON", "\\\\*\\SYSVOL"])]),
    ],
  ),
  windows(
    "Windows - Removable Storage",
    "Nothing is written to a stick, except at the machines that need one.",
    77,
    ["mission-critical"],
    [
      choice(`${POLICY}_storage_removablediskdenywriteaccess`, 1),
      choice(`${POLICY}_deviceinstallation_preventinstallationofmatchingdeviceids`, 1, [
        simples(`${POLICY}_deviceinstallation_preventinstallationofmatchingdeviceids_deviceinstall_ids_deny_list`, [
          "PCI\\CC_0C0A",
          "USB\\COMPOSITE",
        ]),
      ]),
    ],
  ),
];

function hardenedPaths(paths: readonly string[]): SettingPlan {
  const list = `${POLICY}_connectivity_hardeneduncpaths_pol_hardenedpaths`;
  const demand = "RequireMutualAuthentication=1, RequireIntegrity=1";
  return groups(
    list,
    paths.map((path) => [simple(`${list}_key`, path), simple(`${list}_value`, demand)]),
  );
}

function windows(
  name: string,
  description: string,
  ageDays: number,
  exclude: CataloguePlan["exclude"],
  settings: readonly SettingPlan[],
): CataloguePlan {
  return { kind: "catalogue", platforms: "windows10", name, description, ageDays, include: ["all-devices"], exclude, settings };
}
