import { amount, any, is, off, on, rowsOf, type Phrase } from "../phrase.ts";

const camera = rowsOf("camera");
const storage = rowsOf("storage");
const privacy = rowsOf("privacy");
const system = rowsOf("system");
const ACCESS = "apple:applicationaccess_";

/** Camera, storage media, cloud storage, privacy, and the look of the system. Values: [W] Policy CSP; [A] applicationaccess. */
export const DEVICE_PHRASES: readonly Phrase[] = [
  camera.noticed(
    "camera",
    ["policy:camera_allowcamera", `${ACCESS}allowcamera`],
    off("the camera [is] blocked"),
    on("the camera [is] allowed"),
  ),
  camera.noticed("camera", ["graph:camerablocked"], on("the camera [is] blocked"), off("the camera [is] allowed")),
  camera.noticed(
    "lock-screen-camera",
    ["policy:devicelock_preventenablinglockscreencamera"],
    on("the camera on the lock screen [is] off"),
    off(null),
  ),
  camera.noticed(
    "screen-capture",
    [`${ACCESS}allowscreenshot`, "policy:experience_allowscreencapture"],
    off("screenshots and recordings of the screen [are] blocked"),
    on("screenshots [are] allowed"),
  ),
  camera.noticed(
    "screen-capture",
    ["graph:screencaptureblocked"],
    on("screenshots and recordings of the screen [are] blocked"),
    off(null),
  ),

  storage.noticed(
    "usb-writing",
    ["policy:storage_removablediskdenywriteaccess", "policy:storage_wpddeviceswriteaccess*"],
    on("writing to USB sticks and other removable media [is] blocked"),
    off("writing to USB sticks and other removable media [is] allowed"),
  ),
  storage.noticed(
    "usb-use",
    ["policy:system_allowstoragecard", "policy:connectivity_allowusbconnection", `${ACCESS}allowusbrestrictedmode`],
    off("USB sticks and memory cards [are] blocked"),
    on(null),
  ),
  storage.noticed(
    "usb-use",
    [
      "graph:storageblockremovablestorage",
      "graph:usbblocked",
      "graph:storageblockexternalmedia",
      "policy:admx_removablestorage_*",
    ],
    on("USB sticks and memory cards [are] blocked"),
    off(null),
    any("USB sticks and other removable media [are] set by the organisation"),
  ),
  storage.noticed(
    "device-installation",
    ["policy:deviceinstallation_*"],
    any("which kinds of devices may be connected [is] set by the organisation"),
  ),
  storage.noticed(
    "backup-to-cloud",
    [`${ACCESS}allowcloudbackup`],
    off("backups to iCloud [are] blocked"),
    on("backups to iCloud [are] allowed"),
  ),
  storage.noticed(
    "icloud",
    [`${ACCESS}allowcloud*`, `${ACCESS}allowclouddocumentsync`],
    off("keeping work data in iCloud [is] blocked"),
    on("keeping work data in iCloud [is] allowed"),
  ),
  storage.noticed(
    "files-over-cable",
    [`${ACCESS}allowitunesfilesharing`, `${ACCESS}allowfilesusbdriveaccess`, `${ACCESS}allowfilesnetworkdriveaccess`],
    off("moving files by cable or USB drive [is] blocked"),
    on(null),
  ),
  storage.noticed(
    "erase-device",
    [`${ACCESS}allowerasecontentandsettings`],
    off("erasing the device oneself [is] blocked"),
    on(null),
  ),

  privacy.quiet(
    "diagnostics",
    [
      "policy:system_allowtelemetry",
      "policy:system_*telemetry*",
      "policy:system_allowdevicenameindiagnosticdata",
      "policy:system_limit*",
      "policy:system_disableonesettingsdownloads",
      "graph:allowdevicehealthmonitoring",
      `${ACCESS}allowdiagnosticsubmission`,
    ],
    any("what diagnostic data the device sends [is] set by the organisation"),
  ),
  privacy.noticed(
    "location",
    ["policy:system_allowlocation"],
    is([0], "location [is] off"),
    is([1], "location [is] left to each person"),
    is([2], "location [is] on"),
  ),
  privacy.noticed(
    "location",
    ["policy:admx_locationprovideradm_*", "policy:admx_sensors_*"],
    any("location and sensors [are] set by the organisation"),
  ),
  privacy.noticed(
    "app-rights",
    ["policy:privacy_*"],
    any("what apps may use (voice, camera, location and the like) [is] set by the organisation"),
  ),
  privacy.noticed("search", ["policy:search_*"], any("what the search of Windows finds and sends [is] set by the organisation")),
  privacy.noticed(
    "assistants",
    [`${ACCESS}allowassistant`, "policy:experience_allowcortana", "policy:windowsai_*"],
    is([0, false], "the built-in assistant [is] off"),
    any("the built-in assistant and its functions [are] set by the organisation"),
  ),
  privacy.noticed(
    "suggestions",
    [
      "policy:experience_allow*spotlight*",
      "policy:experience_allowwindowsspotlight*",
      "policy:experience_allowthirdparty*",
      "policy:experience_allowwindowsconsumerfeatures",
      "policy:experience_allowtailored*",
      "policy:experience_allowwindowstips",
      "policy:experience_disableconsumeraccountstatecontent",
      `${ACCESS}allowapplepersonalizedadvertising`,
    ],
    any("suggestions and advertising of the system [are] set by the organisation"),
  ),
  privacy.noticed(
    "ink-workspace",
    ["policy:windowsinkworkspace_*"],
    any("the pen menu on the lock screen [is] set by the organisation"),
  ),

  system.noticed(
    "start-menu",
    ["policy:start_*", "policy:experience_configurechaticon*", "policy:newsandinterests_*", "policy:taskbar_*"],
    any("what Start and the task bar show [is] set by the organisation"),
  ),
  system.noticed(
    "control-panel",
    ["policy:settings_*", "apple:systempreferences_*", "policy:admx_controlpanel_*"],
    any("which of the system's settings people may change [is] set by the organisation"),
  ),
  system.noticed(
    "apple-accounts",
    [`${ACCESS}allowaccountmodification`, `${ACCESS}allowlocalusercreation`],
    off("adding or changing accounts on the device [is] blocked"),
    on(null),
  ),
  system.noticed(
    "apple-games",
    [`${ACCESS}allowgamecenter`, `${ACCESS}allowaddinggamecenterfriends`, `${ACCESS}allowmultiplayergaming`],
    off("Game Center [is] off"),
    on(null),
  ),
  system.noticed(
    "apple-sharing",
    [
      `${ACCESS}allowactivitycontinuation`,
      `${ACCESS}allowairplayincomingrequests`,
      `${ACCESS}allow*sharingmodification`,
      `${ACCESS}allowpasswordsharing`,
      `${ACCESS}allowpasswordproximityrequests`,
      `${ACCESS}allowautounlock`,
    ],
    off("sharing with other Apple devices nearby [is] limited"),
    on(null),
  ),
  system.noticed(
    "apple-find-my",
    [`${ACCESS}allowfindmydevice`, `${ACCESS}allowfindmyfriends`],
    off("Find My [is] limited"),
    on(null),
  ),
  system.noticed(
    "apple-app-store",
    [`${ACCESS}allowappinstallation`, `${ACCESS}allowuiappinstallation`, `${ACCESS}allowinapppurchases`, "graph:appstoreblocked"],
    is([false, 0], "installing apps oneself [is] blocked"),
    any(null),
  ),
  system.noticed(
    "apple-name",
    [`${ACCESS}allowdevicenamemodification`, `${ACCESS}allowstartupdiskmodification`],
    off("changing the device's name or start disk [is] blocked"),
    on(null),
  ),
  system.noticed("apple-restrictions", [`${ACCESS}*`], any("functions of the Apple device [are] set by the organisation")),
  system.noticed(
    "printers",
    [
      "policy:printers_*",
      "policy:localpoliciessecurityoptions_devices_preventusersfrominstallingprinterdriverswhenconnectingtosharedprinters",
    ],
    any("adding printers and their drivers [is] set by the organisation"),
  ),
  system.noticed("power", ["policy:power_*"], any("when the device saves power [is] set by the organisation")),
  system.noticed(
    "managed-mail",
    ["graph:managedemailprofilerequired", "graph:hostname", "graph:accountname"],
    any("the work mail account [is] set up on the device"),
  ),
  system.noticed(
    "restricted-apps",
    ["graph:restrictedapps", "graph:compliantappslist", "graph:appsblockedlist"],
    any("apps that the organisation names [are] not accepted"),
  ),
  system.noticed(
    "android-unknown-sources",
    ["graph:securitypreventinstallappsfromunknownsources", "graph:appsinstallfromunknownsourcesblocked"],
    on("apps from outside the store [are] blocked"),
    off(null),
  ),
  system.noticed(
    "android-debugging",
    ["graph:securitydisableusbdebugging", "graph:securityblockdeviceadministratormanageddevices"],
    on("debugging by cable [is] blocked"),
    off(null),
  ),
  system.noticed("factory-reset", ["graph:factoryresetblocked"], on("resetting the device oneself [is] blocked"), off(null)),
  system.noticed("sleep-timeout", ["graph:screentimeoutinminutes"], amount("the screen [is] switched off after {minutes}")),
  system.quiet(
    "config-refresh",
    ["csp:dmclient_*configrefresh*"],
    any("settings that were changed on the device [are] set back regularly"),
  ),
  system.broad(
    "group-policy",
    ["policy:admx_grouppolicy_*", "policy:controlpolicyconflict_*"],
    any("how Group Policy and device management meet [is] set by the organisation"),
  ),
  system.broad("experience", ["policy:experience_*"], any("functions of Windows beside work [are] set by the organisation")),
  system.broad(
    "system-details",
    ["policy:system_*", "policy:admx_*", "policy:windowslogon_*", "policy:taskscheduler_*", "policy:applicationmanagement_*"],
    any("details of the system [are] set by the organisation"),
  ),
  system.broad("linux-details", ["linux:*"], any("what the Linux device needs to have [is] set by the organisation")),
];
