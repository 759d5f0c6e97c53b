import { conflictAnswer, conflictsAnswer } from "../../http/contract/conflicts.ts";
import { draftAnswer } from "../../http/contract/drafts.ts";
import { API, apiPath, callApi, queryOf, showAnswer, withApi } from "../call-api.ts";
import type { CliContext } from "../context.ts";
import { EXIT } from "../exit-codes.ts";
import { conflictsText, conflictText } from "../render/conflict-text.ts";
import { draftText } from "../render/draft-text.ts";
import { count } from "../render/words.ts";
import type { PageOptions } from "./lists.ts";

export type ConflictFlags = PageOptions & Readonly<{ class?: string; severity?: string; policy?: string }>;

/** Scripts branch on the exit code: 3 as long as a hard conflict stands among the policies that were asked for. */
export function listConflicts(
  context: CliContext,
  { limit, after, class: ofClass, severity, policy }: ConflictFlags,
): Promise<number> {
  return withApi(context, async (api) => {
    const path = `${API}/conflicts${queryOf({ limit, after, class: ofClass, severity, policy })}`;
    const page = await callApi(api, { path, answer: conflictsAnswer });
    if (!page.ok) return context.fail(page.error);
    const { items, total, next, counts } = page.value;
    await context.show(page.value, (body) => conflictsText(body, context.palette));
    if (next !== null) context.say(`${count(items.length)} of ${count(total)} shown; go on with --after ${next}`);
    return counts.some((one) => one.severity === "high" && one.conflicts > 0) ? EXIT.conflicts : EXIT.ok;
  });
}

export function showConflict(context: CliContext, id: string): Promise<number> {
  return showAnswer(
    context,
    { path: apiPath("conflicts", id), answer: conflictAnswer },
    (body) => conflictText(body, context.palette),
    (body) => (body.severity === "high" ? EXIT.conflicts : EXIT.ok),
  );
}

export function repairConflict(context: CliContext, id: string, repair: string, reason: string | undefined): Promise<number> {
  const path = apiPath("conflicts", id, "repairs", repair);
  return showAnswer(context, { method: "POST", path, body: { reason: reason ?? null }, answer: draftAnswer }, (draft) =>
    draftText(draft, context.palette),
  );
}
