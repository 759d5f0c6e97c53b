import { any, is, off, on, rowsOf, type Phrase } from "../phrase.ts";

const { noticed, quiet, broad } = rowsOf("office");
const MACRO_WARNINGS = [
  "office:vbawarningspolicy_empty",
  "office:vbawarningspolicy_empty*",
  "office:vbawarningspolicy_vbawarnings*",
  "office:empty*",
];

/** Office apps and OneDrive. Values: Microsoft's Office ADMX (VBAWarnings: 1 to 4), OneDrive ADMX. */
export const OFFICE_PHRASES: readonly Phrase[] = [
  noticed(
    "macros-from-internet",
    ["office:blockmacroexecutionfrominternet"],
    on("macros in files from the internet [are] blocked in {app}"),
    off("macros in files from the internet [are] left to the other macro settings in {app}"),
  ),
  noticed(
    "macros",
    MACRO_WARNINGS,
    is([1], "macros [are] run without a question in {app}"),
    is([2], "people [are] asked before macros run in {app}"),
    is([3], "macros that nobody signed [are] blocked in {app}"),
    is([4], "macros [are] blocked in {app}"),
    any(null),
  ),
  noticed("macros", ["office:vbawarningspolicy"], any(null)),
  noticed("macros-off", ["office:disablevbaforofficeapplications*"], on("macros [are] switched off in Office"), off(null)),
  quiet(
    "macros-scanned",
    ["office:macroruntimescanscope*"],
    any("whether macros are checked for malware while they run [is] set by the organisation"),
  ),
  quiet(
    "macro-details",
    [
      "office:automationsecurity*",
      "office:requirethatapplicationextensionsaresigned",
      "office:disabletrustbarnotification*",
      "office:trustaccesstovisualbasicproject",
      "office:xl4killswitchpolicy",
    ],
    any("macros and add-ins that are not trusted [are] set by the organisation in {app}"),
  ),
  noticed(
    "add-ins",
    ["office:*addin*", "office:*add-in*", "office:blockxllfrominternet*", "office:addonmanagement*"],
    any("add-ins [are] set by the organisation in {app}"),
  ),
  noticed(
    "protected-view",
    [
      "office:donotopenfiles*",
      "office:turnoffprotectedviewforattachmentsopenedfromoutlook",
      "office:enabledatabasefileprotectedview",
      "office:setdocumentbehavior*",
      "office:turnofffilevalidation",
    ],
    any("which files are opened read-only first in {app} [is] set by the organisation"),
  ),
  noticed(
    "trusted-places",
    [
      "office:allowtrustedlocationsonthenetwork",
      "office:disabletrustedloc",
      "office:turnofftrusteddocuments*",
      "office:allowmixofpolicyanduserlocations",
    ],
    any("which folders and documents {app} trusts [is] set by the organisation"),
  ),
  noticed(
    "old-file-types",
    [
      "office:excel*",
      "office:word*",
      "office:powerpoint*",
      "office:dbase*",
      "office:difandsylk*",
      "office:setdefaultfileblockbehavior*",
      "office:legacyconverters*",
      "office:rtffiles*",
      "office:webpages*",
      "office:office*",
      "office:graphics*",
      "office:powerpointbeta*",
    ],
    any("which old kinds of files {app} opens [is] set by the organisation"),
  ),
  noticed(
    "active-content",
    [
      "office:*activex*",
      "office:loadcontrolsinforms*",
      "office:disableallactivex",
      "office:activexcontrolinitialization*",
      "office:asktoupdateautomaticlinks",
      "office:disableddeserver*",
      "office:webcontentwarning*",
    ],
    any("active contents and links in documents [are] set by the organisation in {app}"),
  ),
  noticed(
    "saving-format",
    ["office:saveexcelfilesas*", "office:savewordfilesas*", "office:savepowerpointfilesas*", "office:defaultfileformat*"],
    any("the format in which {app} saves [is] set by the organisation"),
  ),
  noticed(
    "outlook-attachments",
    ["office:*attachment*", "office:*level1*", "office:*level2*"],
    any("which attachments Outlook opens [is] set by the organisation"),
  ),
  noticed(
    "onedrive-folders",
    ["onedrive:kfm*"],
    any("keeping Desktop, Documents and Pictures in OneDrive [is] set by the organisation"),
  ),
  noticed(
    "onedrive-sign-in",
    ["onedrive:silentaccountconfig"],
    on("people [are] signed in to OneDrive by themselves"),
    off(null),
  ),
  noticed(
    "onedrive-private",
    ["onedrive:disablepersonalsync", "onedrive:allowtenantlist*", "onedrive:blocktenantlist*"],
    any("which accounts OneDrive takes [is] set by the organisation"),
  ),
  noticed(
    "onedrive-on-demand",
    ["onedrive:filesondemandenabled"],
    on("files of OneDrive [are] fetched when they are opened"),
    off("all files of OneDrive [are] kept on the device"),
  ),
  noticed("onedrive-file-types", ["onedrive:enableodignorelistfromgpo*"], any("some kinds of files [are] left out of OneDrive")),
  noticed("onedrive-off", ["policy:system_disableonedrivefilesync"], on("OneDrive [is] blocked"), off("OneDrive [is] allowed")),
  broad("onedrive-details", ["onedrive:*"], any("details of OneDrive [are] set by the organisation")),
  broad(
    "office-details",
    ["office:*", "mac:office*", "mac:acknowledgeddatacollectionpolicy"],
    any("safety settings of Office apps [are] set by the organisation"),
  ),
];
