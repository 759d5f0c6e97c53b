import type { Assignment } from "../../audience/assignment.ts";
import type { EstateParts } from "../../estate/estate.ts";
import type { PolicyToWrite } from "../../policy/code/policy-document.ts";
import type { PolicyContent } from "../../policy/policy.ts";

/** A file as it was read, before anybody believed a word of it. `path` is relative, with forward slashes. */
export type SourceFile = Readonly<{ path: string; bytes: Uint8Array }>;

/** One thing wrong in a file. An error keeps its file (or row) out; a warning does not. Codes: docs/errors.md. */
export type SourceProblem = Readonly<{
  code: string;
  severity: "error" | "warning";
  file: string;
  /** JSON pointer (RFC 6901) in JSON files, `line N, column NAME` in CSV files, `line N, column N` in XML, `line N, POINTER` in policies as code, empty: the file as a whole. */
  pointer: string;
  message: string;
  /** What to do about it. */
  help: string;
}>;

export type UnknownSetting = Readonly<{ definitionId: string; file: string; pointer: string }>;

/** A policy as a file states it. `externalId` is the tenant's id where the export holds one. */
export type ParsedPolicy = Readonly<{
  file: string;
  externalId: string | null;
  content: PolicyContent;
  assignments: readonly Assignment[];
}>;

/** What policies refer to and what is no policy itself: groups and assignment filters. */
export type ParsedReference = Readonly<{
  kind: "group" | "assignment-filter";
  file: string;
  /** The tenant's id where the export holds one. */
  externalId: string | null;
  name: string;
  /** A dynamic group's membership rule, a filter's rule; null: a group whose members are listed. */
  rule: string | null;
  /** A filter's platform, in Graph's word; null for groups. */
  platform: string | null;
}>;

export type ParsedPolicies = Readonly<{
  /** JSON and YAML files. */
  files: number;
  policies: readonly ParsedPolicy[];
  /** Setting instances read, nested children included. */
  settings: number;
  /** Instances whose definition the catalogue neither lists nor can deny (see policy/catalogue.ts). */
  unverifiedSettings: number;
  /** The first thousand; the problems tell of all. */
  unknownSettings: readonly UnknownSetting[];
  references: readonly ParsedReference[];
  problems: readonly SourceProblem[];
}>;

export type ParsedEstate = Readonly<{
  files: number;
  parts: EstateParts;
  problems: readonly SourceProblem[];
}>;

/** A file that may be a policy as code. `lineOf`: the line of a field of its document; null: the file is no YAML. */
export type DocumentReading =
  | Readonly<{ kind: "document"; policy: PolicyToWrite; lineOf: ((field: string) => number) | null }>
  | Readonly<{ kind: "broken"; problems: readonly SourceProblem[] }>
  /** No policy as code: `readPolicies` may know it. */
  | Readonly<{ kind: "other" }>;

/** Reads exports and tables. Never throws on content: whatever is wrong comes back as problems, all at once. */
export type SourceFileReader = Readonly<{
  readPolicies: (files: readonly SourceFile[]) => ParsedPolicies;
  /** Reads a policy as code without judging its settings, so that a linter can say everything at once. */
  readDocument: (file: SourceFile) => DocumentReading;
  readEstate: (files: readonly SourceFile[]) => ParsedEstate;
}>;
