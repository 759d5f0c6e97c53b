import { queryOptions } from "@tanstack/react-query";
import type { RolloutDetail, RolloutSummary, RolloutsAnswer } from "../../http/contract/rollouts.ts";
import { get } from "./call.ts";
import { keys } from "./keys.ts";

export type AllRollouts = Readonly<{ items: readonly RolloutSummary[]; total: number; asOf: number }>;

const PAGE_MAX = 200;
/** More changes than this at once, and reading everything is cheaper than reading them one by one. */
const ONE_BY_ONE_MAX = 20;

/** Rollouts that live events named since the list was last read; their ids. */
const changed = new Set<string>();

export function noteRolloutChanged(id: string): void {
  changed.add(id);
}

/**
 * All rollouts, newest first. Boards, the palette and the halt need every one; so a long list is read in full once, and
 * after that only its first page and the rollouts that changed.
 */
export const allRolloutsQuery = () =>
  queryOptions({
    queryKey: keys.rollouts("all"),
    queryFn: async ({ client, signal, queryKey }): Promise<AllRollouts> => {
      const kept = client.getQueryData<AllRollouts>(queryKey);
      const ids = [...changed];
      changed.clear();
      const first = await readPage(undefined, signal);
      if (first.next === null) return first;
      if (kept !== undefined && ids.length <= ONE_BY_ONE_MAX) {
        const onFirst = new Set(first.items.map(({ id }) => id));
        const further = await Promise.all(ids.filter((id) => !onFirst.has(id)).map((id) => readOne(id, signal)));
        const merged = mergeRollouts(kept, first, further);
        if (merged !== null) return merged;
      }
      // What is there already is worth seeing while the rest is on its way.
      if (kept === undefined) client.setQueryData<AllRollouts>(queryKey, first);
      return readOnFrom(first, signal);
    },
  });

/** Null where the lists do not fit together: rollouts went missing, or more are new than one page holds. */
export function mergeRollouts(
  kept: AllRollouts,
  first: Readonly<{ items: readonly RolloutSummary[]; total: number; asOf: number }>,
  further: readonly RolloutSummary[],
): AllRollouts | null {
  const fresh = new Map([...first.items, ...further].map((rollout) => [rollout.id, rollout]));
  const known = new Set(kept.items.map(({ id }) => id));
  const added = first.items.filter(({ id }) => !known.has(id));
  const items = [...added, ...kept.items.map((rollout) => fresh.get(rollout.id) ?? rollout)];
  return items.length === first.total ? { items, total: first.total, asOf: first.asOf } : null;
}

async function readOnFrom(first: RolloutsAnswer, signal: AbortSignal): Promise<AllRollouts> {
  const items = [...first.items];
  let { next } = first;
  while (next !== null) {
    const page = await readPage(next, signal);
    items.push(...page.items);
    next = page.next;
  }
  return { items, total: first.total, asOf: first.asOf };
}

const readPage = (after: string | undefined, signal: AbortSignal) =>
  get<RolloutsAnswer>("/api/v1/rollouts", { after, limit: PAGE_MAX }, signal);
const readOne = (id: string, signal: AbortSignal) => get<RolloutDetail>(`/api/v1/rollouts/${encodeURIComponent(id)}`, {}, signal);
