import { sql, type Selectable } from "kysely";
import type { PhaseRow, RolloutStore } from "../app/ports/rollout-store.ts";
import { compareText, type DeviceId, type RolloutId } from "../kit/ids.ts";
import { expectOne } from "./rollout-rows.ts";
import { chunksOf, jsonText, jsonTextOrNull } from "./row-sets.ts";
import type { Trx } from "./run-units.ts";
import type { Tables } from "./schema.ts";

type PhaseMethods =
  | "openPhase"
  | "notePreviousAudience"
  | "leavePhase"
  | "markPublished"
  | "saveJudgement"
  | "phases"
  | "cohortDeviceIds";

export function phaseMethods(trx: Trx): Pick<RolloutStore, PhaseMethods> {
  return {
    openPhase: (id, phase, cohort, clearedAt) => openPhase(trx, id, phase, cohort, clearedAt),
    async notePreviousAudience(id, audience) {
      const set = trx
        .updateTable("rollout_rollout")
        .set({ previous_audience: jsonTextOrNull(audience) })
        .where("id", "=", id);
      expectOne(await set.returning("id").execute(), `rollout \`${id}\``);
    },
    async leavePhase(id, phaseIndex, at) {
      await setOnPhase(trx, id, phaseIndex, { left_at_ms: at });
    },
    async markPublished(id, phaseIndex, at) {
      await setOnPhase(trx, id, phaseIndex, { published_at_ms: at });
    },
    async saveJudgement(id, phaseIndex, judgement) {
      await setOnPhase(trx, id, phaseIndex, { judgement: jsonText(judgement) });
    },
    async phases(id) {
      const rows = await trx
        .selectFrom("rollout_phase")
        .selectAll()
        .where("rollout_id", "=", id)
        .orderBy("phase_index")
        .execute();
      return rows.map(phaseOf);
    },
    async cohortDeviceIds(id) {
      const { rows } = await sql<{ device_ids: DeviceId[] | null }>`
        select json_agg(device_id) as device_ids from rollout_cohort where rollout_id = ${id}`.execute(trx);
      return (rows[0]?.device_ids ?? []).sort(compareText);
    },
  };
}

/** Freezes a cohort. A device that is in another phase of this rollout already, or is named twice, is refused by the key. */
async function openPhase(trx: Trx, ...[id, phase, cohort, clearedAt]: Parameters<RolloutStore["openPhase"]>): Promise<void> {
  if (cohort.length !== phase.cohortSize) throw new Error(`a cohort of ${phase.cohortSize} devices came with ${cohort.length}`);
  await trx
    .insertInto("rollout_phase")
    .values({
      rollout_id: id,
      phase_index: phase.phaseIndex,
      name: phase.name,
      cap: phase.cap,
      cohort_size: phase.cohortSize,
      opened_at_ms: phase.openedAt,
      left_at_ms: phase.leftAt,
      published_at_ms: phase.publishedAt,
      selection: jsonText(phase.selection),
      judgement: jsonTextOrNull(phase.judgement),
    })
    .execute();
  for (const chunk of chunksOf([...cohort].sort(compareText))) {
    await sql`
      insert into rollout_cohort (rollout_id, device_id, phase_index, cleared_at_ms)
      select ${id}, device_id, ${phase.phaseIndex}::integer, ${clearedAt}::bigint from unnest(${[...chunk]}::text[]) as chosen(device_id)`.execute(
      trx,
    );
  }
}

type PhaseChange = Partial<Pick<Selectable<Tables["rollout_phase"]>, "left_at_ms" | "published_at_ms">> & { judgement?: string };

async function setOnPhase(trx: Trx, id: RolloutId, phaseIndex: number, change: PhaseChange): Promise<void> {
  const updated = trx.updateTable("rollout_phase").set(change).where("rollout_id", "=", id).where("phase_index", "=", phaseIndex);
  expectOne(await updated.returning("phase_index").execute(), `phase ${phaseIndex} of rollout \`${id}\``);
}

function phaseOf(row: Selectable<Tables["rollout_phase"]>): PhaseRow {
  return {
    phaseIndex: row.phase_index,
    name: row.name,
    cap: row.cap,
    cohortSize: row.cohort_size,
    openedAt: row.opened_at_ms,
    leftAt: row.left_at_ms,
    publishedAt: row.published_at_ms,
    selection: row.selection,
    judgement: row.judgement,
  };
}
