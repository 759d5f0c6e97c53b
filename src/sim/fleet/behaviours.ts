import { DAY_MS, HOUR_MS, instant, MINUTE_MS, plusMs, type Instant } from "../../kit/instant.ts";
import { seededRandom, type SeededRandom } from "../../kit/seeded-random.ts";

/** How one device lives, beside what its policies do to it. */
export type DeviceBehaviour = Readonly<{
  availability: Availability;
  /** From taking a bundle to sending the report; 0 for most. */
  reportDelayMs: number;
  /** How far its clock is off at the start, and how many milliseconds it gains or loses in a million. */
  clockSkewMs: number;
  clockDriftPpm: number;
}>;

export type Availability = Readonly<
  | { kind: "always" }
  /** Last seen then, and never again. */
  | { kind: "gone"; at: Instant }
  /** Away for the first `awayMs` of each cycle, online for the rest; `phaseMs` says where a cycle starts. */
  | { kind: "cycle"; cycleMs: number; awayMs: number; phaseMs: number }
>;

/** Shares of the fleet, each from 0 to 1; the shares of the availability kinds add up to at most 1. */
export type BehaviourMix = Readonly<{
  goneShare: number;
  awayForDaysShare: number;
  seenWeeklyShare: number;
  slowShare: number;
  wrongClockShare: number;
  driftingClockShare: number;
}>;

export const DEFAULT_MIX: BehaviourMix = {
  goneShare: 0.02,
  awayForDaysShare: 0.06,
  seenWeeklyShare: 0.03,
  slowShare: 0.1,
  wrongClockShare: 0.05,
  driftingClockShare: 0.02,
};

export const WELL_BEHAVED: BehaviourMix = {
  goneShare: 0,
  awayForDaysShare: 0,
  seenWeeklyShare: 0,
  slowShare: 0,
  wrongClockShare: 0,
  driftingClockShare: 0,
};

const REPORT_DELAY_MS = { least: 2 * MINUTE_MS, most: 6 * HOUR_MS } as const;
const SKEW_MS_MAX = 6 * HOUR_MS;
/** A bad quartz is off by 100 ppm; ten times that is a broken one: 86 s a day. */
const DRIFT_PPM_MAX = 1_000;

/** The same seed and serial number give the same life, whoever else is in the fleet. */
export function behaviourOf(seed: number | string, serialNumber: string, mix: BehaviourMix, startAt: Instant): DeviceBehaviour {
  const random = seededRandom(`${seed}/behaviour/${serialNumber}`);
  const availability = availabilityOf(random.fork("availability"), mix, startAt);
  const slow = random.fork("slow");
  const clock = random.fork("clock");
  return {
    availability,
    reportDelayMs: slow.chance(mix.slowShare) ? delayMs(slow) : 0,
    clockSkewMs: clock.chance(mix.wrongClockShare) ? clock.int(-SKEW_MS_MAX, SKEW_MS_MAX) : 0,
    clockDriftPpm: clock.chance(mix.driftingClockShare) ? clock.int(-DRIFT_PPM_MAX, DRIFT_PPM_MAX) : 0,
  };
}

/** The first moment from `at` on at which the device can be reached; null if there is none. */
export function nextOnlineAt(availability: Availability, at: Instant): Instant | null {
  if (availability.kind === "always") return at;
  if (availability.kind === "gone") return at < availability.at ? at : null;
  const { cycleMs, awayMs, phaseMs } = availability;
  const position = (((at - phaseMs) % cycleMs) + cycleMs) % cycleMs;
  return position < awayMs ? plusMs(at, awayMs - position) : at;
}

/** What the device's own clock shows. */
export function deviceTime({ clockSkewMs, clockDriftPpm }: DeviceBehaviour, startAt: Instant, now: Instant): Instant {
  return instant(now + clockSkewMs + ((now - startAt) * clockDriftPpm) / 1_000_000);
}

function availabilityOf(random: SeededRandom, mix: BehaviourMix, startAt: Instant): Availability {
  const at = random.next();
  if (at < mix.goneShare) return { kind: "gone", at: plusMs(startAt, random.int(HOUR_MS, 10 * DAY_MS)) };
  if (at < mix.goneShare + mix.awayForDaysShare) {
    const cycleMs = random.int(7, 22) * DAY_MS;
    return { kind: "cycle", cycleMs, awayMs: random.int(1, 6) * DAY_MS, phaseMs: startAt + random.int(0, cycleMs) };
  }
  if (at < mix.goneShare + mix.awayForDaysShare + mix.seenWeeklyShare) {
    const onlineMs = random.int(1, 9) * HOUR_MS;
    return { kind: "cycle", cycleMs: 7 * DAY_MS, awayMs: 7 * DAY_MS - onlineMs, phaseMs: startAt + random.int(0, 7 * DAY_MS) };
  }
  return { kind: "always" };
}

/** Minutes are common, hours are rare: uniform in the exponent. */
function delayMs(random: SeededRandom): number {
  const { least, most } = REPORT_DELAY_MS;
  return Math.round(least * (most / least) ** random.next());
}
