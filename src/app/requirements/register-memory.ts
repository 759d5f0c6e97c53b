import { EMBEDDED_CONFLICT_RULE } from "../../policy/conflict-rule.ts";
import type { Policy } from "../../policy/policy.ts";
import { policySettings, settingsWithoutRequirement, type PolicySetting } from "../../policy/requirement/policy-settings.ts";
import { requirementJudge, type RequirementJudge } from "../../policy/requirement/requirement-judge.ts";
import type { StoredRequirement } from "../ports/requirement-store.ts";
import type { Unit } from "../ports/store.ts";
import type { EstateMemory } from "../queries/estate-memory.ts";

/** What requirements are held against, as one transaction sees it. */
export type RegisterReading = Readonly<{
  policies: readonly Policy[];
  settings: readonly PolicySetting[];
  devices: number;
  judge: RequirementJudge;
  uncovered: (requirements: readonly StoredRequirement[]) => readonly PolicySetting[];
}>;
export type RegisterMemory = Readonly<{ read: (unit: Unit) => Promise<RegisterReading> }>;

/**
 * Keeps the judge of one revision of the world: policies and the estate change it, an edit of the register does not. The revision is
 * read in the caller's transaction.
 */
export function createRegisterMemory(estates: EstateMemory): RegisterMemory {
  const held: { revision: number; reading: RegisterReading | null } = { revision: -1, reading: null };
  return {
    read: async (unit) => {
      const { revision } = await unit.world.get();
      if (held.reading !== null && held.revision === revision) return held.reading;
      const { engine } = await estates.read(unit);
      const policies = await unit.policies.loadLive();
      const settings = policySettings(policies);
      const reading = {
        policies,
        settings,
        devices: engine.deviceCount,
        judge: requirementJudge({ engine, policies, rule: EMBEDDED_CONFLICT_RULE }),
        uncovered: (requirements: readonly StoredRequirement[]) => settingsWithoutRequirement(settings, requirements),
      };
      held.revision = revision;
      held.reading = reading;
      return reading;
    },
  };
}
