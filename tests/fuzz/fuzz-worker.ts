import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { parentPort, workerData } from "node:worker_threads";
import type { SourceFile } from "../../src/app/ports/source-files.ts";
import { loadShippedCatalogue } from "../../src/connectors/catalogue/shipped-catalogue.ts";
import { loadRegistryFacts } from "../../src/connectors/catalogue/registry-facts.ts";
import { createImportReader } from "../../src/connectors/files/import-reader.ts";
import { createMasterReader } from "../../src/connectors/files/masters/master-reader.ts";
import { seededRandom } from "../../src/kit/seeded-random.ts";
import { createFormats, type Format } from "./formats.ts";
import type { FuzzOrder, FuzzWord } from "./fuzz-run.ts";
import { judgeEstate, judgeMasters, judgePolicies } from "./judge.ts";

/** Processor time of this thread, which a busy machine does not lengthen; the least of three counts. */
const CPU_MS_MAX = 1_000;
/** Cases between two looks at the memory. */
const STRIDE = 250;

const { order, progress } = workerData as Readonly<{ order: FuzzOrder; progress: Int32Array }>;
/** Reads, and judges what came back. */
const READ = {
  policies: (files: readonly SourceFile[]) => {
    const read = reader.readPolicies(files);
    return { problems: read.problems, complaints: judgePolicies(read, files) };
  },
  estate: (files: readonly SourceFile[]) => {
    const read = reader.readEstate(files);
    return { problems: read.problems, complaints: judgeEstate(read, files) };
  },
  masters: (files: readonly SourceFile[]) => {
    const read = masters.readMasters(files);
    return { problems: read.problems, complaints: judgeMasters(read, files) };
  },
} satisfies Record<Format["reads"], unknown>;

setFlagsFromString("--expose-gc");
const collect = runInNewContext("gc") as () => void;
const reader = createImportReader(loadShippedCatalogue());
const masters = createMasterReader(loadShippedCatalogue(), loadRegistryFacts);
const formats = createFormats();

for (const { name, from, to } of order.parts) {
  const format = formats.get(name);
  if (format === undefined) throw new Error(`no format ${name}`);
  const codes = new Set<string>();
  for (let at = from; at < to; at += 1) {
    progress[0] = order.parts.findIndex((part) => part.name === name);
    progress[1] = at;
    runCase(format, at, codes);
    if (at % STRIDE === STRIDE - 1) lookAtMemory();
  }
  say({ kind: "done", format: name, cases: to - from, codes: [...codes] });
}
lookAtMemory();
say({ kind: "end" });

function runCase(format: Format, at: number, codes: Set<string>): void {
  const files = format.draw(seededRandom(`${order.seed}/${format.name}/${at}`));
  try {
    const startedUs = cpuUs();
    const complaints = judged(format, files, codes);
    if ((cpuUs() - startedUs) / 1_000 > CPU_MS_MAX && leastCpuMs(format, files) > CPU_MS_MAX)
      complaints.push(`took more than ${CPU_MS_MAX} ms`);
    if (complaints.length > 0) say({ kind: "complaint", format: format.name, at, text: complaints.slice(0, 3).join("; ") });
  } catch (thrown) {
    say({
      kind: "complaint",
      format: format.name,
      at,
      text: `threw ${thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown)}`.slice(0, 600),
    });
  }
}

function judged(format: Format, files: ReturnType<Format["draw"]>, codes: Set<string>): string[] {
  const { problems, complaints } = READ[format.reads](files);
  for (const { code } of problems) codes.add(code);
  return [...complaints];
}

function leastCpuMs(format: Format, files: ReturnType<Format["draw"]>): number {
  const took = [0, 1].map(() => {
    const startedUs = cpuUs();
    READ[format.reads](files);
    return (cpuUs() - startedUs) / 1_000;
  });
  return Math.min(...took);
}

function cpuUs(): number {
  const { user, system } = process.threadCpuUsage();
  return user + system;
}

function lookAtMemory(): void {
  collect();
  say({ kind: "memory", rssMb: process.memoryUsage.rss() / 2 ** 20 });
}

function say(word: FuzzWord): void {
  parentPort?.postMessage(word);
}
