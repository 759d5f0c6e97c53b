import { useVirtualizer } from "@tanstack/react-virtual";
import { type CSSProperties, type ReactNode, useEffect, useRef, useState } from "react";
import { useRouter } from "@tanstack/react-router";
import { formatCount } from "../words/numbers.ts";
import css from "./data-table.module.css";
import { TableHead } from "./table-head.tsx";
import { keyMoves } from "./table-keys.ts";

export type Sort = Readonly<{ key: string; descending: boolean }>;
export type Column<Row> = Readonly<{
  key: string;
  header: string;
  /** A grid track: `minmax(12rem, 2fr)`, `8rem`. */
  width: string;
  cell: (row: Row) => ReactNode;
  /** The server can sort by `key`. */
  sortable?: boolean;
  align?: "end";
}>;
export type DataTableProps<Row> = Readonly<{
  /** Names the scroll region: `Devices of Printing fix`. */
  label: string;
  columns: readonly Column<Row>[];
  total: number;
  /** Undefined while the row is on its way. */
  rowAt: (index: number) => Row | undefined;
  keyOf: (row: Row) => string;
  /** Which rows are on the screen: read these. */
  onRange?: (first: number, last: number) => void;
  sort?: Sort;
  onSort?: (sort: Sort) => void;
  /** Enter opens this; put the same link into a cell. */
  hrefOf?: (row: Row) => string;
  empty: ReactNode;
}>;

const ROW_PX = 44;
const OVERSCAN_ROWS = 8;

/** A table of any length: only the rows on the screen exist. j and k move, Enter opens. Cards where there is little room. */
export function DataTable<Row>(props: DataTableProps<Row>) {
  const { label, columns, total, rowAt, keyOf, onRange, hrefOf } = props;
  const region = useRef<HTMLDivElement>(null);
  const router = useRouter();
  const [current, setCurrent] = useState(0);
  const virtual = useVirtualizer({
    count: total,
    getScrollElement: () => region.current,
    estimateSize: () => ROW_PX,
    overscan: OVERSCAN_ROWS,
  });
  const shown = virtual.getVirtualItems();
  const first = shown[0]?.index ?? 0;
  const last = shown.at(-1)?.index ?? 0;
  useEffect(() => onRange?.(first, last), [first, last, onRange]);
  if (total === 0) return props.empty;

  const moveTo = (index: number) => {
    const target = Math.min(total - 1, Math.max(0, index));
    setCurrent(target);
    virtual.scrollToIndex(target);
    requestAnimationFrame(() => region.current?.querySelector<HTMLElement>(`[data-index="${target}"]`)?.focus());
  };
  const open = () => {
    const row = rowAt(current);
    if (row !== undefined && hrefOf !== undefined) router.history.push(hrefOf(row));
  };
  const style: CSSProperties & Record<"--columns", string> = { "--columns": columns.map(({ width }) => width).join(" ") };
  return (
    <div className={css["frame"]} style={style}>
      <section
        ref={region}
        className={css["region"]}
        aria-label={label}
        tabIndex={0}
        onKeyDown={keyMoves({ current, moveTo, open })}
      >
        <div role="table" className={css["table"]} aria-label={label} aria-rowcount={total + 1} aria-colcount={columns.length}>
          <TableHead columns={columns} sort={props.sort} onSort={props.onSort} />
          <div role="rowgroup" className={css["rows"]} style={{ height: virtual.getTotalSize() }}>
            {shown.map(({ index, start }) => {
              const row = rowAt(index);
              return (
                <div
                  // By place, not by row: heights are measured by place, and a new order brings other rows there.
                  key={index}
                  data-key={row === undefined ? undefined : keyOf(row)}
                  ref={virtual.measureElement}
                  role="row"
                  aria-rowindex={index + 2}
                  data-index={index}
                  tabIndex={index === current ? 0 : -1}
                  className={css["row"]}
                  style={{ transform: `translateY(${start}px)` }}
                  onFocus={() => setCurrent(index)}
                >
                  <Cells columns={columns} row={row} />
                </div>
              );
            })}
          </div>
        </div>
      </section>
      <p className={css["foot"]}>
        {formatCount(total)} {total === 1 ? "row" : "rows"}
      </p>
    </div>
  );
}

function Cells<Row>({ columns, row }: { columns: readonly Column<Row>[]; row: Row | undefined }) {
  return columns.map((column) => (
    <div key={column.key} role="cell" data-align={column.align} data-label={column.header} className={css["cell"]}>
      {row === undefined ? <span className={css["bone"]}>...</span> : column.cell(row)}
    </div>
  ));
}
