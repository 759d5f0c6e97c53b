import { defineConfig } from "vitest/config";
import type { InlineConfig } from "vitest/node";

/** Guards against a hang, with room for a machine that does other things; no test is about how long it takes. */
const HANG_MS = 60_000;

/** A project of its own, so that `npm test` can say that the walls stand before it runs anything else. */
const WALLS_TEST = "tools/tidy.test.ts";

/** Tests that need a database run unchanged on the embedded one and on a real PostgreSQL. */
const DATABASE_TESTS = ["src/store/**/*.test.ts", "tests/clauses/**/*.test.ts", "tests/walks/**/*.test.ts"];

/**
 * One process that is not isolated: starting a database costs seconds, so all files of a project share one.
 * Two workers would need two databases on the two cores that the tests are budgeted for, and gain nothing.
 */
const DATABASE_PROCESS = {
  pool: "forks",
  isolate: false,
  fileParallelism: false,
  testTimeout: HANG_MS,
  hookTimeout: 120_000,
} satisfies InlineConfig;

export default defineConfig({
  test: {
    watch: false,
    projects: [
      { test: { name: "tidy", include: [WALLS_TEST], testTimeout: HANG_MS } },
      {
        test: {
          name: "unit",
          include: ["src/**/*.test.ts", "tools/**/*.test.ts"],
          exclude: ["**/node_modules/**", "src/store/**", WALLS_TEST],
          pool: "threads",
          maxWorkers: 2,
          testTimeout: HANG_MS,
        },
      },
      {
        test: {
          ...DATABASE_PROCESS,
          name: "pglite",
          include: DATABASE_TESTS,
          env: { TIDEGATE_TEST_DB: "pglite" },
        },
      },
      {
        test: {
          ...DATABASE_PROCESS,
          name: "postgres",
          include: DATABASE_TESTS,
          env: { TIDEGATE_TEST_DB: "postgres" },
          globalSetup: ["tests/helpers/postgres-global-setup.ts"],
        },
      },
      {
        test: {
          name: "e2e",
          include: ["tests/e2e/**/*.test.ts"],
          pool: "forks",
          // A browser, a server and a fleet at once are enough for two cores.
          fileParallelism: false,
          testTimeout: 5 * 60_000,
          hookTimeout: 5 * 60_000,
        },
      },
      // A process of its own: its memory is measured.
      { test: { name: "fuzz", include: ["tests/fuzz/**/*.test.ts"], pool: "forks", testTimeout: 15 * 60_000 } },
      {
        test: {
          ...DATABASE_PROCESS,
          name: "soak",
          include: ["tests/soak/**/*.test.ts"],
          testTimeout: 30 * 60_000,
        },
      },
    ],
  },
});
