import type { ParsedPolicy } from "../../app/ports/source-files.ts";
import type { Json } from "../../kit/canonical-json.ts";
import type { PolicyToWrite } from "../../policy/code/policy-document.ts";
import { readPolicyDocument } from "../../policy/code/read-document.ts";
import { lintPolicy } from "../../policy/lint/lint-policy.ts";
import { settingsAt } from "../../policy/lint/walk-settings.ts";
import { quoted, type ProblemList } from "./problem-list.ts";
import type { LineOf } from "./read-yaml.ts";
import type { ReadingContext } from "./reading-context.ts";

/** A policy that Tidegate wrote down itself, or somebody in its form. Null: it has errors, all of which are told. */
export function readOwnDocument(value: Json, pointer: string, around: ReadingContext): ParsedPolicy | null {
  const context = { ...around, problems: withLines(around.problems, around.lineOf) };
  const { problems, file } = context;
  const policy = readOwnForm(value, pointer, around.problems, around.lineOf);
  if (policy === null) return null;
  const { id, content, assignments } = policy;
  const mark = problems.mark();
  for (const { setting, field } of settingsAt(content.settings)) {
    if (setting.value.kind === "property") continue;
    context.tally.settings += 1;
    const acquaintance = context.catalogue.acquaintance(setting.definitionId);
    if (acquaintance === "unverified") context.tally.unverified += 1;
    if (acquaintance === "unknown" && content.kind === "settings-catalog")
      context.tally.unknown.push({ definitionId: setting.definitionId, file, pointer: `${pointer}${field}/id` });
  }
  // Warnings are for whoever writes the policy; an import tells what keeps a file out.
  for (const found of lintPolicy(content, assignments, context.catalogue))
    if (found.severity === "error") problems.add(found.code, pointer + found.field, found.message);
  return problems.hasErrorSince(mark) ? null : { file, externalId: id, content, assignments };
}

/** The form alone: whether the settings exist and may have these values is left to the linter. */
export function readOwnForm(value: Json, pointer: string, list: ProblemList, lineOf: LineOf | null): PolicyToWrite | null {
  const read = readPolicyDocument(value);
  if (read.ok) return read.value;
  const problems = withLines(list, lineOf);
  for (const { field, message } of read.error)
    problems.add("policy-document-invalid", pointer + field, `${quoted(field.slice(field.lastIndexOf("/") + 1))} ${message}`);
  return null;
}

/** People edit this form by hand: they look for a line. */
function withLines(problems: ProblemList, lineOf: LineOf | null): ProblemList {
  if (lineOf === null) return problems;
  return {
    ...problems,
    add: (code, pointer, message, severity) =>
      problems.add(code, `line ${lineOf(pointer)}, ${pointer === "" ? "/" : pointer}`, message, severity),
  };
}
