import type { MasterReader } from "../../../app/ports/master-reader.ts";
import { compareText } from "../../../kit/ids.ts";
import type { SettingCatalogue } from "../../../policy/catalogue.ts";
import type { RegistryFact } from "../../../policy/registry-fact.ts";
import { registryIndex, type RegistryIndex } from "../../../policy/registry-index.ts";
import { problemBudget, problemList, quoted } from "../problem-list.ts";
import { expandArchives } from "../zip/expand-archives.ts";
import { createPlacer } from "./place-row.ts";
import { readReport } from "./read-report.ts";
import { readTable } from "./read-table.ts";

/** Reads what other masters set: Group Policy reports, resultant sets, tables, and archives of these. Does no I/O of its own. */
export function createMasterReader(catalogue: SettingCatalogue, loadFacts: () => readonly RegistryFact[]): MasterReader {
  let index: RegistryIndex | null = null;
  return {
    readMasters: (files) => {
      const place = createPlacer(catalogue, (index ??= registryIndex(loadFacts())));
      const { files: expanded, problems } = expandArchives(files);
      const budget = problemBudget();
      const lists = [...expanded]
        .sort((a, b) => compareText(a.path, b.path))
        .map((file) => {
          const list = problemList(file.path, budget);
          if (/\.xml$/i.test(file.path)) return { list, masters: readReport(file, place, list) };
          if (/\.csv$/i.test(file.path)) return { list, masters: readTable(file, place, list) };
          list.add("report-kind-unknown", "", `${quoted(file.path)} is neither XML nor CSV`);
          return { list, masters: [] };
        });
      return {
        masters: lists.flatMap(({ masters }) => masters),
        problems: [...problems, ...lists.flatMap(({ list }) => list.all())],
      };
    },
  };
}
