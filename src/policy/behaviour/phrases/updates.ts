import { amount, any, is, off, on, rowsOf, type Phrase } from "../phrase.ts";

const { noticed, quiet, broad } = rowsOf("updates");
const U = "policy:update_";

/** Updates of system and apps. Values: [W] Policy CSP Update, Graph windowsUpdateForBusinessConfiguration; [A] softwareupdate. */
export const UPDATE_PHRASES: readonly Phrase[] = [
  noticed(
    "quality-updates-wait",
    [`${U}deferqualityupdatesperiodindays`, "graph:qualityupdatesdeferralperiodindays"],
    amount("monthly updates [are] offered {days} after they come out"),
    is([0], "monthly updates [are] offered as soon as they come out"),
  ),
  noticed(
    "feature-updates-wait",
    [`${U}deferfeatureupdatesperiodindays`, "graph:featureupdatesdeferralperiodindays"],
    amount("new versions of Windows [are] offered {days} after they come out"),
    is([0], "new versions of Windows [are] offered as soon as they come out"),
  ),
  noticed(
    "quality-updates-deadline",
    [`${U}configuredeadlineforqualityupdates`, "graph:deadlineforqualityupdatesindays"],
    amount("monthly updates [are] installed {days} after they are offered, also when nobody says yes"),
    is([0], "monthly updates [are] installed as soon as they are offered"),
  ),
  noticed(
    "feature-updates-deadline",
    [`${U}configuredeadlineforfeatureupdates`, "graph:deadlineforfeatureupdatesindays"],
    amount("new versions of Windows [are] installed {days} after they are offered, also when nobody says yes"),
    is([0], "new versions of Windows [are] installed as soon as they are offered"),
  ),
  noticed(
    "restart-grace",
    [`${U}configuredeadlinegraceperiod`, `${U}configuredeadlinegraceperiodforfeatureupdates`, "graph:deadlinegraceperiodindays"],
    amount("people [are] given {days} to choose the time of an update's restart"),
    is([0], "an update's restart [is] not put off"),
  ),
  noticed(
    "restart-by-itself",
    [`${U}configuredeadlinenoautoreboot`, "graph:postponerebootuntilafterdeadline"],
    on("the device [is] not restarted by itself before the deadline"),
    off("the device [is] restarted by itself when nobody uses it"),
  ),
  noticed(
    "active-hours",
    [`${U}activehoursstart`, "graph:activehoursstart"],
    any("the device [is] not restarted for updates from {value} o'clock on (start of the working hours)"),
  ),
  noticed(
    "active-hours-end",
    [`${U}activehoursend`, "graph:activehoursend"],
    any("the device [is] free to restart for updates from {value} o'clock on (end of the working hours)"),
  ),
  noticed(
    "updates-automatic",
    [`${U}allowautoupdate`, "graph:automaticupdatemode"],
    is([0, "notifyDownload"], "people [are] asked before updates are downloaded"),
    is(
      [1, "autoInstallAtMaintenanceTime"],
      "updates [are] installed outside of the working hours, and people choose the restart",
    ),
    is([2], "updates [are] installed and the device is restarted outside of the working hours"),
    is([3, 4], "updates [are] installed and the device is restarted at a set time"),
    is([5], "automatic updates [are] off"),
    any("how updates are installed [is] set by the organisation"),
  ),
  noticed(
    "updates-pause",
    [`${U}setdisablepauseuxaccess`, `${U}setdisableuxwuaccess`, "graph:userpauseaccess", "graph:userwindowsupdatescanaccess"],
    is([1, "disabled"], "pausing updates oneself [is] blocked"),
    is([0, "enabled"], "pausing updates oneself [is] allowed"),
    any(null),
  ),
  noticed(
    "update-notices",
    [
      `${U}updatenotificationlevel`,
      `${U}scheduleimminentrestartwarning`,
      `${U}schedulerestartwarning`,
      `${U}setautorestartnotificationdisable`,
      "graph:updatenotificationlevel",
    ],
    any("what is shown about waiting updates [is] set by the organisation"),
  ),
  quiet(
    "other-microsoft-updates",
    [`${U}allowmuupdateservice`, "graph:microsoftupdateserviceallowed"],
    on("other Microsoft products [are] updated too"),
    off(null),
  ),
  quiet(
    "driver-updates",
    [`${U}excludewudriversinqualityupdate`, "graph:driversexcluded"],
    on("drivers [are] left out of updates"),
    off("drivers [are] updated too"),
  ),
  quiet("target-version", [`${U}targetreleaseversion`, `${U}productversion`], any("the version of Windows [is] held at {value}")),
  quiet(
    "preview-builds",
    [`${U}managepreviewbuilds`, `${U}branchreadinesslevel`, "graph:businessreadyupdatesonly"],
    any("which kinds of updates are offered [is] set by the organisation"),
  ),
  noticed(
    "os-version-least",
    ["graph:osminimumversion", "graph:osminimumbuildversion", "graph:minimumrequiredosversion", "graph:mobileosminimumversion"],
    any("version {value} of the system or a newer one [is] needed"),
  ),
  noticed(
    "os-version-most",
    ["graph:osmaximumversion", "graph:osmaximumbuildversion", "graph:mobileosmaximumversion"],
    any("version {value} of the system or an older one [is] needed"),
  ),
  noticed(
    "security-patch-least",
    ["graph:minandroidsecuritypatchlevel", "graph:minimumrequiredpatchversion"],
    any("the security patch of {value} or a newer one [is] needed"),
  ),
  noticed(
    "mac-updates",
    [
      "apple:softwareupdate_automaticallyinstallmacosupdates",
      "apple:softwareupdate_criticalupdateinstall",
      "apple:softwareupdate_configdatainstall",
      "apple:softwareupdate_automaticdownload",
      "apple:softwareupdate_automaticcheckenabled",
    ],
    on("updates of the Mac [are] installed by themselves"),
    off("updates of the Mac [are] not installed by themselves"),
  ),
  noticed(
    "mac-app-updates",
    ["apple:softwareupdate_automaticallyinstallappupdates"],
    on("apps on the Mac [are] updated by themselves"),
    off(null),
  ),
  noticed(
    "mac-updates-wait",
    [
      "apple:applicationaccess_forcedelayedsoftwareupdates",
      "apple:applicationaccess_forcedelayedmajorsoftwareupdates",
      "apple:applicationaccess_forcedelayedappsoftwareupdates",
    ],
    on("updates of Apple devices [are] offered later than they come out"),
    off(null),
  ),
  noticed(
    "mac-updates-wait-days",
    [
      "apple:applicationaccess_enforcedsoftwareupdatedelay",
      "apple:applicationaccess_enforcedsoftwareupdatemajorosdeferredinstalldelay",
      "apple:applicationaccess_enforcedsoftwareupdateminorosdeferredinstalldelay",
    ],
    amount("updates of Apple devices [are] offered {days} after they come out"),
  ),
  noticed("browser-restart", ["browser:relaunchnotification*"], any("people [are] told to restart {app} for its updates")),
  quiet(
    "office-updates",
    [
      "office:updatebranch*",
      "office:enableautomaticupdates",
      "office:hideenabledisableupdates",
      "office:updatepath*",
      "office:updatedeadline*",
      "mac:howtocheck",
      "mac:updatedeadline*",
      "mac:updatecache",
      "mac:manifestserver",
      "mac:startdaemononapplaunch",
      "mac:updateroptimization",
      "mac:enablecheckforupdatesbutton",
      "mac:disableinsidercheckbox",
      "mac:applicationssystem",
    ],
    any("how Microsoft's apps are updated [is] set by the organisation"),
  ),
  quiet(
    "browser-updates",
    ["admx:update*", "browser:componentupdatesenabled", "browser:autoupdate*"],
    any("how browsers are updated [is] set by the organisation"),
  ),
  quiet(
    "update-sharing",
    ["policy:deliveryoptimization_*"],
    any("how devices share downloads of updates with each other [is] set by the organisation"),
  ),
  broad("update-details", [`${U}*`, "apple:softwareupdate_*"], any("details of updates [are] set by the organisation")),
];
