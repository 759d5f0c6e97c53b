import { ok, type Result } from "../../kit/result.ts";
import type { Instant } from "../../kit/instant.ts";
import { STAGES, type Stage, type StageStanding } from "../../rollout/people.ts";
import type { Rollout } from "../../rollout/rollout.ts";
import { missingParts, type MissingPart, type Notice } from "../../support/notice.ts";
import type { DeliveryFilter, DeliveryRow, StageTotals } from "../ports/communication-store.ts";
import type { Store, Unit } from "../ports/store.ts";
import type { Problem } from "../problems/problem.ts";
import { findRollout } from "../queries/find-rollout.ts";
import { pageOf, type Page, type PageRequest } from "../queries/page-of.ts";
import { leadOf, stageScope } from "./stage-scope.ts";

export type StageReading = Readonly<{
  stage: Stage;
  notice: Notice | null;
  missing: readonly MissingPart[];
  substitutes: readonly Readonly<{ siteId: string | null; userId: string; displayName: string }>[];
  noticeHash: string | null;
  editedBy: string | null;
  editedAt: Instant | null;
  sentSince: Instant | null;
  acknowledgement: StageStanding["acknowledgement"];
  delivery: Omit<StageTotals, "sentSince">;
}>;
export type CommunicationReading = Readonly<{
  rolloutId: string;
  required: boolean;
  waivedBecause: string | null;
  leadMsMin: number;
  mail: boolean;
  stages: readonly StageReading[];
  asOf: Instant;
}>;

/** @param mail whether this server has somebody who carries mail. */
export function readCommunication(
  store: Store,
  text: string,
  mail: boolean,
  now: Instant,
): Promise<Result<CommunicationReading, Problem>> {
  return store.read(async (unit) => {
    const found = await findRollout(unit, text);
    if (!found.ok) return found;
    const { plan } = found.value;
    const waived = plan.people.kind === "waived" ? plan.people.reason : null;
    return ok({
      rolloutId: found.value.id,
      required: waived === null,
      waivedBecause: waived,
      leadMsMin: leadOf(found.value) ?? 0,
      mail,
      stages: await stagesOf(unit, found.value),
      asOf: now,
    });
  });
}

async function stagesOf(unit: Unit, rollout: Rollout): Promise<readonly StageReading[]> {
  const notices = await unit.communication.notices(rollout.id);
  const substitutes = await unit.communication.substitutes(rollout.id);
  const readings: StageReading[] = [];
  for (const stage of STAGES) {
    const row = notices.find((one) => one.stage === stage) ?? null;
    const { sentSince, ...delivery } = await unit.communication.totals(stageScope(rollout, stage));
    readings.push({
      stage,
      notice: row?.notice ?? null,
      missing: missingParts(row?.notice ?? null),
      substitutes: substitutes.filter((one) => one.stage === stage).map(({ stage: _, ...one }) => one),
      noticeHash: row?.hash ?? null,
      editedBy: row?.editedBy ?? null,
      editedAt: row?.editedAt ?? null,
      sentSince,
      acknowledgement: rollout.people[stage].acknowledgement,
      delivery,
    });
  }
  return readings;
}

export type DeliveriesRequest = Omit<DeliveryFilter, "rolloutId"> & PageRequest;

export function listDeliveries(
  store: Store,
  text: string,
  { limit, after, ...filter }: DeliveriesRequest,
  now: Instant,
): Promise<Result<Page<DeliveryRow> & Readonly<{ asOf: Instant }>, Problem>> {
  return store.read(async (unit) => {
    const found = await findRollout(unit, text);
    if (!found.ok) return found;
    const asked = { ...filter, rolloutId: found.value.id };
    const rows = await unit.communication.deliveries({ ...asked, limit: limit + 1, after: cursorOf(after) });
    return ok({ ...pageOf(rows, limit, await unit.communication.countDeliveries(asked), cursorText), asOf: now });
  });
}

function cursorText({ stage, userId }: DeliveryRow): string {
  return `${stage}:${userId}`;
}

/** A cursor that names no stage begins anew. */
function cursorOf(after: string | null): Pick<DeliveryRow, "stage" | "userId"> | null {
  const stage = STAGES.find((one) => after?.startsWith(`${one}:`) ?? false);
  if (stage === undefined || after === null) return null;
  return { stage, userId: after.slice(stage.length + 1) as DeliveryRow["userId"] };
}
