import { amount, any, is, off, on, rowsOf, type Phrase } from "../phrase.ts";

const { noticed, quiet } = rowsOf("work-apps");

/** App protection: what work apps on phones ask for and allow. Values: Graph's iosManagedAppProtection and androidManagedAppProtection. */
export const WORK_APP_PHRASES: readonly Phrase[] = [
  noticed("app-pin", ["graph:pinrequired"], on("a PIN [is] asked for when a work app is opened"), off(null)),
  noticed("app-pin-length", ["graph:minimumpinlength"], amount("a PIN of at least {characters} for work apps [is] asked for")),
  noticed("app-pin-retries", ["graph:maximumpinretries"], amount("the PIN of work apps [is] reset after {value} wrong attempts")),
  noticed(
    "app-pin-set",
    ["graph:pincharacterset"],
    is(["numeric"], "digits for the PIN of work apps [are] asked for"),
    any("letters and digits for the PIN of work apps [are] asked for"),
  ),
  noticed(
    "app-pin-age",
    ["graph:periodbeforepinreset"],
    any("a new PIN for work apps [is] asked for from time to time ({value})"),
  ),
  noticed(
    "app-biometrics",
    ["graph:fingerprintblocked", "graph:faceidblocked", "graph:biometricauthenticationblocked"],
    on("fingerprint and face instead of the PIN of work apps [are] blocked"),
    off("fingerprint and face instead of the PIN of work apps [are] accepted"),
  ),
  noticed(
    "app-sign-in",
    ["graph:organizationalcredentialsrequired"],
    on("the work password [is] asked for when a work app is opened"),
    off(null),
  ),
  noticed("app-backup", ["graph:databackupblocked"], on("work data in the phone's backup [is] left out"), off(null)),
  noticed(
    "app-save-as",
    ["graph:saveasblocked"],
    on("saving work files outside the work places [is] blocked"),
    off("saving work files anywhere [is] allowed"),
  ),
  noticed(
    "app-copy",
    ["graph:allowedoutboundclipboardsharinglevel"],
    is(["blocked"], "copying out of work apps [is] blocked"),
    is(["managedApps", "managedAppsWithPasteIn"], "copying out of work apps [is] possible into other work apps only"),
    is(["allApps"], "copying out of work apps [is] allowed"),
    any(null),
  ),
  noticed(
    "app-send",
    ["graph:allowedoutbounddatatransferdestinations"],
    is(["none"], "sending work data to other apps [is] blocked"),
    is(["managedApps"], "sending work data [is] possible to other work apps only"),
    is(["allApps"], "sending work data to any app [is] allowed"),
    any(null),
  ),
  noticed(
    "app-receive",
    ["graph:allowedinbounddatatransfersources"],
    is(["none"], "bringing data into work apps [is] blocked"),
    is(["managedApps"], "bringing data into work apps [is] possible from work apps only"),
    any(null),
  ),
  noticed(
    "app-browser",
    ["graph:managedbrowsertoopenlinksrequired", "graph:managedbrowser"],
    is([true, "microsoftEdge"], "links in work apps [are] opened in Edge"),
    any(null),
  ),
  noticed("app-contacts", ["graph:contactsyncblocked"], on("work contacts in the phone's own list [are] left out"), off(null)),
  noticed("app-print", ["graph:printblocked"], on("printing from work apps [is] blocked"), off(null)),
  noticed(
    "app-offline",
    ["graph:periodofflinebeforeaccesscheck", "graph:periodofflinebeforewipeisenforced"],
    any("work apps [are] locked or emptied when the phone is offline for long ({value})"),
  ),
  noticed(
    "app-check",
    ["graph:periodonlinebeforeaccesscheck"],
    any("the PIN of work apps [is] asked for again after a pause ({value})"),
  ),
  noticed(
    "app-version-least",
    ["graph:minimumrequiredappversion", "graph:minimumwarningappversion"],
    any("version {value} of the work app or a newer one [is] needed"),
  ),
  noticed(
    "app-device-compliant",
    ["graph:devicecompliancerequired"],
    on("work apps on manipulated phones [are] blocked"),
    off(null),
  ),
  quiet("app-encryption", ["graph:appdataencryptiontype", "graph:encryptappdata"], any("data of work apps [is] encrypted")),
];
