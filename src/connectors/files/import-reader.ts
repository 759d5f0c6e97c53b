import type { ParsedPolicies, SourceFile, SourceFileReader } from "../../app/ports/source-files.ts";
import { compareText } from "../../kit/ids.ts";
import type { SettingCatalogue } from "../../policy/catalogue.ts";
import { keepOutDuplicates } from "./find-duplicates.ts";
import { MOBILECONFIG_FILE, readMobileconfig } from "./mobileconfig/read-mobileconfig.ts";
import { readPayloadBytes } from "./mobileconfig/read-payload-bytes.ts";
import { problemBudget, problemList } from "./problem-list.ts";
import { createSourceFileReader } from "./source-file-reader.ts";
import { expandArchives } from "./zip/expand-archives.ts";

/** Reads whatever an import may bring: exports, tables, Apple profiles, and archives of any of them. Does no I/O. */
export function createImportReader(catalogue: SettingCatalogue): SourceFileReader {
  const exports = createSourceFileReader(catalogue, (bytes) => {
    const { profile } = readPayloadBytes(bytes, catalogue);
    return profile === null || profile.isOpaque ? null : profile.settings;
  });
  return {
    readPolicies: (files) => {
      const { files: expanded, problems } = expandArchives(files);
      const isProfile = ({ path }: SourceFile) => MOBILECONFIG_FILE.test(path);
      const read = exports.readPolicies(expanded.filter((file) => !isProfile(file)));
      const joined = withProfiles(read, expanded.filter(isProfile), catalogue);
      return { ...joined, problems: [...problems, ...joined.problems] };
    },
    readDocument: exports.readDocument,
    readEstate: (files) => {
      const { files: expanded, problems } = expandArchives(files);
      const read = exports.readEstate(expanded);
      return { ...read, problems: [...problems, ...read.problems] };
    },
  };
}

function withProfiles(read: ParsedPolicies, profiles: readonly SourceFile[], catalogue: SettingCatalogue): ParsedPolicies {
  if (profiles.length === 0) return read;
  const ordered = [...profiles].sort((a, b) => compareText(a.path, b.path));
  const budget = problemBudget();
  const lists = new Map(ordered.map(({ path }) => [path, problemList(path, budget)]));
  const problemsOf = (path: string) => lists.get(path) ?? problemList(path);
  const tally = { settings: 0 };
  const policies = ordered.flatMap((file) => readMobileconfig(file, catalogue, problemsOf(file.path), tally) ?? []);
  return {
    ...read,
    files: read.files + profiles.length,
    policies: [...read.policies, ...keepOutDuplicates(policies, problemsOf)],
    settings: read.settings + tally.settings,
    problems: [...read.problems, ...[...lists.values()].flatMap((list) => list.all())],
  };
}
