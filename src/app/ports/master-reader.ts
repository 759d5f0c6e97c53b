import type { Instant } from "../../kit/instant.ts";
import type { DeclaredRow, Master } from "../../policy/declared-fact.ts";
import type { Workload } from "../../policy/workload.ts";
import type { SourceFile, SourceProblem } from "./source-files.ts";

/** What one master sets, as a file states it: one Group Policy object, one resultant set, the rows of a table that belong together. */
export type ParsedMaster = Readonly<{
  file: string;
  name: string;
  master: Master;
  /** A group's id or name, where the file names one. */
  group: string | null;
  rows: readonly DeclaredRow[];
  workloads: readonly Workload[];
  readAt: Instant | null;
}>;

export type ParsedMasters = Readonly<{ masters: readonly ParsedMaster[]; problems: readonly SourceProblem[] }>;

/** Reads reports and tables of other masters. Never throws on content. */
export type MasterReader = Readonly<{ readMasters: (files: readonly SourceFile[]) => ParsedMasters }>;
