import { sql, type Selectable } from "kysely";
import type { DeviceStore, PolicyReportRow } from "../app/ports/device-store.ts";
import { compareText } from "../kit/ids.ts";
import type { ReportState } from "../policy/bundle/protocol.ts";
import { assignments, chunksOf, columnList, recordSet, type Columns } from "./row-sets.ts";
import type { Trx } from "./run-units.ts";
import type { Tables } from "./schema.ts";

type ReportMethods = "saveReports" | "deleteReports" | "reportsOf" | "policyCounts";
type ReportRow = Selectable<Tables["policy_report"]>;

const REPORT_COLUMNS: Columns<Tables["policy_report"]> = {
  device_id: "text",
  policy_id: "text",
  version_hash: "text",
  state: "text",
  settings: "integer",
  applied: "integer",
  verified: "integer",
  exceptions: "jsonb",
  reported_at_ms: "bigint",
};

type KeyRow = Pick<Tables["policy_report"], "device_id" | "policy_id">;
const KEY_COLUMNS: Columns<KeyRow> = { device_id: "text", policy_id: "text" };

export function reportMethods(trx: Trx): Pick<DeviceStore, ReportMethods> {
  return {
    async saveReports(reports) {
      for (const chunk of chunksOf(lastOfEach(reports))) {
        await sql`
          insert into policy_report (${columnList(REPORT_COLUMNS)})
          select ${columnList(REPORT_COLUMNS, "r")} from ${recordSet(chunk, REPORT_COLUMNS, "r")}
          on conflict (device_id, policy_id) do update set ${assignments(REPORT_COLUMNS, ["device_id", "policy_id"], "excluded")}`.execute(
          trx,
        );
      }
    },
    async deleteReports(gone) {
      const rows = gone.map(({ deviceId, policyId }): KeyRow => ({ device_id: deviceId, policy_id: policyId }));
      for (const chunk of chunksOf(rows)) {
        await sql`
          delete from policy_report t using ${recordSet(chunk, KEY_COLUMNS, "r")}
          where t.device_id = r.device_id and t.policy_id = r.policy_id`.execute(trx);
      }
    },
    async reportsOf(deviceId) {
      const rows = await trx.selectFrom("policy_report").selectAll().where("device_id", "=", deviceId).execute();
      return rows.map(reportOf).sort((a, b) => compareText(a.policyId, b.policyId));
    },
    async policyCounts(policyId, versionHash) {
      // As in a gate: success that was not read back is an error.
      const { rows } = await sql<{ state: ReportState; devices: number }>`
        select case when p.state = 'succeeded' and p.verified <> p.settings then 'error' else p.state end as state, count(*) as devices
        from policy_report p join estate_device d on d.id = p.device_id
        where p.policy_id = ${policyId} and p.version_hash = ${versionHash}
        group by 1`.execute(trx);
      const counts: Record<ReportState, number> = { succeeded: 0, error: 0, conflict: 0, notApplicable: 0 };
      for (const { state, devices } of rows) counts[state] = devices;
      return counts;
    },
  };
}

/** Two reports of one device in a batch: one statement may write a row once only, and the later report is the truth. */
function lastOfEach(reports: readonly PolicyReportRow[]): ReportRow[] {
  const byKey = new Map(reports.map((report) => [`${report.deviceId}\n${report.policyId}`, report]));
  const rows = [...byKey.values()].map(reportRow);
  return rows.sort((a, b) => compareText(a.device_id, b.device_id) || compareText(a.policy_id, b.policy_id));
}

function reportRow(report: PolicyReportRow): ReportRow {
  return {
    device_id: report.deviceId,
    policy_id: report.policyId,
    version_hash: report.versionHash,
    state: report.state,
    settings: report.settings,
    applied: report.applied,
    verified: report.verified,
    exceptions: report.exceptions ?? [],
    reported_at_ms: report.reportedAt,
  };
}

function reportOf(row: ReportRow): PolicyReportRow {
  return {
    deviceId: row.device_id,
    policyId: row.policy_id,
    versionHash: row.version_hash,
    state: row.state,
    settings: row.settings,
    applied: row.applied,
    verified: row.verified,
    exceptions: row.exceptions,
    reportedAt: row.reported_at_ms,
  };
}
