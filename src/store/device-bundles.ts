import { sql, type Selectable } from "kysely";
import type { BundleRow, DeviceStore } from "../app/ports/device-store.ts";
import { compareText } from "../kit/ids.ts";
import { assignments, chunksOf, columnList, recordSet, type Columns } from "./row-sets.ts";
import type { Trx } from "./run-units.ts";
import type { Tables } from "./schema.ts";

type BundleMethods = "bundlesForUpdate" | "findBundle" | "saveBundles" | "saveContents" | "findContent" | "saveReportProgress";

const BUNDLE_COLUMNS: Columns<Tables["policy_bundle"]> = {
  device_id: "text",
  epoch: "bigint",
  seq: "bigint",
  set_hash: "text",
  envelope: "jsonb",
  envelope_hash: "text",
  offered_at_ms: "bigint",
  report_number: "bigint",
  report_hash: "text",
  reported_seq: "bigint",
  reported_at_ms: "bigint",
  refused: "jsonb",
};

const CONTENT_COLUMNS: Columns<Tables["policy_content"]> = { set_hash: "text", content_hash: "text", content: "jsonb" };

type ProgressRow = Pick<
  Tables["policy_bundle"],
  "device_id" | "report_number" | "report_hash" | "reported_seq" | "reported_at_ms" | "refused"
>;
const PROGRESS_COLUMNS: Columns<ProgressRow> = {
  device_id: "text",
  report_number: "bigint",
  report_hash: "text",
  reported_seq: "bigint",
  reported_at_ms: "bigint",
  refused: "jsonb",
};

export function bundleMethods(trx: Trx): Pick<DeviceStore, BundleMethods> {
  return {
    async bundlesForUpdate(deviceIds) {
      const locked = sql<Selectable<Tables["policy_bundle"]>>`
        select * from policy_bundle where device_id = any(${[...deviceIds]}::text[]) order by device_id collate "C" for update`;
      return (await locked.execute(trx)).rows.map(bundleOf);
    },
    async findBundle(deviceId) {
      const row = await trx.selectFrom("policy_bundle").selectAll().where("device_id", "=", deviceId).executeTakeFirst();
      return row === undefined ? null : bundleOf(row);
    },
    async saveBundles(bundles) {
      const rows = bundles.map(bundleRow).sort((a, b) => compareText(a.device_id, b.device_id));
      for (const chunk of chunksOf(rows)) await saveBundleChunk(trx, chunk);
    },
    async saveContents(contents) {
      const rows = contents.map(({ setHash, contentHash, content }) => ({
        set_hash: setHash,
        content_hash: contentHash,
        content,
      }));
      for (const chunk of chunksOf(rows.sort((a, b) => compareText(a.set_hash, b.set_hash)))) {
        await sql`
          insert into policy_content (${columnList(CONTENT_COLUMNS)})
          select ${columnList(CONTENT_COLUMNS, "r")} from ${recordSet(chunk, CONTENT_COLUMNS, "r")}
          on conflict (set_hash) do nothing`.execute(trx);
      }
    },
    async findContent(setHash) {
      const row = await trx.selectFrom("policy_content").selectAll().where("set_hash", "=", setHash).executeTakeFirst();
      return row === undefined ? null : { contentHash: row.content_hash, content: row.content };
    },
    async saveReportProgress(progress) {
      const rows = progress.map((row) => ({
        device_id: row.deviceId,
        report_number: row.reportNumber,
        report_hash: row.reportHash,
        reported_seq: row.reportedSeq,
        reported_at_ms: row.reportedAt,
        refused: row.refused,
      }));
      for (const chunk of chunksOf(rows.sort((a, b) => compareText(a.device_id, b.device_id)))) {
        await sql`
          update policy_bundle as t set ${assignments(PROGRESS_COLUMNS, ["device_id"], "r")}, changed_in = pg_current_xact_id()
          from ${recordSet(chunk, PROGRESS_COLUMNS, "r")} where t.device_id = r.device_id`.execute(trx);
      }
    },
  };
}

/** INVARIANT: a device's number only rises (P-S7); the same bundle may be written again. */
async function saveBundleChunk(trx: Trx, chunk: readonly ReturnType<typeof bundleRow>[]): Promise<void> {
  const { rows } = await sql<{ device_id: string }>`
    insert into policy_bundle as t (${columnList(BUNDLE_COLUMNS)})
    select ${columnList(BUNDLE_COLUMNS, "r")} from ${recordSet(chunk, BUNDLE_COLUMNS, "r")}
    on conflict (device_id) do update set ${assignments(BUNDLE_COLUMNS, ["device_id"], "excluded")}, changed_in = pg_current_xact_id()
    where (excluded.epoch, excluded.seq) > (t.epoch, t.seq)
      or ((excluded.epoch, excluded.seq) = (t.epoch, t.seq) and excluded.envelope_hash = t.envelope_hash)
    returning device_id`.execute(trx);
  if (rows.length === chunk.length) return;
  const saved = new Set(rows.map((row) => row.device_id));
  const refused = chunk.find((row) => !saved.has(row.device_id));
  throw new Error(`the bundle number of device \`${refused?.device_id}\` would not rise: nothing was saved`);
}

function bundleRow(bundle: BundleRow) {
  return {
    device_id: bundle.deviceId,
    epoch: bundle.epoch,
    seq: bundle.seq,
    set_hash: bundle.setHash,
    envelope: bundle.envelope,
    envelope_hash: bundle.envelopeHash,
    offered_at_ms: bundle.offeredAt,
    report_number: bundle.reportNumber,
    report_hash: bundle.reportHash,
    reported_seq: bundle.reportedSeq,
    reported_at_ms: bundle.reportedAt,
    refused: bundle.refused,
  };
}

function bundleOf(row: Selectable<Tables["policy_bundle"]>): BundleRow {
  return {
    deviceId: row.device_id,
    epoch: row.epoch,
    seq: row.seq,
    setHash: row.set_hash,
    envelope: row.envelope,
    envelopeHash: row.envelope_hash,
    offeredAt: row.offered_at_ms,
    reportNumber: row.report_number,
    reportHash: row.report_hash,
    reportedSeq: row.reported_seq,
    reportedAt: row.reported_at_ms,
    refused: row.refused,
  };
}
