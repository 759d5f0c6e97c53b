import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { setImmediate as nextTurn } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import type { SourceFile } from "../src/app/ports/source-files.ts";
import { loadShippedCatalogue } from "../src/connectors/catalogue/shipped-catalogue.ts";
import { createImportReader } from "../src/connectors/files/import-reader.ts";
import { medianOf } from "./shared/measure.ts";
import { outcomeOf, outcomeText, type Measurement } from "./shared/outcome.ts";

/*
 *   npm run bench -- import [--rounds 15] [--json]
 *
 * Reading two real exports (intune-oib and intune-acsc): files per second, and the memory of the whole process at its peak.
 */

const DATA = fileURLToPath(new URL("../../shared/data", import.meta.url));
const SETS = ["intune-oib", "intune-acsc"] as const;
/** Chosen apart from this program, by another over the same files: JSON files, and objects with a definition's id. */
const DUE = { files: 121, settings: 3_040, unknown: 0 };

const { values: flags } = parseArgs({
  options: { rounds: { type: "string", default: "15" }, json: { type: "boolean", default: false } },
});
process.exitCode = await main();

async function main(): Promise<number> {
  if (!SETS.every((set) => existsSync(join(DATA, set)))) {
    process.stderr.write("bench import: skipped, ../shared/data/intune-oib or intune-acsc is absent\n");
    return 0;
  }
  const measurement = await measure(SETS.flatMap(filesOf), Math.max(1, Number(flags.rounds) || 1));
  const outcome = outcomeOf("import", 0, [measurement]);
  process.stdout.write(flags.json ? `${JSON.stringify(outcome, null, 2)}\n` : outcomeText("import", 0, [measurement]));
  return measurement.mismatches === 0 ? 0 : 1;
}

async function measure(files: readonly SourceFile[], rounds: number): Promise<Measurement> {
  const reader = createImportReader(loadShippedCatalogue());
  const bytes = files.reduce((sum, file) => sum + file.bytes.length, 0);
  const beforeMb = process.memoryUsage().rss / 2 ** 20;
  const startedAtMs = performance.now();
  let read = reader.readPolicies(files);
  const firstMs = performance.now() - startedAtMs;
  const tookMs: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const fromMs = performance.now();
    read = reader.readPolicies(files);
    tookMs.push(performance.now() - fromMs);
    await nextTurn();
  }
  const readMs = medianOf(tookMs);
  const found = [read.files === DUE.files, read.settings === DUE.settings, read.unknownSettings.length === DUE.unknown];
  return {
    name: "read intune-oib and intune-acsc",
    figures: {
      files: read.files,
      policies: read.policies.length,
      settings: read.settings,
      megabytes: bytes / 2 ** 20,
      firstMs,
      readMs,
      filesPerSecond: (read.files * 1_000) / readMs,
      rssBeforeMb: beforeMb,
      rssPeakMb: process.resourceUsage().maxRSS / 1024,
    },
    peers: [],
    mismatches: found.filter((same) => !same).length,
    oracle: "files, objects with a definition's id and unknown settings, counted by a script over the same files",
    goals: [],
  };
}

function filesOf(set: string): readonly SourceFile[] {
  const folder = join(DATA, set);
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(".json"))
    .map((entry) => join(entry.parentPath, entry.name))
    .map((path) => ({ path: `${set}/${path.slice(folder.length + 1)}`, bytes: new Uint8Array(readFileSync(path)) }));
}
