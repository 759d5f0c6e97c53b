import { z } from "zod";
import { MASTERS } from "../../policy/declared-fact.ts";
import { WORKLOADS } from "../../policy/workload.ts";
import { IMPORT_BODY_BYTES_MAX, sourceFile, sourceProblem } from "./imports.ts";
import { count, idOrName, instantMs, json, line, listOf, pageQuery, queryInt } from "./words.ts";

const ROW_KINDS = ["value", "node", "opaque"] as const;
/** A report of a domain, one file for each Group Policy object. */
const FILES_MAX = 2_000;

export const masterImportRequest = z
  .strictObject({
    files: z.array(sourceFile).min(1).max(FILES_MAX),
    group: idOrName.nullable().default(null).describe("id or name of the group for everything whose file names none"),
    dryRun: z.boolean(),
  })
  .meta({
    id: "MasterImportRequest",
    example: { files: [{ path: "hardening.xml", contentBase64: "PEdQTy8+" }], group: "Workstations", dryRun: true },
  });
export type MasterImportRequest = z.output<typeof masterImportRequest>;

const rowCounts = z
  .object({
    rows: count,
    values: count.describe("with a value that is compared"),
    nodesOnly: count.describe("at a known node, with a value that cannot be compared"),
    opaque: count.describe("at no known node"),
  })
  .describe("`values`, `nodesOnly` and `opaque` make up `rows`");

const masterHead = z.object({
  id: z.string(),
  name: z.string(),
  master: z.enum(MASTERS),
  groupId: z.string(),
  counts: rowCounts,
  workloads: z.array(z.enum(WORKLOADS)).describe("what Configuration Manager keeps"),
  readAt: instantMs.nullable().describe("when the report was made; null: it does not say"),
});

export const masterImportAnswer = z
  .object({
    files: count,
    masters: z.array(masterHead.extend({ groupName: z.string() })),
    problems: z.array(sourceProblem),
    written: z.object({ added: count, replaced: count }).nullable().describe("null in a dry run"),
  })
  .meta({ id: "MasterImport" });
export type MasterImportAnswer = z.output<typeof masterImportAnswer>;

export const masterSummary = masterHead
  .extend({
    groupName: z.string().nullable().describe("null: the estate has no such group any more"),
    devices: count.describe("devices of the group now, of those that this master can have"),
    devicesTotal: count.describe("devices of the estate"),
    file: z.string(),
    importedAt: instantMs,
    importedBy: z.string(),
  })
  .meta({ id: "MasterSummary" });
export type MasterSummary = z.output<typeof masterSummary>;

export const mastersAnswer = listOf(masterSummary).meta({ id: "Masters" });
export type MastersAnswer = z.output<typeof mastersAnswer>;
export const mastersQuery = pageQuery;

const masterRow = z.object({
  kind: z.enum(ROW_KINDS),
  setting: z.string().describe("as the source calls it"),
  line: count.describe("in the file"),
  node: z.string().optional(),
  value: json.optional(),
});

export const masterAnswer = masterSummary
  .extend({
    rows: z.object({ items: z.array(masterRow), total: count, next: z.string().nullable().describe("handed back as `after`") }),
    asOf: instantMs,
  })
  .meta({ id: "Master" });
export type MasterAnswer = z.output<typeof masterAnswer>;

export const masterParams = z.strictObject({ id: line(60) });
export const masterQuery = z.strictObject({
  kind: z.enum(ROW_KINDS).optional().describe("only rows of this kind"),
  after: queryInt(0, 1_000_000, 0).describe("`next` of the page before"),
  limit: queryInt(1, 1_000, 200),
});
export const MASTER_BODY_BYTES_MAX = IMPORT_BODY_BYTES_MAX;
