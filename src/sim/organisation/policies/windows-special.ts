import { choice, simple, type CataloguePlan, type SettingPlan, type TargetPlan } from "./graph-policy.ts";

/**
 * Windows policies that somebody wanted for a few, on top of those for everybody: here grew the conflicts that
 * planted.ts lists. Definition ids are Intune's; every value is this company's choice.
 */
const POLICY = "device_vendor_msft_policy_config";
const DEFENDER = `${POLICY}_defender`;
const EDGE = `${POLICY}_microsoft_edge~policy~microsoft_edge`;

export const WINDOWS_SPECIAL: readonly CataloguePlan[] = [
  special(
    "Windows - Shop Floor - Quiet Defender",
    "Scans must not slow the line down.",
    515,
    ["shared-shop-floor"],
    [
      choice(`${DEFENDER}_cloudblocklevel`, 0),
      choice(`${DEFENDER}_submitsamplesconsent`, 2),
      simple(`${DEFENDER}_avgcpuloadfactor`, 15),
      choice(`${DEFENDER}_allowfullscanonmappednetworkdrives`, 0),
    ],
  ),
  special(
    "Windows - Finance - Workstation Hardening",
    "Asked for by the auditors: longer passwords, no sticks.",
    133,
    ["dept-finance"],
    [
      choice(`${POLICY}_devicelock_devicepasswordenabled`, 0, [
        simple(`${POLICY}_devicelock_mindevicepasswordlength`, 16),
        simple(`${POLICY}_devicelock_devicepasswordhistory`, 24),
      ]),
      choice(`${POLICY}_storage_removablediskdenywriteaccess`, 1),
    ],
  ),
  special(
    "Windows - Sales - Travel Comfort",
    "Fewer hurdles on the road.",
    44,
    ["sales-travellers"],
    [
      choice(`${EDGE}~passwordmanager_passwordmanagerenabled`, 1),
      choice(`${EDGE}~smartscreen_preventsmartscreenpromptoverride`, 0),
      choice(`${POLICY}_system_allowlocation`, 2),
      choice(`${POLICY}_wifi_allowinternetsharing`, 1),
    ],
  ),
  special(
    "Windows - Production Lines - Late Updates",
    "No restart while a batch is running.",
    88,
    ["line-leipzig", "line-charlotte"],
    [
      simple(`${POLICY}_update_deferqualityupdatesperiodindays`, 28),
      simple(`${POLICY}_update_configuredeadlineforqualityupdates`, 14),
      simple(`${POLICY}_update_activehoursstart`, 5),
      simple(`${POLICY}_update_activehoursend`, 23),
    ],
  ),
];

/** Left over from projects that ended: assigned to nobody. */
export const WINDOWS_ORPHANS: readonly CataloguePlan[] = [
  special(
    "Windows - Legacy Edge (do not use)",
    "For the old browser. Kept until somebody dares to delete it.",
    1290,
    [],
    [
      choice(`${POLICY}_browser_allowpasswordmanager`, 0),
      choice(`${POLICY}_browser_allowpopups`, 1),
      choice(`${POLICY}_browser_allowsmartscreen`, 1),
    ],
  ),
  special(
    "Windows - Trade Fair 2023 Power Plan",
    "Demonstration laptops must not sleep on the stand.",
    870,
    [],
    [
      choice(`${POLICY}_power_standbytimeoutpluggedin`, 1, [
        simple(`${POLICY}_power_standbytimeoutpluggedin_enteracstandbytimeout`, 0),
      ]),
      choice(`${POLICY}_power_requirepasswordwhencomputerwakespluggedin`, 1),
    ],
  ),
];

function special(
  name: string,
  description: string,
  ageDays: number,
  include: readonly TargetPlan[],
  settings: readonly SettingPlan[],
): CataloguePlan {
  return { kind: "catalogue", platforms: "windows10", name, description, ageDays, include, exclude: [], settings };
}
