import type { SourceProblemEntry } from "./source-problem-codes.ts";

/** What can be wrong in a report or a table of another master. Part of `SOURCE_PROBLEMS`. */
export const MASTER_PROBLEMS = {
  "report-kind-unknown": {
    severity: "error",
    title: "the file is neither a report in XML nor a table in CSV",
    help: "make a report with `Get-GPOReport -ReportType Xml` or `gpresult /x`, or write a table with the columns `master`, `setting` and `value`",
  },
  "report-shape-unknown": {
    severity: "error",
    title: "the XML is no Group Policy report and no resultant set",
    help: "make it with `Get-GPOReport -ReportType Xml` or `gpresult /x`",
  },
  "report-name-missing": {
    severity: "error",
    title: "a Group Policy object of the report has no name",
    help: "make the report again: it may be edited by hand",
  },
  "report-part-off": {
    severity: "warning",
    title: "a Group Policy object, or half of one, is switched off and was left out",
    help: "nothing to do, unless it is to be switched on again: then import the report anew",
  },
  "report-too-long": {
    severity: "error",
    title: "one Group Policy object or table has more than 20,000 settings",
    help: "split it into several files",
  },
  "master-group-unknown": {
    severity: "error",
    title: "there is no group of that id or name, or several have the name",
    help: "give the group's id; ids stand in groups.csv of the estate's import",
  },
  "master-group-missing": {
    severity: "error",
    title: "neither the import nor the file says for which group the values hold",
    help: "name the group: `tidegate masters import FILE --group GROUP`, or fill the column `group` of the table",
  },
  "master-duplicate": {
    severity: "error",
    title: "two parts of the files state what the same master of the same name sets for the same group",
    help: "keep one of them, or give one another name",
  },
} as const satisfies Record<string, SourceProblemEntry>;
