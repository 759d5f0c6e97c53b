import { expect, test } from "vitest";
import { FORMAT_NAMES } from "./formats.ts";
import { fuzzImporters } from "./fuzz-run.ts";

/** The same files each time: a red run is red again. The soak draws others. */
const SEED = 20_261_129;
/** The soak reads 20,000 of each. */
const CASES = 400;
const RSS_GROWTH_MB_MAX = 200;

test(`S2: ${CASES} broken files of each format are read or refused, with the place of every fault`, {
  timeout: 15 * 60_000,
}, async () => {
  const [seed, format, at] = process.env["TIDEGATE_FUZZ"]?.split("/") ?? [];
  const from = Number(at ?? 0);
  const order = FORMAT_NAMES.filter((name) => format === undefined || name === format).map((name) => ({
    name,
    from,
    to: at === undefined ? CASES : from + 1,
  }));
  const report = await fuzzImporters({ seed: Number(seed ?? SEED), parts: order });
  expect(report.complaints.join("\n")).toBe("");
  if (format !== undefined) return;
  expect([...report.casesByFormat]).toEqual(FORMAT_NAMES.map((name) => [name, CASES]));
  expect(report.rssGrowthMb).toBeLessThan(RSS_GROWTH_MB_MAX);
});
