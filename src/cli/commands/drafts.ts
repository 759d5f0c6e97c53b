import { resolve } from "node:path";
import { draftAnswer, draftsAnswer, type DraftAnswer, type NewDraftRequest } from "../../http/contract/drafts.ts";
import { err, ok, type Result } from "../../kit/result.ts";
import { API, apiPath, callApi, queryOf, showAnswer, withApi } from "../call-api.ts";
import { cliProblem, type ShownProblem } from "../cli-fault.ts";
import type { CliContext } from "../context.ts";
import { EXIT } from "../exit-codes.ts";
import { readNamedFile } from "../read-folder.ts";
import { draftsTable, draftText } from "../render/draft-text.ts";
import { showList, type PageOptions } from "./lists.ts";

export type SaveDraftFlags = Readonly<{
  title: string;
  reason: string;
  policy?: string;
  file?: string;
  add?: boolean;
  retire?: boolean;
}>;
export type ChangeDraftFlags = Readonly<{
  revision: number;
  title?: string;
  reason?: string;
  file?: string;
  ontoLive?: boolean;
}>;

export function listDrafts(context: CliContext, { limit, after, policy }: PageOptions & { policy?: string }): Promise<number> {
  return showList(context, { path: "drafts", query: { limit, after, policy }, answer: draftsAnswer }, draftsTable);
}

export function showDraft(context: CliContext, id: string): Promise<number> {
  return showAnswer(context, { path: apiPath("drafts", id), answer: draftAnswer }, textOf(context));
}

export async function saveDraft(context: CliContext, flags: SaveDraftFlags): Promise<number> {
  const change = await changeOf(context, flags);
  if (!change.ok) return context.fail(change.error);
  const { title, reason } = flags;
  const body = { title, reason, change: change.value };
  return showAnswer(context, { method: "POST", path: `${API}/drafts`, body, answer: draftAnswer }, textOf(context));
}

export async function changeDraft(context: CliContext, id: string, flags: ChangeDraftFlags): Promise<number> {
  const { revision, title = null, reason = null, file, ontoLive } = flags;
  const read = file === undefined ? ok(null) : await readNamedFile(resolve(context.deps.terminal.cwd, file), file);
  if (!read.ok) return context.fail(read.error);
  return withApi(context, async (api) => {
    const draft = await callApi(api, { path: apiPath("drafts", id), answer: draftAnswer });
    if (!draft.ok) return context.fail(draft.error);
    const { kind, policyId } = draft.value;
    const change =
      read.value === null
        ? null
        : kind === "add"
          ? { kind: "add", file: read.value }
          : { kind: "content", policy: policyId, file: read.value };
    const body = { revision, title, reason, change, base: ontoLive === true ? "live" : null };
    const saved = await callApi(api, { method: "POST", path: apiPath("drafts", id), body, answer: draftAnswer });
    if (!saved.ok) return context.fail(saved.error);
    await context.show(saved.value, textOf(context));
    return EXIT.ok;
  });
}

export function discardDraft(context: CliContext, id: string, revision: number): Promise<number> {
  return withApi(context, async (api) => {
    const path = `${apiPath("drafts", id)}${queryOf({ revision })}`;
    const gone = await callApi(api, { method: "DELETE", path, answer: null });
    if (!gone.ok) return context.fail(gone.error);
    context.say(`Discarded ${id}.`);
    return EXIT.ok;
  });
}

function textOf(context: CliContext): (draft: DraftAnswer) => string {
  return (draft) => draftText(draft, context.palette);
}

async function changeOf(context: CliContext, flags: SaveDraftFlags): Promise<Result<NewDraftRequest["change"], ShownProblem>> {
  const { policy, file, add = false, retire = false } = flags;
  const fault = flagFault(flags);
  if (fault !== null) return err(cliProblem("arguments-invalid", fault));
  if (retire) return ok({ kind: "retire", policy: policy ?? "" });
  const read = await readNamedFile(resolve(context.deps.terminal.cwd, file ?? ""), file ?? "");
  if (!read.ok) return read;
  return ok(add ? { kind: "add", file: read.value } : { kind: "content", policy: policy ?? "", file: read.value });
}

function flagFault({ policy, file, add = false, retire = false }: SaveDraftFlags): string | null {
  if (add && (retire || policy !== undefined))
    return "`--add` takes the policy from its file: leave `--policy` and `--retire` out";
  if (!add && policy === undefined) return "`--policy P` is missing: which policy is it about?";
  if (retire && file !== undefined) return "`--retire` takes no `--file`";
  return retire || file !== undefined ? null : "`--file F` is missing: what is the policy to become?";
}
