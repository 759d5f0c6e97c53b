import type { EstateImportAnswer, PolicyImportAnswer } from "../../http/contract/imports.ts";
import { ISSUES_SHOWN_MAX } from "./problem-text.ts";
import type { Palette } from "./palette.ts";
import { count, plural } from "./words.ts";

type Problems = PolicyImportAnswer["problems"];
/** `isTty`: long lists are cut there. */
export type ImportLook = Readonly<{ palette: Palette; isTty: boolean; dryRun: boolean }>;

export function policyImportText(result: PolicyImportAnswer, look: ImportLook): string {
  const { written } = result;
  const outcome =
    written === null
      ? importOutcome(result.problems, look)
      : [
          `Imported: ${count(written.added)} added, ${count(written.unchanged)} unchanged, ${count(written.leftAlone)} left alone`,
          ...written.drafts.map(({ id, title }) => `  draft ${id}: ${title}`),
          ...baselineLines(written.baseline),
          ...written.drafts.slice(0, 1).map(({ id }) => `Next: tidegate draft plan ${id}`),
        ];
  const lines = [
    `${plural(result.files, "file")}: ${plural(result.policies, "policy", "policies")}, ${plural(result.settings, "setting")}, ${count(result.unverifiedSettings)} of them not verified by the catalogue`,
    ...listLines(
      `${plural(result.unknownSettings.length, "setting")} unknown to the catalogue`,
      result.unknownSettings.map((one) => `${one.file} ${one.pointer}  ${one.definitionId}`),
      look.isTty,
    ),
    ...problemLines(result.problems, look),
    ...outcome,
  ];
  return `${lines.join("\n")}\n`;
}

export function estateImportText(result: EstateImportAnswer, look: ImportLook): string {
  const { written } = result;
  const outcome =
    written === null
      ? importOutcome(result.problems, look)
      : [
          ...(["devices", "users", "groups", "sites"] as const).map((table) => {
            const { added, changed, unchanged } = written.upsert[table];
            return `  ${table}: ${count(added)} added, ${count(changed)} changed, ${count(unchanged)} unchanged`;
          }),
          ...baselineLines(written.baseline),
        ];
  const lines = [
    `${plural(result.files, "file")}: ${plural(result.devices, "device")}, ${plural(result.users, "person", "people")}, ${plural(result.groups, "group")}, ${plural(result.sites, "site")}`,
    ...problemLines(result.problems, look),
    ...outcome,
  ];
  return `${lines.join("\n")}\n`;
}

export function importOutcome(problems: Problems, { dryRun }: ImportLook): readonly string[] {
  const errors = problems.filter((one) => one.severity === "error").length;
  if (!dryRun) return ["Nothing was imported"];
  return [
    errors > 0
      ? `Nothing would be imported: ${plural(errors, "error")}`
      : "Nothing was imported: this was a dry run without errors",
  ];
}

export function problemLines(problems: Problems, { palette, isTty }: ImportLook): readonly string[] {
  const errors = problems.filter((one) => one.severity === "error");
  const warnings = problems.filter((one) => one.severity === "warning");
  const shown = [...errors, ...warnings].map(({ severity, code, file, pointer, message, help }) => {
    const at = pointer === "" ? file : `${file} ${pointer}`;
    const word = severity === "error" ? palette.bad("error") : palette.warn("warning");
    return `${word} ${palette.bold(at)}  ${message} ${palette.faint(`[${code}]`)}${help === "" ? "" : `\n      ${help}`}`;
  });
  return listLines(`${plural(errors.length, "error")}, ${plural(warnings.length, "warning")}`, shown, isTty);
}

function listLines(head: string, lines: readonly string[], isTty: boolean): readonly string[] {
  if (lines.length === 0) return [];
  const shown = isTty ? lines.slice(0, ISSUES_SHOWN_MAX) : lines;
  const rest = lines.length - shown.length;
  return [
    head,
    ...shown.map((line) => `  ${line}`),
    ...(rest > 0 ? [`  … and ${count(rest)} more of ${count(lines.length)}: \`-o json\` gives them all`] : []),
  ];
}

function baselineLines({
  hash,
  devices,
  policies,
  unresolved,
}: NonNullable<PolicyImportAnswer["written"]>["baseline"]): readonly string[] {
  return [
    `Baseline ${hash.slice(0, 12)}: ${plural(devices, "device")}, ${plural(policies, "policy", "policies")}`,
    ...unresolved.map((one) => `  "${one.policy}" names group ${one.groupId}, which is not in the estate`),
  ];
}
