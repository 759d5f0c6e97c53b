import type { ZodType } from "zod";
import { API, callApi, queryOf, withApi } from "../call-api.ts";
import type { CliContext } from "../context.ts";
import { EXIT } from "../exit-codes.ts";
import { count } from "../render/words.ts";

export type PageOptions = Readonly<{ limit?: number; after?: string }>;

type Page = Readonly<{ items: readonly unknown[]; total: number; next: string | number | null }>;

/** One page of a list; where there is more, says on stderr how to go on. */
export function showList<T extends Page>(
  context: CliContext,
  list: Readonly<{
    path: string;
    query: Readonly<Record<string, string | number | undefined>>;
    answer: ZodType<T>;
    next?: string;
  }>,
  textOf: (page: T) => string,
): Promise<number> {
  return withApi(context, async (api) => {
    const page = await callApi(api, { path: `${API}/${list.path}${queryOf(list.query)}`, answer: list.answer });
    if (!page.ok) return context.fail(page.error);
    const { items, total, next } = page.value;
    if (items.length === 0 && context.settings.output === "table") context.say("There is nothing to list.");
    else await context.show(page.value, textOf);
    if (next !== null)
      context.say(`${count(items.length)} of ${count(total)} shown; go on with ${list.next ?? "--after"} ${next}`);
    return EXIT.ok;
  });
}
