import { masterConflictsAnswer } from "../../http/contract/master-findings.ts";
import { masterAnswer, masterImportAnswer, mastersAnswer } from "../../http/contract/masters.ts";
import { API, apiPath, callApi, queryOf, showAnswer, withApi } from "../call-api.ts";
import type { CliContext } from "../context.ts";
import { EXIT } from "../exit-codes.ts";
import { masterConflictsText, masterImportText, mastersTable, masterText } from "../render/master-text.ts";
import { importFolder, type ImportFlags } from "./import-folder.ts";
import { showList, type PageOptions } from "./lists.ts";

export type MasterImportFlags = ImportFlags & Readonly<{ group?: string }>;
export type MasterShowFlags = Readonly<{ kind?: string; limit?: number; after?: string }>;

export function importMasters(context: CliContext, path: string, flags: MasterImportFlags): Promise<number> {
  return importFolder(context, path, flags, {
    path: "imports/masters",
    file: /\.(?:xml|csv|zip)$/i,
    answer: masterImportAnswer,
    shape: (body) => body,
    textOf: masterImportText,
    more: { group: flags.group ?? null },
  });
}

export function listMasters(context: CliContext, { limit, after }: PageOptions): Promise<number> {
  return showList(context, { path: "masters", query: { limit, after }, answer: mastersAnswer }, mastersTable);
}

export function listConflicts(context: CliContext, { limit, after }: PageOptions): Promise<number> {
  const path = `${API}/master-conflicts${queryOf({ limit, after })}`;
  return showAnswer(context, { path, answer: masterConflictsAnswer }, (answer) => masterConflictsText(answer, context.palette));
}

export function showMaster(context: CliContext, id: string, { kind, limit, after }: MasterShowFlags): Promise<number> {
  const path = `${apiPath("masters", id)}${queryOf({ kind, limit, after })}`;
  return showAnswer(context, { path, answer: masterAnswer }, (master) => masterText(master, context.palette));
}

export function removeMaster(context: CliContext, id: string): Promise<number> {
  return withApi(context, async (api) => {
    const gone = await callApi(api, { method: "DELETE", path: apiPath("masters", id), answer: null });
    if (!gone.ok) return context.fail(gone.error);
    context.say(`Removed ${id}: plans no longer know of it. No device changed.`);
    return EXIT.ok;
  });
}
