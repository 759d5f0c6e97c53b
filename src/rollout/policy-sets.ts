import { compareText, type PolicyId } from "../kit/ids.ts";
import type { AudienceEngine } from "../audience/audience-engine.ts";
import { has } from "../audience/device-set.ts";
import { queryOf } from "../policy/change-reach.ts";
import type { Policy } from "../policy/policy.ts";

/**
 * The distinct sets of other policies that devices carry. Two devices with the same set behave alike, which is what the
 * final pilot has to cover (S24). Ids within a set ascend.
 */
export type PolicySets = Readonly<{
  sets: readonly (readonly PolicyId[])[];
  /** By device index: the position of its set in `sets`. */
  setOfDevice: readonly number[];
}>;

/** @param except the policy that is being changed: what counts is what else a device carries */
export function coAppliedPolicySets(engine: AudienceEngine, policies: readonly Policy[], except: PolicyId): PolicySets {
  const others = policies.filter((policy) => policy.id !== except).sort((a, b) => compareText(a.id, b.id));
  let sets: readonly (readonly PolicyId[])[] = [[]];
  const setOfDevice: number[] = Array.from({ length: engine.deviceCount }, () => 0);
  for (const policy of others) {
    const reach = engine.reach(queryOf(policy));
    const refined: (readonly PolicyId[])[] = [];
    const refinedAt = new Map<number, number>();
    setOfDevice.forEach((set, index) => {
      const carries = has(reach, index);
      // Each set splits in two: with the policy and without it.
      const half = set * 2 + Number(carries);
      const known = refinedAt.get(half);
      if (known === undefined) refined.push(carries ? [...(sets[set] ?? []), policy.id] : (sets[set] ?? []));
      refinedAt.set(half, known ?? refined.length - 1);
      setOfDevice[index] = known ?? refined.length - 1;
    });
    sets = refined;
  }
  return { sets, setOfDevice };
}
