import { expect, test } from "vitest";
import { FORMAT_NAMES } from "../fuzz/formats.ts";
import { fuzzImporters } from "../fuzz/fuzz-run.ts";

/** Of each format; a shorter look: `TIDEGATE_FUZZ_CASES=2000`. */
const CASES = Number(process.env["TIDEGATE_FUZZ_CASES"] ?? 20_000);
/** Others each time; a failure names its own. */
const SEED = Date.now() % 2 ** 31;

test(`S2: ${CASES} broken files of each format, seed ${SEED}`, { timeout: 24 * 60 * 60_000 }, async () => {
  const report = await fuzzImporters({ seed: SEED, parts: FORMAT_NAMES.map((name) => ({ name, from: 0, to: CASES })) });
  for (const [name, count] of report.casesByFormat) process.stdout.write(`${name}: ${count} files\n`);
  process.stdout.write(`${report.codes.size} problem codes came up, memory grew by ${report.rssGrowthMb.toFixed(0)} MB\n`);
  expect(report.complaints.join("\n")).toBe("");
  expect([...report.casesByFormat]).toEqual(FORMAT_NAMES.map((name) => [name, CASES]));
  expect(report.rssGrowthMb).toBeLessThan(200);
});
