import { DAY_MS, type Instant } from "../kit/instant.ts";
import { compareText } from "../kit/ids.ts";
import { SENSITIVITIES, STALE_AFTER_DAYS, type Device, type Sensitivity } from "../estate/device.ts";
import type { Estate } from "../estate/estate.ts";
import { PLATFORMS, type Platform } from "../estate/platform.ts";
import { countOf, difference, indexesOf } from "../audience/device-set.ts";
import type { ChangeReach } from "./change-reach.ts";
import type { DeviceImpact } from "./plan.ts";

/** Whom a change hits, counted for people. */
export function deviceImpact(estate: Estate, reach: ChangeReach, asOf: Instant): DeviceImpact {
  const devices = indexesOf(reach.inScope).map((index) => estate.devices[index] as Device);
  return {
    estate: estate.devices.length,
    inScope: devices.length,
    gained: countOf(difference(reach.after, reach.before)),
    lost: countOf(difference(reach.before, reach.after)),
    users: new Set(devices.flatMap((device) => device.primaryUserId ?? [])).size,
    withoutUser: devices.filter((device) => device.primaryUserId === null).length,
    byPlatform: countByPlatform(devices),
    bySensitivity: countBySensitivity(estate, devices),
    stale: devices.filter((device) => isStale(device, asOf)).length,
  };
}

/** Silent for more than 30 days at this date. A device that was never seen has been silent for longer than that. */
export function isStale(device: Device, asOf: Instant): boolean {
  return device.lastSeenAt === null || asOf - device.lastSeenAt > STALE_AFTER_DAYS * DAY_MS;
}

/** The device's own marks and those of its person. */
export function sensitivitiesOf(estate: Estate, device: Device): readonly Sensitivity[] {
  const user = device.primaryUserId === null ? undefined : estate.usersById.get(device.primaryUserId);
  const marks = new Set([...device.sensitivities, ...(user?.sensitivities ?? [])]);
  return SENSITIVITIES.filter((sensitivity) => marks.has(sensitivity));
}

/**
 * The release a reader knows, without the monthly patch: `10.0.26100` of Windows, major and minor elsewhere. A version that
 * does not begin with a number is kept as it is; null stays null.
 */
export function osRelease(platform: Platform, osVersion: string | null): string | null {
  if (osVersion === null) return null;
  const numbers = /^\d+(?:\.\d+)*/.exec(osVersion)?.[0].split(".");
  return numbers === undefined ? osVersion : numbers.slice(0, platform === "windows" ? 3 : 2).join(".");
}

function countByPlatform(devices: readonly Device[]): DeviceImpact["byPlatform"] {
  const counts = new Map<Platform, Map<string | null, number>>();
  for (const { platform, osVersion } of devices) {
    const row = counts.get(platform) ?? new Map<string | null, number>();
    const release = osRelease(platform, osVersion);
    counts.set(platform, row.set(release, (row.get(release) ?? 0) + 1));
  }
  return PLATFORMS.flatMap((platform) => {
    const rows = [...(counts.get(platform) ?? [])].sort(([a], [b]) => compareReleases(a, b));
    return rows.map(([osVersion, count]) => ({ platform, osVersion, devices: count }));
  });
}

function countBySensitivity(estate: Estate, devices: readonly Device[]): DeviceImpact["bySensitivity"] {
  const marks = devices.map((device) => sensitivitiesOf(estate, device));
  return SENSITIVITIES.map((sensitivity) => ({
    sensitivity,
    devices: marks.filter((mark) => mark.includes(sensitivity)).length,
  }));
}

/** 15.9 before 15.10; names without numbers come after those, and what was never reported last. */
function compareReleases(a: string | null, b: string | null): number {
  const rank = (release: string | null) => (release === null ? 2 : /^\d/.test(release) ? 0 : 1);
  if (rank(a) !== rank(b) || rank(a) > 0) return rank(a) - rank(b) || compareText(a ?? "", b ?? "");
  const [left, right] = [a, b].map((release) => (release ?? "").split(".").map(Number)) as [number[], number[]];
  for (let at = 0; at < Math.max(left.length, right.length); at++) {
    const gap = (left[at] ?? -1) - (right[at] ?? -1);
    if (gap !== 0) return gap;
  }
  return compareText(a ?? "", b ?? "");
}
