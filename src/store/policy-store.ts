import { sql } from "kysely";
import type { NewVersion, PolicyStore } from "../app/ports/policy-store.ts";
import { compareText, type PolicyId } from "../kit/ids.ts";
import { versionHash, type Policy, type PolicyVersion } from "../policy/policy.ts";
import { jsonText } from "./row-sets.ts";
import type { Trx } from "./run-units.ts";

export function policyStore(trx: Trx): PolicyStore {
  return {
    async loadLive() {
      const policies = (await livePolicies(trx).execute()).map(policyOf);
      return policies.sort((a, b) => compareText(a.id, b.id));
    },
    async loadRetired() {
      const policies = (await livePolicies(trx, true).execute()).map(policyOf);
      return policies.sort((a, b) => compareText(a.id, b.id));
    },
    async versions(policyId) {
      const found = trx
        .selectFrom("policy_version")
        .select(["number", "hash", "content", "created_at_ms", "created_by", "reason"])
        .where("policy_id", "=", policyId)
        .orderBy("number", "desc");
      return (await found.execute()).map(({ created_at_ms: createdAt, created_by: createdBy, ...version }) => {
        return { policyId, ...version, createdAt, createdBy };
      });
    },
    async find(id) {
      const row = await livePolicies(trx).where("p.id", "=", id).executeTakeFirst();
      return row === undefined ? null : policyOf(row);
    },
    async version(policyId, hash) {
      const found = trx
        .selectFrom("policy_version")
        .select(["number", "content"])
        .where("policy_id", "=", policyId)
        .where("hash", "=", hash);
      const row = await found.executeTakeFirst();
      return row === undefined ? null : { policyId, number: row.number, hash, content: row.content };
    },
    addVersion: (version) => addVersion(trx, version),
    async setLive(policyId, { version, assignments, retired }) {
      const { rows } = await sql<{ id: PolicyId }>`
        update policy_policy set live_number = ${version.number}, assignments = ${jsonText(assignments)}::jsonb, retired = ${retired}
        where id = ${policyId} and exists (
          select 1 from policy_version where policy_id = ${policyId} and number = ${version.number} and hash = ${version.hash})
        returning id`.execute(trx);
      if (rows.length === 0)
        throw new Error(`policy \`${policyId}\` has no version ${version.number} with this hash: \`addVersion\` comes first`);
    },
    async savePlan({ hash, inputsHash, plan, createdAt, createdBy }) {
      await trx
        .insertInto("policy_plan")
        .values({ hash, inputs_hash: inputsHash, plan: jsonText(plan), created_at_ms: createdAt, created_by: createdBy })
        .onConflict((conflict) => conflict.column("hash").doNothing())
        .execute();
    },
    async findPlan(hash) {
      const row = await trx.selectFrom("policy_plan").selectAll().where("hash", "=", hash).executeTakeFirst();
      if (row === undefined) return null;
      return {
        hash: row.hash,
        inputsHash: row.inputs_hash,
        plan: row.plan,
        createdAt: row.created_at_ms,
        createdBy: row.created_by,
      };
    },
  };
}

function livePolicies(trx: Trx, retired = false) {
  return trx
    .selectFrom("policy_policy as p")
    .innerJoin("policy_version as v", (join) => join.onRef("v.policy_id", "=", "p.id").onRef("v.number", "=", "p.live_number"))
    .select(["p.id", "p.assignments", "v.number", "v.hash", "v.content"])
    .where("p.retired", "=", retired);
}

type LiveRow = Pick<Policy, "id" | "assignments"> & Pick<PolicyVersion, "number" | "hash" | "content">;

function policyOf({ id, assignments, number, hash, content }: LiveRow): Policy {
  return { id, live: { policyId: id, number, hash, content }, assignments };
}

/**
 * INVARIANT: a number of a policy means one content for ever. Two who add at once move the same counter: the later one
 * runs again and sees the earlier one's version.
 */
async function addVersion(trx: Trx, version: NewVersion): Promise<PolicyVersion> {
  const { policyId, content, createdAt, createdBy, reason = null } = version;
  const hash = versionHash(content);
  const known = trx.selectFrom("policy_version").select("number").where("policy_id", "=", policyId).where("hash", "=", hash);
  const row = await known.executeTakeFirst();
  if (row !== undefined) return { policyId, number: row.number, hash, content };
  const { rows } = await sql<{ version_count: number }>`
    insert into policy_policy (id, live_number, version_count, assignments, retired) values (${policyId}, null, 1, '[]', false)
    on conflict (id) do update set version_count = policy_policy.version_count + 1
    returning version_count`.execute(trx);
  const number = rows[0]?.version_count ?? 0;
  await trx
    .insertInto("policy_version")
    .values({
      policy_id: policyId,
      number,
      hash,
      name: content.name,
      kind: content.kind,
      content: jsonText(content),
      created_at_ms: createdAt,
      created_by: createdBy,
      reason,
    })
    .execute();
  return { policyId, number, hash, content };
}
