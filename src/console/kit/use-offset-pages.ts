import { keepPreviousData, type QueryKey, useQueries } from "@tanstack/react-query";
import { useCallback, useState } from "react";

export type OffsetPage<Row> = Readonly<{ items: readonly Row[]; total: number; asOf: number }>;
export type OffsetSource<Page> = Readonly<{
  pageSize: number;
  /** Names the list under its filter and order; live topics reach it by this. */
  key: QueryKey;
  read: (offset: number, limit: number, signal: AbortSignal) => Promise<Page>;
}>;

/** A long list, read by offset only where it is on the screen. Hand `onRange` and `rowAt` to DataTable. */
export function useOffsetPages<Row>({ pageSize, key, read }: OffsetSource<OffsetPage<Row>>) {
  const [range, setRange] = useState({ first: 0, last: 0 });
  const firstPage = Math.floor(range.first / pageSize);
  const lastPage = Math.floor(range.last / pageSize);
  const offsets = Array.from({ length: lastPage - firstPage + 1 }, (_, index) => (firstPage + index) * pageSize);
  const results = useQueries({
    queries: offsets.map((offset) => ({
      queryKey: [...key, offset],
      queryFn: ({ signal }: { signal: AbortSignal }) => read(offset, pageSize, signal),
      placeholderData: keepPreviousData,
    })),
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
