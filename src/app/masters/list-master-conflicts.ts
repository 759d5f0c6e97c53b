import type { Instant } from "../../kit/instant.ts";
import { hashOf } from "../../kit/sha256.ts";
import { queryOf } from "../../policy/change-reach.ts";
import { masterFindings, type KeptSettings, type MasterConflict } from "../../policy/conflict/master-conflicts.ts";
import type { ConflictRule } from "../../policy/conflict-rule.ts";
import { reachOfDeclared } from "../../policy/declared-fact.ts";
import { isDeliverable } from "../../policy/policy.ts";
import type { Store } from "../ports/store.ts";
import type { EstateMemory } from "../queries/estate-memory.ts";
import { sliceOf, type Page, type PageRequest } from "../queries/page-of.ts";

export type MasterConflicts = Page<MasterConflict> &
  Readonly<{
    kept: readonly KeptSettings[];
    policies: number;
    masters: number;
    oldestReadAt: Instant | null;
    asOf: Instant;
  }>;

/** Where the live policies and what other masters are declared to set meet, on devices that have both. */
export function listMasterConflicts(
  store: Store,
  memory: EstateMemory,
  rule: ConflictRule,
  page: PageRequest,
  now: Instant,
): Promise<MasterConflicts> {
  return store.read(async (unit) => {
    const { estate, engine } = await memory.read(unit);
    const facts = await unit.masters.loadAll();
    const live = (await unit.policies.loadLive()).filter((policy) => isDeliverable(policy.live.content.kind));
    const policies = live.map((policy) => {
      const { name } = policy.live.content;
      return { policyId: policy.id, name, content: policy.live.content, reach: engine.reach(queryOf(policy)) };
    });
    const masters = facts.map((fact) => ({ fact, reach: reachOfDeclared(engine, fact) }));
    const { conflicts, kept } = masterFindings({ estate, asked: policies, all: policies, masters, rule });
    const times = facts.flatMap(({ readAt }) => (readAt === null ? [] : [readAt]));
    const oldestReadAt = times.reduce<Instant | null>((oldest, at) => (oldest === null || at < oldest ? at : oldest), null);
    return { ...sliceOf(conflicts, page, idOf), kept, policies: policies.length, masters: facts.length, oldestReadAt, asOf: now };
  });
}

/** A value of a policy and one of a master meet once under each rule. */
function idOf({ node, policy, master, rule }: MasterConflict): string {
  return hashOf({ node, policyId: policy.policyId, ours: policy.value, master: master.id, theirs: master.value, rule }).slice(
    0,
    24,
  );
}
