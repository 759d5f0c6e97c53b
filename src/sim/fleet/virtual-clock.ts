import { formatInstant, type Instant } from "../../kit/instant.ts";

export type VirtualClock = Readonly<{ now: () => Instant; advanceTo: (at: Instant) => void }>;

/** Time that passes only when it is told to, and never back. */
export function createVirtualClock(start: Instant): VirtualClock {
  let now = start;
  return {
    now: () => now,
    advanceTo: (at) => {
      if (at < now) throw new Error(`virtual time does not go back: ${formatInstant(at)} is before ${formatInstant(now)}`);
      now = at;
    },
  };
}
