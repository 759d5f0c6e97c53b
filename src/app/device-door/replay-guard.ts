import { PROOF_SKEW_MS_MAX } from "../../policy/bundle/protocol.ts";
import type { Instant } from "../../kit/instant.ts";

/** Numbers used once, remembered as long as a proof that carries them could still be in time. */
export type ReplayGuard = Readonly<{ firstUse: (key: string, now: Instant) => boolean }>;

export function createReplayGuard(): ReplayGuard {
  // Two generations, each as long as a proof can be in time: a key is forgotten between one and two lengths after its use.
  const generations = { current: new Set<string>(), previous: new Set<string>(), startedAt: 0 };
  const lengthMs = 2 * PROOF_SKEW_MS_MAX;
  return {
    firstUse: (key, now) => {
      if (now - generations.startedAt >= lengthMs) {
        generations.previous = now - generations.startedAt >= 2 * lengthMs ? new Set() : generations.current;
        generations.current = new Set();
        generations.startedAt = now;
      }
      if (generations.current.has(key) || generations.previous.has(key)) return false;
      generations.current.add(key);
      return true;
    },
  };
}
