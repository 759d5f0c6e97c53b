import { MASTER_PROBLEMS } from "./master-problem-codes.ts";
import { LINT_FINDINGS } from "../../policy/lint/lint-findings.ts";
import { PROFILE_PROBLEMS } from "./profile-problem-codes.ts";

/**
 * Every code an import can answer with. The one table for the reader (severity, help) and for docs/errors.md.
 * A code is stable: it may be retired, never given another meaning.
 */
export const SOURCE_PROBLEMS = {
  "file-too-large": {
    severity: "error",
    title: "the file is larger than an import takes",
    help: "split the export into several files of at most 64 MiB",
  },
  "file-not-text": {
    severity: "error",
    title: "the bytes are no text in UTF-8 or UTF-16",
    help: "export the file again, or save it as UTF-8",
  },
  "file-kind-skipped": {
    severity: "warning",
    title: "files of a kind that an import does not read were left out",
    help: "nothing to do, unless one of these files holds a policy: export it as JSON",
  },
  "file-problems-cut": {
    severity: "error",
    title: "the file has more problems than are listed",
    help: "repair the listed ones and run the import again",
  },
  "json-invalid": {
    severity: "error",
    title: "the text is not valid JSON, or breaks off",
    help: "export the file again: it may be half-written or edited by hand",
  },
  "json-too-deep": {
    severity: "error",
    title: "objects and lists are nested deeper than 100 levels",
    help: "export the file again: no policy is nested that deep",
  },
  "json-too-large": {
    severity: "error",
    title: "the file holds more than 500,000 values or 20,000 policies, or all files together more than 4,000,000 values",
    help: "split the export into several files",
  },
  "json-duplicate-key": {
    severity: "error",
    title: "one object has the same key twice",
    help: "remove one of the two: it cannot be told which one is meant",
  },
  "json-text-unstorable": {
    severity: "error",
    title: "a text holds a zero character or half a surrogate pair",
    help: "remove the character: no database keeps it unchanged",
  },
  "yaml-invalid": {
    severity: "error",
    title: "the text is not valid YAML, or uses more of YAML than an export does",
    help: "export the file again, or export JSON; anchors, tags and several documents in one file are not read",
  },
  "policy-kind-opaque": {
    severity: "warning",
    title: "the object is kept whole, but its effect is not read",
    help: "plans and rollouts treat its effect as unknown; docs/guide/import.md lists what is read, and why the rest is not",
  },
  "policy-document-invalid": {
    severity: "error",
    title: "a policy in Tidegate's own form has a field that is missing, misspelt or of another form",
    help: "correct the named field; docs/guide/policies.md shows the whole form",
  },
  "policy-shape-unknown": {
    severity: "error",
    title: "the file holds no Intune object",
    help: "export single policies as Graph JSON with their `@odata.type`, and keep other files out of the folder",
  },
  "policy-name-missing": {
    severity: "error",
    title: "a policy has neither `name` nor `displayName`",
    help: "give the policy a name in the export",
  },
  "policy-name-too-long": {
    severity: "error",
    title: "a policy has a name or type of more than 1,000 characters, or an id of more than 200",
    help: "give the policy a shorter name; ids are Graph's own and are exported as they are",
  },
  "policy-list-empty": {
    severity: "warning",
    title: "the file holds nothing: an empty list, or an archive without a file",
    help: "nothing to do, unless the tenant has policies of this kind: then export them again",
  },
  "policy-settings-missing": {
    severity: "error",
    title: "the export holds the policy without its settings",
    help: "export the policy together with its settings (`$expand=settings`)",
  },
  "policy-settings-count": {
    severity: "warning",
    title: "the policy states another number of settings than the file holds",
    help: "check that the export is whole: Graph hands settings out in pages",
  },
  "policy-platform-unknown": {
    severity: "warning",
    title: "the policy is for no platform that Tidegate knows",
    help: "the policy reaches no device until its platform is known; check `platforms` in the export",
  },
  "policy-copy": {
    severity: "warning",
    title: "the same policy is in two files, with the same content",
    help: "nothing to do: the files agree; keep one of them to silence this",
  },
  "policy-id-duplicate": {
    severity: "error",
    title: "two files give the same policy id with different content",
    help: "keep the file that is right",
  },
  "policy-name-duplicate": {
    severity: "warning",
    title: "two policies have the same name and different content",
    help: "rename one of them, or people will take one for the other",
  },
  "policy-part-kept-out": {
    severity: "warning",
    title: "a part of a policy is not read",
    help: "look at the named part in Intune: plans do not know it; everything else of the policy is read",
  },
  "policy-companion-orphaned": {
    severity: "warning",
    title: "a file holds a policy's assignments, and the policy is not among the files",
    help: "import the file together with its policy, in the folders that the exporter made",
  },
  "setting-invalid": {
    severity: "error",
    title: "a setting does not have the form of a settings catalog instance",
    help: "export the policy again",
  },
  "setting-kind-unknown": {
    severity: "error",
    title: "a setting is of a kind that Graph does not document",
    help: "export the policy again, or report the kind",
  },
  "setting-value-invalid": {
    severity: "error",
    title: "a setting's value is missing or of the wrong type",
    help: "correct the value in Intune and export the policy again",
  },
  "setting-value-unmapped": {
    severity: "warning",
    title: "a property has a device node, and its value has none that is known",
    help: "the property is kept under its own name, where it meets only policies of its type; check it by hand against other policies",
  },
  "setting-node-twice": {
    severity: "warning",
    title: "two lines of one policy give one device node different values",
    help: "the first one counts; remove one of the two in Intune, or the device decides",
  },
  "oma-uri-foreign": {
    severity: "warning",
    title: "a custom row's URI is no node of Windows",
    help: "nothing to do where the row is for another platform; otherwise check the URI for a slip: the row meets no other policy",
  },
  "reference-invalid": {
    severity: "warning",
    title: "a group or an assignment filter has no name",
    help: "export it again, or leave it out: policies that name it by its id keep the id",
  },
  "assignment-filter-unsupported": {
    severity: "warning",
    title: "an assignment filter is not evaluated yet",
    help: "an include line with a filter is left out, an exclude line excludes the whole group: nobody is added by ignoring a filter",
  },
  "assignment-target-unsupported": {
    severity: "warning",
    title: "an assignment has a target that Tidegate does not know",
    help: "all assignments of the policy are left out, because the unknown one may exclude somebody",
  },
  "assignment-group-unresolved": {
    severity: "warning",
    title: "an assignment gives no id of its group: only the name, or the group was deleted",
    help: "all assignments of the policy are left out, because the line may exclude somebody; assign the policy by a plan",
  },
  "assignment-invalid": {
    severity: "error",
    title: "an assignment has no target, or its group has no id",
    help: "export the policy again with its assignments",
  },
  "estate-file-missing": {
    severity: "error",
    title: "a table of the estate is missing",
    help: "put sites.csv, users.csv, groups.csv and devices.csv into one folder; a table may have no rows, but needs its header",
  },
  "estate-file-duplicate": {
    severity: "error",
    title: "a table of the estate is there twice",
    help: "keep one file of each name",
  },
  "csv-invalid": {
    severity: "error",
    title: "the text is not valid CSV",
    help: "check the quotes around the named line",
  },
  "csv-column-missing": {
    severity: "error",
    title: "a table lacks a column",
    help: "add the column to the header; its fields may be empty where the guide says so",
  },
  "csv-column-unknown": {
    severity: "warning",
    title: "a table has a column that is not read",
    help: "check the name for a slip, or ignore this",
  },
  "csv-column-duplicate": {
    severity: "error",
    title: "a table has the same column twice",
    help: "remove one of the two columns",
  },
  "csv-row-invalid": {
    severity: "error",
    title: "a row has too few or too many fields, or a field that cannot be read",
    help: "correct the row; docs/guide/import.md shows every column with an example",
  },
  "estate-id-duplicate": {
    severity: "error",
    title: "two rows of a table have the same id",
    help: "give each row an id of its own",
  },
  "estate-serial-duplicate": {
    severity: "error",
    title: "two devices have the same serial number",
    help: "remove the stale record, or correct the number",
  },
  "estate-principal-duplicate": {
    severity: "error",
    title: "two users have the same principal name",
    help: "remove the stale record, or correct the name",
  },
  "estate-site-unknown": {
    severity: "error",
    title: "a row names a site that sites.csv does not have",
    help: "add the site, or leave the field empty",
  },
  "estate-user-unknown": {
    severity: "error",
    title: "a device names a user that users.csv does not have",
    help: "add the user, or leave the field empty for a shared device",
  },
  "estate-group-unknown": {
    severity: "error",
    title: "a row names a group that groups.csv does not have",
    help: "add the group, or take it out of the row",
  },
  "estate-group-kind": {
    severity: "error",
    title: "a user is in a device group, or a device in a user group",
    help: "a group holds users or devices, never both: correct `memberKind` or the row",
  },
  ...LINT_FINDINGS,
  ...PROFILE_PROBLEMS,
  ...MASTER_PROBLEMS,
} as const satisfies Record<string, SourceProblemEntry>;

export type SourceProblemCode = keyof typeof SOURCE_PROBLEMS;

/** `severity` is the usual one; a reader may lower it where its knowledge is not complete. */
export type SourceProblemEntry = Readonly<{ severity: "error" | "warning"; title: string; help: string }>;
