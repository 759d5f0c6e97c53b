import type { Platform } from "../../src/estate/platform.ts";
import {
  applicableOn,
  type PlatformLimits,
  type SettingApplicability,
  type SettingScope,
  type VersionByPlatform,
} from "../../src/policy/catalogue.ts";

/** Apple's `supportedOS` of a payload or a key, for one system. What a key leaves out it has from its payload. */
export type OsSupport = Readonly<{
  introduced?: string;
  removed?: string;
  supervised?: boolean;
  requiresdep?: boolean;
  devicechannel?: boolean;
  userchannel?: boolean;
  userenrollment?: Readonly<{ mode?: string }>;
  "allowed-enrollments"?: readonly string[];
  "allowed-scopes"?: readonly string[];
}>;
export type SupportedOs = Readonly<Partial<Record<"iOS" | "macOS" | "tvOS" | "visionOS" | "watchOS", OsSupport>>>;

/** Systems that devices of ours run; Apple's iOS stands for iPadOS too. */
const SYSTEMS = [
  { os: "iOS", platforms: ["iOS", "iPadOS"] },
  { os: "macOS", platforms: ["macOS"] },
] as const satisfies readonly Readonly<{ os: keyof SupportedOs; platforms: readonly Platform[] }>[];

/** Every way in but Apple's user enrolment, in the words of estate/device.ts. */
const WHOLE_DEVICE = ["automated", "device"];

/** From the payload to the key, what is nearer to the key wins. Null: on none of our systems, or nothing is said. */
export function appleApplicability(supports: readonly SupportedOs[]): SettingApplicability | null {
  if (supports.length === 0) return null;
  const platforms: Platform[] = [];
  const versionMin: { -readonly [P in keyof VersionByPlatform]: VersionByPlatform[P] } = {};
  const versionMax: { -readonly [P in keyof VersionByPlatform]: VersionByPlatform[P] } = {};
  const limits: [Platform, PlatformLimits][] = [];
  for (const { os, platforms: names } of SYSTEMS) {
    const support = supportOf(supports, os);
    if (support === null) continue;
    for (const platform of names) {
      platforms.push(platform);
      if (support.introduced !== undefined) versionMin[platform] = support.introduced;
      // The version in which it is gone; the last that has it is not written down anywhere.
      if (support.removed !== undefined) versionMax[platform] = before(support.removed);
      limits.push([platform, { supervised: support.supervised === true, enrolments: enrolmentsOf(support) }]);
    }
  }
  if (platforms.length === 0) return null;
  return { ...applicableOn(platforms), versionMin, versionMax, ...joined(limits) };
}

/** The scopes of a payload on macOS; elsewhere a device has one user, and its settings are the device's. */
export function appleScope(supports: readonly SupportedOs[]): SettingScope | null {
  const support = supportOf(supports, "macOS");
  if (support === null) return supportOf(supports, "iOS") === null ? null : "device";
  const scopes = support["allowed-scopes"];
  const [device, user] =
    scopes === undefined
      ? [support.devicechannel !== false, support.userchannel === true]
      : [scopes.includes("system"), scopes.includes("user")];
  // Both: the channel of the profile says it, not the key.
  return device === user ? null : device ? "device" : "user";
}

function supportOf(supports: readonly SupportedOs[], os: keyof SupportedOs): OsSupport | null {
  const said = supports.flatMap((support) => support[os] ?? []);
  if (said.length === 0 || said.some(({ introduced }) => introduced === "n/a")) return null;
  return said.reduce<OsSupport>((merged, one) => ({ ...merged, ...one }), {});
}

function enrolmentsOf(support: OsSupport): readonly string[] | null {
  const allowed = support["allowed-enrollments"];
  if (allowed !== undefined) {
    // `supervised` is a device that was enrolled whole; `local` has no server.
    const words = allowed.flatMap((word) =>
      word === "user" ? ["user"] : word === "device" || word === "supervised" ? WHOLE_DEVICE : [],
    );
    return words.includes("user") && words.length > 1 ? null : [...new Set(words)].sort();
  }
  if (support.requiresdep === true) return ["automated"];
  const mode = support.userenrollment?.mode;
  if (mode === "required") return ["user"];
  // An ignored key is taken and does nothing.
  return mode === "forbidden" || mode === "ignored" ? WHOLE_DEVICE : null;
}

/** One answer for all where they agree; what only some ask for stands with those. */
function joined(limits: readonly (readonly [Platform, PlatformLimits])[]): Partial<SettingApplicability> {
  const texts = new Set(limits.map(([, one]) => JSON.stringify(one)));
  const [first] = limits;
  if (first !== undefined && texts.size === 1) return first[1];
  return {
    supervised: limits.every(([, { supervised }]) => supervised),
    enrolments: null,
    byPlatform: Object.fromEntries(limits),
  };
}

/** `11.0` is gone in 11.0: the last version that could have it is 10.9999. */
function before(version: string): string {
  const parts = version.split(".").map(Number);
  const last = parts.findLastIndex((part) => part > 0);
  if (last === -1) return version;
  return [...parts.slice(0, last), (parts[last] ?? 1) - 1, 9999].join(".");
}
