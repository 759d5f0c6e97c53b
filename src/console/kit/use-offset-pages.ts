import { type QueryKey, type UseQueryOptions, useQueries } from "@tanstack/react-query";
import { useCallback, useState } from "react";

export type OffsetPage<Row> = Readonly<{ items: readonly Row[]; total: number; asOf: number }>;
// The options' own types differ by query; only what is asked for is looked at.
type PageQuery<Page> = Pick<UseQueryOptions<Page, Error, Page, QueryKey>, "queryKey" | "queryFn">;

/** A long list, read by offset only where it is on the screen. Hand `onRange` and `rowAt` to DataTable. */
export function useOffsetPages<Row, Page extends OffsetPage<Row>>(
  pageSize: number,
  queryAt: (offset: number, limit: number) => PageQuery<Page>,
) {
  const [range, setRange] = useState({ first: 0, last: 0 });
  const firstPage = Math.floor(range.first / pageSize);
  const lastPage = Math.floor(range.last / pageSize);
  const offsets = Array.from({ length: lastPage - firstPage + 1 }, (_, index) => (firstPage + index) * pageSize);
  const results = useQueries({
    queries: offsets.map((offset) => {
      const { queryKey, queryFn } = queryAt(offset, pageSize);
      return { queryKey, ...(queryFn === undefined ? {} : { queryFn }) };
    }),
  });
  const pages = new Map(offsets.map((offset, index) => [offset, results[index]?.data]));
  const newest = results.find(({ data }) => data !== undefined)?.data;
  const onRange = useCallback((first: number, last: number) => {
    setRange((before) => (before.first === first && before.last === last ? before : { first, last }));
  }, []);
  return {
    rowAt: (index: number): Row | undefined => {
      const offset = Math.floor(index / pageSize) * pageSize;
      return pages.get(offset)?.items[index - offset];
    },
    total: newest?.total,
    asOf: newest?.asOf,
    error: results.find(({ error }) => error !== null)?.error ?? null,
    isLoading: newest === undefined,
    onRange,
    refetch: () => results.forEach((result) => void result.refetch()),
  };
}
