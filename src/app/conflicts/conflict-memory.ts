import type { AudienceEngine } from "../../audience/audience-engine.ts";
import type { Estate } from "../../estate/estate.ts";
import { queryOf } from "../../policy/change-reach.ts";
import type { ConflictRule } from "../../policy/conflict-rule.ts";
import type { PolicyConflict } from "../../policy/conflict/conflict-class.ts";
import { policyConflicts } from "../../policy/conflict/policy-conflicts.ts";
import type { Policy } from "../../policy/policy.ts";
import { policiesHashOf } from "../planning/world-reading.ts";
import type { Unit } from "../ports/store.ts";
import type { EstateMemory } from "../queries/estate-memory.ts";

/** The conflicts of all live policies in the estate that it holds, heaviest first. */
export type ConflictsReading = Readonly<{
  estate: Estate;
  engine: AudienceEngine;
  policies: readonly Policy[];
  conflicts: readonly PolicyConflict[];
}>;
export type ConflictMemory = Readonly<{ rule: ConflictRule; read: (unit: Unit) => Promise<ConflictsReading> }>;

/** Keeps the conflicts of one estate and one set of live policies: what comes back is what the caller's transaction sees. */
export function createConflictMemory(memory: EstateMemory, rule: ConflictRule): ConflictMemory {
  const held: { key: string; reading: ConflictsReading | null } = { key: "", reading: null };
  return {
    rule,
    read: async (unit) => {
      const { estate, engine } = await memory.read(unit);
      const policies = await unit.policies.loadLive();
      const { estateRevision } = await unit.world.get();
      const key = `${estateRevision} ${policiesHashOf(policies)}`;
      if (held.reading !== null && held.key === key) return held.reading;
      const reached = policies.map((policy) => {
        const { content } = policy.live;
        return { policyId: policy.id, name: content.name, content, reach: engine.reach(queryOf(policy)) };
      });
      const reading = { estate, engine, policies, conflicts: policyConflicts(reached, rule) };
      held.key = key;
      held.reading = reading;
      return reading;
    },
  };
}
