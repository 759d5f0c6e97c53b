import type { Json } from "../kit/canonical-json.ts";
import type { MergeRule, SettingCatalogue } from "./catalogue.ts";
import { deviceValue, type NodeId } from "./node.ts";

/** What is known of how values of one node are compared and joined. */
export type MergeFacts = Readonly<{
  rule: MergeRule | null;
  /** What the device is given, in the order of the source, for rules that speak of first and last; null: not known. */
  order: readonly Json[] | null;
  /** What the platform falls back to; `undefined`: not known (null is a value). */
  recommendedDefault: Json | undefined;
}>;

/** Unknown stays unknown: whoever asks treats it as undetermined. */
export type MergeFactsOf = (node: NodeId) => MergeFacts;

export const NOTHING_KNOWN: MergeFacts = { rule: null, order: null, recommendedDefault: undefined };

/** The facts of the shipped tables below, and where those are silent the catalogue's. */
export function mergeFactsFrom(catalogue: SettingCatalogue | null): MergeFactsOf {
  const known = new Map<NodeId, MergeFacts>();
  return (node) => {
    const facts = known.get(node) ?? factsOf(catalogue, node);
    known.set(node, facts);
    return facts;
  };
}

function factsOf(catalogue: SettingCatalogue | null, node: NodeId): MergeFacts {
  const own = tableFacts(node);
  // The catalogue's ids leave out the scope that the device's nodes begin with.
  const found = catalogue?.find(node) ?? catalogue?.find(node.replace(/^device_(?=vendor_)/, ""));
  if (found === undefined) return own;
  const order = found.options === null ? null : [...found.options].map(([id, option]) => option.value ?? deviceValue(node, id));
  return { rule: own.rule ?? found.merge, order, recommendedDefault: own.recommendedDefault };
}

function tableFacts(node: NodeId): MergeFacts {
  const property = /\.([A-Za-z0-9]+)$/.exec(node)?.[1];
  if (/^[a-z0-9]*AppProtection(?:Configuration)?\./i.test(node) && property !== undefined) {
    return { rule: PROPERTY_MERGES[property] ?? null, order: null, recommendedDefault: APP_PROTECTION_DEFAULTS[property] };
  }
  if (/^[A-Za-z0-9]*CompliancePolicy\./.test(node) && property !== undefined)
    return { ...NOTHING_KNOWN, rule: PROPERTY_MERGES[property] ?? null };
  return { ...NOTHING_KNOWN, rule: passcodeMerge(node) ?? PASSWORD_MERGES[node] ?? null };
}

/** Apple's passcode keys join by these. Source: requirements.md 2.8, rule 7; Apple's declaration schema. */
const PASSCODE_MERGES: Readonly<Record<string, MergeRule>> = {
  requirepasscode: "boolean-or",
  requirealphanumericpasscode: "boolean-or",
  requirecomplexpasscode: "boolean-or",
  minimumlength: "highest",
  minimumcomplexcharacters: "highest",
  maximumfailedattempts: "lowest",
  maximumgraceperiodinminutes: "lowest",
  maximuminactivityinminutes: "lowest",
  maximumpasscodeageindays: "lowest",
  passcodereuselimit: "lowest",
};

/**
 * Which end is the restrictive one at the nodes that compliance policies share with configurations. Windows' own table says the
 * same of its nodes; Apple's profiles have no rule of joining, so that this only says which of two values is stricter.
 */
const PASSWORD_MERGES: Readonly<Record<NodeId, MergeRule>> = {
  device_vendor_msft_policy_config_devicelock_allowsimpledevicepassword: "lowest",
  device_vendor_msft_policy_config_devicelock_allowidlereturnwithoutpassword: "lowest",
  device_vendor_msft_policy_config_devicelock_alphanumericdevicepasswordrequired: "lowest",
  device_vendor_msft_policy_config_devicelock_devicepasswordenabled: "lowest",
  device_vendor_msft_policy_config_devicelock_devicepasswordexpiration: "lowest-not-zero",
  device_vendor_msft_policy_config_devicelock_devicepasswordhistory: "highest",
  device_vendor_msft_policy_config_devicelock_maxinactivitytimedevicelock: "lowest-not-zero",
  device_vendor_msft_policy_config_devicelock_mindevicepasswordcomplexcharacters: "highest",
  device_vendor_msft_policy_config_devicelock_mindevicepasswordlength: "highest",
  "com.apple.mobiledevice.passwordpolicy_allowsimple": "boolean-and",
  "com.apple.mobiledevice.passwordpolicy_forcepin": "boolean-or",
  "com.apple.mobiledevice.passwordpolicy_maxgraceperiod": "lowest",
  "com.apple.mobiledevice.passwordpolicy_maxinactivity": "lowest-not-zero",
  "com.apple.mobiledevice.passwordpolicy_maxpinageindays": "lowest-not-zero",
  "com.apple.mobiledevice.passwordpolicy_mincomplexchars": "highest",
  "com.apple.mobiledevice.passwordpolicy_minlength": "highest",
  "com.apple.mobiledevice.passwordpolicy_pinhistory": "highest",
  "com.apple.mobiledevice.passwordpolicy_requirealphanumeric": "boolean-or",
};

const PASSCODE_NODE = /^(?:com\.apple\.configuration\.passcode\.settings|passcode)_([a-z]+)$/;

function passcodeMerge(node: NodeId): MergeRule | null {
  const key = PASSCODE_NODE.exec(node)?.[1];
  return key === undefined ? null : (PASSCODE_MERGES[key] ?? null);
}

/**
 * Which end of a property of Graph's compliance and app protection types is the restrictive one, by the property's name, which
 * means the same in every platform's type. What is not here is not known.
 */
const PROPERTY_MERGES: Readonly<Record<string, MergeRule>> = {
  passwordRequired: "boolean-or",
  passcodeRequired: "boolean-or",
  passwordBlockSimple: "boolean-or",
  passcodeBlockSimple: "boolean-or",
  passwordMinimumLength: "highest",
  passcodeMinimumLength: "highest",
  passwordMinimumCharacterSetCount: "highest",
  passcodeMinimumCharacterSetCount: "highest",
  passwordExpirationDays: "lowest-not-zero",
  passcodeExpirationDays: "lowest-not-zero",
  passwordMinutesOfInactivityBeforeLock: "lowest-not-zero",
  passcodeMinutesOfInactivityBeforeLock: "lowest-not-zero",
  passwordPreviousPasswordBlockCount: "highest",
  passwordPreviousPasswordCountToBlock: "highest",
  passcodePreviousPasscodeBlockCount: "highest",
  osMinimumVersion: "highest",
  osMaximumVersion: "lowest",
  osMinimumBuildVersion: "highest",
  osMaximumBuildVersion: "lowest",
  mobileOsMinimumVersion: "highest",
  mobileOsMaximumVersion: "lowest",
  bitLockerEnabled: "boolean-or",
  secureBootEnabled: "boolean-or",
  codeIntegrityEnabled: "boolean-or",
  storageRequireEncryption: "boolean-or",
  activeFirewallRequired: "boolean-or",
  firewallEnabled: "boolean-or",
  firewallBlockAllIncoming: "boolean-or",
  firewallEnableStealthMode: "boolean-or",
  defenderEnabled: "boolean-or",
  signatureOutOfDate: "boolean-or",
  rtpEnabled: "boolean-or",
  antivirusRequired: "boolean-or",
  antiSpywareRequired: "boolean-or",
  tpmRequired: "boolean-or",
  earlyLaunchAntiMalwareDriverEnabled: "boolean-or",
  requireHealthyDeviceReport: "boolean-or",
  systemIntegrityProtectionEnabled: "boolean-or",
  securityBlockJailbrokenDevices: "boolean-or",
  managedEmailProfileRequired: "boolean-or",
  deviceThreatProtectionEnabled: "boolean-or",
  securityRequireVerifyApps: "boolean-or",
  securityPreventInstallAppsFromUnknownSources: "boolean-or",
  securityDisableUsbDebugging: "boolean-or",
  pinRequired: "boolean-or",
  simplePinBlocked: "boolean-or",
  minimumPinLength: "highest",
  maximumPinRetries: "lowest",
  contactSyncBlocked: "boolean-or",
  printBlocked: "boolean-or",
  dataBackupBlocked: "boolean-or",
  saveAsBlocked: "boolean-or",
  screenCaptureBlocked: "boolean-or",
  fingerprintBlocked: "boolean-or",
  faceIdBlocked: "boolean-or",
  deviceComplianceRequired: "boolean-or",
  organizationalCredentialsRequired: "boolean-or",
  managedBrowserToOpenLinksRequired: "boolean-or",
  encryptAppData: "boolean-or",
};

/**
 * What an app protection policy made with the recommended settings holds in its numeric entry fields. The period offline before
 * access is blocked has had two (720 and 1440 minutes), so that it is left out: not known.
 */
const APP_PROTECTION_DEFAULTS: Readonly<Record<string, Json>> = {
  minimumPinLength: 4,
  maximumPinRetries: 5,
  periodOfflineBeforeWipeIsEnforced: "P90D",
  periodOnlineBeforeAccessCheck: "PT30M",
};
