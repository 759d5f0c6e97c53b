import { estateImportAnswer, policyImportAnswer, type PolicyImportAnswer } from "../../http/contract/imports.ts";
import type { CliContext } from "../context.ts";
import { estateImportText, policyImportText } from "../render/import-text.ts";
import { cliProblem } from "../cli-fault.ts";
import { importFolder, type CodeImportFlags, type ImportFlags } from "./import-folder.ts";

export function importIntune(context: CliContext, folder: string, flags: ImportFlags): Promise<number> {
  return importFolder(context, folder, flags, {
    path: "imports/policies",
    file: /\.(?:zip|json|ya?ml|mobileconfig)$/i,
    answer: policyImportAnswer,
    shape: inPromisedOrder,
    textOf: policyImportText,
  });
}

/** Policies as code. The first import declares what is in force; with `--drafts` a later one keeps what differs as drafts. */
export async function importPolicies(context: CliContext, folder: string, flags: CodeImportFlags): Promise<number> {
  const { drafts = false, reason } = flags;
  if (drafts !== (reason !== undefined))
    return context.fail(cliProblem("arguments-invalid", "`--drafts` and `--reason R` go together"));
  return importFolder(context, folder, flags, {
    path: "imports/policies",
    file: null,
    answer: policyImportAnswer,
    shape: inPromisedOrder,
    textOf: policyImportText,
    more: { drafts: reason === undefined ? null : { reason } },
  });
}

export function importEstate(context: CliContext, folder: string, flags: ImportFlags): Promise<number> {
  return importFolder(context, folder, flags, {
    path: "imports/estate",
    file: /\.zip$/i,
    answer: estateImportAnswer,
    shape: (body) => body,
    textOf: estateImportText,
  });
}

/** The keys that scripts were promised come first. */
function inPromisedOrder({
  files,
  policies,
  settings,
  unknownSettings,
  problems,
  ...more
}: PolicyImportAnswer): PolicyImportAnswer {
  return { files, policies, settings, unknownSettings, problems, ...more };
}
