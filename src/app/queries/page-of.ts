/** A page of a list: these of `total`; `next` is handed back as `after`. */
export type Page<Item> = Readonly<{ items: readonly Item[]; total: number; next: string | null }>;
export type PageRequest = Readonly<{ limit: number; after: string | null }>;

/** Of a list that was asked for one item more than the page takes. */
export function pageOf<Item>(oneMore: readonly Item[], limit: number, total: number, idOf: (item: Item) => string): Page<Item> {
  const items = oneMore.slice(0, limit);
  const last = items.at(-1);
  return { items, total, next: oneMore.length > limit && last !== undefined ? idOf(last) : null };
}

/** Of a whole list, in its order; an `after` that is not in it begins anew. */
export function sliceOf<Item>(list: readonly Item[], { limit, after }: PageRequest, idOf: (item: Item) => string): Page<Item> {
  const from = after === null ? 0 : list.findIndex((item) => idOf(item) === after) + 1;
  return pageOf(list.slice(from, from + limit + 1), limit, list.length, idOf);
}
