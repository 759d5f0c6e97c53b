import { HOUR_MS, plusMs, type Instant } from "../../kit/instant.ts";
import { hash32 } from "../../kit/seeded-random.ts";
import type { DesiredSet } from "../fleet-view/fleet-snapshot.ts";

/** How often devices come. Intune's steady state is about 8 h on every platform (requirements.md 2.6). */
export type CheckInTimes = Readonly<{
  /** A device that nothing is expected of. */
  quietMs: number;
  /** A device in the cohort of a rollout that is not over. */
  activeMs: number;
}>;

export const DEFAULT_CHECK_IN_TIMES: CheckInTimes = { quietMs: 8 * HOUR_MS, activeMs: HOUR_MS };

/**
 * When to come again: the interval, 10 % more or less. The same device keeps its own offset, so that a fleet that was
 * enrolled in one minute does not come back in one minute.
 */
export function nextCheckInAt(times: CheckInTimes, desired: DesiredSet, deviceId: string, now: Instant): Instant {
  const intervalMs = desired.inOpenCohort ? times.activeMs : times.quietMs;
  const share = hash32(deviceId) / 2 ** 32;
  return plusMs(now, intervalMs * (0.9 + 0.2 * share));
}
