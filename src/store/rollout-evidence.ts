import { sql, type RawBuilder } from "kysely";
import type { PhaseCounts, RolloutStore } from "../app/ports/rollout-store.ts";
import { compareText, type DeviceId, type RolloutId } from "../kit/ids.ts";
import type { Instant } from "../kit/instant.ts";
import type { RollbackEvidence } from "../rollout/decide.ts";
import type { CohortCounts } from "../rollout/evidence.ts";
import type { Trx } from "./run-units.ts";

type EvidenceMethods = "phaseCounts" | "countsByPhase" | "reportedDeviceIds" | "rollbackEvidence";
type Bucket = keyof Omit<CohortCounts, "cohort">;

export function evidenceMethods(trx: Trx): Pick<RolloutStore, EvidenceMethods> {
  return {
    phaseCounts: (id, phaseIndex, offlineBefore) => phaseCounts(trx, id, phaseIndex, offlineBefore),
    countsByPhase: (id, offlineBefore) => countsByPhase(trx, id, offlineBefore),
    async reportedDeviceIds(id, phaseIndex) {
      const { rows } = await sql<{ device_ids: DeviceId[] | null }>`
        select json_agg(device_id) as device_ids from ${judgedMembers(id, inPhase(id, phaseIndex))}
        where bucket in ('succeeded', 'error', 'conflict', 'notApplicable') and not by_refusal`.execute(trx);
      return (rows[0]?.device_ids ?? []).sort(compareText);
    },
    rollbackEvidence: (id, since) => rollbackEvidence(trx, id, since),
  };
}

function inPhase(id: RolloutId, phaseIndex: number): RawBuilder<unknown> {
  return sql`select device_id, phase_index, cleared_at_ms from rollout_cohort where rollout_id = ${id} and phase_index = ${phaseIndex}`;
}

/**
 * Cohort members with all that is known of them; one row each, whatever is missing. They are chosen before anything is
 * joined: a page of fifty must not look at a hundred thousand devices.
 */
function members(id: RolloutId, chosen: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`
    with subject as materialized (select policy_id, target_hash from rollout_rollout where id = ${id}),
    chosen as materialized (${chosen})
    select c.device_id, c.phase_index, c.cleared_at_ms, d.id is null as is_gone, d.name, d.serial_number, d.platform, d.model, d.primary_user_id, s.last_seen_at_ms,
      e.device_id is not null as is_offered, e.offered_at_ms, e.applied_at_ms, e.verified_at_ms, e.failed_at_ms, e.failure, t.target_hash is null as is_retirement,
      p.device_id is not null as has_report, p.state, p.settings, p.applied, p.verified, p.exceptions, p.reported_at_ms,
      coalesce(p.version_hash = t.target_hash and p.reported_at_ms >= e.offered_at_ms, false) as is_reported,
      coalesce(b.offered_at_ms >= e.offered_at_ms, false) as is_bundled, coalesce(b.reported_seq = b.seq, false) as is_answered,
      b.refused, b.reported_at_ms as answered_at_ms
    from chosen c cross join subject t
    left join estate_device d on d.id = c.device_id
    left join estate_seen s on s.device_id = c.device_id
    left join rollout_exposure e on e.rollout_id = ${id} and e.device_id = c.device_id
    left join policy_report p on p.device_id = c.device_id and p.policy_id = (select policy_id from subject)
    left join policy_bundle b on b.device_id = c.device_id`;
}

/**
 * Members with the one bucket of CohortCounts that each is in. Order is meaning: what left is left; what was not offered
 * cannot have reported, and was held back if nobody was told; a report of this version made since the offer beats everything that a bundle says; success that was
 * not read back is an error. A retirement is proven by the absence of the policy in the answer to a bundle made since.
 */
export function judgedMembers(id: RolloutId, chosen: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`(
    select m.*,
      case
        when is_gone then 'left'
        when not is_offered and cleared_at_ms is null then 'heldBack'
        when not is_offered then 'notOffered'
        when is_reported then case when state = 'succeeded' and verified <> settings then 'error' else state end
        when is_bundled and refused is not null then 'error'
        when is_retirement and is_bundled and is_answered and not has_report then 'succeeded'
        else 'awaitingReport'
      end as bucket,
      not is_reported and is_bundled and refused is not null as by_refusal,
      case
        when is_reported then reported_at_ms
        when is_bundled and (refused is not null or (is_retirement and is_answered and not has_report)) then answered_at_ms
      end as evidence_at_ms
    from (${members(id, chosen)}) as m
  ) as judged`;
}

type CountsRow = Record<keyof CohortCounts, number> &
  Readonly<{ offered: number; applied: number; verified: number; offline: number; latestReportAt: Instant | null }>;

/** A value that was read back was applied, whatever the device says of the applying. */
function countsSelected(offlineBefore: Instant): RawBuilder<unknown> {
  const bucket = (name: Bucket): RawBuilder<unknown> => sql`count(*) filter (where bucket = ${sql.lit(name)}) as ${sql.id(name)}`;
  return sql`
    count(*) as cohort, ${bucket("heldBack")}, ${bucket("notOffered")}, ${bucket("awaitingReport")}, ${bucket("succeeded")}, ${bucket("error")},
      ${bucket("conflict")}, ${bucket("notApplicable")}, ${bucket("left")},
      count(*) filter (where bucket not in ('left', 'heldBack', 'notOffered')) as offered,
      count(*) filter (where bucket = 'succeeded' or (bucket not in ('left', 'heldBack', 'notOffered') and is_reported and applied = settings)) as applied,
      count(*) filter (where bucket = 'succeeded') as verified,
      count(*) filter (where bucket in ('notOffered', 'awaitingReport') and coalesce(last_seen_at_ms < ${offlineBefore}, true)) as offline,
      max(evidence_at_ms) filter (where bucket not in ('left', 'heldBack', 'notOffered')) as "latestReportAt"`;
}

function countsOf(row: CountsRow): Omit<PhaseCounts, "offerableSince"> {
  const { offered, applied, verified, offline, latestReportAt, ...counts } = row;
  return { counts, offered, applied, verified, offline, latestReportAt };
}

async function phaseCounts(trx: Trx, id: RolloutId, phaseIndex: number, offlineBefore: Instant): Promise<PhaseCounts> {
  const { rows } = await sql<CountsRow & Pick<PhaseCounts, "offerableSince">>`
    select ${countsSelected(offlineBefore)}, percentile_disc(0.5) within group (order by cleared_at_ms) as "offerableSince"
    from ${judgedMembers(id, inPhase(id, phaseIndex))}`.execute(trx);
  const { offerableSince, ...row } = rows[0] as (typeof rows)[number];
  return { ...countsOf(row), offerableSince };
}

/** Without the percentile, which would have every row sorted by its phase: groups are hashed. */
async function countsByPhase(trx: Trx, id: RolloutId, offlineBefore: Instant): ReturnType<RolloutStore["countsByPhase"]> {
  const chosen = sql`select device_id, phase_index, cleared_at_ms from rollout_cohort where rollout_id = ${id}`;
  const { rows } = await sql<CountsRow & Readonly<{ phaseIndex: number }>>`
    select phase_index as "phaseIndex", ${countsSelected(offlineBefore)}
    from ${judgedMembers(id, chosen)} group by phase_index`.execute(trx);
  return new Map(rows.map(({ phaseIndex, ...row }) => [phaseIndex, countsOf(row)]));
}

/**
 * Back is: since the rollback began the device answered a bundle without refusing it, and in that answer the policy is at
 * the previous version again, read back or not applicable, or it is absent and that bundle did not ask for it. The last
 * holds for a policy that was new, and for a device that was outside the audience before.
 */
async function rollbackEvidence(trx: Trx, id: RolloutId, since: Instant): Promise<RollbackEvidence> {
  const { rows } = await sql<{ exposed: number; verified_back: number; left_count: number }>`
    with subject as materialized (select policy_id, previous_hash from rollout_rollout where id = ${id}),
    exposed as materialized (
      select d.id is null as is_gone, b.set_hash, p.device_id is null as is_absent,
        coalesce(b.offered_at_ms >= ${since} and b.reported_seq = b.seq and b.refused is null, false) as is_answered,
        coalesce(p.version_hash = t.previous_hash and p.reported_at_ms >= ${since}
          and (p.state = 'notApplicable' or (p.state = 'succeeded' and p.verified = p.settings)), false) as is_previous
      from rollout_exposure e cross join subject t
      left join estate_device d on d.id = e.device_id
      left join policy_bundle b on b.device_id = e.device_id
      left join policy_report p on p.device_id = e.device_id and p.policy_id = t.policy_id
      where e.rollout_id = ${id}
    ),
    free as materialized (
      select k.set_hash from policy_content k cross join subject t
      where k.set_hash in (select set_hash from exposed where is_answered and is_absent)
        and not k.content @> jsonb_build_object('policies', jsonb_build_array(jsonb_build_object('policyId', t.policy_id)))
    )
    select count(*) as exposed, count(*) filter (where is_gone) as left_count,
      count(*) filter (where not is_gone
        and (is_previous or (is_answered and is_absent and set_hash in (select set_hash from free)))) as verified_back
    from exposed`.execute(trx);
  const { exposed, verified_back: verifiedBack, left_count: left } = rows[0] ?? { exposed: 0, verified_back: 0, left_count: 0 };
  return { exposed, verifiedBack, outstanding: exposed - verifiedBack - left, left };
}
