import { sql } from "kysely";
import type { ActiveRollout, RolloutStore } from "../app/ports/rollout-store.ts";
import type { AudienceQuery } from "../audience/audience-engine.ts";
import type { DeviceId, PolicyId, RolloutId, VersionHash } from "../kit/ids.ts";
import { rolloutsWhere } from "./rollout-rows.ts";
import type { Trx } from "./run-units.ts";

/** `operations` stays active until the last member of its cohorts was offered the version. */
const IS_ACTIVE = sql`
  where r.state_kind not in ('scope', 'closed', 'rolled-back', 'aborted') and (r.state_kind <> 'operations' or exists (
    select 1 from rollout_cohort c where c.rollout_id = r.id and not exists (
      select 1 from rollout_exposure e where e.rollout_id = c.rollout_id and e.device_id = c.device_id)))
  order by r.created_at_ms, r.id collate "C"`;

export function activeMethods(trx: Trx): Pick<RolloutStore, "loadActive"> {
  return { loadActive: () => loadActive(trx) };
}

async function loadActive(trx: Trx): Promise<readonly ActiveRollout[]> {
  const rollouts = await rolloutsWhere(trx, IS_ACTIVE);
  const ids = rollouts.map((rollout) => rollout.id);
  if (ids.length === 0) return [];
  const subjects = await trx
    .selectFrom("rollout_rollout")
    .select(["id", "policy_id", "target_hash", "previous_hash", "previous_audience"])
    .where("id", "in", ids)
    .execute();
  const published = trx.selectFrom("rollout_phase").select(["rollout_id", "phase_index"]).where("rollout_id", "in", ids);
  const phases = await published.where("published_at_ms", "is not", null).execute();
  const cohorts = await cohortsOf(trx, ids);

  const subjectById = new Map(subjects.map((row) => [row.id, row]));
  return rollouts.map((rollout) => {
    const subject = subjectById.get(rollout.id) as Subject;
    const cohort = cohorts.get(rollout.id);
    return {
      rollout,
      policyId: subject.policy_id,
      targetHash: subject.target_hash,
      previousHash: subject.previous_hash,
      previousAudience: subject.previous_audience,
      publishedPhases: new Set(phases.filter((row) => row.rollout_id === rollout.id).map((row) => row.phase_index)),
      phaseByDeviceId: cohort?.phaseByDeviceId ?? new Map(),
      exposedDeviceIds: cohort?.exposedDeviceIds ?? new Set(),
      heldBackDeviceIds: cohort?.heldBackDeviceIds ?? new Set(),
    };
  });
}

type Subject = Readonly<{
  policy_id: PolicyId;
  target_hash: VersionHash | null;
  previous_hash: VersionHash | null;
  previous_audience: AudienceQuery | null;
}>;
type CohortRow = Readonly<{
  rollout_id: RolloutId;
  phase_index: number;
  members: DeviceId[];
  exposed: DeviceId[] | null;
  held_back: DeviceId[] | null;
}>;
type Cohort = { phaseByDeviceId: Map<DeviceId, number>; exposedDeviceIds: Set<DeviceId>; heldBackDeviceIds: Set<DeviceId> };

/** One row a phase, its devices as JSON arrays: a hundred thousand members would be a hundred thousand objects otherwise. */
async function cohortsOf(trx: Trx, ids: readonly RolloutId[]): Promise<Map<RolloutId, Cohort>> {
  const { rows } = await sql<CohortRow>`
    select c.rollout_id, c.phase_index, json_agg(c.device_id) as members,
      json_agg(c.device_id) filter (where e.device_id is not null) as exposed,
      json_agg(c.device_id) filter (where e.device_id is null and c.cleared_at_ms is null) as held_back
    from rollout_cohort c left join rollout_exposure e on e.rollout_id = c.rollout_id and e.device_id = c.device_id
    where c.rollout_id = any(${[...ids]}::text[])
    group by c.rollout_id, c.phase_index`.execute(trx);
  const cohorts = new Map<RolloutId, Cohort>();
  for (const row of rows) {
    const cohort = cohorts.get(row.rollout_id) ?? {
      phaseByDeviceId: new Map(),
      exposedDeviceIds: new Set(),
      heldBackDeviceIds: new Set(),
    };
    cohorts.set(row.rollout_id, cohort);
    for (const id of row.members) cohort.phaseByDeviceId.set(id, row.phase_index);
    for (const id of row.exposed ?? []) cohort.exposedDeviceIds.add(id);
    for (const id of row.held_back ?? []) cohort.heldBackDeviceIds.add(id);
  }
  return cohorts;
}
