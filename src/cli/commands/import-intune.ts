import { estateImportAnswer, policyImportAnswer, type PolicyImportAnswer } from "../../http/contract/imports.ts";
import type { CliContext } from "../context.ts";
import { estateImportText, policyImportText } from "../render/import-text.ts";
import { importFolder, type ImportFlags } from "./import-folder.ts";

export function importIntune(context: CliContext, folder: string, flags: ImportFlags): Promise<number> {
  return importFolder(context, folder, flags, {
    path: "imports/policies",
    answer: policyImportAnswer,
    shape: inPromisedOrder,
    textOf: policyImportText,
  });
}

export function importEstate(context: CliContext, folder: string, flags: ImportFlags): Promise<number> {
  return importFolder(context, folder, flags, {
    path: "imports/estate",
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
