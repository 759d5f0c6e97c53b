import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { COVERAGE_PAGE, coveragePage, hasCoverageData } from "./coverage-page.ts";

describe("the coverage of the legacy map", () => {
  test.skipIf(!hasCoverageData())(
    "docs/legacy-coverage.md says what the map holds (skipped where ../shared/data is absent)",
    () => {
      expect(coveragePage()).toBe(readFileSync(COVERAGE_PAGE, "utf8"));
    },
  );
});
