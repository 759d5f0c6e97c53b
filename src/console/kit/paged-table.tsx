import type { InfiniteData, UseInfiniteQueryResult } from "@tanstack/react-query";
import { DataTable, type DataTableProps } from "./data-table.tsx";
import { ShowOlder } from "./show-older.tsx";

type Page<Row> = Readonly<{ items: readonly Row[]; total: number }>;
type Props<Row> = Omit<DataTableProps<Row>, "total" | "rowAt"> &
  Readonly<{
    of: Pick<UseInfiniteQueryResult<InfiniteData<Page<Row>>>, "data" | "hasNextPage" | "isFetchingNextPage" | "fetchNextPage">;
    /** What is listed, in the plural: `requests`. */
    what: string;
    /** On the button that reads on; without it: `Show older requests`. */
    more?: string;
  }>;

/** A table of what is read page by page, and the button that reads on. */
export function PagedTable<Row>({ of: read, what, more, ...table }: Props<Row>) {
  const pages = read.data?.pages ?? [];
  const items = pages.flatMap((page) => page.items);
  return (
    <>
      <DataTable {...table} total={items.length} rowAt={(index) => items[index]} />
      <ShowOlder
        what={what}
        {...(more === undefined ? {} : { more })}
        shown={items.length}
        total={pages[0]?.total ?? items.length}
        hasMore={read.hasNextPage}
        isReading={read.isFetchingNextPage}
        onMore={() => void read.fetchNextPage()}
      />
    </>
  );
}
