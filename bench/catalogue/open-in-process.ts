/**
 * Opens a catalogue in a process of its own and prints how long that took and what it cost, as one line of JSON.
 *   node bench/catalogue/open-in-process.ts [PACKED_FILE]     without a file: the shipped one alone
 */
import { readFileSync } from "node:fs";
import { createCatalogueSource } from "../../src/connectors/catalogue/catalogue-source.ts";
import { compareText } from "../../src/kit/ids.ts";
import { seededRandom } from "../../src/kit/seeded-random.ts";
import { layeredCatalogue } from "../../src/policy/layered-catalogue.ts";

export type OpenFigures = Readonly<{
  definitions: number;
  openMs: number;
  /** Of the processor: other programs do not move it. */
  openCpuMs: number;
  rssGrowthMegabytes: number;
  rssGrowthAfterLookUpsMegabytes: number;
  lookUpsPerS: number;
}>;

const LOOK_UPS = 100_000;
const MEGABYTE = 1024 * 1024;

const [file] = process.argv.slice(2);
const source = createCatalogueSource();
const packed = file === undefined ? null : new Uint8Array(readFileSync(file));
const rssBefore = process.memoryUsage().rss;
const cpuBefore = process.cpuUsage();
const startedMs = performance.now();
const shipped = source.shipped().catalogue;
const catalogue = packed === null ? shipped : layeredCatalogue(source.open(packed).catalogue, shipped);
const openMs = performance.now() - startedMs;
const cpu = process.cpuUsage(cpuBefore);
const openCpuMs = (cpu.user + cpu.system) / 1_000;
const rssOpen = process.memoryUsage().rss;

const random = seededRandom(7);
const ids = [...catalogue.ids()].sort(compareText);
const wanted = Array.from({ length: LOOK_UPS }, () => random.pick(ids));
const lookedMs = performance.now();
let named = 0;
for (const id of wanted) named += catalogue.find(id)?.displayName.length ?? 0;
const lookUpsPerS = LOOK_UPS / ((performance.now() - lookedMs) / 1_000);
if (named === 0) throw new Error("nothing was looked up");
const figures: OpenFigures = {
  definitions: catalogue.size,
  openMs,
  openCpuMs,
  rssGrowthMegabytes: (rssOpen - rssBefore) / MEGABYTE,
  rssGrowthAfterLookUpsMegabytes: (process.memoryUsage().rss - rssBefore) / MEGABYTE,
  lookUpsPerS,
};
process.stdout.write(`${JSON.stringify(figures)}\n`);
