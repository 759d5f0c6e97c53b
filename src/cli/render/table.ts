import Table from "cli-table3";

export type Column<Row> = Readonly<{ head: string; cell: (row: Row) => string; right?: true }>;

/** Columns under their heads, without rules and colours, so that `grep` and `awk` read it too. Ends with a line end. */
export function tableText<Row>(rows: readonly Row[], columns: readonly Column<Row>[]): string {
  const table = new Table({
    chars: NO_RULES,
    head: columns.map(({ head }) => head),
    colAligns: columns.map(({ right }) => (right === true ? "right" : "left")),
    style: { head: [], border: [], compact: true, "padding-left": 0, "padding-right": 0 },
  });
  for (const row of rows) table.push(columns.map(({ cell }) => cell(row)));
  return `${table
    .toString()
    .split("\n")
    .map((line) => line.trimEnd())
    .join("\n")}\n`;
}

const GAP = "  ";
const NO_RULES = {
  top: "",
  "top-mid": "",
  "top-left": "",
  "top-right": "",
  bottom: "",
  "bottom-mid": "",
  "bottom-left": "",
  "bottom-right": "",
  left: "",
  "left-mid": "",
  mid: "",
  "mid-mid": "",
  right: "",
  "right-mid": "",
  middle: GAP,
};
