import type { ParsedPolicy, SourceFile } from "../../app/ports/source-files.ts";
import type { Json } from "../../kit/canonical-json.ts";
import { compareText } from "../../kit/ids.ts";
import { hashOf } from "../../kit/sha256.ts";
import { isSettingsList, wrappedEntities } from "./intune-shapes.ts";
import { fileTitle } from "./intune/policy-parts.ts";
import { isList, isObject, textAt } from "./json-access.ts";
import { quoted, type ProblemList } from "./problem-list.ts";
import { readAssignments } from "./read-assignments.ts";
import { readJson } from "./read-json.ts";

/** `X_Settings.json` beside `X.json`. */
const SETTINGS_FILE = /^(.+)_Settings(\.json)$/i;
/** `Assignments/X.json` below the folder of `X.json`, or `Assignments/<id> - X.json`. */
const ASSIGNMENTS_FILE = /^(?:(.*)\/)?Assignments\/[^/]+\.json$/i;

/** Files that hold a part of another file's policy, by the exporters' own names for them. */
export type CompanionKind = "settings" | "assignments";

export function companionKind(path: string, paths: ReadonlySet<string>): CompanionKind | null {
  if (ownerOfSettings(path, paths) !== null) return "settings";
  return ASSIGNMENTS_FILE.test(path) ? "assignments" : null;
}

/** The policy's file; null where it is not among the files: the settings are then a policy of their own. */
export function ownerOfSettings(path: string, paths: ReadonlySet<string>): string | null {
  const match = SETTINGS_FILE.exec(path);
  const owner = match === null ? null : `${match[1]}${match[2]}`;
  return owner !== null && paths.has(owner) ? owner : null;
}

/** The list in a settings file; null where the file is something else after all. */
export function companionSettings(encoded: Json): readonly Json[] | null {
  const value = decoded(encoded);
  const list = isObject(value) ? value["settings"] : value;
  return isList(list) && isSettingsList(list) ? list : null;
}

/** The list in an assignments file; null where the file is something else after all. */
export function companionAssignments(encoded: Json): readonly Json[] | null {
  const value = decoded(encoded);
  const list = isObject(value) ? (wrappedEntities(value) ?? [value]) : value;
  return isList(list) && list.every((item) => isObject(item) && isObject(item["target"])) ? list : null;
}

/** PowerShell may write the whole JSON once more as a text. */
function decoded(value: Json): Json {
  if (typeof value !== "string") return value;
  const inner = readJson(value);
  return inner.value === undefined || inner.faults.length > 0 ? value : inner.value;
}

/** Says whether a settings file agrees with its policy's own file; a difference is never decided silently. */
export function judgeSettings(beside: readonly Json[], owner: Json, ownerPath: string, problems: ProblemList): void {
  const own = isObject(owner) && isList(owner["settings"]) && owner["settings"].length > 0 ? owner["settings"] : null;
  if (own === null) problems.add("policy-copy", "", `the settings belong to ${quoted(ownerPath)} and were read with it`);
  else if (fingerprint(own) === fingerprint(beside))
    problems.add("policy-copy", "", `the same settings are in ${quoted(ownerPath)}`);
  else problems.add("policy-part-kept-out", "", `the settings differ from those in ${quoted(ownerPath)}, which were read`);
}

function fingerprint(list: readonly Json[]): string {
  const lines = list.map((item) => {
    if (!isObject(item)) return hashOf(item);
    return hashOf([textAt(item, "definitionId"), item["valueJson"] ?? item["value"] ?? null, item["settingInstance"] ?? null]);
  });
  return lines.sort(compareText).join(" ");
}

/** An assignments file and what it holds, until its policy is known. */
export type AssignmentsFile = Readonly<{ file: SourceFile; list: readonly Json[]; problems: ProblemList }>;

/** Gives policies the assignments that their exporter wrote apart. A policy that brought its own keeps them. */
export function joinAssignments(policies: readonly ParsedPolicy[], files: readonly AssignmentsFile[]): readonly ParsedPolicy[] {
  if (files.length === 0) return policies;
  const byOwner = new Map<ParsedPolicy, AssignmentsFile>();
  const byKey = new Map(policies.flatMap((policy) => keysOf(policy).map((key) => [key, policy] as const)));
  for (const one of files) {
    const folder = ASSIGNMENTS_FILE.exec(one.file.path)?.[1] ?? "";
    const title = fileTitle(one.file.path);
    const names = [title, title.replace(/^[0-9a-f-]{36} - /i, ""), title.slice(0, 36)];
    const owner = names.map((name) => byKey.get(`${folder} ${name}`)).find((policy) => policy !== undefined);
    if (owner === undefined)
      one.problems.add("policy-companion-orphaned", "", `no policy of ${quoted(title)} is among the files`);
    else byOwner.set(owner, one);
  }
  return policies.map((policy) => {
    const found = byOwner.get(policy);
    if (found === undefined || policy.assignments.length > 0) return policy;
    return { ...policy, assignments: readAssignments(found.list, "", found.problems) };
  });
}

function keysOf({ file, externalId, content }: ParsedPolicy): readonly string[] {
  const folder = file.includes("/") ? file.slice(0, file.lastIndexOf("/")) : "";
  return [fileTitle(file), content.name, ...(externalId === null ? [] : [externalId])].map((name) => `${folder} ${name}`);
}
