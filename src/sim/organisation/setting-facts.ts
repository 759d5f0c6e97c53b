import type { SeededRandom } from "../../kit/seeded-random.ts";
import type { DeviceClass } from "./device-classes.ts";
import type { FleetDevice } from "./fleet-device.ts";

type SettingFacts = Pick<FleetDevice, "supervised" | "joinType" | "enrolment" | "driveEncryption">;
type Shares = readonly (readonly [string, number])[];

/**
 * What decides whether a setting can take effect on a device of this company: PCs of before 2024 are encrypted with 128 bits,
 * Active Directory still holds a part of them, private phones keep their owner's half apart, and of a few nothing was reported.
 */
export function settingFactsOf(random: SeededRandom, kind: DeviceClass, osVersion: string): SettingFacts {
  return {
    supervised: supervisedOf(random, kind),
    joinType: random.weighted(joinShares(kind)),
    enrolment: random.weighted(enrolmentShares(kind)),
    driveEncryption: random.weighted(driveShares(kind, osVersion)),
  };
}

const NOT_REPORTED = "";

function supervisedOf(random: SeededRandom, { platform, ownership }: DeviceClass): string {
  if (platform !== "macOS" && platform !== "iOS" && platform !== "iPadOS") return NOT_REPORTED;
  if (ownership === "personal") return "false";
  // Bought in a shop and enrolled by hand.
  return random.chance(0.06) ? "false" : "true";
}

function joinShares({ platform, use, key }: DeviceClass): Shares {
  if (platform === "windows") {
    if (key === "kiosks-reception") return [["entra-joined", 1]];
    const hybrid = use === "shared" || key === "windows-desktops" ? 70 : 28;
    return [
      ["hybrid-joined", hybrid],
      ["entra-joined", 97 - hybrid],
      [NOT_REPORTED, 3],
    ];
  }
  if (use === "shared") return [["none", 1]];
  return [
    ["entra-registered", 97],
    [NOT_REPORTED, 3],
  ];
}

function enrolmentShares({ platform, ownership, use, key }: DeviceClass): Shares {
  switch (platform) {
    case "windows":
      if (key === "kiosks-reception") return [["automated", 1]];
      return [
        ["automated", use === "shared" ? 20 : 58],
        ["co-managed", 22],
        ["device", 20],
      ];
    case "macOS":
      return [
        ["automated", 88],
        ["device", 12],
      ];
    case "iOS":
    case "iPadOS":
      if (ownership === "company") return [["automated", 1]];
      return [
        ["user", 60],
        ["device", 40],
      ];
    case "android":
      if (ownership === "personal") return [["work-profile", 1]];
      return use === "shared"
        ? [["dedicated", 1]]
        : [
            ["fully-managed", 70],
            ["corporate-work-profile", 30],
          ];
    case "linux":
      return [
        ["device", 90],
        [NOT_REPORTED, 10],
      ];
  }
}

function driveShares({ platform, key }: DeviceClass, osVersion: string): Shares {
  if (platform === "macOS")
    return [
      ["filevault", 93],
      ["none", 7],
    ];
  if (platform === "linux") return key === "kiosks-signage" ? [["none", 1]] : [["luks", 1]];
  if (platform !== "windows") return [[NOT_REPORTED, 1]];
  if (key === "kiosks-reception") return [["none", 1]];
  // Windows 10 came to this company encrypted in the older mode, or not at all.
  return osVersion.startsWith("10.0.19")
    ? [
        ["aes-cbc-128", 30],
        ["xts-aes-128", 45],
        ["none", 20],
        [NOT_REPORTED, 5],
      ]
    : [
        ["xts-aes-128", 72],
        ["xts-aes-256", 18],
        ["none", 7],
        [NOT_REPORTED, 3],
      ];
}
