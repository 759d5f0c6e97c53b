import { z } from "zod";
import { PLATFORMS } from "./devices.ts";
import { sourceFile } from "./imports.ts";
import { count, hashText, instantMs, json, line, listOf, pageQuery } from "./words.ts";

/** Definition ids are as long as their nodes are deep. */
export const settingParams = z.strictObject({ id: line(600) });

export const settingsQuery = pageQuery.extend({
  after: line(600).optional().describe("`next` of the page before"),
  text: line(200).optional().describe("words of a name or an id, in any case; all of them have to be there"),
  platform: z.enum(PLATFORMS).optional(),
});

const origin = z.object({ name: z.string(), licence: z.string(), asOf: z.string(), definitions: count });

export const catalogueAnswer = z
  .object({
    source: z.enum(["shipped", "brought-in"]).describe("what is in force"),
    definitions: count,
    complete: z.boolean().describe("it lists every definition, so that what it lacks does not exist"),
    broughtIn: z.object({ hash: hashText, definitions: count, updatedAt: instantMs, updatedBy: z.string() }).nullable(),
    shippedDefinitions: count,
    origins: z.array(origin),
    asOf: instantMs,
  })
  .meta({ id: "Catalogue" });
export type CatalogueAnswer = z.output<typeof catalogueAnswer>;

const KINDS = ["choice", "choices", "simple", "simples", "group", "groups", "other"] as const;
const VALUE_TYPES = ["integer", "string", "boolean", "secret", "reference"] as const;
const MERGE_RULES = [
  "lowest",
  "highest",
  "lowest-not-zero",
  "highest-or-zero",
  "last-write",
  "boolean-or",
  "boolean-and",
  "enum-first",
  "enum-last",
  "first",
  "array-append",
  "set-union",
  "set-intersection",
] as const;

const versions = z.partialRecord(z.enum(PLATFORMS), z.string());
const texts = z.array(z.string());
const limits = z.object({ supervised: z.boolean(), enrolments: texts.nullable() });

const applicability = z.object({
  platforms: z.array(z.enum(PLATFORMS)).describe("empty: the catalogue does not say"),
  versionMin: versions,
  versionMax: versions.describe("the last version that knows the setting"),
  editions: texts.nullable().describe("null: the catalogue does not say"),
  supervised: z.boolean(),
  joinTypes: texts.nullable(),
  enrolments: texts.nullable(),
  successors: texts,
  byPlatform: z.partialRecord(z.enum(PLATFORMS), limits).describe("where platforms differ"),
});

export const settingFacts = z
  .object({
    definitionId: z.string(),
    displayName: z.string(),
    node: z.string(),
    address: z.string().nullable().describe("the node as the device's own interface spells it"),
    scope: z.enum(["device", "user"]).nullable(),
    kind: z.enum(KINDS),
    valueType: z.enum(VALUE_TYPES).nullable(),
    options: z.array(z.object({ id: z.string(), value: json, name: z.string() })).nullable(),
    integerMin: z.number().nullable(),
    integerMax: z.number().nullable(),
    lengthMin: z.number().nullable(),
    lengthMax: z.number().nullable(),
    defaultValue: json.describe("an option's id for a choice; null: none is known"),
    dependsOn: z.array(z.object({ definitionId: z.string(), option: z.string().nullable() })),
    children: texts,
    applicability: applicability.nullable().describe("null: the catalogue says nothing of where it applies"),
    merge: z.enum(MERGE_RULES).nullable(),
  })
  .meta({ id: "SettingFacts" });

export const settingsAnswer = listOf(settingFacts).meta({ id: "Settings" });
export type SettingsAnswer = z.output<typeof settingsAnswer>;
export const settingAnswer = settingFacts.extend({ asOf: instantMs }).meta({ id: "Setting" });
export type SettingAnswer = z.output<typeof settingAnswer>;

const FILES_MAX = 200;

/** `graph` asks the connected tenant; `shipped` goes back to what came with Tidegate. */
export const catalogueRequest = z
  .strictObject({
    source: z.discriminatedUnion("kind", [
      z.strictObject({ kind: z.literal("files"), files: z.array(sourceFile).min(1).max(FILES_MAX) }),
      z.strictObject({ kind: z.literal("graph") }),
      z.strictObject({ kind: z.literal("shipped") }),
    ]),
    dryRun: z.boolean(),
  })
  .meta({
    id: "CatalogueRequest",
    example: { source: { kind: "files", files: [{ path: "settings.ndjson.gz", contentBase64: "e30=" }] }, dryRun: true },
  });

const touchedSetting = z.object({
  definitionId: z.string(),
  name: z.string(),
  change: z.enum(["appeared", "changed", "gone"]),
  facts: texts.describe("which facts differ; empty unless it is known before and after"),
});

export const catalogueUpdateAnswer = z
  .object({
    definitions: count.describe("in force afterwards"),
    complete: z.boolean(),
    incompleteBecause: z.string().nullable(),
    appeared: count,
    changed: count,
    gone: count,
    touches: z.object({
      policies: z.array(z.object({ policyId: z.string(), name: z.string(), settings: z.array(touchedSetting) })),
      drafts: z.array(z.object({ draftId: z.string(), title: z.string(), settings: z.array(touchedSetting) })),
      plans: z.array(
        z.object({ hash: z.string(), policyName: z.string(), createdAt: instantMs, settings: z.array(touchedSetting) }),
      ),
    }),
    written: z.object({ hash: hashText.nullable() }).nullable().describe("null in a dry run"),
  })
  .meta({ id: "CatalogueUpdate" });
export type CatalogueUpdateAnswer = z.output<typeof catalogueUpdateAnswer>;
