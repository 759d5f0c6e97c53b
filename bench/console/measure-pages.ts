import type { Product } from "../../src/compose.ts";
import type { RolloutId } from "../../src/kit/ids.ts";
import type { DemoApi } from "../../src/sim/demo/demo-api.ts";
import { medianOf, rounds, timed } from "../shared/measure.ts";
import type { Measurement } from "../shared/outcome.ts";

/** A read of the console, and what its answer has to agree with. `before` is not timed: what happens between two readings. */
export type Page = Readonly<{
  name: string;
  path: string;
  mismatchesOf: (answer: unknown) => number;
  oracle: string;
  before?: () => Promise<void>;
}>;

const REQUESTS = 60;
const REQUESTS_MIN = 20;
const LONGEST_MS = 20_000;
const P95_MS_MAX = 1_000;

/** Asked for again and again over HTTP, one after the other; the first answer is told apart. */
export async function measurePage(api: DemoApi, page: Page, naiveMs: number | null): Promise<Measurement> {
  const startMs = performance.now();
  const first = await timed(() => api.get<unknown>(page.path));
  const tookMs: number[] = [];
  let mismatches = page.mismatchesOf(first.value);
  let bytes = 0;
  let cpuMs = 0;
  while (tookMs.length < REQUESTS_MIN || (tookMs.length < REQUESTS && performance.now() - startMs < LONGEST_MS)) {
    await page.before?.();
    const before = process.cpuUsage();
    const one = await timed(() => api.get<unknown>(page.path));
    const { user, system } = process.cpuUsage(before);
    cpuMs += (user + system) / 1_000;
    tookMs.push(one.tookMs);
    if (page.before !== undefined || tookMs.length === 1) mismatches += page.mismatchesOf(one.value);
    bytes = JSON.stringify(one.value).length;
  }
  const p95Ms = percentile(tookMs, 0.95);
  const p50Ms = percentile(tookMs, 0.5);
  return {
    name: page.name,
    figures: {
      firstMs: first.tookMs,
      p50Ms,
      p95Ms,
      // Of this process: server, client and the embedded database, whatever else the machine does.
      cpuMsEach: cpuMs / tookMs.length,
      requests: tookMs.length,
      kB: bytes / 1_000,
    },
    peers: naiveMs === null ? [] : [{ name: "all devices read and counted anew, ms", value: naiveMs, ratio: naiveMs / p50Ms }],
    mismatches,
    oracle: page.oracle,
    goals: [{ what: `p95 of ${page.name}, ms`, goal: `<= ${P95_MS_MAX}`, value: p95Ms, met: p95Ms <= P95_MS_MAX }],
  };
}

function percentile(values: readonly number[], share: number): number {
  const inOrder = [...values].sort((a, b) => a - b);
  return inOrder[Math.ceil(inOrder.length * share) - 1] ?? Number.NaN;
}

/** The naive page: every member of the rollout read from the database, counted and sorted, fifty of them kept. */
export async function naiveRead({ store }: Product, rolloutId: string): Promise<number> {
  const { tookMs } = await rounds(5, async () => {
    const rows = await store.read((unit) => unit.live.listedDevices(rolloutId as RolloutId, null));
    const byState = Map.groupBy(rows, ({ state }) => state);
    const inOrder = [...rows].sort((a, b) => (a.name < b.name ? -1 : 1));
    return { states: byState.size, page: inOrder.slice(0, 50) };
  });
  return medianOf(tookMs);
}

/** True where the server knows the operation; one that is still being built answers like any address at which there is nothing. */
export async function isBuilt(api: DemoApi, path: string): Promise<boolean> {
  try {
    await api.get(path);
    return true;
  } catch (error) {
    if (error instanceof Error && error.message.includes('"code":"not-found"')) return false;
    throw error;
  }
}
