import { z } from "zod";
import { COMPARED_FIELDS } from "../../policy/diff/diff-policies.ts";
import { draftId } from "./draft-id.ts";
import { sourceFile } from "./imports.ts";
import { settingChange } from "./plans.ts";
import { assignmentLine, nodeNames } from "./policies.ts";
import { count, idOrName, instantMs, json, listOf } from "./words.ts";

/** A policy as code. `path` is the file's name in an export: made of the policy's name and id, so that it stays. */
export const policyFile = z
  .object({ id: z.string(), name: z.string(), hash: z.string(), path: z.string(), text: z.string() })
  .meta({ id: "PolicyFile" });
export type PolicyFile = z.output<typeof policyFile>;

export const policyFilesAnswer = listOf(policyFile).meta({ id: "PolicyFiles" });
export type PolicyFilesAnswer = z.output<typeof policyFilesAnswer>;

const versionNumber = z.int().min(1).max(1_000_000_000);

const storedSides = [
  z.strictObject({
    kind: z.literal("policy"),
    policy: idOrName,
    version: versionNumber.nullable().default(null).describe("null: the live one, or of a retired policy the last"),
  }),
  z.strictObject({ kind: z.literal("draft"), draftId }),
] as const;
const policySide = z.discriminatedUnion("kind", [...storedSides, z.strictObject({ kind: z.literal("file"), file: sourceFile })]);
export type PolicySide = z.output<typeof policySide>;

const side = (policy: string, version: number | null) => ({ kind: "policy", policy, version }) as const;

export const lintRequest = z
  .strictObject({ of: policySide })
  .meta({ id: "LintRequest", example: { of: side("Windows - Firewall", null) } });

export const lintFinding = z
  .object({
    code: z.string(),
    severity: z.enum(["error", "warning"]),
    field: z.string().describe("JSON pointer into the policy as code; empty: the policy as a whole"),
    line: count.nullable().describe("null: it was not read from YAML of this form"),
    setting: z.string().nullable().describe("definition id"),
    message: z.string(),
    help: z.string(),
  })
  .meta({ id: "LintFinding" });
export type LintFinding = z.output<typeof lintFinding>;

export const outlineRow = z
  .object({
    field: z.string(),
    valueLine: count.nullable().describe("where the value stands in the text; null: it is not one value"),
    level: count.describe("0: on its own; more: below a choice or in a group"),
    definitionId: z.string(),
    name: z.string(),
    kind: z.enum(["choice", "number", "text", "other"]),
    value: z.union([z.string(), z.number()]).nullable(),
    options: z
      .array(z.object({ id: z.string(), name: z.string() }))
      .nullable()
      .describe("null: there is no list of them"),
    min: z.number().nullable(),
    max: z.number().nullable(),
    worksOn: z.array(z.string()).describe("platforms with what they ask for; empty: the catalogue does not say"),
    needs: z.array(z.string()).describe("names of settings that have to be set as well"),
  })
  .meta({ id: "PolicyOutlineRow" });
export type OutlineRow = z.output<typeof outlineRow>;

export const lintAnswer = z
  .object({
    name: z.string().nullable(),
    findings: z.array(lintFinding),
    errors: count,
    warnings: count,
    outline: z.array(outlineRow).describe("the settings as a form shows them"),
  })
  .meta({ id: "Lint" });
export type LintAnswer = z.output<typeof lintAnswer>;

export const diffRequest = z
  .strictObject({ from: policySide, to: policySide })
  .meta({ id: "DiffRequest", example: { from: side("Windows - Firewall", 1), to: side("Windows - Firewall", null) } });
export type DiffRequest = z.input<typeof diffRequest>;

const sideAnswer = z.object({ policyId: z.string().nullable(), name: z.string(), version: count.nullable() });

export const diffAnswer = z
  .object({
    from: sideAnswer,
    to: sideAnswer,
    fields: z.array(z.object({ field: z.enum(COMPARED_FIELDS), before: json, after: json })),
    settings: z.array(settingChange),
    assignments: z
      .object({ added: z.array(assignmentLine), removed: z.array(assignmentLine) })
      .nullable()
      .describe("null: a version that is not live has none of its own"),
    isEqual: z.boolean(),
    names: nodeNames,
    asOf: instantMs,
  })
  .meta({ id: "PolicyDiff" });
export type DiffAnswer = z.output<typeof diffAnswer>;

export const codeRequest = z
  .strictObject({ of: z.discriminatedUnion("kind", [...storedSides]) })
  .meta({ id: "CodeRequest", example: { of: side("Windows - Firewall", null) } });
export const codeAnswer = z
  .object({ policyId: z.string().nullable(), name: z.string(), version: count.nullable(), text: z.string() })
  .meta({ id: "PolicyCode" });
export type CodeAnswer = z.output<typeof codeAnswer>;

export const versionsAnswer = z
  .object({
    policyId: z.string(),
    name: z.string(),
    retired: z.boolean(),
    versions: z
      .array(
        z.object({
          number: count,
          hash: z.string(),
          name: z.string(),
          settings: count,
          isLive: z.boolean(),
          createdAt: instantMs,
          createdBy: z.string(),
          reason: z.string().nullable(),
        }),
      )
      .describe("newest first"),
    asOf: instantMs,
  })
  .meta({ id: "PolicyVersions" });
export type VersionsAnswer = z.output<typeof versionsAnswer>;
