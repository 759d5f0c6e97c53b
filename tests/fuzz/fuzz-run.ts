import { Worker } from "node:worker_threads";

export type FuzzPart = Readonly<{ name: string; from: number; to: number }>;
export type FuzzOrder = Readonly<{ seed: number; parts: readonly FuzzPart[] }>;

/** What the thread says of its work. */
export type FuzzWord = Readonly<
  | { kind: "complaint"; format: string; at: number; text: string }
  | { kind: "done"; format: string; cases: number; codes: readonly string[] }
  | { kind: "memory"; rssMb: number }
  | { kind: "end" }
>;

export type FuzzReport = Readonly<{
  complaints: readonly string[];
  casesByFormat: ReadonlyMap<string, number>;
  /** Problem codes that came up, over all formats. */
  codes: ReadonlySet<string>;
  /** From the first look, when everything was loaded and warm, to the largest later one; garbage collected before each. */
  rssGrowthMb: number;
}>;

/** A guard against a hang and no measure: processor time of the thread, or a clock for a thread that waits for ever. */
const HANG_CPU_MS = 20_000;
const HANG_WALL_MS = 180_000;
const LOOK_EVERY_MS = 1_000;
const LIMITS = { maxOldGenerationSizeMb: 768, maxYoungGenerationSizeMb: 16, stackSizeMb: 4 };
/** A fault that every case has is told often enough. */
const COMPLAINTS_MAX = 40;
const NOT_BEGUN = -1;

/** Reads broken files in a thread with limits on time, memory and stack. A case that ends the thread is told, and the next one runs in a new one. */
export async function fuzzImporters(order: FuzzOrder): Promise<FuzzReport> {
  const state: State = { seed: order.seed, complaints: [], casesByFormat: new Map(), codes: new Set(), rssMb: [] };
  let parts = order.parts;
  while (parts.length > 0 && state.complaints.length < COMPLAINTS_MAX)
    parts = await runThread({ seed: order.seed, parts }, state);
  const [first = 0, ...later] = state.rssMb;
  return { ...state, rssGrowthMb: Math.max(0, ...later.map((mb) => mb - first)) };
}

type State = Readonly<{
  seed: number;
  complaints: string[];
  casesByFormat: Map<string, number>;
  codes: Set<string>;
  rssMb: number[];
}>;

/** What is left to do: nothing, or everything behind the case that ended the thread. */
async function runThread(order: FuzzOrder, state: State): Promise<readonly FuzzPart[]> {
  const progress = new Int32Array(new SharedArrayBuffer(8)).fill(NOT_BEGUN);
  const worker = new Worker(new URL("./fuzz-worker.ts", import.meta.url), {
    workerData: { order, progress },
    resourceLimits: LIMITS,
  });
  const guard = watch(worker, progress);
  const ended = await new Promise<string | null>((resolve) => {
    worker.on("message", (word: FuzzWord) => {
      if (word.kind === "end") resolve(null);
      else hear(word, state);
      if (state.complaints.length >= COMPLAINTS_MAX) resolve(null);
    });
    worker.on("error", (error: NodeJS.ErrnoException) =>
      resolve(`ended the thread: ${error.code ?? error.stack ?? error.message}`),
    );
    worker.on("exit", () => resolve(guard.because() ?? "ended the thread"));
  });
  guard.stop();
  await worker.terminate();
  if (ended === null) return [];
  const [at, done] = [progress[0] ?? 0, progress[1] ?? 0];
  if (at === NOT_BEGUN) throw new Error(`the thread did not begin: ${ended}`);
  const [part, ...rest] = order.parts.slice(at) as [FuzzPart, ...FuzzPart[]];
  state.complaints.push(complaint(order.seed, part.name, done, ended));
  return [{ ...part, from: done + 1 }, ...rest].filter(({ from, to }) => from < to);
}

function hear(word: FuzzWord, state: State): void {
  switch (word.kind) {
    case "complaint":
      state.complaints.push(complaint(state.seed, word.format, word.at, word.text));
      return;
    case "done":
      state.casesByFormat.set(word.format, (state.casesByFormat.get(word.format) ?? 0) + word.cases);
      for (const code of word.codes) state.codes.add(code);
      return;
    case "memory":
      state.rssMb.push(word.rssMb);
      return;
    case "end":
  }
}

function complaint(seed: number, format: string, at: number, text: string): string {
  return `${text}\n  again: TIDEGATE_FUZZ=${seed}/${format}/${at} node tools/test.mjs --only fuzz`;
}

/** Ends a thread that stays with one case for too long. */
function watch(worker: Worker, progress: Int32Array): Readonly<{ because: () => string | null; stop: () => void }> {
  let because: string | null = null;
  const seen = { at: "", cpuMs: 0, sinceMs: performance.now() };
  const look = async (): Promise<void> => {
    const { user, system } = await worker.cpuUsage();
    const [at, cpuMs] = [`${progress[0]}/${progress[1]}`, (user + system) / 1_000];
    if (at !== seen.at) Object.assign(seen, { at, cpuMs, sinceMs: performance.now() });
    else if (cpuMs - seen.cpuMs > HANG_CPU_MS || performance.now() - seen.sinceMs > HANG_WALL_MS) {
      because = "hangs";
      await worker.terminate();
    }
  };
  // A thread that has ended answers with an error, and is told of elsewhere.
  const timer = setInterval(() => void look().catch(() => undefined), LOOK_EVERY_MS);
  return { because: () => because, stop: () => clearInterval(timer) };
}
