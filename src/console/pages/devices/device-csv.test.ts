import { expect, test } from "vitest";
import { csvCell } from "./device-csv.ts";

test("a cell keeps its text, and nothing in it runs or breaks the table", () => {
  expect(csvCell("LAB-0017")).toBe("LAB-0017");
  expect(csvCell(null)).toBe("");
  expect(csvCell(7)).toBe("7");
  expect(csvCell('say "no", twice\nor so')).toBe('"say ""no"", twice\nor so"');
  for (const formula of ["=HYPERLINK(1)", "+1", "-1+2", "@SUM(A1)", "\t=1"])
    expect(csvCell(formula).replace(/^"/, "")).toMatch(/^'/);
});
