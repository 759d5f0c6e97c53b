import { err, ok, type Result } from "../../kit/result.ts";
import type { SettingCatalogue } from "../../policy/catalogue.ts";
import type { PolicyChange } from "../../policy/change.ts";
import type { PolicyToWrite } from "../../policy/code/policy-document.ts";
import { hasErrors, lintPolicy, type Severity } from "../../policy/lint/lint-policy.ts";
import type { SourceFileReader } from "../ports/source-files.ts";
import type { Store } from "../ports/store.ts";
import { problem, type Problem } from "../problems/problem.ts";
import { findSide, type SideRequest } from "./find-side.ts";
import { outlineOf, type OutlineRow } from "./outline.ts";

/** One thing that is wrong. `line` null: it was not read from YAML of ours. `setting`: a definition id, or null. */
export type FindingReading = Readonly<{
  code: string;
  severity: Severity;
  field: string;
  line: number | null;
  setting: string | null;
  message: string;
  help: string;
}>;
/** `name` null: nothing could be read. */
export type LintReading = Readonly<{
  name: string | null;
  findings: readonly FindingReading[];
  errors: number;
  warnings: number;
  /** The settings as a form shows them, in the order of the document. */
  outline: readonly OutlineRow[];
}>;

/** S10: everything that is wrong with a file, a draft or a policy, all at once. A file that cannot be read is a finding too. */
export async function lintAny(
  store: Store,
  reader: SourceFileReader,
  catalogue: SettingCatalogue,
  side: SideRequest,
): Promise<Result<LintReading, Problem>> {
  const read = side.kind === "file" ? reader.readDocument(side.file) : null;
  if (read?.kind === "document") return ok(readingOf(read.policy, catalogue, read.lineOf));
  if (read?.kind === "broken") return ok(summed(null, read.problems.map(findingOf)));
  const found = await store.read((unit) => findSide(unit, reader, side));
  if (found.ok) {
    const { content, assignments } = found.value;
    return ok(readingOf({ content, assignments: assignments ?? [] }, catalogue, null));
  }
  if (side.kind !== "file") return found;
  const { issues } = found.error;
  const told = issues.map(({ code, at, message, help }): FindingReading => {
    return { code, severity: "error", field: at, line: null, setting: null, message, help };
  });
  const whole = { code: found.error.code, severity: "error", field: "", line: null, setting: null } as const;
  return ok(summed(null, told.length > 0 ? told : [{ ...whole, message: found.error.detail, help: found.error.help }]));
}

/** S10's gate: what is not valid is not planned. Warnings are for the people who review it. */
export function judgeDraft(catalogue: SettingCatalogue, change: PolicyChange): Result<PolicyChange, Problem> {
  if (change.kind === "retire") return ok(change);
  const findings = lintPolicy(change.content, change.assignments, catalogue);
  if (!hasErrors(findings)) return ok(change);
  const errors = findings.filter(({ severity }) => severity === "error");
  const issues = errors.map(({ code, field, message, help }) => ({ code, at: field, message, help }));
  return err(problem("draft-invalid", `${errors.length} errors in \`${change.content.name}\``, { issues }));
}

function readingOf(
  { content, assignments }: Pick<PolicyToWrite, "content" | "assignments">,
  catalogue: SettingCatalogue,
  lineOf: ((field: string) => number) | null,
): LintReading {
  const findings = lintPolicy(content, assignments, catalogue).map((one) => ({ ...one, line: lineOf?.(one.field) ?? null }));
  return { ...summed(content.name, findings), outline: outlineOf(content, catalogue, lineOf) };
}

/** A reader's pointer names its line first. */
function findingOf(
  one: Readonly<{ code: string; severity: Severity; pointer: string; message: string; help: string }>,
): FindingReading {
  const { code, severity, pointer, message, help } = one;
  const [, line, field] = /^line (\d+), (.*)$/s.exec(pointer) ?? [];
  const [, inText] = /^line (\d+), column \d+:/.exec(message) ?? [];
  const number = line ?? inText;
  return {
    code,
    severity,
    field: field === "/" ? "" : (field ?? pointer),
    line: number === undefined ? null : Number(number),
    setting: null,
    message,
    help,
  };
}

function summed(name: string | null, findings: readonly FindingReading[]): LintReading {
  const errors = findings.filter(({ severity }) => severity === "error").length;
  return { name, findings, errors, warnings: findings.length - errors, outline: [] };
}
