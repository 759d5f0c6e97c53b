import { ArrowDownRegular } from "@fluentui/react-icons/svg/arrow-down";
import { ArrowSortRegular } from "@fluentui/react-icons/svg/arrow-sort";
import { ArrowUpRegular } from "@fluentui/react-icons/svg/arrow-up";
import type { Column, Sort } from "./data-table.tsx";
import css from "./data-table.module.css";

type Props<Row> = Readonly<{
  columns: readonly Column<Row>[];
  sort: Sort | undefined;
  onSort: ((sort: Sort) => void) | undefined;
}>;

export function TableHead<Row>({ columns, sort, onSort }: Props<Row>) {
  return (
    <div role="rowgroup" className={css["head"]}>
      <div role="row" aria-rowindex={1} className={css["headRow"]}>
        {columns.map((column) => {
          const isSorted = sort?.key === column.key;
          const order = !isSorted ? "none" : sort.descending ? "descending" : "ascending";
          const canSort = column.sortable === true && onSort !== undefined;
          return (
            <div
              key={column.key}
              role="columnheader"
              data-align={column.align}
              className={css["headCell"]}
              {...(canSort ? { "aria-sort": order } : {})}
            >
              {canSort ? (
                <button type="button" onClick={() => onSort({ key: column.key, descending: isSorted && !sort.descending })}>
                  {column.header}
                  <SortIcon order={order} />
                </button>
              ) : (
                column.header
              )}
            </div>
          );
        })}
      </div>
    </div>
  );
}

function SortIcon({ order }: { order: "none" | "ascending" | "descending" }) {
  if (order === "none") return <ArrowSortRegular aria-hidden className={css["sortable"] ?? ""} />;
  return order === "descending" ? <ArrowDownRegular aria-hidden /> : <ArrowUpRegular aria-hidden />;
}
