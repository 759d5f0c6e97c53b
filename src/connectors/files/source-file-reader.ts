import type {
  DocumentReading,
  ParsedPolicies,
  ParsedPolicy,
  ParsedReference,
  SourceFile,
  SourceFileReader,
} from "../../app/ports/source-files.ts";
import type { Json } from "../../kit/canonical-json.ts";
import { compareText } from "../../kit/ids.ts";
import type { SettingCatalogue } from "../../policy/catalogue.ts";
import { isPolicyDocument } from "../../policy/code/read-document.ts";
import {
  companionAssignments,
  companionKind,
  companionSettings,
  joinAssignments,
  judgeSettings,
  ownerOfSettings,
  type AssignmentsFile,
} from "./companions.ts";
import { decodeText } from "./decode-text.ts";
import { readEstate } from "./estate/read-estate.ts";
import { keepOutDuplicates } from "./find-duplicates.ts";
import { problemBudget, problemList, type ProblemList } from "./problem-list.ts";
import { readJson, valueBudget, type ValueBudget } from "./read-json.ts";
import { readOwnForm } from "./read-policy-document.ts";
import { readEntities } from "./read-policy.ts";
import { readYaml, type LineOf } from "./read-yaml.ts";
import type { ProfileReader, ReadingContext, SettingTally } from "./reading-context.ts";
import { skippedKinds } from "./skipped-kinds.ts";

/** The reader of Graph exports and estate tables. Needs the catalogue only to judge settings; does no I/O. */
export function createSourceFileReader(catalogue: SettingCatalogue, readProfile: ProfileReader | null = null): SourceFileReader {
  return { readPolicies: (files) => readPolicies(files, catalogue, readProfile), readDocument, readEstate };
}

function readDocument(file: SourceFile): DocumentReading {
  if (!/\.(?:json|ya?ml)$/i.test(file.path)) return { kind: "other" };
  const problems = problemList(file.path);
  const { value, lineOf } = valueOf(file, problems, valueBudget());
  if (value === undefined) return { kind: "broken", problems: problems.all() };
  if (!isPolicyDocument(value)) return { kind: "other" };
  const policy = readOwnForm(value, "", problems, lineOf);
  return policy === null ? { kind: "broken", problems: problems.all() } : { kind: "document", policy, lineOf };
}

/**
 * `files` counts the JSON and YAML files; others are skipped with one warning per kind. `settings` counts every setting
 * instance, row and definition value, children included, also of policies that an error keeps out; properties are not counted.
 * Files are taken in the order of their paths, so that the answer does not depend on the disk's.
 */
function readPolicies(
  files: readonly SourceFile[],
  catalogue: SettingCatalogue,
  readProfile: ProfileReader | null,
): ParsedPolicies {
  const ordered = [...files].sort((a, b) => compareText(a.path, b.path));
  const isRead = (file: SourceFile) => /\.(?:json|ya?ml)$/i.test(file.path);
  const readFiles = ordered.filter(isRead);
  const tally: SettingTally = { settings: 0, unverified: 0, unknown: [] };
  const references: ParsedReference[] = [];
  const budget = problemBudget();
  const values = valueBudget();
  const lists = new Map<string, ProblemList>(readFiles.map(({ path }) => [path, problemList(path, budget)]));
  const problemsOf = (path: string) => lists.get(path) ?? problemList(path);
  const beside = readCompanions(readFiles, problemsOf);
  const policies = readFiles
    .filter((file) => !beside.taken.has(file))
    .flatMap((file) => {
      const context: ReadingContext = {
        file: file.path,
        catalogue,
        problems: problemsOf(file.path),
        tally,
        references,
        readProfile,
        lineOf: null,
        settingsBeside: beside.settings.get(file.path)?.list ?? null,
      };
      const { value, lineOf } = valueOf(file, context.problems, values);
      if (value === undefined) return [];
      const companion = beside.settings.get(file.path);
      if (companion !== undefined) judgeSettings(companion.list, value, file.path, problemsOf(companion.path));
      return readFile(value, { ...context, lineOf });
    });
  return {
    files: readFiles.length,
    policies: keepOutDuplicates(joinAssignments(policies, beside.assignments), problemsOf),
    settings: tally.settings,
    unverifiedSettings: tally.unverified,
    unknownSettings: tally.unknown,
    references,
    problems: [...[...lists.values()].flatMap((list) => list.all()), ...skippedKinds(ordered.filter((file) => !isRead(file)))],
  };
}

/** A file that says nothing at all is told: somebody meant to bring something. */
function readFile(value: Json, context: ReadingContext): readonly ParsedPolicy[] {
  const { problems, references } = context;
  const before = references.length;
  const policies = readEntities(value, "", context);
  if (policies.length === 0 && references.length === before && problems.all().length === 0)
    problems.add("policy-list-empty", "", "the file holds an empty list");
  return policies;
}

type Beside = Readonly<{
  taken: ReadonlySet<SourceFile>;
  settings: ReadonlyMap<string, Readonly<{ path: string; list: readonly Json[] }>>;
  assignments: readonly AssignmentsFile[];
}>;

/** Files that are a part of another file's policy come first, so that the policy is read with them. */
function readCompanions(files: readonly SourceFile[], problemsOf: (path: string) => ProblemList): Beside {
  const paths = new Set(files.map(({ path }) => path));
  const taken = new Set<SourceFile>();
  const settings = new Map<string, { path: string; list: readonly Json[] }>();
  const assignments: AssignmentsFile[] = [];
  for (const file of files) {
    const kind = companionKind(file.path, paths);
    if (kind === null) continue;
    // Faults are told when the file is read as itself, if it turns out to be no companion.
    const { value } = valueOf(file, problemList(file.path), valueBudget());
    const list = value === undefined ? null : kind === "settings" ? companionSettings(value) : companionAssignments(value);
    if (list === null) continue;
    taken.add(file);
    if (kind === "settings") settings.set(ownerOfSettings(file.path, paths) ?? "", { path: file.path, list });
    else assignments.push({ file, list, problems: problemsOf(file.path) });
  }
  return { taken, settings, assignments };
}

function valueOf(
  file: SourceFile,
  problems: ProblemList,
  values: ValueBudget,
): Readonly<{ value: Json | undefined; lineOf: LineOf | null }> {
  const text = decodeText(file.bytes);
  if (!text.ok) {
    problems.add(text.error.code, "", text.error.message);
    return { value: undefined, lineOf: null };
  }
  const { value, faults, lineOf } = /\.json$/i.test(file.path)
    ? { ...readJson(text.value, values), lineOf: null }
    : readYaml(text.value);
  for (const fault of faults) problems.add(fault.code, fault.pointer, fault.message);
  return { value: faults.length > 0 ? undefined : value, lineOf };
}
