import { existsSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { SourceFile } from "../../src/app/ports/source-files.ts";
import { importPolicies } from "../../src/app/imports/import-policies.ts";
import { loadShippedCatalogue } from "../../src/connectors/catalogue/shipped-catalogue.ts";
import { createImportReader } from "../../src/connectors/files/import-reader.ts";
import { DEMO_STARTS_AT } from "../../src/sim/demo/drive-demo.ts";
import { createVirtualClock } from "../../src/sim/fleet/virtual-clock.ts";
import { createDemoOrganisation } from "../../src/sim/organisation/demo-organisation.ts";
import type { FreshDatabases } from "../shared/fresh-databases.ts";
import { medianOf, rounds, timed } from "../shared/measure.ts";
import type { Measurement } from "../shared/outcome.ts";
import { openProduct } from "./stage.ts";

const REAL_EXPORT = fileURLToPath(new URL("../../../shared/data/intune-oib", import.meta.url));
const READ_ROUNDS = 7;

/** Reads a real tenant's export, then imports it into an empty database. */
export async function measureImport(databases: FreshDatabases, seed: number): Promise<Measurement> {
  const isReal = existsSync(REAL_EXPORT);
  const files = isReal ? await filesBelow(REAL_EXPORT) : demoPolicies(seed);
  const reader = createImportReader(loadShippedCatalogue());
  const read = await rounds(READ_ROUNDS, () => reader.readPolicies(files));
  const readMs = medianOf(read.tookMs);
  const product = await openProduct(await databases.next(), createVirtualClock(DEMO_STARTS_AT));
  const options = { dryRun: false, by: "bench", now: DEMO_STARTS_AT, draftReason: null };
  const written = await timed(() => importPolicies(product.store, reader, files, options));
  await product.close();
  const due = countByHand(files);
  const { value } = read;
  const isWritten = written.value.ok && written.value.value.written?.added === new Set(value.policies.map(keyOf)).size;
  const comparisons = [value.files === due.files, value.settings === due.settings, isWritten];
  const what = isReal
    ? "files and settingDefinitionId objects counted from the JSON"
    : "intune-oib is absent: the demo's policies";
  return {
    name: isReal ? "import intune-oib" : "import the demo's policies (skipped: ../shared/data/intune-oib is absent)",
    figures: {
      files: value.files,
      settings: value.settings,
      readMs,
      readFilesPerSecond: (value.files * 1_000) / readMs,
      importMs: written.tookMs,
      importFilesPerSecond: (value.files * 1_000) / written.tookMs,
    },
    peers: [],
    mismatches: comparisons.filter((same) => !same).length,
    oracle: `${what}; every policy written`,
    goals: [],
  };
}

function keyOf({ externalId, content }: Readonly<{ externalId: string | null; content: Readonly<{ name: string }> }>): string {
  return externalId ?? content.name;
}

async function filesBelow(folder: string): Promise<readonly SourceFile[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return Promise.all(paths.map(async (path) => ({ path: path.slice(folder.length + 1), bytes: await readFile(path) })));
}

function demoPolicies(seed: number): readonly SourceFile[] {
  return createDemoOrganisation({ seed, at: DEMO_STARTS_AT }).files.filter(({ path }) => path.endsWith(".json"));
}

/** Knows nothing of policies: JSON files, and objects in them that are setting instances. */
function countByHand(files: readonly SourceFile[]): Readonly<{ files: number; settings: number }> {
  const texts = files.filter(({ path }) => path.toLowerCase().endsWith(".json")).map(({ bytes }) => plainText(bytes));
  return { files: texts.length, settings: texts.reduce((sum, text) => sum + instancesIn(JSON.parse(text)), 0) };
}

function plainText(bytes: Uint8Array): string {
  const encoding =
    bytes[0] === 0xff && bytes[1] === 0xfe ? "utf-16le" : bytes[0] === 0xfe && bytes[1] === 0xff ? "utf-16be" : "utf-8";
  return new TextDecoder(encoding).decode(bytes);
}

function instancesIn(value: unknown): number {
  if (typeof value !== "object" || value === null) return 0;
  const own = typeof (value as Record<string, unknown>)["settingDefinitionId"] === "string" ? 1 : 0;
  return Object.values(value).reduce((sum: number, member) => sum + instancesIn(member), own);
}
