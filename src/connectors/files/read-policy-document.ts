import type { ParsedPolicy } from "../../app/ports/source-files.ts";
import type { Json } from "../../kit/canonical-json.ts";
import { readPolicyDocument } from "../../policy/code/read-document.ts";
import type { Setting } from "../../policy/setting.ts";
import { checkSetting } from "./check-setting.ts";
import { pointerTo, quoted, type ProblemList } from "./problem-list.ts";
import type { ReadingContext } from "./reading-context.ts";

/** A policy that Tidegate wrote down itself, or somebody in its form. Null: it has errors, all of which are told. */
export function readOwnDocument(value: Json, pointer: string, around: ReadingContext): ParsedPolicy | null {
  const read = readPolicyDocument(value);
  const context = { ...around, problems: withLines(around) };
  const { problems, file } = context;
  if (!read.ok) {
    for (const { field, message } of read.error)
      problems.add("policy-document-invalid", pointer + field, `${quoted(field.slice(field.lastIndexOf("/") + 1))} ${message}`);
    return null;
  }
  const { id, content, assignments } = read.value;
  const mark = problems.mark();
  // Only the settings catalog lists its ids wholly: nodes that another road reaches need not be in it.
  const isListed = content.kind === "settings-catalog";
  judge(content.settings, `${pointer}/settings`, new Set(), isListed, context);
  return problems.hasErrorSince(mark) ? null : { file, externalId: id, content, assignments };
}

/** People edit this form by hand: they look for a line. */
function withLines({ problems, lineOf }: ReadingContext): ProblemList {
  if (lineOf === null) return problems;
  return {
    ...problems,
    add: (code, pointer, message, severity) =>
      problems.add(code, `line ${lineOf(pointer)}, ${pointer === "" ? "/" : pointer}`, message, severity),
  };
}

function judge(
  settings: readonly Setting[],
  pointer: string,
  scope: Set<string>,
  isListed: boolean,
  context: ReadingContext,
): void {
  settings.forEach(({ definitionId, value }, index) => {
    const at = pointerTo(pointer, index);
    if (value.kind === "property") return;
    judgeOne(definitionId, at, scope, isListed, context);
    const item = (step: number | null, key: string) => (step === null ? `${at}/${key}` : pointerTo(`${at}/${key}`, step));
    const key = KEYS[value.kind];
    if (isListed)
      checkSetting(context.catalogue, definitionId, value, { instance: at, value: (step) => item(step, key) }, context.problems);
    if (value.kind === "choice") judge(value.children, `${at}/children`, scope, isListed, context);
    if (value.kind === "choices")
      value.choices.forEach(({ children }, step) => judge(children, `${item(step, key)}/children`, scope, isListed, context));
    if (value.kind === "group") judge(value.children, `${at}/group`, scope, isListed, context);
    if (value.kind === "groups")
      value.instances.forEach((children, step) => judge(children, item(step, key), new Set(), isListed, context));
  });
}

const KEYS = {
  choice: "choice",
  choices: "choices",
  simple: "value",
  simples: "values",
  group: "group",
  groups: "groups",
} as const;

function judgeOne(definitionId: string, at: string, scope: Set<string>, isListed: boolean, context: ReadingContext): void {
  const { catalogue, problems, tally, file } = context;
  tally.settings += 1;
  if (isListed && scope.has(definitionId)) problems.add("setting-duplicate", at, `${quoted(definitionId)} is set twice`);
  scope.add(definitionId);
  const acquaintance = catalogue.acquaintance(definitionId);
  if (acquaintance === "unverified") tally.unverified += 1;
  if (acquaintance !== "unknown" || !isListed) return;
  tally.unknown.push({ definitionId, file, pointer: `${at}/id` });
  problems.add("setting-unknown", `${at}/id`, `no setting ${quoted(definitionId)} exists`);
}
