import type { ParsedPolicies, ParsedPolicy, SourceFile, SourceFileReader } from "../../app/ports/source-files.ts";
import { compareText } from "../../kit/ids.ts";
import type { SettingCatalogue } from "../../policy/catalogue.ts";
import { decodeText } from "./decode-text.ts";
import { readEstate } from "./estate/read-estate.ts";
import { keepOutDuplicates } from "./find-duplicates.ts";
import { problemList, type ProblemList } from "./problem-list.ts";
import { readJson } from "./read-json.ts";
import { readEntities } from "./read-policy.ts";
import type { SettingContext, SettingTally } from "./read-settings.ts";
import { skippedKinds } from "./skipped-kinds.ts";

/** The reader of Graph exports and estate tables. Needs the catalogue only to judge settings; does no I/O. */
export function createSourceFileReader(catalogue: SettingCatalogue): SourceFileReader {
  return { readPolicies: (files) => readPolicies(files, catalogue), readEstate };
}

/**
 * `files` counts the JSON files; others are skipped with one warning per kind. `settings` counts every settings
 * catalog instance, children included, also of policies that an error keeps out; compliance properties are not
 * instances. Files are taken in the order of their paths, so that the answer does not depend on the disk's.
 */
function readPolicies(files: readonly SourceFile[], catalogue: SettingCatalogue): ParsedPolicies {
  const ordered = [...files].sort((a, b) => compareText(a.path, b.path));
  const isJson = (file: SourceFile) => /\.json$/i.test(file.path);
  const jsonFiles = ordered.filter(isJson);
  const tally: SettingTally = { settings: 0, unverified: 0, unknown: [] };
  const lists = new Map<string, ProblemList>(jsonFiles.map(({ path }) => [path, problemList(path)]));
  const problemsOf = (path: string) => lists.get(path) ?? problemList(path);
  const read = jsonFiles.flatMap((file) =>
    readFile(file, { file: file.path, catalogue, problems: problemsOf(file.path), tally }),
  );
  const policies = keepOutDuplicates(read, problemsOf);
  return {
    files: jsonFiles.length,
    policies,
    settings: tally.settings,
    unverifiedSettings: tally.unverified,
    unknownSettings: tally.unknown,
    problems: [...[...lists.values()].flatMap((list) => list.all()), ...skippedKinds(ordered.filter((file) => !isJson(file)))],
  };
}

function readFile(file: SourceFile, context: SettingContext): readonly ParsedPolicy[] {
  const text = decodeText(file.bytes);
  if (!text.ok) {
    context.problems.add(text.error.code, "", text.error.message);
    return [];
  }
  const { value, faults } = readJson(text.value);
  for (const fault of faults) context.problems.add(fault.code, fault.pointer, fault.message);
  return value === undefined || faults.length > 0 ? [] : readEntities(value, "", context);
}
