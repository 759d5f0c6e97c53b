import { err, ok, type Result } from "../../kit/result.ts";
import type { DeviceId, PolicyId } from "../../kit/ids.ts";
import type { Instant } from "../../kit/instant.ts";
import { hashOf } from "../../kit/sha256.ts";
import type { DeviceReport, PolicyReport, SettingReport } from "../../policy/bundle/protocol.ts";
import { createBatcher } from "../batcher.ts";
import type { BundleRow, PolicyReportRow } from "../ports/device-store.ts";
import type { ReportedOutcome } from "../ports/rollout-store.ts";
import type { Store, Unit } from "../ports/store.ts";
import { problem, type Problem } from "../problems/problem.ts";
import { firstFailure } from "../queries/failure-reason.ts";

/** A report whose signature and shape were checked at the door, from the device that signed it. */
export type ReportItem = Readonly<{ deviceId: DeviceId; report: DeviceReport; now: Instant }>;
/** `superseded`: durable, but of a bundle that a newer one has replaced; it moves no state. */
export type ReportAnswer = Result<"counted" | "counted-before" | "superseded", Problem>;
export type RecordReport = (item: ReportItem) => Promise<ReportAnswer>;

const BATCH_MAX = 300;
const WAITING_MAX = 5_000;

/**
 * Group commit: a report is answered only after the transaction that holds it (P-S10). The same report twice counts once;
 * one with an old number, of another bundle or with another nonce counts not at all.
 */
export function createRecordReport(store: Store): RecordReport {
  const batcher = createBatcher((items: readonly ReportItem[]) => store.write((unit) => recordInUnit(unit, items)), {
    itemsMax: BATCH_MAX,
    keyOf: (item) => item.deviceId,
  });
  return async (item) => {
    if (item.report.deviceId !== item.deviceId)
      return err(problem("report-forged", "the report names another device than its signature"));
    if (batcher.waiting() > WAITING_MAX) return err(problem("too-busy", "too many reports are waiting"));
    return batcher.submit(item);
  };
}

type Counted = Readonly<{ item: ReportItem; row: BundleRow; hash: string }>;

async function recordInUnit(unit: Unit, items: readonly ReportItem[]): Promise<readonly ReportAnswer[]> {
  const rows = await unit.devices.bundlesForUpdate(items.map((item) => item.deviceId));
  const rowByDevice = new Map(rows.map((row) => [row.deviceId, row]));
  const counted: Counted[] = [];
  const answers = items.map((item): ReportAnswer => {
    const row = rowByDevice.get(item.deviceId);
    const hash = hashOf(item.report);
    const answer = judge(item.report, row, hash);
    if (answer.ok && answer.value !== "counted-before" && row !== undefined) counted.push({ item, row, hash });
    return answer;
  });
  await write(unit, counted);
  return answers;
}

function judge(report: DeviceReport, row: BundleRow | undefined, hash: string): ReportAnswer {
  if (row === undefined) return err(problem("report-unknown-bundle", "this device was never offered a bundle"));
  if (report.reportNumber === row.reportNumber && hash === row.reportHash) return ok("counted-before");
  if (report.reportNumber <= row.reportNumber)
    return err(problem("report-replayed", `number ${report.reportNumber} is not above ${row.reportNumber}`));
  if (report.epoch > row.epoch || (report.epoch === row.epoch && report.seq > row.seq)) {
    return err(problem("report-unknown-bundle", `bundle ${report.epoch}/${report.seq} was not offered to this device`));
  }
  if (report.epoch < row.epoch || report.seq < row.seq) return ok("superseded");
  if (report.reportNonce !== row.envelope.reportNonce)
    return err(problem("report-forged", "the nonce is not that of the bundle"));
  return ok("counted");
}

async function write(unit: Unit, counted: readonly Counted[]): Promise<void> {
  if (counted.length === 0) return;
  await unit.devices.saveReportProgress(counted.map(progressOf));
  const current = counted.filter(isCurrent);
  const reports = current.flatMap(({ item }) => item.report.policies.map((policy) => reportRow(item, policy)));
  if (reports.length > 0) await unit.devices.saveReports(reports);
  const gone = current.flatMap(({ item }) =>
    item.report.removed
      .filter((one) => one.verified)
      .map((one) => ({ deviceId: item.deviceId, policyId: one.policyId as PolicyId })),
  );
  if (gone.length > 0) await unit.devices.deleteReports(gone);
  if (reports.length > 0) await unit.rollouts.noteOutcomes(reports.map(outcomeOf));
}

/** Success that was not read back is a failure: the device said so and it is not so (hawkBit #3185). */
function outcomeOf(row: PolicyReportRow): ReportedOutcome {
  const { deviceId, policyId, versionHash, reportedAt, exceptions } = row;
  const verified = row.state === "succeeded" && row.verified === row.settings;
  const failed = row.state === "error" || (row.state === "succeeded" && !verified);
  const applied = verified || row.applied === row.settings;
  return {
    deviceId,
    policyId,
    versionHash,
    at: reportedAt,
    applied,
    verified,
    failed,
    failure: failed ? firstFailure(exceptions) : null,
  };
}

function isCurrent({ item, row }: Counted): boolean {
  return item.report.epoch === row.epoch && item.report.seq === row.seq;
}

function progressOf(
  one: Counted,
): Pick<BundleRow, "deviceId" | "reportNumber" | "reportHash" | "reportedSeq" | "reportedAt" | "refused"> {
  const { item, row, hash } = one;
  const current = isCurrent(one);
  return {
    deviceId: item.deviceId,
    reportNumber: item.report.reportNumber,
    reportHash: hash,
    reportedSeq: current ? row.seq : row.reportedSeq,
    reportedAt: item.now,
    refused: current ? item.report.refused : row.refused,
  };
}

/** The server's time, not the device's: a wrong clock must not age or freshen evidence. */
function reportRow(item: ReportItem, policy: PolicyReport): PolicyReportRow {
  const settings = policy.settings;
  return {
    deviceId: item.deviceId,
    policyId: policy.policyId as PolicyId,
    versionHash: policy.versionHash,
    state: policy.state,
    settings: settings.length,
    applied: settings.filter((setting) => setting.applied).length,
    verified: settings.filter((setting) => setting.verified).length,
    exceptions: settings.filter((setting) => !isPlain(setting)),
    reportedAt: item.now,
  };
}

function isPlain(setting: SettingReport): boolean {
  return setting.state === "succeeded" && setting.verified;
}
