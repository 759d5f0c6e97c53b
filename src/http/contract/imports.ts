import { z } from "zod";
import { count, line, reasonText } from "./words.ts";

/** A whole import, base64 included. */
export const IMPORT_BODY_BYTES_MAX = 64 * 1024 * 1024;
const FILES_MAX = 20_000;

/** `path` is relative, with forward slashes; it only names the file in problems. */
export const sourceFile = z.strictObject({ path: line(1_000), contentBase64: z.base64().max(IMPORT_BODY_BYTES_MAX) });

export const importRequest = z
  .strictObject({ files: z.array(sourceFile).min(1).max(FILES_MAX), dryRun: z.boolean() })
  .meta({ id: "ImportRequest", example: { files: [{ path: "policies/firewall.json", contentBase64: "e30=" }], dryRun: true } });
export const policyImportRequest = importRequest
  .extend({
    drafts: z
      .strictObject({ reason: reasonText })
      .nullable()
      .default(null)
      .describe("after the first import: new and differing policies become drafts, for this reason"),
  })
  .meta({ id: "PolicyImportRequest" });
export type ImportRequest = z.output<typeof importRequest>;

export const sourceProblem = z.object({
  code: z.string(),
  severity: z.enum(["error", "warning"]),
  file: z.string(),
  pointer: z.string(),
  message: z.string(),
  help: z.string(),
});

const baseline = z.object({
  hash: z.string(),
  devices: count,
  users: count,
  groups: count,
  policies: count,
  unresolved: z.array(z.object({ policy: z.string(), groupId: z.string() })),
});

export const policyImportAnswer = z
  .object({
    files: count,
    policies: count,
    settings: count,
    unverifiedSettings: count,
    unknownSettings: z.array(z.object({ definitionId: z.string(), file: z.string(), pointer: z.string() })),
    references: z
      .array(
        z.object({
          kind: z.enum(["group", "assignment-filter"]),
          file: z.string(),
          externalId: z.string().nullable(),
          name: z.string(),
          rule: z.string().nullable(),
          platform: z.string().nullable(),
        }),
      )
      .describe("groups and assignment filters that the files hold beside the policies"),
    problems: z.array(sourceProblem),
    written: z
      .object({
        added: count,
        unchanged: count,
        leftAlone: count,
        drafts: z.array(z.object({ id: z.string(), title: z.string(), policyId: z.string() })),
        baseline,
      })
      .nullable()
      .describe("null in a dry run"),
  })
  .meta({ id: "PolicyImport" });
export type PolicyImportAnswer = z.output<typeof policyImportAnswer>;

const upsertCounts = z.object({ added: count, changed: count, unchanged: count });

export const estateImportAnswer = z
  .object({
    files: count,
    devices: count,
    users: count,
    groups: count,
    sites: count,
    problems: z.array(sourceProblem),
    written: z
      .object({
        upsert: z.object({ sites: upsertCounts, groups: upsertCounts, users: upsertCounts, devices: upsertCounts }),
        baseline,
      })
      .nullable()
      .describe("null in a dry run"),
  })
  .meta({ id: "EstateImport" });
export type EstateImportAnswer = z.output<typeof estateImportAnswer>;
