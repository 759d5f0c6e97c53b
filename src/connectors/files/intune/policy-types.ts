import type { Platform } from "../../../estate/platform.ts";
import type { PolicyKind } from "../../../policy/policy.ts";
import { platformsOfType } from "../graph-platforms.ts";
import { textAt, type JsonObject } from "../json-access.ts";

/** A Graph type whose properties are its settings. */
export type PropertyType = Readonly<{ kind: PolicyKind; platforms: readonly Platform[] }>;

const UPDATE_TYPES: ReadonlySet<string> = new Set([
  "windowsUpdateForBusinessConfiguration",
  "windowsFeatureUpdateProfile",
  "windowsQualityUpdateProfile",
  "windowsQualityUpdatePolicy",
  "windowsDriverUpdateProfile",
  "iosUpdateConfiguration",
  "macOSSoftwareUpdateConfiguration",
]);

const APP_PROTECTION: ReadonlyMap<string, readonly Platform[]> = new Map<string, readonly Platform[]>([
  ["iosManagedAppProtection", ["iOS", "iPadOS"]],
  ["androidManagedAppProtection", ["android"]],
  ["windowsManagedAppProtection", ["windows"]],
  ["defaultManagedAppProtection", ["iOS", "iPadOS", "android"]],
  ["mdmWindowsInformationProtectionPolicy", ["windows"]],
  ["windowsInformationProtectionPolicy", ["windows"]],
]);

const APP_CONFIGURATION: ReadonlySet<string> = new Set([
  "iosMobileAppConfiguration",
  "androidManagedStoreAppConfiguration",
  "androidForWorkMobileAppConfiguration",
  "targetedManagedAppConfiguration",
]);

/** Device configurations that Graph does not call `...Configuration`. Source: Graph's deviceConfiguration and what derives from it. */
const DEVICE_CONFIGURATION_TYPES = /(?:CertificateProfile|TrustedRootCertificate|Configuration|ConfigurationInterface)$/;

/** Types that end like device configurations and are none: enrolment, branding, connectors. */
const OTHERS =
  /^(?:windows10EnrollmentCompletionPage|deviceEnrollment|deviceComanagement|singlePlatformRestriction|azureADWindowsAutopilot|deviceManagement|groupPolicy|mobileAppTroubleshooting|managedDevice)/;

export function isAppConfiguration(typeName: string): boolean {
  return APP_CONFIGURATION.has(typeName);
}

/** Custom policies made of OMA-URI rows. */
export function isOmaUriType(typeName: string): boolean {
  return /^(?:windows10|windowsPhone81|windows81|android|androidForWork|androidWorkProfile|androidDeviceOwner)CustomConfiguration$/.test(
    typeName,
  );
}

/** Custom policies that carry a configuration profile. */
export function isAppleCustomType(typeName: string): boolean {
  return /^(?:ios|macOS)Custom(?:App)?Configuration$/.test(typeName);
}

/** Null: not a type of this kind, or one for no platform that is known. */
export function propertyTypeOf(typeName: string): PropertyType | null {
  const protection = APP_PROTECTION.get(typeName);
  if (protection !== undefined) return { kind: "app-protection", platforms: protection };
  const platforms = platformsOfType(
    typeName === "sharedPCConfiguration" || typeName === "editionUpgradeConfiguration" ? "windows" : typeName,
  );
  if (platforms.length === 0) return null;
  if (UPDATE_TYPES.has(typeName)) return { kind: "update", platforms };
  if (typeName.endsWith("CompliancePolicy")) return { kind: "compliance", platforms };
  return DEVICE_CONFIGURATION_TYPES.test(typeName) && !OTHERS.test(typeName) ? { kind: "device-configuration", platforms } : null;
}

/** Profiles of which a device holds many side by side: which property tells one from another. Certificates: the policy's own name. */
const RESOURCES: readonly (readonly [RegExp, readonly string[]])[] = [
  [/Wi-?[Ff]i.*Configuration$/, ["ssid", "networkName"]],
  [/V[Pp][Nn]Configuration$/, ["connectionName"]],
  [/(?:EmailProfile|Eas)Configuration$|EasEmailProfileConfiguration$|EASEmailProfileConfiguration$/, ["accountName", "hostName"]],
  [/(?:CertificateProfile|TrustedRootCertificate)$/, ["displayName", "name"]],
];

/**
 * The resource that a profile makes on a device: two Wi-Fi profiles for two networks set nothing in common, two for the same
 * network do. Null: the type is no such profile.
 */
export function resourceOf(typeName: string, object: JsonObject): string | null {
  const keys = RESOURCES.find(([pattern]) => pattern.test(typeName))?.[1];
  const values = keys?.map((key) => textAt(object, key)).filter((value) => value !== null) ?? [];
  return values[0]?.slice(0, RESOURCE_CHARACTERS_MAX) ?? null;
}

const RESOURCE_CHARACTERS_MAX = 200;
