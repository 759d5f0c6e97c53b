import type { Department, SiteKind } from "./company.ts";
import * as facts from "./fleet-facts.ts";
import type { GroupKey } from "./groups.ts";

/** One way in which this company uses devices. */
export type DeviceClass = Readonly<{
  key: GroupKey | "mac";
  /** Share of the fleet, in per mille. */
  weight: number;
  platform: "windows" | "macOS" | "iOS" | "iPadOS" | "android" | "linux";
  /** Two letters in the device's name. */
  tag: string;
  ownership: "company" | "personal";
  /** Computers go to people without one; phones to people without one; a shared device to nobody. */
  use: "computer" | "phone" | "shared";
  /** Who gets one first; nobody named: anybody. */
  departments: readonly Department[];
  /** Where a shared one stands. */
  siteKinds: readonly SiteKind[];
  groups: readonly GroupKey[];
  /** Production can stop when it does. */
  critical: boolean;
  models: readonly facts.ModelFact[];
  versions: readonly facts.VersionFact[];
}>;

const OFFICE: readonly Department[] = [
  "Sales",
  "Finance",
  "IT",
  "Legal",
  "Executive Office",
  "People",
  "Field Service",
  "Marketing",
];
const DEFAULTS = { ownership: "company", departments: [], siteKinds: [], critical: false } as const;

/** In the order in which people choose: whoever needs a special machine gets it before the rest is handed out. */
export const DEVICE_CLASSES: readonly DeviceClass[] = [
  windows("windows-cad", 26, "CW", "computer", facts.CAD_WORKSTATIONS, {
    departments: ["Engineering", "Research"],
    groups: ["windows-cad", "windows-desktops"],
    critical: true,
  }),
  apple("mac", "macOS", 80, "MC", "computer", facts.MACS, facts.MAC_VERSIONS, {
    departments: ["Marketing", "Research", "Engineering"],
    groups: [],
  }),
  linux("linux-developers", 18, "LX", "computer", facts.LINUX_WORKSTATIONS, { departments: ["Engineering", "IT", "Research"] }),
  windows("windows-laptops", 330, "LT", "computer", facts.WINDOWS_LAPTOPS, { departments: OFFICE, groups: ["windows-laptops"] }),
  windows("windows-desktops", 130, "DT", "computer", facts.WINDOWS_DESKTOPS, {
    departments: ["Quality", "Engineering", "Research"],
    groups: ["windows-desktops"],
  }),
  windows("shared-shop-floor", 65, "SF", "shared", facts.SHOP_FLOOR_PCS, {
    siteKinds: ["plant"],
    groups: ["shared-shop-floor"],
    critical: true,
  }),
  windows("kiosks-reception", 12, "KR", "shared", facts.WINDOWS_KIOSKS, {
    siteKinds: ["headquarters", "plant", "office"],
    groups: ["kiosks-reception"],
    versions: facts.WINDOWS_KIOSK_VERSIONS,
  }),
  apple("iphone-company", "iOS", 96, "IP", "phone", facts.IPHONES, facts.IPHONE_VERSIONS, {
    departments: ["Executive Office", "Sales", "Legal", "Marketing", "Finance"],
  }),
  android("android-company", 50, "AN", "phone", facts.ANDROID_PHONES, { departments: ["Field Service", "IT", "Quality"] }),
  apple("iphone-personal", "iOS", 34, "IP", "phone", facts.IPHONES, facts.IPHONE_VERSIONS, { ownership: "personal" }),
  android("android-personal", 42, "AN", "phone", facts.ANDROID_PHONES, { ownership: "personal" }),
  apple("ipad-field", "iPadOS", 30, "TB", "phone", facts.IPADS, facts.IPAD_VERSIONS, { departments: ["Field Service"] }),
  apple("ipad-rooms", "iPadOS", 10, "RM", "shared", facts.IPADS, facts.IPAD_VERSIONS, {
    siteKinds: ["headquarters", "office", "plant"],
  }),
  android("android-scanners", 55, "SC", "shared", facts.SCANNERS, {
    siteKinds: ["plant", "field"],
    versions: facts.SCANNER_VERSIONS,
    critical: true,
  }),
  linux("kiosks-signage", 22, "KS", "shared", facts.SIGNAGE_PCS, {
    siteKinds: ["headquarters", "plant", "field"],
    critical: true,
  }),
];

type Extra = Partial<Pick<DeviceClass, "departments" | "siteKinds" | "groups" | "critical" | "ownership" | "versions">>;
type Use = DeviceClass["use"];
type Models = readonly facts.ModelFact[];

function windows(key: GroupKey, weight: number, tag: string, use: Use, models: Models, extra: Extra): DeviceClass {
  return {
    ...DEFAULTS,
    key,
    weight,
    platform: "windows",
    tag,
    use,
    models,
    versions: facts.WINDOWS_VERSIONS,
    groups: [],
    ...extra,
  };
}

function apple(
  key: GroupKey | "mac",
  platform: "macOS" | "iOS" | "iPadOS",
  weight: number,
  tag: string,
  use: Use,
  models: Models,
  versions: readonly facts.VersionFact[],
  extra: Extra,
): DeviceClass {
  return { ...DEFAULTS, key, weight, platform, tag, use, models, versions, groups: key === "mac" ? [] : [key], ...extra };
}

function android(key: GroupKey, weight: number, tag: string, use: Use, models: Models, extra: Extra): DeviceClass {
  return {
    ...DEFAULTS,
    key,
    weight,
    platform: "android",
    tag,
    use,
    models,
    versions: facts.ANDROID_VERSIONS,
    groups: [key],
    ...extra,
  };
}

function linux(key: GroupKey, weight: number, tag: string, use: Use, models: Models, extra: Extra): DeviceClass {
  return {
    ...DEFAULTS,
    key,
    weight,
    platform: "linux",
    tag,
    use,
    models,
    versions: facts.UBUNTU_VERSIONS,
    groups: [key],
    ...extra,
  };
}
