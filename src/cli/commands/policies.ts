import { policyApplicability } from "../../http/contract/consequences.ts";
import { stat } from "node:fs/promises";
import { resolve } from "node:path";
import { draftAnswer } from "../../http/contract/drafts.ts";
import { diffAnswer, lintAnswer, versionsAnswer } from "../../http/contract/library.ts";
import { policiesAnswer, policyDetail } from "../../http/contract/policies.ts";
import { prerequisitesAnswer } from "../../http/contract/prerequisites.ts";
import { ok, type Result } from "../../kit/result.ts";
import { API, apiPath, callApi, showAnswer, withApi } from "../call-api.ts";
import { cliProblem, type ShownProblem } from "../cli-fault.ts";
import type { CliContext } from "../context.ts";
import { applicabilityText } from "../render/consequence-text.ts";
import { EXIT } from "../exit-codes.ts";
import { readNamedFile, type SentFile } from "../read-folder.ts";
import { draftText } from "../render/draft-text.ts";
import { diffText, lintText, versionsTable } from "../render/library-text.ts";
import { policiesTable, policyText } from "../render/policy-text.ts";
import { prerequisitesText } from "../render/prerequisites-text.ts";
import { showList, type PageOptions } from "./lists.ts";

export type PolicyListFlags = PageOptions & Readonly<{ search?: string; retired?: boolean }>;
export type DiffFlags = Readonly<{ from?: number; to?: number; with?: string; draft?: string; file?: string }>;
export type DuplicateFlags = Readonly<{ name: string; reason: string }>;

export function listPolicies(context: CliContext, { limit, after, search, retired }: PolicyListFlags): Promise<number> {
  const query = { limit, after, search, retired: retired === true ? "true" : undefined };
  return showList(context, { path: "policies", query, answer: policiesAnswer }, policiesTable);
}

/** Of a live policy, or of what a plan brings. */
export function showPrerequisites(context: CliContext, of: "policies" | "plans", id: string): Promise<number> {
  return showAnswer(context, { path: apiPath(of, id, "prerequisites"), answer: prerequisitesAnswer }, (body) =>
    prerequisitesText(body, context.palette),
  );
}

export function getPolicy(context: CliContext, policy: string): Promise<number> {
  return showAnswer(context, { path: apiPath("policies", policy), answer: policyDetail }, (body) =>
    policyText(body, context.palette),
  );
}

export function showApplicability(context: CliContext, policy: string): Promise<number> {
  return showAnswer(context, { path: apiPath("policies", policy, "applicability"), answer: policyApplicability }, (body) =>
    applicabilityText(body, context.palette),
  );
}

export function listVersions(context: CliContext, policy: string): Promise<number> {
  return showAnswer(context, { path: `${apiPath("policies", policy)}/versions`, answer: versionsAnswer }, versionsTable);
}

/** A file where there is one of this name; else a draft by its id, or a policy. Exits 3 where there are errors. */
export async function lintPolicy(context: CliContext, what: string): Promise<number> {
  const of = await sideOf(context, what);
  if (!of.ok) return context.fail(of.error);
  return showAnswer(
    context,
    { method: "POST", path: `${API}/policies/lint`, body: { of: of.value }, answer: lintAnswer },
    (body) => lintText(body, context.palette),
    ({ errors }) => (errors > 0 ? EXIT.conflicts : EXIT.ok),
  );
}

/** Two versions of a policy; or the policy against another one, a draft or a file. Exits 2 where they differ. */
export async function diffPolicy(context: CliContext, policy: string, flags: DiffFlags): Promise<number> {
  const others = [flags.with, flags.draft, flags.file, flags.to].filter((one) => one !== undefined);
  if (others.length > 1)
    return context.fail(
      cliProblem("arguments-invalid", "one of `--to`, `--with`, `--draft` and `--file` says what to compare with"),
    );
  const { draft, file } = flags;
  const read = file === undefined ? ok(null) : await readNamedFile(resolve(context.deps.terminal.cwd, file), file);
  if (!read.ok) return context.fail(read.error);
  return withApi(context, async (api) => {
    const from = await versionBefore(flags, async () => {
      const live = await callApi(api, { path: apiPath("policies", policy), answer: policyDetail });
      return live.ok ? ok(live.value.version) : live;
    });
    if (!from.ok) return context.fail(from.error);
    const to =
      read.value !== null
        ? { kind: "file", file: read.value }
        : draft !== undefined
          ? { kind: "draft", draftId: draft }
          : { kind: "policy", policy: flags.with ?? policy, version: flags.to ?? null };
    const body = { from: { kind: "policy", policy, version: from.value }, to };
    const diff = await callApi(api, { method: "POST", path: `${API}/policies/diff`, body, answer: diffAnswer });
    if (!diff.ok) return context.fail(diff.error);
    await context.show(diff.value, (answer) => diffText(answer, context.palette));
    return diff.value.isEqual ? EXIT.ok : EXIT.changes;
  });
}

export function duplicatePolicy(context: CliContext, policy: string, { name, reason }: DuplicateFlags): Promise<number> {
  return saveDraft(context, {
    title: `Duplicate ${policy} as ${name}`.slice(0, TITLE_MAX),
    reason,
    change: { kind: "duplicate", policy, name },
    madeFrom: `duplicate:${policy}`.slice(0, TITLE_MAX),
  });
}

export function retirePolicy(context: CliContext, policy: string, reason: string): Promise<number> {
  return saveDraft(context, {
    title: `Retire ${policy}`.slice(0, TITLE_MAX),
    reason,
    change: { kind: "retire", policy },
    madeFrom: null,
  });
}

const TITLE_MAX = 200;

function saveDraft(context: CliContext, body: object): Promise<number> {
  return showAnswer(context, { method: "POST", path: `${API}/drafts`, body, answer: draftAnswer }, (draft) =>
    draftText(draft, context.palette),
  );
}

/** Nothing said: the version before the live one against it. Something else to compare with: the live one. */
async function versionBefore(
  { from, to, with: other, draft, file }: DiffFlags,
  live: () => Promise<Result<number, ShownProblem>>,
): Promise<Result<number | null, ShownProblem>> {
  if (from !== undefined) return ok(from);
  if ((other ?? draft ?? file ?? to) !== undefined) return ok(null);
  const number = await live();
  return number.ok ? ok(Math.max(1, number.value - 1)) : number;
}

type Side =
  | Readonly<{ kind: "file"; file: SentFile }>
  | Readonly<{ kind: "draft"; draftId: string }>
  | Readonly<{ kind: "policy"; policy: string }>;

async function sideOf(context: CliContext, what: string): Promise<Result<Side, ShownProblem>> {
  const path = resolve(context.deps.terminal.cwd, what);
  const isFile = await stat(path).then(
    (entry) => entry.isFile(),
    () => false,
  );
  if (isFile) {
    const file = await readNamedFile(path, what);
    return file.ok ? ok({ kind: "file", file: file.value }) : file;
  }
  return ok(/^dr-[0-9a-f]{16}$/.test(what) ? { kind: "draft", draftId: what } : { kind: "policy", policy: what });
}
